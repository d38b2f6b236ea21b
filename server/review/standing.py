"""What is known of each person in the caseload, computed when something changed and stored.

Stored are facts that stay true: which windows there are, which sessions come, what was said. What a moment makes of
them (a window is over, a session has begun) is decided when they are read, so that a clock does not age them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from pydantic import Field
from tortoise.transactions import in_transaction

from server.aftercare.models import PlanVersion
from server.checkins.models import CheckInState, state_of
from server.checkins.routes import Words
from server.checkins.rules import Rule
from server.checkins.score import Tier
from server.checkins.silence import SINCE_ANY, UNANSWERED, Silence, asked, day_of, silence_of
from server.clock import from_ms, to_ms
from server.database import is_any, listed, rows, value_of
from server.http import Moment, Schema
from server.people.models import Member, Person, Program
from server.review.models import Standing
from server.review.scores import Before, Forms, before_of, change_of, worsened
from server.sessions.attended import absences, marks_of
from server.sessions.expand import OccurrenceState, occurrences_of_many
from server.sessions.models import Mark
from server.spare import GoOn, all_the_time

log = structlog.get_logger()

SIX_WEEKS = timedelta(weeks=6)
TWELVE_WEEKS = timedelta(weeks=12)
FRESH = timedelta(days=4)  # facts reach that far ahead
SESSIONS_AHEAD = timedelta(days=14)
BATCH = 20  # people; on SQLite everybody else waits for so many
RETRY_BROKEN = timedelta(minutes=10)
WITH_WORDS = {"safety", "call", "used", "craving"}  # rules that the app itself has words for


class Membership(Schema):
    group: str
    from_day: date
    to_day: date | None


class Window(Schema):
    """A check-in that was, is or will be due. `since_any`: see Unanswered."""

    slot: str
    # What was stored by an older server has none of these three.
    instrument: str = ""
    local_date: date = date.min
    since_any: bool = False
    opens_at: Moment
    closes_at: Moment
    answered_at: Moment | None

    def state(self, now: datetime) -> CheckInState:
        return state_of(self.opens_at, self.closes_at, self.answered_at, now)


class LastAnswer(Schema):
    """The newest answer, with the newest mood and craving of its local day, whichever form asked for them."""

    id: UUID
    instrument: str
    answered_at: Moment
    mood: float | None
    craving: float | None
    craving_before: float | None
    reviewed: bool


class NextSession(Schema):
    title: str
    starts_at: Moment


class CravingPoint(Schema):
    """The strongest that was answered on one local day: a calmer answer later that day does not hide it."""

    day: date
    value: float


class Handled(StrEnum):
    """What was done about a need that has or had an alert."""

    on_it = "on_it"  # somebody said that they are on it
    resolved = "resolved"  # and an answer that it was seen in is not read yet


class NeedOut(Schema):
    """Why somebody should look at a person. `reason` is a rule's name or one of the fixed ones: sessions (missed in a
    row), absences_in_row and absences_in_twelve_weeks (`count` of the `value` that the program allows, so that one more
    reaches it or it is reached), score (got worse), unanswered (`count` days in a row, whatever was asked; or `count`
    times in a row that `instrument` was), silent_phone (shows no reminder, for `count` days), proposed."""

    reason: str
    tier: Tier | None
    text: Words | None  # where the app has no words for the reason
    value: float | None
    change: float | None  # against the answer before
    count: int | None
    instrument: str | None
    handled: Handled | None = None


class Sight(Schema):
    """What was seen in an answer; of several the newest."""

    need: NeedOut
    unread: bool
    resolved: bool = False  # its alert is


class Allowed(Schema):
    """How many unexcused absences end treatment, as the program has it."""

    in_row: int
    in_twelve_weeks: int


class Facts(Schema):
    """Everything that Standing.content holds of one person."""

    memberships: list[Membership] = Field(default_factory=list)
    windows: list[Window] = Field(
        default_factory=list
    )  # newest first: the newest that opened, and what is or may get Unanswered
    last_answer: LastAnswer | None = None
    unreviewed: int = 0
    cravings: list[CravingPoint] = Field(default_factory=list)  # one for each local day with one, oldest first
    sights: list[Sight] = Field(default_factory=list)
    sessions_missed: int = 0  # in a row, the latest
    no_shows: list[Moment] = Field(default_factory=list)  # of twelve weeks
    allowed: Allowed | None = None
    upcoming: list[NextSession] = Field(default_factory=list)
    plan_waits: bool = False  # for the person's agreement

    @classmethod
    def of(cls, content: object) -> "Facts":
        """Reads what a Standing holds, in which a moment is text."""
        return cls.model_validate(content, strict=False)

    def groups(self, day: date) -> list[str]:
        current = {each.group for each in self.memberships if each.from_day <= day < (each.to_day or date.max)}
        return sorted(current)

    def state(self, now: datetime) -> CheckInState | None:
        """That of the newest check-in whose window has opened."""
        return next((each.state(now) for each in self.windows if each.opens_at <= now), None)

    def silence(self, now: datetime) -> Silence:
        return silence_of(each for each in self.windows if each.answered_at is None and each.closes_at <= now)

    def form_of(self, slot: str) -> str:
        """What was asked in this slot last, or is asked next."""
        return next((each.instrument for each in self.windows if each.slot == slot), "")

    def no_shows_in_twelve_weeks(self, now: datetime) -> int:
        return sum(each >= now - TWELVE_WEEKS for each in self.no_shows)

    def next_session(self, now: datetime) -> NextSession | None:
        coming = (each for each in self.upcoming if now <= each.starts_at < now + SESSIONS_AHEAD)
        return next(coming, None)

    @property
    def craving(self) -> float:
        """The newest one said, for putting people in order."""
        return self.cravings[-1].value if self.cravings else 0


async def refresh_standings(now: datetime, go_on: GoOn = all_the_time) -> int:
    """Computes anew what changed since it was stored, of everybody; of how many people.

    Stops when `go_on` says so: whoever is left is found by the next look, or when their counselor opens the list.
    """
    refreshed = 0
    while go_on() and (ids := await _stale(now)):
        await refresh(ids, now)
        refreshed += len(ids)
    return refreshed


async def _stale(now: datetime) -> list[UUID]:
    # As the partial index says it: with a value passed for the flag, SQLite reads everybody.
    found = await rows(f"SELECT id FROM person WHERE standing_stale AND role = 'participant' LIMIT {BATCH}")  # noqa: S608  # our own words; what people gave is a parameter
    if not found:
        found = await rows(
            f"SELECT person_id AS id FROM standing WHERE fresh_until <= $1 LIMIT {BATCH}",  # noqa: S608  # our own words; what people gave is a parameter
            to_ms(now),
        )
    return [UUID(str(row["id"])) for row in found]


async def mark_standing_stale(*person_ids: UUID) -> None:
    """What the caseload says of these people has changed, but not what is due to them (see `mark_stale` for both)."""
    await Person.filter(id__in=person_ids).update(standing_stale=True)


async def refresh_stale(people: Sequence[Person], now: datetime) -> None:
    """Computes anew what is out of date of these people, so that what is read next is as of now."""
    known = Standing.filter(person_id__in=[person.id for person in people], fresh_until__gt=now)
    fresh = {UUID(str(each)) for each in await known.values_list("person_id", flat=True)}
    stale = [person.id for person in people if person.standing_stale or person.id not in fresh]
    for start in range(0, len(stale), BATCH):
        await refresh(stale[start : start + BATCH], now)


async def refresh(person_ids: Sequence[UUID], now: datetime) -> None:
    """Computes and stores what is known of these people. One that can't be computed is put off, and stops nobody."""
    try:
        await _refresh(person_ids, now)
    except Exception:
        if len(person_ids) > 1:
            for person_id in person_ids:
                await refresh([person_id], now)
            return
        log.exception("standing_failed")
        await _put_off(person_ids[0], now)


