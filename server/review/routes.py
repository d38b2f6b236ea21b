"""The counselor's reading side: the caseload, the most in need first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Subquery

from server.checkins.models import CheckInState
from server.checkins.score import Tier
from server.http import Call, Endpoint, Moment, Schema, get
from server.people.access import caseload, in_care_of
from server.people.models import Group, Person, Phase
from server.people.routes import ProgramOut
from server.people.signin import SignedIn, page_of_staff, staff
from server.review.alerts import acknowledge_alert, is_overdue, read_alerts, read_rules, resolve_alert
from server.review.answer import read_answer, review_answer
from server.review.attendance import put_attendance
from server.review.caseload import Case, cases_of
from server.review.figures import read_figures
from server.review.models import Alert, AlertEvent
from server.review.person import read_person, read_plan, week_of
from server.review.queue import read_queue, review_many
from server.review.reminding import read_reminders
from server.review.standing import SIX_WEEKS, CravingPoint, LastAnswer, NeedOut, NextSession


class GroupOut(Schema):
    id: UUID
    name: str


class RowAlerts(Schema):
    open: int
    worst: Tier | None
    overdue: bool


class ViewerAlerts(Schema):
    """Open alerts of the people in the viewer's care."""

    urgent: int  # that nobody is on yet
    today: int
    overdue: int


class PressingOut(ViewerAlerts):
    """Something has happened to an alert when any of it is no longer what it was."""

    changed_at: Moment | None  # the latest step of those that are open


class CaseloadRow(Schema):
    id: UUID
    name: str
    called: str | None
    phase: Phase | None
    week: int | None
    groups: list[str]
    invite: str | None
    joined_at: Moment | None
    needs: list[NeedOut]
    alerts: RowAlerts
    last_answer: LastAnswer | None
    today: CheckInState | None
    unanswered_in_row: int
    unreviewed: int
    next_session: NextSession | None
    cravings: list[CravingPoint]


class CaseloadOut(Schema):
    viewer: str
    alerts: ViewerAlerts
    program: ProgramOut
    groups: list[GroupOut]
    people: list[CaseloadRow]


@get("/api/caseload", door=staff, returns=CaseloadOut)
async def read_caseload(call: Call[None, SignedIn]) -> CaseloadOut:
    """Everybody in the viewer's care, most in need first."""
    viewer = call.viewer.person
    await viewer.fetch_related("program")
    cases = await cases_of(await caseload(viewer, "GET /api/caseload", call.now), call.now)
    groups = await Group.filter(program_id=viewer.program_id).order_by("name").values_list("id", "name")
    return CaseloadOut(
        viewer=viewer.called_or_name,
        alerts=_viewer_alerts([alert for case in cases for alert in case.alerts], call.now),
        program=ProgramOut.of(viewer.program),
        groups=[GroupOut(id=group_id, name=name) for group_id, name in groups],
        people=[_row(case) for case in cases],
    )


@get("/api/pressing", door=page_of_staff, returns=PressingOut)
async def read_pressing(call: Call[None, SignedIn]) -> PressingOut:
    """The counts alone, for a page that stays open and asks every few seconds, once a minute where it is not seen.
    Nobody is looked at: it's no look in the audit. Two queries, and of a counselor one more."""
    people = Subquery(Person.filter(await in_care_of(call.viewer.person, call.now)).values("id"))
    alerts = await Alert.filter(resolved_at=None, person_id__in=people)
    latest = await AlertEvent.filter(alert_id__in=[each.id for each in alerts]).order_by("-at").first()
    counts = _viewer_alerts(alerts, call.now)
    return PressingOut(changed_at=latest.at if latest else None, **counts.model_dump())


def _viewer_alerts(alerts: Collection[Alert], now: datetime) -> ViewerAlerts:
    return ViewerAlerts(
        urgent=sum(alert.tier == Tier.urgent and alert.acknowledged_at is None for alert in alerts),
        today=sum(alert.tier == Tier.today and alert.acknowledged_at is None for alert in alerts),
        overdue=sum(is_overdue(alert, now) for alert in alerts),
    )


def _row(case: Case) -> CaseloadRow:
    person, facts, now = case.person, case.facts, case.now
    earliest = person.today(now) - SIX_WEEKS
    return CaseloadRow(
        id=person.id,
        name=person.name,
        called=person.called,
        phase=person.phase,
        week=week_of(person, now),
        groups=facts.groups(person.today(now)),
        invite=_invite_word(case),
        joined_at=person.joined_at,
        needs=case.needs,
        alerts=RowAlerts(open=len(case.alerts), worst=case.worst_alert, overdue=case.is_overdue),
        last_answer=facts.last_answer,
        today=facts.state(now),
        unanswered_in_row=case.silence.longest,
        unreviewed=facts.unreviewed,
        next_session=facts.next_session(now),
        cravings=[point for point in facts.cravings if point.day > earliest],
    )


def _invite_word(case: Case) -> str | None:
    if case.person.joined_at is not None or case.invite is None:
        return None
    return "waiting" if case.invite.expires_at > case.now else "expired"


ENDPOINTS: list[Endpoint] = [
    read_caseload,
    read_pressing,
    read_person,
    read_plan,
    read_reminders,
    read_answer,
    review_answer,
    read_queue,
    review_many,
    read_alerts,
    acknowledge_alert,
    resolve_alert,
    read_rules,
    read_figures,
    put_attendance,
]
