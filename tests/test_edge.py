"""What every request passes: who may write from where, what is refused how, and what a log line holds."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import httpx2
import pytest
import structlog
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message

from server.app import ENDPOINTS, make_app
from server.checkins.routes import Item
from server.http import BODY_LIMIT, Moment, Problem, Schema, read_body
from server.keys import Keys
from server.people.models import Person
from server.settings import Settings
from tests.conftest import ORIGIN, Browser, browser, new_id

PROFILE = {"called": "Al", "zone": "America/New_York", "language": "en"}
OURS = {"sec-fetch-site": "same-origin"}


def profile() -> str:
    return f"/api/profile/{new_id()}"


# From where a write may come


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),  # another service of the clinic's
        ({"sec-fetch-site": "none"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": ORIGIN}, 403),
        # older browsers say only the Origin
        ({"origin": ORIGIN}, 200),
        ({"origin": "https://daymark.example.org", "host": "daymark.example.org"}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost:8001"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({}, 403),
    ],
    ids=str,
)
async def test_a_write_comes_from_our_own_pages(alices: Browser, headers: dict[str, str], status: int) -> None:
    answer = await alices.client.put(profile(), json=PROFILE, headers=headers)
    assert answer.status_code == status
    assert status == 200 or "another site" in answer.json()["error"]


@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS if endpoint.method == "PUT"])
async def test_no_write_is_taken_from_another_site(alices: Browser, path: str) -> None:
    address = path.replace("{id:uuid}", str(new_id()))
    answer = await alices.client.put(address, json={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_a_refused_write_is_not_done(alices: Browser, alice: Person) -> None:
    await alices.client.put(profile(), json=PROFILE, headers={"origin": "https://evil.example"})
    assert (await Person.get(id=alice.id)).called is None


async def test_reading_needs_no_origin(alices: Browser) -> None:
    assert (await alices.client.get("/api/me")).status_code == 200
    assert (await alices.client.get("/api/me", headers={"sec-fetch-site": "cross-site"})).status_code == 200


# What is not taken


@pytest.mark.parametrize(
    ("content", "status", "field"),
    [
        (b"{", 400, None),
        (b"", 400, None),
        (b"\xff\xfe", 400, None),
        (b"[]", 422, None),
        (b"null", 422, None),
        (json.dumps(PROFILE | {"role": "admin"}).encode(), 422, "role"),
        (b'{"zone": "UTC", "language": "en"}', 422, "called"),
        (json.dumps(PROFILE | {"called": 7}).encode(), 422, "called"),
        (json.dumps(PROFILE | {"called": "x" * BODY_LIMIT}).encode(), 413, None),
    ],
    ids=lambda each: str(each)[:40],
)
async def test_what_makes_no_sense_is_one_sentence(
    alices: Browser, content: bytes, status: int, field: str | None
) -> None:
    answer = await alices.client.put(profile(), content=content, headers=OURS)
    assert answer.status_code == status
    said = answer.json()
    assert said.get("field") == field
    assert said["error"].strip().endswith(".")
    assert set(said) <= {"error", "field"}


class Direction(StrEnum):
    out = "out"
    back = "back"


class Place(Schema):
    name: str


class Walk(Schema):
    """Something of every type that is sent."""

    called: str = Field("Pier", min_length=1, max_length=4, pattern="^[A-Z]")
    steps: int = Field(1, ge=0, le=2_000_000)
    hours: float = Field(0.5, gt=0, lt=24)
    alone: bool = True
    way: Direction = Direction.out
    language: Literal["en", "es"] = "en"
    by: UUID | None = None
    at: Moment | None = None
    on: date | None = None
    rests: list[int] = Field([1], min_length=1, max_length=2)
    answers: list[Item] = Field(default_factory=list)
    place: Place | None = None
    notes: dict[str, str] = Field(default_factory=dict)


A_MOMENT = "a time with its zone, like 2026-05-03T18:00:00Z"
ANYTHING = "true or false, a whole number, a number, a text or a list"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("called", None, "“called” is null; send a text."),
        ("called", 7, "“called” must be a text."),
        ("called", "", "“called” is too short; send 1 or more characters."),
        ("called", "A pier", "“called” is too long; send at most 4 characters."),
        ("called", "pier", "“called” is not written as it must be; /api/openapi.json says how."),
        ("steps", None, "“steps” is null; send a whole number."),
        ("steps", "7", "“steps” must be a whole number."),
        ("steps", 1.5, "“steps” must be a whole number."),
        ("steps", True, "“steps” must be a whole number."),
        ("steps", -1, "“steps” must be at least 0."),
        ("steps", 10**400, "“steps” must be at most 2000000."),
        ("hours", "1", "“hours” must be a number."),
        ("hours", 0, "“hours” must be more than 0."),
        ("hours", 24, "“hours” must be less than 24."),
        ("alone", None, "“alone” is null; send true or false."),
        ("alone", 1, "“alone” must be true or false."),
        ("alone", "yes", "“alone” must be true or false."),
        ("way", None, "“way” is null; send out or back."),
        ("way", "up", "“way” must be out or back."),
        ("language", "fr", "“language” must be en or es."),
        ("by", "7", "“by” must be a UUID."),
        ("by", 7, "“by” must be a UUID."),
        ("at", "noon", f"“at” must be {A_MOMENT}."),
        ("at", 7, f"“at” must be {A_MOMENT}."),
        ("at", "2026-05-03T18:00:00", f"“at” must be {A_MOMENT}."),
        ("at", "2019-05-03T18:00:00Z", "“at” must be a time between 2020 and 2100; check the clock of this device."),
        ("on", "2026-02-30", "“on” must be a day, like 2026-05-03."),
        ("on", 7, "“on” must be a day, like 2026-05-03."),
        ("rests", None, "“rests” is null; send a list."),
        ("rests", {}, "“rests” must be a list."),
        ("rests", [], "“rests” has too few entries; send at least 1."),
        ("rests", [1, 2, 3], "“rests” has too many entries; send at most 2."),
        ("rests", [1, "2"], "“rests.1” must be a whole number."),
        ("answers", [{"link_id": "a", "value": None}], f"“answers.0.value” is null; send {ANYTHING}."),
        ("answers", [{"link_id": "a", "value": {}}], f"“answers.0.value” must be {ANYTHING}."),
        ("answers", [{"link_id": "a", "value": [None]}],
            "“answers.0.value.0” is null; send true or false, a whole number, a number or a text."),
        ("answers", [{"link_id": "a", "value": "x" * 4001}],
            "“answers.0.value” is too long; send at most 4000 characters."),
        ("answers", [{"link_id": "a", "value": [1] * 51}],
            "“answers.0.value” has too many entries; send at most 50."),
        ("answers", [{"link_id": "a", "value": 1}, {"link_id": "b"}], "“answers.1.value” is missing; send it."),
        ("place", 7, "“place” must be an object."),
        ("place", {}, "“place.name” is missing; send it."),
        ("place", {"name": "Pier", "far": 1}, "“place.far” is not known here; leave it out."),
        ("notes", [], "“notes” must be an object."),
        ("notes", {"one": 1}, "“notes.one” must be a text."),
    ],
    ids=lambda each: str(each)[:40],
)  # fmt: skip
async def test_what_is_of_no_use_is_named_with_what_to_send(name: str, value: object, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        await read_body(sent({name: value}), Walk, BODY_LIMIT)
    field = sentence[1:].partition("”")[0]
    assert (refused.value.status, refused.value.field, refused.value.sentence) == (422, field, sentence)


def sent(body: object) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}

    return Request({"type": "http", "method": "PUT", "path": "/", "headers": []}, receive)


async def test_a_body_of_64_kib_is_taken_and_one_byte_more_is_not(alices: Browser) -> None:
    start = json.dumps(PROFILE).encode()
    for size, status in ((BODY_LIMIT, 200), (BODY_LIMIT + 1, 413)):
        answer = await alices.client.put(profile(), content=start.ljust(size), headers=OURS)
        assert answer.status_code == status


async def test_a_body_that_hides_its_length_has_the_same_limit(alices: Browser) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield b" " * 1024

    answer = await alices.client.put(profile(), content=pieces(), headers=OURS)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "moment",
    ["2026-06-01T12:00:00", "2019-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "yesterday", 1780315200, None],
)
async def test_a_moment_needs_a_zone_and_some_sense(alices: Browser, moment: object) -> None:
    answer = await alices.put(f"/api/deliveries/{new_id()}", {"shown_at": moment})
    assert (answer.status_code, answer.json()["field"]) == (422, "shown_at")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("PUT", "/api/nothing", 404),
        ("GET", "/api/people/not-a-uuid", 404),
        ("POST", "/api/me", 404),
        ("DELETE", "/api/home", 404),
        ("POST", "/plan", 405),
    ],
)
async def test_an_address_that_is_none_answers_in_json(alices: Browser, method: str, path: str, status: int) -> None:
    answer = await alices.client.request(method, path, headers=OURS)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/json")
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("version", ["00000000-0000-0000-0000-000000000000", "d2719f1e-33f5-4a4b-9b39-6c9d1f8e8c11"])
async def test_every_write_has_an_id_that_sorts_by_time(alices: Browser, version: str) -> None:
    for endpoint in ENDPOINTS:
        if endpoint.method == "PUT":
            answer = await alices.put(endpoint.path.replace("{id:uuid}", version), {})
            assert (answer.status_code, answer.json()["field"]) == (422, "id"), endpoint.path


# Headers


async def test_what_has_not_changed_is_not_sent_again(alices: Browser) -> None:
    first = await alices.get("/api/home")
    etag = first.headers["etag"]
    again = await alices.get("/api/home", if_none_match=etag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    await alices.put(profile(), PROFILE)
    changed = await alices.get("/api/home", if_none_match=etag)
    assert (changed.status_code, changed.headers["etag"] != etag) == (200, True)
    assert first.headers["cache-control"] == "no-store"


@pytest.fixture
async def app_files(settings: Settings, keys: Keys, tmp_path: Path) -> AsyncIterator[Browser]:
    """An app with a page and one of its files, on https."""
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>Daymark</title>")
    (tmp_path / "dist" / "assets" / "main-4f2a.js").write_text("start()")
    (tmp_path / "secret").write_text("hidden")
    app = make_app(replace(settings, app_dir=tmp_path / "dist", base_url="https://daymark.example"), keys)
    async with browser(app) as opened:
        yield opened


async def test_every_answer_is_guarded(
    alices: Browser, stranger: Browser, crashing: Browser, app_files: Browser
) -> None:
    etag = (await alices.get("/api/me")).headers["etag"]
    for answer in (
        await alices.get("/api/me"),
        await alices.get("/api/me", if_none_match=etag),
        await stranger.get("/api/me"),
        await alices.client.put(profile(), json=PROFILE),  # refused: from nowhere
        await alices.client.put(profile(), content=b" " * (BODY_LIMIT + 1), headers=OURS),
        await stranger.get("/api/nothing"),
        await crashing.get("/api/crash/7"),
        await app_files.get("/"),
    ):
        policy = _policy_of(answer)
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in str(policy)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def _policy_of(answer: httpx2.Response) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))


async def test_data_runs_nothing_and_a_page_only_what_is_ours(alices: Browser, app_files: Browser) -> None:
    data, page = await alices.get("/api/me"), await app_files.get("/")
    assert set(_policy_of(data)) == {"default-src", "frame-ancestors"}
    policy = _policy_of(page)
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in page.headers["permissions-policy"]


async def test_only_https_is_promised_for_a_year(stranger: Browser, app_files: Browser) -> None:
    assert "strict-transport-security" not in (await stranger.get("/api/invite")).headers
    assert (await app_files.get("/")).headers["strict-transport-security"] == "max-age=31536000"


async def test_on_https_the_cookie_is_bound_to_the_host(app_files: Browser, danas: Browser) -> None:
    body = {"person": None, "name": "Alice A.", "group": None, "language": "en"}
    code = (await danas.put(f"/api/invites/{new_id()}", body)).json()["code"]
    joined = await app_files.put(f"/api/devices/{new_id()}", {"code": code, **PROFILE})
    cookie = joined.headers["set-cookie"]
    assert cookie.startswith("__Host-daymark=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "domain" not in cookie.lower()


# The app's own files


@pytest.mark.parametrize(
    ("path", "status", "cache"),
    [
        ("/", 200, "no-cache"),
        ("/plan", 200, "no-cache"),  # a page of the app: index.html
        ("/sessions/0197281a-0000-7000-8000-000000000001@2026-06-01T18:00", 200, "no-cache"),
        ("/assets/main-4f2a.js", 200, "public, max-age=31536000, immutable"),
        ("/assets/main-old.js", 404, None),  # a page in its place would be run as a script
        ("/robots.txt", 404, None),
        ("/..%2fsecret", 200, "no-cache"),  # no way out: a page
        ("/assets/..%2f..%2fsecret", 200, "no-cache"),
    ],
)
async def test_pages_and_files(app_files: Browser, path: str, status: int, cache: str | None) -> None:
    answer = await app_files.get(path)
    assert (answer.status_code, answer.headers.get("cache-control")) == (status, cache)
    assert "hidden" not in answer.text


# A crash


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as events:
        yield events


@pytest.fixture
async def crashing(app: Starlette) -> AsyncIterator[Browser]:
    async def crash(request: Request) -> None:
        raise RuntimeError("Alice wrote: payday is tomorrow")

    app.router.routes.insert(0, Route("/api/crash/{id}", crash, methods=["GET", "PUT"]))
    async with browser(app) as opened:
        yield opened


async def test_a_crash_is_one_sentence_and_no_traceback(crashing: Browser) -> None:
    answer = await crashing.get("/api/crash/7")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/json")
    assert set(answer.json()) == {"error"}
    assert "Nothing was lost" in answer.json()["error"]
    for word in ("Traceback", "RuntimeError", "Alice", "payday", ".py"):
        assert word not in answer.text


async def test_a_phone_that_breaks_off_is_no_crash(app: Starlette, alices: Browser, logged: list[Any]) -> None:
    token = alices.client.cookies["daymark"]
    scope = {
        "type": "http", "http_version": "1.1", "method": "PUT", "path": profile(), "raw_path": b"", "query_string": b"",
        "headers": [(b"sec-fetch-site", b"same-origin"), (b"cookie", f"daymark={token}".encode())], "scheme": "http",
    }  # fmt: skip
    arriving = iter(
        [{"type": "http.request", "body": b'{"called": "A', "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Any:
        return next(arriving)

    async def send(message: Any) -> None:
        pass

    await app(scope, receive, send)
    assert [(each["event"], each["status"]) for each in logged] == [("request", 400)]


# The log


async def test_a_log_line_knows_the_route_and_not_who(
    logged: list[Any], danas: Browser, alices: Browser, alice: Person, stranger: Browser, crashing: Browser
) -> None:
    body = {"person": str(alice.id), "name": None, "group": None, "language": None}
    made = (await danas.put(f"/api/invites/{new_id()}", body)).json()
    await danas.get(f"/api/people/{alice.id}")
    await stranger.get("/api/invite", daymark_code=made["code"])
    await stranger.put(f"/api/devices/{new_id()}", {"code": made["code"], **PROFILE})
    await alices.get("/api/home?name=Alice")
    await stranger.get(f"/join?{made['code']}")
    await crashing.get(f"/api/crash/{alice.id}")
    crash = logged.pop(-2)
    assert (crash["event"], crash["exc_info"]) == ("crash", True)  # server.log makes lines of code of it
    assert [(each["method"], each["route"], each["status"]) for each in logged] == [
        ("PUT", "/api/invites/{id:uuid}", 200),
        ("GET", "/api/people/{id:uuid}", 200),
        ("GET", "/api/invite", 200),
        ("PUT", "/api/devices/{id:uuid}", 200),
        ("GET", "/api/home", 200),
        ("GET", "page", logged[5]["status"]),  # by whether the app is built
        ("GET", "/api/crash/{id}", 500),
    ]
    for each in logged:
        assert set(each) == {"event", "method", "route", "status", "ms", "log_level"}
    for telling in (str(alice.id), "Alice", "Dana", made["code"], "127.0.0.1"):
        assert telling not in str(logged)


async def test_metrics_count_and_name_nobody(alices: Browser, alice: Person, stranger: Browser) -> None:
    answer: httpx2.Response = await stranger.get("/metrics")
    assert "daymark_reminders_accepted_total" in answer.text
    assert str(alice.id) not in answer.text
