"""What a counselor with ten minutes needs to see of everybody: read in a fixed number of queries, then put in order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Q

from server.aftercare.models import PlanVersion
from server.checkins.models import Answer, CheckIn, CheckInState, Flag
from server.checkins.score import Rule
from server.people.models import Invite, Member, Person
from server.sessions.expand import Occurrence, OccurrenceState, occurrences_of_many

SIX_WEEKS = timedelta(weeks=6)
SESSIONS_AHEAD = timedelta(days=14)
UNANSWERED = 3  # in a row, until the counselor is told


class Need(StrEnum):
    """Why somebody stands where they stand in the list, the most pressing first."""

    call = "call"
    used = "used"
    craving = "craving"
    unanswered = "unanswered"
    proposed = "proposed"  # a plan waits for the person's agreement


@dataclass
class Case:
    """One person of the caseload with what is known of the last six weeks."""

    person: Person
    groups: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)  # newest first
    check_ins: list[CheckIn] = field(default_factory=list)  # newest first, none of the future
    flags: set[str] = field(default_factory=set)  # of answers nobody has reviewed
    upcoming: list[Occurrence] = field(default_factory=list)
    invite: Invite | None = None
    plan_waits: bool = False

    @property
    def needs(self) -> list[Need]:
        seen = {Need(flag) for flag in self.flags}
        if self.unanswered_in_row >= UNANSWERED:
            seen.add(Need.unanswered)
        if self.plan_waits:
            seen.add(Need.proposed)
        return [need for need in Need if need in seen]

    @property
    def unanswered_in_row(self) -> int:
        """How many of the latest check-ins that are over have no answer, up to the newest that has one."""
        count = 0
        for check_in in self.check_ins:
            if check_in.answered_at:
                break
            count += check_in.missed_at is not None
        return count

    @property
    def unreviewed(self) -> int:
        return sum(answer.reviewed_at is None for answer in self.answers)

    def latest_state(self, now: datetime) -> CheckInState | None:
        return self.check_ins[0].state(now) if self.check_ins else None

    def cravings(self) -> list[tuple[date, float]]:
        """One point for each local day with an answer to it, oldest first; of several the latest."""
        points = {
            answer.answered_at.astimezone(self.person.tz).date(): answer.scores["craving"]
            for answer in reversed(self.answers)
            if "craving" in answer.scores
        }
        return sorted(points.items())

    def urgency(self) -> tuple[int, int, float, str]:
        """Sorts most in need first: by the first need, then the longer silence, the stronger craving, the name."""
        order = list(Need)
        first = order.index(self.needs[0]) if self.needs else len(order)
        craving = self.answers[0].scores.get("craving", 0) if self.answers else 0
        return first, -self.unanswered_in_row, -craving, self.person.name


async def cases_of(people: Iterable[Person], now: datetime) -> list[Case]:
    """The cases of these people, most in need first. Nine queries, however many people."""
    cases = {person.id: Case(person) for person in people}
    ids = list(cases)
    await _add_answers(cases, ids, now)
    await _add_check_ins(cases, ids, now)
    await _add_groups(cases, ids, now)
    for invite in await Invite.filter(person_id__in=ids, withdrawn_at=None).order_by("made_at"):
        cases[invite.person_id].invite = invite
    for person_id, waits in (await _plans(ids)).items():
        cases[person_id].plan_waits = waits
    calendars = await occurrences_of_many([case.person for case in cases.values()], now, now + SESSIONS_AHEAD)
    for person_id, calendar in calendars.items():
        cases[person_id].upcoming = [each for each in calendar if each.state != OccurrenceState.cancelled]
    return sorted(cases.values(), key=Case.urgency)


async def _add_answers(cases: dict[UUID, Case], ids: list[UUID], now: datetime) -> None:
    # By when it came, not by when the phone says it was said: a wrong clock must not hide an answer from everybody.
    recent = Answer.filter(Q(received_at__gte=now - SIX_WEEKS) | Q(reviewed_at=None), person_id__in=ids)
    for answer in await recent.order_by("-answered_at").only("id", "person_id", "answered_at", "scores", "reviewed_at"):
        cases[answer.person_id].answers.append(answer)
    for flag in await Flag.filter(person_id__in=ids, answer__reviewed_at=None):
        cases[flag.person_id].flags.add(Rule(flag.rule))


async def _add_check_ins(cases: dict[UUID, Case], ids: list[UUID], now: datetime) -> None:
    past = CheckIn.filter(person_id__in=ids, withdrawn_at=None, opens_at__lte=now, opens_at__gte=now - SIX_WEEKS)
    for check_in in await past.order_by("-opens_at"):
        cases[check_in.person_id].check_ins.append(check_in)


async def _add_groups(cases: dict[UUID, Case], ids: list[UUID], now: datetime) -> None:
    for member in await Member.filter(person_id__in=ids).select_related("group").order_by("group__name"):
        case = cases[member.person_id]
        if member.holds(case.person.today(now)):
            case.groups.append(member.group.name)


async def _plans(ids: list[UUID]) -> dict[UUID, bool]:
    """For each person with a plan: whether its newest version still waits for their agreement."""
    newest: dict[UUID, bool] = defaultdict(bool)
    for version in await PlanVersion.filter(person_id__in=ids).order_by("number").only("id", "person_id", "agreed_at"):
        newest[version.person_id] = version.agreed_at is None
    return newest
