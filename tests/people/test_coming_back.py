"""A device that was signed out stays so, what is old is forgotten, and a clock far ahead decides nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.applications import Starlette

from server import clock
from server.aftercare.models import PlanDraft
from server.people.models import Device, Person, SignInTry
from server.people.tries import forget_tries
from tests.aftercare.test_plan import content
from tests.conftest import Browser, browser, new_id
from tests.people.test_joining import UNKNOWN, invite, join

A_YEAR_AHEAD = timedelta(days=365)


@pytest.fixture
async def phone(app: Starlette) -> AsyncIterator[Browser]:
    async with browser(app) as opened:
        yield opened


def from_the_future(ahead: timedelta) -> UUID:
    """An id as a client makes one whose clock is wrong."""
    milliseconds = clock.to_ms(clock.now() + ahead)
    return UUID(int=(milliseconds << 80) | (new_id().int & ((1 << 80) - 1)))


async def test_whoever_finds_the_link_does_not_bring_a_signed_out_phone_back(danas: Browser, phone: Browser) -> None:
    code, device = (await invite(danas))["code"], new_id()
    assert (await join(phone, code, device)).status_code == 200
    assert (await phone.put(f"/api/devices/{device}/revoked", {})).status_code == 200
    again = await join(phone, code, device)
    assert (again.status_code, "signed out" in again.json()["error"]) == (410, True)
    assert (await Device.get(id=device)).revoked_at is not None
    assert (await phone.get("/api/me")).status_code == 401


async def test_wrong_tries_are_forgotten_once_they_no_longer_count(phone: Browser) -> None:
    await join(phone, UNKNOWN)
    now = clock.now()
    assert await forget_tries(now + timedelta(minutes=59)) == 0
    assert await forget_tries(now + timedelta(hours=4)) == 1
    assert not await SignInTry.exists()


async def test_a_profile_from_a_clock_a_year_ahead_does_not_win_for_a_year(alices: Browser, alice: Person) -> None:
    profile = {"called": "Al", "zone": "America/Chicago", "language": "en"}
    refused = await alices.put(f"/api/profile/{from_the_future(A_YEAR_AHEAD)}", profile)
    assert (refused.status_code, refused.json()["field"]) == (422, "id")
    assert (await alices.put(f"/api/profile/{from_the_future(timedelta(hours=23))}", profile)).status_code == 200
    await alice.refresh_from_db()
    assert alice.called == "Al"


async def test_a_draft_from_a_clock_a_year_ahead_is_not_the_last_word(danas: Browser, alice: Person) -> None:
    body = {"person": str(alice.id), "content": content()}
    assert (await danas.put(f"/api/plan-drafts/{from_the_future(A_YEAR_AHEAD)}", body)).status_code == 422
    assert not await PlanDraft.exists()
    assert (await danas.put(f"/api/plan-drafts/{new_id()}", body)).status_code == 200