async def _refresh(person_ids: Sequence[UUID], now: datetime) -> None:
    # The people's rows are held until the facts are stored: what changes meanwhile waits for us and marks them again,
    # so that nobody stores what was read before it over what was read after. In order of id: two can't wait for each
    # other.
    async with in_transaction():
        held = Person.filter(id__in=person_ids).order_by("id").select_for_update()
        people = await held.only("id", "program_id", "zone")
        await Person.filter(id__in=person_ids).update(standing_stale=False)
        facts = await facts_of(people, now)
        await _store({person_id: each.model_dump(mode="json") for person_id, each in facts.items()}, now + FRESH)


async def _put_off(person_id: UUID, now: datetime) -> None:
    async with in_transaction():
        await Person.filter(id=person_id).update(standing_stale=False)
        known = await Standing.get_or_none(person_id=person_id)
        content = known.content if known else Facts().model_dump(mode="json")
        await _store({person_id: content}, now + RETRY_BROKEN)


async def _store(contents: dict[UUID, Any], fresh_until: datetime) -> None:
    await Standing.bulk_create(
        [Standing(person_id=key, content=content, fresh_until=fresh_until) for key, content in contents.items()],
        on_conflict=["person_id"],
        update_fields=["content", "fresh_until"],
    )


async def facts_of(people: Sequence[Person], now: datetime) -> dict[UUID, Facts]:
    """What is known of each of these people now, by their ids. Twelve queries, however many people.

    Of each only `id`, `program_id` and `zone` must be there.
    """
    ids = [person.id for person in people]
    said = await _answers(ids, now)
    sights = await _sights(people, said)
    memberships = await _memberships(ids)
    windows = await _windows(ids, now)
    marks = await marks_of(ids, now)
    allowed = await _allowed(people)
    calendars = await occurrences_of_many(people, now, now + SESSIONS_AHEAD + FRESH)
    plans = await _plans(ids)
    return {
        person.id: Facts(
            memberships=memberships[person.id],
            windows=windows[person.id],
            last_answer=_last_answer(said[person.id], ZoneInfo(person.zone)),
            unreviewed=sum(not answer.reviewed for answer in said[person.id]),
            cravings=_cravings(said[person.id], ZoneInfo(person.zone)),
            sights=sights[person.id],
            sessions_missed=absences(mark for _, mark in marks[person.id]).in_row,
            no_shows=[starts_at for starts_at, mark in marks[person.id] if mark == Mark.no_show],
            allowed=allowed[person.program_id],
            upcoming=[
                NextSession(title=each.title, starts_at=each.starts_at)
                for each in calendars[person.id]
                if each.state != OccurrenceState.cancelled
            ],
            plan_waits=plans[person.id],
        )
        for person in people
    }


