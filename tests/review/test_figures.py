"""The program in figures: weeks where the program is, and how long people waited."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from server.checkins.models import DAILY, Answer, CheckIn
from server.checkins.score import Tier
from server.people.models import Person, Program
from server.review.figures import percentile, weeks_until
from server.review.models import Alert, AlertEvent, AlertStep
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at, utc

MONDAY_NOON = utc("2026-06-01T16:00")  # in New York
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY_NOON):
        yield


async def figures(someone: Browser) -> dict[str, Any]:
    answer = await someone.get("/api/program")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def check_in(person: Person, opens: str, answered: str | None = None, **more: Any) -> CheckIn:
    opens_at = utc(opens)
    return await CheckIn.create(
        id=new_id(), person=person, instrument="daily", local_date=person.today(opens_at),
        opens_at=opens_at, closes_at=opens_at + timedelta(hours=6), answered_at=utc(answered) if answered else None,
        **{"slot": DAILY} | more,
    )  # fmt: skip


async def read_after(person: Person, minutes: float | None, received: str = "2026-05-30T12:00", **more: Any) -> Answer:
    received_at = utc(received)
    return await Answer.create(
        id=new_id(), person=person, instrument="daily", version="1", language="en", items={}, scores={},
        answered_at=received_at, received_at=received_at, late=False,
        reviewed_at=None if minutes is None else received_at + minutes * MINUTE, **more,
    )  # fmt: skip


async def test_weeks_begin_on_monday_where_the_program_is(danas: Browser, alice: Person, charlie: Person) -> None:
    await check_in(alice, "2026-05-31T22:00")  # Sunday, over
    await check_in(charlie, "2026-05-31T23:30", "2026-06-01T02:00")  # Sunday
    await check_in(alice, "2026-06-01T04:00", "2026-06-01T12:00")  # Monday, late
    await check_in(alice, "2026-06-01T15:00", slot="weekly")  # still open
    await check_in(charlie, "2026-06-02T00:00")  # to come
    await check_in(charlie, "2026-05-31T20:00", slot="weekly", withdrawn_at=MONDAY_NOON)
    weeks = (await figures(danas))["weeks"]
    assert [week["week_of"] for week in weeks] == [
        str(date(2026, 6, 1) - timedelta(weeks=back)) for back in range(11, -1, -1)
    ]
    assert weeks[-1] == {"week_of": "2026-06-01", "due": 1, "answered": 0, "late": 1, "missed": 0}
    assert weeks[-2] == {"week_of": "2026-05-25", "due": 2, "answered": 1, "late": 0, "missed": 1}
    assert weeks[-3]["due"] == 0  # nothing was due


def test_twelve_weeks_without_a_gap_across_a_clock_change() -> None:
    weeks = weeks_until(Program(zone="America/New_York"), utc("2026-03-16T16:00"))
    assert len(weeks) == 12
    assert all(one.end == following.start for one, following in pairwise(weeks))
    assert weeks[-1].start == utc("2026-03-16T04:00")
    assert weeks[-2].end - weeks[-2].start == timedelta(weeks=1)
    assert weeks[-3].end - weeks[-3].start == timedelta(weeks=1) - timedelta(hours=1)  # the one clocks went forward in


async def test_another_programs_people_are_in_none_of_it(danas: Browser, alice: Person) -> None:
    elsewhere = await make_person(await Program.create(name="Elsewhere", zone="UTC"), "Eve")
    for person, opens in ((alice, "2026-05-30T00:00"), (elsewhere, "2026-05-29T00:00")):
        await check_in(person, opens)
    await read_after(alice, 10)
    await read_after(elsewhere, 1000)
    page = await figures(danas)
    assert [week["due"] for week in page["weeks"]][-2:] == [1, 0]
    assert page["review"] == {"median_minutes": 10, "p90_minutes": 10, "count": 1, "waiting": 0}


async def test_how_long_answers_waited_to_be_read(danas: Browser, alice: Person) -> None:
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 600):
        await read_after(alice, minutes)
    await read_after(alice, None)  # waits still
    await read_after(alice, 5000, superseded_at=MONDAY_NOON)
    await read_after(alice, 5000, received="2026-01-05T12:00")  # long ago
    assert (await figures(danas))["review"] == {"median_minutes": 5, "p90_minutes": 9, "count": 10, "waiting": 1}


@pytest.mark.parametrize(
    ("waited", "median", "p90"),
    [
        ({}, None, None),
        ({7: 1}, 7, 7),
        ({0: 1, 10: 1}, 0, 10),
        ({0: 9, 60: 1}, 0, 0),
        ({0: 8, 60: 2}, 0, 60),
    ],
)
def test_percentiles_are_the_nearest_rank(waited: dict[int, int], median: float | None, p90: float | None) -> None:
    counted = Counter(waited)
    assert (percentile(counted, 0.5), percentile(counted, 0.9)) == (median, p90)


async def test_how_long_alerts_waited_for_somebody_and_what_became_of_them(
    danas: Browser, alice: Person, dana: Person
) -> None:
    async def alert(day: int, tier: Tier, rule: str, *steps: tuple[AlertStep, int]) -> None:
        """With what was done about it, after so many minutes."""
        opened_at = MONDAY_NOON - day * DAY
        made = await Alert.create(
            id=new_id(), person=alice, rule=rule, tier=tier, day=opened_at.date(), opened_at=opened_at, owner=dana,
            due_by=opened_at, resolved_at=opened_at if steps and steps[-1][0] == AlertStep.resolved else None,
        )  # fmt: skip
        for step, minutes in ((AlertStep.opened, 0), *steps):
            await AlertEvent.create(alert=made, at=opened_at + minutes * MINUTE, step=step)

    acknowledged, resolved = AlertStep.acknowledged, AlertStep.resolved
    await alert(1, Tier.urgent, "safety", (acknowledged, 12), (resolved, 90))
    await alert(2, Tier.urgent, "safety", (resolved, 30))  # at once
    await alert(3, Tier.today, "used")
    again = (acknowledged, 2), (resolved, 30), (AlertStep.reopened, 300), (acknowledged, 303), (resolved, 310)
    await alert(4, Tier.digest, "bam-risk", *again)
    await alert(5, Tier.digest, "bam-risk", (resolved, 5), (AlertStep.reopened, 400))
    await alert(200, Tier.today, "used", (acknowledged, 1))
    await alert(31, Tier.today, "call")  # what rules raised is told of 30 days, as on their own page
    page = await figures(danas)
    assert page["acknowledge"] == [
        {"tier": "urgent", "median_minutes": 12, "p90_minutes": 30, "count": 2, "waiting": 0},
        {"tier": "today", "median_minutes": None, "p90_minutes": None, "count": 0, "waiting": 2},
        {"tier": "digest", "median_minutes": 3, "p90_minutes": 5, "count": 3, "waiting": 1},
    ]
    counts = {each["rule"]: (each["raised"], each["resolved"], each["open"]) for each in page["rules"]}
    assert (counts["safety"], counts["used"], counts["call"]) == ((2, 2, 0), (1, 0, 1), (0, 0, 0))


async def test_nobody_is_named(danas: Browser, alice: Person) -> None:
    await check_in(alice, "2026-05-30T00:00")
    text = (await danas.get("/api/program")).text
    assert "Alice" not in text
    assert str(alice.id) not in text
