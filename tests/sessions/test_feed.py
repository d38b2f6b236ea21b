"""The calendar address: whoever has it reads Alice's sessions, as they are, and nothing else about her."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import structlog
from icalendar import Calendar, Timezone

from server import clock
from server.people.codes import hash_of
from server.people.models import Group, Language, Member, Person, Program
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of
from server.sessions.ical import AHEAD, BACK, published
from server.sessions.models import Change, Feed, Series, SessionKind
from tests.checkins.vectors import FOLDER
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.sessions.planned import Plan, changed, since_january

READ_IN_VITEST = FOLDER / "feed.json"
NOON = utc("2026-06-15T12:00")


@pytest.fixture
def plan(program: Program) -> Plan:
    return partial(since_january, program)


@pytest.fixture
async def in_may_and_july(program: Program, alice: Person, ben: Person) -> Group:
    """A group in which Alice was until May 28, and is again from July 1."""
    group = await Group.create(program=program, name="Morning B", lead=ben)
    await Member.create(group=group, person=alice, from_day=date(2026, 5, 1), to_day=date(2026, 5, 28))
    await Member.create(group=group, person=alice, from_day=date(2026, 7, 1))
    return group


async def change(series: Series, original: str, **differently: Any) -> Change:
    return await Change.create(series=series, original_start=original, changed_at=NOON, **differently)


Told = tuple[datetime, datetime, bool]


def told(found: Sequence[Occurrence]) -> list[Told]:
    return sorted((each.starts_at, each.ends_at, each.state == OccurrenceState.cancelled) for each in found)


def events_of(text: bytes) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def read(events: Sequence[Any]) -> list[Told]:
    """What a reader says of these events."""
    return sorted(
        (each.start.astimezone(UTC), each.end.astimezone(UTC), each["STATUS"] == "CANCELLED") for each in events
    )


def read_by_zone_beside(text: bytes) -> list[Told]:
    """What a reader says that knows no zone but the one in the file."""
    nowhere = f"X-{new_id()}".encode()  # the library remembers zones by their name
    stranger = re.sub(rb"(TZID[=:])[\w/]+", rb"\1" + nowhere, text)
    zones = list(Calendar.from_ical(stranger).walk("VTIMEZONE"))
    assert len(zones) == 1
    assert isinstance(zones[0], Timezone)
    assert not isinstance(zones[0].to_tz(), ZoneInfo)
    return read(events_of(stranger))


async def file_of(person: Person, now: datetime, *, detailed: bool) -> bytes:
    return (await published(person, now, detailed=detailed)).content()


async def window(person: Person, now: datetime) -> list[Occurrence]:
    day = now.replace(hour=0, minute=0)
    return await occurrences_of(person, day - BACK, day + AHEAD)


async def make(someone: Browser, *, detailed: bool = False) -> str:
    answer = await someone.put(f"/api/feeds/{new_id()}", {"detailed": detailed})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])


# Made, read, revoked


async def test_a_calendar_app_reads_it_without_signing_in(
    alices: Browser, alice: Person, stranger: Browser, plan: Plan
) -> None:
    await plan(person=alices.person, kind=SessionKind.individual)
    url = await make(alices)
    assert re.fullmatch(r"http://localhost:8000/calendar/[\w-]{43}\.ics", url)  # 256 bits
    answer = await stranger.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"].startswith("private")
    assert "set-cookie" not in answer.headers
    assert len(events_of(answer.content)) == len(await window(alice, clock.now()))
    head = await stranger.client.head(url)
    assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"])


async def test_only_the_hash_is_looked_up_and_the_address_can_be_shown_again(alices: Browser) -> None:
    url = await make(alices, detailed=True)
    kept = await Feed.get()
    assert kept.token_hash == hash_of(kept.token)
    said = (await alices.get("/api/feed")).json()["feed"]
    assert (said["url"], said["detailed"], said["read_at"]) == (url, True, None)


async def test_who_has_none_is_told_so(alices: Browser) -> None:
    assert (await alices.get("/api/feed")).json() == {"feed": None}


async def test_an_unknown_address_and_a_revoked_one_look_alike(alices: Browser, stranger: Browser) -> None:
    url = await make(alices)
    feed = (await alices.get("/api/feed")).json()["feed"]["id"]
    for _ in range(2):  # a phone may send it twice
        assert (await alices.put(f"/api/revoked-feeds/{new_id()}", {"feed": feed})).status_code == 200
    revoked, unknown = await stranger.get(url), await stranger.get("/calendar/nobodys.ics")
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.text == unknown.text
    assert (await alices.get("/api/feed")).json() == {"feed": None}


async def test_a_new_one_revokes_the_old_one(alices: Browser, stranger: Browser) -> None:
    first, second = await make(alices), await make(alices)
    assert [(await stranger.get(url)).status_code for url in (first, second)] == [404, 200]


async def test_the_same_request_again_gives_the_same_address(alices: Browser) -> None:
    path = f"/api/feeds/{new_id()}"
    first, again = [await alices.put(path, {"detailed": False}) for _ in range(2)]
    assert first.json() == again.json()
    assert await Feed.all().count() == 1


async def test_an_older_request_that_comes_late_stays_revoked(alices: Browser, stranger: Browser) -> None:
    older = new_id()
    url = await make(alices)
    late = (await alices.put(f"/api/feeds/{older}", {"detailed": True})).json()["url"]
    assert [(await stranger.get(each)).status_code for each in (url, late)] == [200, 404]


async def test_charlie_can_neither_take_over_nor_revoke_alices(
    alices: Browser, charlies: Browser, stranger: Browser
) -> None:
    url = await make(alices)
    feed = await Feed.get()
    assert (await charlies.put(f"/api/feeds/{feed.id}", {"detailed": True})).status_code == 404
    assert (await charlies.put(f"/api/revoked-feeds/{new_id()}", {"feed": str(feed.id)})).status_code == 404
    assert (await stranger.get(url)).status_code == 200


async def test_the_log_has_neither_the_address_nor_who_it_was(alices: Browser, stranger: Browser) -> None:
    url = await make(alices)
    with structlog.testing.capture_logs() as lines:
        await stranger.get(url)
    assert [(each["route"], each["status"]) for each in lines] == [("/calendar/{token}.ics", 200)]
    assert (await Feed.get()).token not in str(lines)


async def test_that_it_was_read_is_written_down_once_an_hour(alices: Browser, stranger: Browser) -> None:
    url = await make(alices)
    reads = []
    for minutes in (0, 59, 61):
        with at(NOON + timedelta(minutes=minutes)):
            await stranger.get(url)
        reads.append((await Feed.get()).read_at)
    assert reads == [NOON, NOON, NOON + timedelta(minutes=61)]


async def test_nothing_is_sent_again_until_something_changes(alices: Browser, stranger: Browser, plan: Plan) -> None:
    series = await plan(person=alices.person, kind=SessionKind.individual)
    url = await make(alices)
    with at(NOON):
        etag = (await stranger.get(url)).headers["etag"]
    with at(NOON + timedelta(hours=11)):
        same = await stranger.get(url, if_none_match=etag)
        assert (same.status_code, same.content) == (304, b"")
        await change(series, "2026-06-18T18:00", cancelled=True)
        assert (await stranger.get(url, if_none_match=etag)).status_code == 200


# What others see


async def test_the_words_are_neutral_unless_alice_chose_otherwise(
    alices: Browser, stranger: Browser, plan: Plan
) -> None:
    await plan(
        person=alices.person, kind=SessionKind.individual, place="Harbor House, Room 2", bring="Your workbook",
        link="https://video.example/room", rule="FREQ=DAILY;COUNT=400", first_day=clock.now().date(),
        topics=["Cravings; triggers, and\nwhat helps"] * 60, homework=["Write down three reasons"] * 60,
    )  # fmt: skip
    neutral = (await stranger.get(await make(alices))).text
    assert {str(each["SUMMARY"]) for each in events_of(neutral.encode())} == {"Appointment"}
    for word in ("Relapse", "Harbor", "Cravings", "workbook", "video", "reasons", "Alice", "group", "treatment"):
        assert word.lower() not in neutral.lower()
    detailed = (await stranger.get(await make(alices, detailed=True))).content
    event = events_of(detailed)[0]
    assert (event["SUMMARY"], event["LOCATION"]) == ("Relapse prevention", "Harbor House, Room 2")
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Topic: Cravings; triggers, and", "what helps", "Bring: Your workbook", "https://video.example/room",
    ]  # fmt: skip
    assert b"reasons" not in detailed


async def test_in_spanish(alice: Person, plan: Plan) -> None:
    await Person.filter(id=alice.id).update(language=Language.es)
    series = await plan(person=alice, kind=SessionKind.individual, rule="FREQ=WEEKLY;COUNT=2", first_day=NOON.date())
    await change(series, "2026-06-22T18:00", cancelled=True, reason="Dana está enferma")
    text = await file_of(await Person.get(id=alice.id), NOON, detailed=False)
    assert [str(each["SUMMARY"]) for each in events_of(text)] == ["Cita", "Cancelada: Cita"]
    assert "enferma" not in text.decode()


async def test_two_members_of_a_group_cannot_be_told_from_their_files(
    alice: Person, charlie: Person, evening_a: Group, plan: Plan
) -> None:
    series = await plan(group=evening_a)
    await Member.create(group=evening_a, person=charlie, from_day=date(2026, 1, 1))
    hers, his = [
        {str(each["UID"]) for each in events_of(await file_of(person, NOON, detailed=False))}
        for person in (alice, charlie)
    ]
    assert hers
    assert his
    assert not hers & his
    assert not any(str(series.id) in uid for uid in hers)


async def test_an_event_stays_the_same_when_its_series_becomes_another(alice: Person, plan: Plan) -> None:
    """Twice, for a reader that knows the file of before."""
    series = await plan(person=alice, kind=SessionKind.individual)

    async def uids() -> set[str]:
        return {str(each["UID"]) for each in events_of(await file_of(alice, NOON, detailed=False))}

    before = await uids()
    with at(NOON):
        between = await changed(series, place="Room 2")
        await changed(between, date(2026, 7, 1), place="Room 3")
    assert await uids() == before


async def test_what_every_reader_needs(alice: Person, plan: Plan) -> None:
    await plan(person=alice, kind=SessionKind.individual, title="Línea larga " * 16, wall_time="02:00")
    text = await file_of(alice, NOON, detailed=True)
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    calendar = Calendar.from_ical(text)
    assert (calendar["VERSION"], calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("2.0", "PUBLISH", "Appointments")
    assert {b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H"} <= set(lines)
    assert str(events_of(text)[0]["SUMMARY"]) == "Línea larga " * 16


async def test_a_change_raises_the_sequence_and_keeps_the_name(alice: Person, plan: Plan) -> None:
    series = await plan(person=alice, kind=SessionKind.individual, rule="FREQ=DAILY;COUNT=1", first_day=NOON.date())
    found = []
    changes: list[dict[str, Any]] = [{}, {"starts_at": utc("2026-07-01T22:00")}, {"starts_at": None}]
    for number, each in enumerate(changes):
        if number:
            await Change.filter(series=series).delete()
            await change(series, "2026-06-15T18:00", **each)
            await Change.filter(series=series).update(changed_at=clock.now() + timedelta(minutes=number))
        found.append(events_of(await file_of(alice, NOON, detailed=False))[0])
    assert len({each["UID"] for each in found}) == 1
    assert [each.start.date() for each in found] == [date(2026, 6, 15), date(2026, 7, 1), date(2026, 6, 15)]
    numbers = [each["SEQUENCE"] for each in found]
    assert numbers == sorted(set(numbers))
    assert all(each["DTSTAMP"].dt >= each["LAST-MODIFIED"].dt for each in found)


# Exactly the sessions


ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe")
# In each of the zones the clocks change between the two days.
CHANGES = {
    "America/New_York": [("2026-03-07", "2026-03-09"), ("2026-10-31", "2026-11-02")],
    "Europe/London": [("2026-03-28", "2026-03-30"), ("2026-10-24", "2026-10-26")],
    "Australia/Lord_Howe": [("2026-04-04", "2026-04-06"), ("2026-10-03", "2026-10-05")],
}


@pytest.mark.parametrize("now", [utc("2026-02-20T09:00"), utc("2026-09-01T09:00")], ids=["spring", "autumn"])
@pytest.mark.parametrize("zone", ZONES)
async def test_strict_readers_find_what_alice_finds(
    alice: Person, plan: Plan, in_may_and_july: Group, evening_a: Group, zone: str, now: datetime
) -> None:
    await Member.filter(group=evening_a).update(from_day=date(2025, 1, 1))
    always = [await plan(group=evening_a, rule="FREQ=DAILY", wall_time=wall, minutes=45, zone=zone)
              for wall in ("00:00", "01:15", "01:45", "02:15", "18:00")]  # fmt: skip
    ended = await plan(group=evening_a, until=date(2026, 10, 1), zone=zone, excluded=["2026-04-02T18:00"])
    await plan(group=evening_a, first_day=date(2026, 10, 1), wall_time="17:30", follows=ended, zone=zone)
    left = await plan(group=in_may_and_july, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", zone=zone,
                      added=["2026-07-04T10:00", "2026-11-26T09:30"])  # fmt: skip
    await change(left, "2026-05-26T18:00", starts_at=utc("2026-06-03T20:00"))  # after she left
    for original, there in CHANGES[zone]:
        await change(always[-1], f"{original}T18:00", cancelled=True)
        await change(ended, f"{there}T18:00", starts_at=utc(f"{there}T04:00"))
        await change(always[0], f"{there}T00:00", starts_at=utc(f"{there}T06:00"), minutes=20, place="Room 4")
    text = await file_of(alice, now, detailed=True)
    expected = told(await window(alice, now))
    assert len(expected) > 800
    # Lord Howe's clocks go back in April. What they show twice is in UTC.
    assert bool(re.search(rb"DTSTART:\d+T\d+Z", text)) == ((now.month == 2) == (zone == "Australia/Lord_Howe"))
    day = now.replace(hour=0)
    recurring = recurring_ical_events.of(Calendar.from_ical(text), skip_bad_series=False)
    assert read(events_of(text)) == expected
    assert read(recurring.between(day - BACK - timedelta(days=3), day + AHEAD + timedelta(days=3))) == expected
    assert read_by_zone_beside(text) == expected


async def test_a_change_of_the_clocks_is_told_in_the_time_before_it(alice: Person, plan: Plan) -> None:
    await plan(person=alice, kind=SessionKind.individual)
    lines = (await file_of(alice, utc("2026-02-15T09:00"), detailed=False)).decode().split("\r\n")
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")]
    assert [line for line in zone if line.startswith(("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))] == [
        "DTSTART:20251214T190000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0500",
        "DTSTART:20260308T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400",
    ]  # fmt: skip


async def test_where_midnight_is_left_out_and_where_two_zones_meet(alice: Person, plan: Plan) -> None:
    for zone in ("Africa/Cairo", "America/Santiago", "Pacific/Kiritimati", "Africa/Casablanca"):
        await plan(person=alice, kind=SessionKind.individual, rule="FREQ=DAILY", wall_time="00:00", zone=zone)
    text = await file_of(alice, utc("2026-08-15T09:00"), detailed=False)
    assert read(events_of(text)) == told(await window(alice, utc("2026-08-15T09:00")))
    zones = [str(each["TZID"]) for each in Calendar.from_ical(text).walk("VTIMEZONE")]
    assert zones == ["Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Pacific/Kiritimati"]


async def _file(alice: Person, plan: Plan, zone: str) -> dict[str, Any]:
    """What vitest reads with another library: three days around each clock change, in the morning hours."""
    number = 0
    for first, last in CHANGES[zone]:
        for wall in ("01:30", "02:15", "18:00"):
            number += 1
            await plan(
                id=UUID(int=0x019E0000_0000_7000_8000_000000000000 + number), person=alice, wall_time=wall, zone=zone,
                kind=SessionKind.individual, rule="FREQ=DAILY", first_day=date.fromisoformat(first), minutes=45,
                until=date.fromisoformat(last) + timedelta(days=1), place="Room 2; upstairs, left",
            )  # fmt: skip
        await change(await Series.get(wall_time="18:00", first_day=first), f"{last}T18:00", cancelled=True)
        moved = await Series.get(wall_time="02:15", first_day=first)
        await change(moved, f"{first}T02:15", starts_at=utc(f"{first}T23:45"))
    sessions, files = [], []
    for now in (utc("2026-02-20T09:00"), utc("2026-09-01T09:00")):
        files.append((await file_of(alice, now, detailed=True)).decode())
        sessions.append(
            [
                {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "cancelled": cancelled}
                for starts_at, ends_at, cancelled in told(await window(alice, now))
            ]
        )
    return {"name": zone, "files": files, "sessions": sessions}


@pytest.mark.parametrize("zone", ZONES)
async def test_the_file_that_vitest_reads_is_what_we_send(program: Program, plan: Plan, zone: str) -> None:
    """Where it is not, and that is meant: delete feed.json and run this once; it is written anew."""
    alice = await Person.create(
        id=UUID(int=0x019E0000_0000_7000_8000_00000000A11C), program=program, role="participant", name="Alice",
        zone=zone,
    )  # fmt: skip
    made = await _file(alice, plan, zone)
    kept = (
        {each["name"]: each for each in json.loads(READ_IN_VITEST.read_text("utf-8"))}
        if READ_IN_VITEST.exists()
        else {}
    )
    if zone not in kept:
        _keep(READ_IN_VITEST, [*kept.values(), made])
        pytest.fail("feed.json lacked this zone and was written; run again and look at what changed.")
    assert kept[zone] == made


def _keep(path: Path, every: list[dict[str, Any]]) -> None:
    path.write_text(json.dumps(every, ensure_ascii=False, indent=1) + "\n", "utf-8")