@dataclass(frozen=True)
class Said:
    """An answer as far as triage needs it; what was written is not there."""

    id: UUID
    instrument: str
    version: str
    answered_at: datetime
    reviewed: bool
    scores: dict[str, float]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Said":
        return cls(
            id=UUID(str(row["id"])),
            instrument=row["instrument"],
            version=row["version"],
            answered_at=from_ms(row["answered_at"]),
            reviewed=row["reviewed_at"] is not None,
            scores=value_of(row["scores"]),
        )


async def _answers(ids: list[UUID], now: datetime) -> dict[UUID, list[Said]]:
    """Those of the last six weeks and all that nobody has read, the newest first, without what was corrected."""
    columns = "id, person_id, instrument, version, answered_at, reviewed_at, scores"
    whose = f"SELECT {columns} FROM answer WHERE {is_any('person_id', 1)} AND superseded_at IS NULL"  # noqa: S608  # our own words; what people gave is a parameter
    found: dict[UUID, list[Said]] = defaultdict(list)
    for row in await rows(
        f"{whose} AND answered_at >= $2 UNION ALL {whose} AND answered_at < $2 AND reviewed_at IS NULL"
        " ORDER BY answered_at DESC",
        listed(ids),
        to_ms(now - SIX_WEEKS),
    ):
        found[UUID(str(row["person_id"]))].append(Said.of(row))
    return found


def _last_answer(said: list[Said], zone: ZoneInfo) -> LastAnswer | None:
    if not said:
        return None
    newest, day = said[0], said[0].answered_at.astimezone(zone).date()
    that_day = [each for each in said if each.answered_at.astimezone(zone).date() == day]
    cravings = [each for each in said if "craving" in each.scores]
    craving = _first(that_day, "craving")
    return LastAnswer(
        id=newest.id,
        instrument=newest.instrument,
        answered_at=newest.answered_at,
        mood=_first(that_day, "mood"),
        craving=craving,
        craving_before=cravings[1].scores["craving"] if craving is not None and len(cravings) > 1 else None,
        reviewed=newest.reviewed,
    )


def _first(said: list[Said], score: str) -> float | None:
    return next((each.scores[score] for each in said if score in each.scores), None)


def _cravings(said: list[Said], zone: ZoneInfo) -> list[CravingPoint]:
    points: dict[date, float] = {}
    for answer in said:
        if "craving" in answer.scores:
            day = answer.answered_at.astimezone(zone).date()
            points[day] = max(points.get(day, 0), answer.scores["craving"])
    return [CravingPoint(day=day, value=value) for day, value in sorted(points.items())]


async def _sights(people: Sequence[Person], said: dict[UUID, list[Said]]) -> dict[UUID, list[Sight]]:
    """What wants to be looked at: in answers that nobody has read, and in those with an alert that is still open."""
    flagged = await _flagged([person.id for person in people])
    unread = [answer for person in people for answer in said[person.id] if not answer.reviewed]
    before = await before_of([*(answer.id for answer in unread), *(answer.id for _, _, _, answer, _ in flagged)])
    forms = Forms()
    found: dict[UUID, dict[str, Sight]] = defaultdict(dict)
    programs = {person.id: person.program_id for person in people}
    for person_id, rule, tier, answer, resolved in flagged:
        if rule not in found[person_id]:
            seen_by = await forms.rule(programs[person_id], answer, rule)
            text = Words.of(seen_by.text) if seen_by and rule not in WITH_WORDS else None
            sight = _sight(rule, tier, text, answer, _score_behind(seen_by), before)
            found[person_id][rule] = sight.model_copy(update={"resolved": resolved})
    for person in people:
        for answer in said[person.id]:
            if not answer.reviewed:
                worse = worsened(await forms.scores(person.program_id, answer), answer.scores, before.get(answer.id))
                if worse:
                    sight = _sight("score", Tier.digest, Words.of(worse.title), answer, worse.name, before)
                    found[person.id].setdefault(f"score {answer.instrument}", sight)
    return {person.id: list(found[person.id].values()) for person in people}


