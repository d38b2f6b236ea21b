"""The program in figures: what was due and answered, how long people waited for somebody to read and to act.

Counted by the database, a week at a time: on SQLite nobody else is served meanwhile.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from server.checkins.score import Tier
from server.clock import to_ms
from server.database import rows
from server.http import Call, Schema, get
from server.people.models import Program
from server.people.signin import SignedIn, staff
from server.recurrence import at_wall_time
from server.review.alerts import RULES_BACK, RuleOut, rules_since

WEEKS = 12


class WeekOut(Schema):
    """Check-ins by the local week (from Monday) they were due in. `due` of 0: nothing was due, which is not 0 %."""

    week_of: date
    due: int
    answered: int
    late: int
    missed: int


class WaitOut(Schema):
    """Minutes; none when nothing was counted. `waiting` are those that nobody has come to yet; they are not counted."""

    median_minutes: float | None
    p90_minutes: float | None
    count: int
    waiting: int


class TierWaitOut(WaitOut):
    tier: Tier


class FiguresOut(Schema):
    weeks: list[WeekOut]
    review: WaitOut
    acknowledge: list[TierWaitOut]
    rules: list[RuleOut]


@get("/api/program", door=staff, returns=FiguresOut)
async def read_figures(call: Call[None, SignedIn]) -> FiguresOut:
    """The last twelve weeks of the whole program in counts, and what rules raised in 30 days; nobody is named."""
    viewer, now = call.viewer.person, call.now
    await viewer.fetch_related("program")
    weeks = weeks_until(viewer.program, now)
    counted = await _Counted.of(viewer.program)
    return FiguresOut(
        weeks=[await counted.check_ins(week, now) for week in weeks],
        review=_wait(await counted.reviews(weeks)),
        acknowledge=await _acknowledged(viewer.program_id, weeks[0].start),
        rules=await rules_since(viewer.program_id, now - RULES_BACK),
    )


@dataclass(frozen=True)
class Week:
    """A week of the program, from its Monday where the program is."""

    monday: date
    start: datetime
    end: datetime


def weeks_until(program: Program, now: datetime) -> list[Week]:
    """The last twelve, oldest first; `now` is in the last one."""
    zone = ZoneInfo(program.zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -2, -1)]
    starts = [at_wall_time(day, time(), zone) for day in mondays]
    return [Week(*each) for each in zip(mondays, starts, starts[1:], strict=False)]


@dataclass(frozen=True)
class _Counted:
    """Counts of the rows of one program's people."""

    program: list[str]  # its id, where there are others; looking up each row's person is half of the work

    @classmethod
    async def of(cls, program: Program) -> "_Counted":
        return cls([str(program.id)] if await Program.exclude(id=program.id).exists() else [])

    def _theirs(self, number: int) -> str:
        """The condition that a row is of this program; `$number` is its id. Not a join, which would be the first step
        of the plan: rows are found by their time."""
        theirs = f"AND (person_id IN (SELECT id FROM person WHERE program_id = ${number})) IS TRUE"  # noqa: S608  # our own words; what people gave is a parameter
        return theirs if self.program else ""

    async def check_ins(self, week: Week, now: datetime) -> WeekOut:
        """Those that opened that week and are over or answered."""
        [row] = await rows(
            "SELECT COUNT(*) AS due, COUNT(answered_at) AS answered,"  # noqa: S608  # our own words; what people gave is a parameter
            " COUNT(CASE WHEN answered_at >= closes_at THEN 1 END) AS late FROM check_in"
            " WHERE opens_at >= $1 AND opens_at < $2 AND withdrawn_at IS NULL"
            f" AND (answered_at IS NOT NULL OR closes_at <= $3) {self._theirs(4)}",
            to_ms(week.start),
            to_ms(week.end),
            to_ms(now),
            *self.program,
        )
        due, answered, late = row["due"], row["answered"], row["late"]
        return WeekOut(week_of=week.monday, due=due, answered=answered - late, late=late, missed=due - answered)

    async def reviews(self, weeks: Sequence[Week]) -> Counter[int | None]:
        """How many answers were read after so many minutes, or are not read, of those that came in these weeks."""
        found: Counter[int | None] = Counter({None: await self._unread(weeks[0].start, weeks[-1].end)})
        for week in weeks:
            for row in await rows(
                "SELECT (reviewed_at - received_at) / 60000 AS minutes, COUNT(*) AS answers FROM answer"  # noqa: S608  # our own words; what people gave is a parameter
                " WHERE received_at >= $1 AND received_at < $2 AND reviewed_at IS NOT NULL AND superseded_at IS NULL"
                f" {self._theirs(3)} GROUP BY (reviewed_at - received_at) / 60000",
                to_ms(week.start),
                to_ms(week.end),
                *self.program,
            ):
                found[row["minutes"]] += row["answers"]
        return found

    async def _unread(self, start: datetime, end: datetime) -> int:
        """On its own: of what is read and of what is not there is an index each, and none of both."""
        [row] = await rows(
            "SELECT COUNT(*) AS answers FROM answer"  # noqa: S608  # our own words; what people gave is a parameter
            " WHERE reviewed_at IS NULL AND superseded_at IS NULL AND received_at >= $1 AND received_at < $2"
            f" {self._theirs(3)}",
            to_ms(start),
            to_ms(end),
            *self.program,
        )
        return int(row["answers"])


async def _acknowledged(program_id: UUID, since: datetime) -> list[TierWaitOut]:
    """How long alerts waited until somebody was on them, each time they were opened; one that was resolved at once
    waited until then."""
    waited: dict[str, Counter[int | None]] = defaultdict(Counter)
    for row in await rows(
        "SELECT tier, (acted_at - begun_at) / 60000 AS minutes, COUNT(*) AS alerts FROM ("
        "SELECT alert.tier, begun.at AS begun_at, (SELECT MIN(acted.at) FROM alert_event acted"
        " WHERE acted.alert_id = begun.alert_id AND acted.step IN ('acknowledged', 'resolved') AND acted.at >= begun.at"
        ") AS acted_at FROM alert JOIN person ON person.id = alert.person_id"
        " JOIN alert_event begun ON begun.alert_id = alert.id AND begun.step IN ('opened', 'reopened')"
        " WHERE person.program_id = $1 AND alert.opened_at >= $2) AS times GROUP BY tier, minutes",
        str(program_id),
        to_ms(since),
    ):
        waited[row["tier"]][row["minutes"]] = row["alerts"]
    return [TierWaitOut(tier=tier, **_wait(waited[tier]).model_dump()) for tier in Tier]


def _wait(found: Counter[int | None]) -> WaitOut:
    waited = Counter({minutes: count for minutes, count in found.items() if minutes is not None})
    return WaitOut(
        median_minutes=percentile(waited, 0.5),
        p90_minutes=percentile(waited, 0.9),
        count=waited.total(),
        waiting=found[None],
    )


def percentile(waited: Counter[int], share: float) -> float | None:
    """The minutes within which this share of them was done: the nearest rank, and none of nothing."""
    rank, seen = share * sum(waited.values()), 0
    for minutes in sorted(waited):
        seen += waited[minutes]
        if seen >= rank:
            return minutes
    return None
