"""One evening's check-in of Alice's, and her second device."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from starlette.applications import Starlette

from server.checkins.models import DAILY, CheckIn
from server.people.models import Person
from tests.conftest import Browser, browser, new_id, sign_in
from tests.frozen import utc

OPENS, CLOSES = utc("2026-06-02T00:00"), utc("2026-06-02T06:00")


@pytest.fixture
async def tonight(alice: Person) -> CheckIn:
    return await CheckIn.create(
        id=new_id(), person=alice, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1),
        opens_at=OPENS, closes_at=CLOSES,
    )  # fmt: skip


@pytest.fixture
async def tablet(app: Starlette, alice: Person) -> AsyncIterator[Browser]:
    _, token = await sign_in(alice)
    async with browser(app, token) as opened:
        yield opened