def _score_behind(rule: Rule | None) -> str:
    """The score that a rule looks at; nothing for one that looks at an answer."""
    return next((when.score for when in rule.when if when.score), "") if rule else ""


def _sight(reason: str, tier: Tier, text: Words | None, answer: Said, score: str, before: Before) -> Sight:
    need = NeedOut(
        reason=reason,
        tier=tier,
        text=text,
        value=answer.scores.get(score),
        change=change_of(score, answer.scores, before.get(answer.id)),
        count=None,
        instrument=answer.instrument,
    )
    return Sight(need=need, unread=not answer.reviewed)


async def _flagged(ids: list[UUID]) -> list[tuple[UUID, str, Tier, Said, bool]]:
    """Whose, which rule, its tier, the answer it was seen in, and whether its alert is resolved; of the newest answer
    first."""
    found = await rows(
        "SELECT flag.rule, flag.tier, answer.id, answer.person_id, answer.instrument, answer.version,"  # noqa: S608  # our own words; what people gave is a parameter
        " answer.answered_at, answer.reviewed_at, answer.scores, alert.resolved_at"
        " FROM flag JOIN answer ON answer.id = flag.answer_id LEFT JOIN alert ON alert.id = flag.alert_id"
        f" WHERE {is_any('flag.person_id', 1)} AND answer.superseded_at IS NULL"
        " AND (answer.reviewed_at IS NULL OR (alert.id IS NOT NULL AND alert.resolved_at IS NULL))"
        " ORDER BY answer.answered_at DESC",
        listed(ids),
    )
    return [
        (UUID(str(row["person_id"])), row["rule"], Tier(row["tier"]), Said.of(row), row["resolved_at"] is not None)
        for row in found
    ]


async def _memberships(ids: list[UUID]) -> dict[UUID, list[Membership]]:
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for member in await Member.filter(person_id__in=ids).select_related("group"):
        span = Membership(group=member.group.name, from_day=member.from_day, to_day=member.to_day)
        found[member.person_id].append(span)
    return found


async def _windows(ids: list[UUID], now: datetime) -> dict[UUID, list[Window]]:
    found: dict[UUID, list[Window]] = defaultdict(list)
    columns = "person_id, slot, instrument, local_date, opens_at, closes_at, answered_at"
    newest = (
        "SELECT person_id AS whose_newest, MAX(opens_at) AS newest_at FROM check_in"  # noqa: S608  # our own words; what people gave is a parameter
        f" WHERE {is_any('person_id', 1)} AND withdrawn_at IS NULL AND opens_at <= $2 AND opens_at >= $4"
        " GROUP BY person_id"
    )
    for row in await rows(
        f"SELECT {columns}, {SINCE_ANY} AS since_any"  # noqa: S608  # our own words; what people gave is a parameter
        f" FROM {asked(1)} LEFT JOIN ({newest}) AS newest ON whose_newest = person_id WHERE withdrawn_at IS NULL"
        f" AND ({UNANSWERED} AND opens_at < $3 OR opens_at = newest_at) ORDER BY opens_at DESC",
        listed(ids),
        to_ms(now),
        to_ms(now + FRESH),
        to_ms(now - SIX_WEEKS),
    ):
        found[UUID(str(row["person_id"]))].append(_window(row))
    return found


def _window(row: dict[str, Any]) -> Window:
    answered_at = row["answered_at"]
    return Window(
        slot=row["slot"],
        instrument=row["instrument"],
        local_date=day_of(row["local_date"]),
        since_any=bool(row["since_any"]),
        opens_at=from_ms(row["opens_at"]),
        closes_at=from_ms(row["closes_at"]),
        answered_at=None if answered_at is None else from_ms(answered_at),
    )


async def _allowed(people: Sequence[Person]) -> dict[UUID, Allowed]:
    """By program."""
    programs = await Program.filter(id__in={person.program_id for person in people})
    return {
        each.id: Allowed(in_row=each.absences_in_row, in_twelve_weeks=each.absences_in_twelve_weeks)
        for each in programs
    }


async def _plans(ids: list[UUID]) -> dict[UUID, bool]:
    """For each person with a plan: whether its newest version still waits for their agreement."""
    newest: dict[UUID, bool] = defaultdict(bool)
    for version in await PlanVersion.filter(person_id__in=ids).order_by("number").only("id", "person_id", "agreed_at"):
        newest[version.person_id] = version.agreed_at is None
    return newest
