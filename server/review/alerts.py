"""Alerts as their owner sees them, and what is done about them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from server.checkins.instrument import in_use
from server.checkins.models import Answer
from server.checkins.routes import Words
from server.checkins.rules import rules_of
from server.checkins.score import Tier
from server.clock import to_ms
from server.database import rows
from server.http import Call, Kept, Moment, Schema, get, not_found, put
from server.people.access import in_care_of, person_in_care
from server.people.models import Audit, Person
from server.people.signin import SignedIn, staff
from server.review.act import act
from server.review.answer import PersonName, Text
from server.review.fixed import FIXED
from server.review.models import Alert, AlertEvent, AlertStep
from server.review.offers import OfferOut, OpeningOut, offers_of, openings_in
from server.review.scores import Forms, title_of
from server.sessions.models import Hindrance, Reply, ReplyKind
from server.sessions.reply import moved_since

LATELY = timedelta(days=14)
RULES_BACK = timedelta(days=30)
PRESSING = list(Tier)  # the most pressing first


class AlertEventOut(Schema):
    at: Moment
    step: AlertStep
    by: str | None
    to: str | None
    answer: UUID | None
    note: str | None


class CantCome(Schema):
    """A session that the person said they can't come to, and has not taken back. `starts_at` is the time of which they
    said it, `moved_to` that of the session where it was moved since."""

    occurrence: str
    title: str
    starts_at: Moment
    moved_to: Moment | None
    hindrance: Hindrance | None
    help: bool
    note: str | None

    @classmethod
    def of(cls, reply: Reply, moved_to: datetime | None) -> "CantCome":
        """`reply.series` must be fetched."""
        return cls(
            occurrence=reply.occurrence,
            title=reply.series.title,
            starts_at=reply.starts_at,
            moved_to=moved_to,
            hindrance=reply.hindrance,
            help=reply.help,
            note=reply.note,
        )


class AlertOut(Schema):
    id: UUID
    person: PersonName
    phone: str | None  # the person's
    rule: str
    tier: Tier
    text: Words
    day: date
    opened_at: Moment
    due_by: Moment
    overdue: bool
    owner: PersonName | None
    mine: bool
    escalations: int
    acknowledged_by: str | None
    acknowledged_at: Moment | None
    on_it: bool  # it was the viewer who acknowledged it
    resolved_by: str | None
    resolved_at: Moment | None
    answers: list[UUID]
    cant_come: list[CantCome]
    events: list[AlertEventOut]


class AlertsOut(Schema):
    open: list[AlertOut]
    resolved: list[AlertOut]


class AcknowledgmentIn(Schema):
    alert: UUID


class AcknowledgmentKept(Kept):
    acknowledged_by: str
    acknowledged_at: Moment
    mine: bool  # it was the viewer


class ResolutionIn(Schema):
    alert: UUID
    note: Text


class ResolutionKept(Kept):
    resolved_by: str
    resolved_at: Moment
    mine: bool  # it was the viewer


class RuleOut(Schema):
    """A rule as a clinician reads it, with what it has raised in the last 30 days."""

    rule: str
    tier: Tier
    text: Words
    instruments: list[Words]
    raised: int
    resolved: int
    open: int


class RulesOut(Schema):
    rules: list[RuleOut]
    offers: list[OfferOut]
    openings: list[OpeningOut]


@get("/api/alerts", door=staff, returns=AlertsOut)
async def read_alerts(call: Call[None, SignedIn]) -> AlertsOut:
    """The open alerts of everybody in the viewer's care, most pressing first, and those resolved lately."""
    viewer = call.viewer.person
    await Audit.create(at=call.now, viewer_id=viewer.id, person_id=None, what="GET /api/alerts")
    people = Subquery(Person.filter(await in_care_of(viewer, call.now)).values("id"))
    current = Q(resolved_at=None) | Q(resolved_at__gte=call.now - LATELY)
    alerts = await alerts_out(await Alert.filter(current, person_id__in=people), viewer, call.now)
    resolved = [each for each in alerts if each.resolved_at]
    return AlertsOut(
        open=[each for each in alerts if each.resolved_at is None],
        resolved=sorted(resolved, key=lambda each: each.resolved_at or call.now, reverse=True),
    )


async def open_alerts_of(person: Person, viewer: Person, now: datetime) -> list[AlertOut]:
    """What is open about one person, most pressing first."""
    return await alerts_out(await Alert.filter(person_id=person.id, resolved_at=None), viewer, now)


async def alerts_out(alerts: list[Alert], viewer: Person, now: datetime) -> list[AlertOut]:
    """These alerts as the viewer sees them, most pressing first. Five queries, and one for each form of a program's
    own, however many alerts."""
    told = await _told(alerts, viewer.program_id)
    found = [_alert_out(alert, told, viewer, now) for alert in alerts]
    return sorted(found, key=lambda each: (PRESSING.index(each.tier), not each.overdue, each.due_by))


@dataclass(frozen=True)
class _Told:
    """What alerts point at: their events, the sessions they are about, the people in them, each one's rule in words."""

    events: Mapping[UUID, list[AlertEvent]]
    cant_come: Mapping[UUID | None, list[CantCome]]
    people: Mapping[UUID | None, Person]
    texts: Mapping[UUID, Words]

    def name(self, person_id: UUID | None) -> str | None:
        person = self.people.get(person_id)
        if person is None:
            return None
        return person.called_or_name if person.is_staff else person.name


async def _told(alerts: list[Alert], program_id: UUID) -> _Told:
    events: dict[UUID, list[AlertEvent]] = defaultdict(list)
    for event in await AlertEvent.filter(alert_id__in=[each.id for each in alerts]).order_by("at", "id"):
        events[event.alert_id].append(event)
    return _Told(
        events, await _cant_come(alerts), await _people(alerts, events), await _texts(alerts, events, program_id)
    )


async def _cant_come(alerts: list[Alert]) -> dict[UUID | None, list[CantCome]]:
    found: dict[UUID | None, list[CantCome]] = defaultdict(list)
    replies = Reply.filter(alert_id__in=[each.id for each in alerts], kind=ReplyKind.cant_come)
    said = await replies.order_by("starts_at", "id").select_related("series")
    moved = await moved_since(said)
    for reply in said:
        found[reply.alert_id].append(CantCome.of(reply, moved.get(reply.id)))
    return found


async def _people(alerts: list[Alert], events: Mapping[UUID, list[AlertEvent]]) -> dict[UUID | None, Person]:
    ids: set[UUID | None] = {each.person_id for each in alerts}
    for alert in alerts:
        ids |= {alert.owner_id, alert.acknowledged_by_id, alert.resolved_by_id}
        ids |= {person for event in events[alert.id] for person in (event.by_id, event.to_id)}
    people = Person.filter(id__in=[each for each in ids if each])
    return {each.id: each for each in await people.only("id", "role", "name", "called", "phone")}


async def _texts(alerts: list[Alert], events: Mapping[UUID, list[AlertEvent]], program_id: UUID) -> dict[UUID, Words]:
    """In the words of the form that was answered; the fixed ones where no answer, or another form, raised it."""
    first = {alert.id: next((each.answer_id for each in events[alert.id] if each.answer_id), None) for alert in alerts}
    answers = Answer.filter(id__in=[each for each in first.values() if each]).only("id", "instrument", "version")
    by_id = {answer.id: answer for answer in await answers}
    forms = Forms()
    found = {}
    for alert in alerts:
        answer_id = first[alert.id]
        answer = by_id.get(answer_id) if answer_id else None
        rule = await forms.rule(program_id, answer, alert.rule) if answer else None
        found[alert.id] = Words.of(rule.text) if rule else _fixed_text(alert.rule)
    return found


def _fixed_text(rule: str) -> Words:
    return FIXED[rule][1] if rule in FIXED else Words(en=rule, es=rule)


def _alert_out(alert: Alert, told: _Told, viewer: Person, now: datetime) -> AlertOut:
    name = told.name
    events = told.events[alert.id]
    return AlertOut(
        id=alert.id,
        person=PersonName(id=alert.person_id, name=name(alert.person_id) or ""),
        phone=told.people[alert.person_id].phone,
        rule=alert.rule,
        tier=alert.tier,
        text=told.texts[alert.id],
        day=alert.day,
        opened_at=alert.opened_at,
        due_by=alert.due_by,
        overdue=is_overdue(alert, now),
        owner=PersonName(id=alert.owner_id, name=name(alert.owner_id) or "") if alert.owner_id else None,
        mine=alert.owner_id == viewer.id,
        escalations=alert.escalations,
        acknowledged_by=name(alert.acknowledged_by_id),
        acknowledged_at=alert.acknowledged_at,
        on_it=alert.acknowledged_by_id == viewer.id,
        resolved_by=name(alert.resolved_by_id),
        resolved_at=alert.resolved_at,
        answers=[event.answer_id for event in events if event.answer_id],
        cant_come=told.cant_come[alert.id],
        events=[_event_out(event, told) for event in events],
    )


def is_overdue(alert: Alert, now: datetime) -> bool:
    """Nobody has acted on it by when somebody had to."""
    return alert.acknowledged_at is None and alert.resolved_at is None and alert.due_by <= now


def _event_out(event: AlertEvent, told: _Told) -> AlertEventOut:
    return AlertEventOut(
        at=event.at,
        step=event.step,
        by=told.name(event.by_id),
        to=told.name(event.to_id),
        answer=event.answer_id,
        note=event.note,
    )


@put("/api/acknowledgments/{id:uuid}", door=staff, body=AcknowledgmentIn, returns=AcknowledgmentKept)
async def acknowledge_alert(call: Call[AcknowledgmentIn, SignedIn]) -> AcknowledgmentKept:
    """Says that somebody is on it. Whoever is second learns who was first."""
    viewer = call.viewer.person
    alert = await _alert_in_care(call, call.body.alert, "PUT /api/acknowledgments/{id}")
    done = await act(call.id, alert, viewer, AlertStep.acknowledged, call.now)
    mine = done.by_id == viewer.id
    return AcknowledgmentKept(id=call.id, acknowledged_by=done.by, acknowledged_at=done.at, mine=mine)


@put("/api/resolutions/{id:uuid}", door=staff, body=ResolutionIn, returns=ResolutionKept)
async def resolve_alert(call: Call[ResolutionIn, SignedIn]) -> ResolutionKept:
    """Says what was done. Whoever is second learns who was first."""
    viewer = call.viewer.person
    alert = await _alert_in_care(call, call.body.alert, "PUT /api/resolutions/{id}")
    done = await act(call.id, alert, viewer, AlertStep.resolved, call.now, call.body.note)
    return ResolutionKept(id=call.id, resolved_by=done.by, resolved_at=done.at, mine=done.by_id == viewer.id)


async def _alert_in_care(call: Call[Any, SignedIn], alert_id: UUID, what: str) -> Alert:
    alert = await Alert.get_or_none(id=alert_id).select_related("person")
    if alert is None or alert.person.program_id != call.viewer.person.program_id:
        raise not_found()
    viewer = call.viewer.person
    # Resolved by somebody else it no longer lets anybody see the person, but whom it was brought to learns of that.
    if await AlertEvent.exists(alert_id=alert.id, to_id=viewer.id):
        await Audit.create(at=call.now, viewer_id=viewer.id, person_id=alert.person_id, what=what)
    else:
        await person_in_care(viewer, alert.person_id, what, call.now)
    return alert


@get("/api/rules", door=staff, returns=RulesOut)
async def read_rules(call: Call[None, SignedIn]) -> RulesOut:
    """Every rule of the program's forms and the fixed ones, with what each has raised in the last 30 days.

    Beside them what the phone does by itself.
    """
    program_id = call.viewer.person.program_id
    return RulesOut(
        rules=await rules_since(program_id, call.now - RULES_BACK),
        offers=await offers_of(program_id),
        openings=await openings_in(program_id),
    )


async def rules_since(program_id: UUID, since: datetime) -> list[RuleOut]:
    """Every rule in use, the most pressing first, with what it has raised since then."""
    counts = await counts_since(program_id, since)
    return [_rule_out(each, counts) for each in await rules_in_use(program_id)]


@dataclass(frozen=True)
class RuleInUse:
    """A rule by its name, as pressing as it is anywhere, with the forms that carry it."""

    name: str
    tier: Tier
    text: Words
    forms: list[Words]


async def rules_in_use(program_id: UUID) -> list[RuleInUse]:
    """The most pressing first. Of one that several forms carry, each with words of its own, all of them are said."""
    found: dict[str, RuleInUse] = {}
    for form in await in_use(program_id):
        for rule in rules_of(form):
            if rule.tier:
                own = RuleInUse(rule.name, rule.tier, Words.of(rule.text), [title_of(form)])
                found[rule.name] = _joined(found[rule.name], own) if rule.name in found else own
    for name, (tier, text) in FIXED.items():
        found.setdefault(name, RuleInUse(name, tier, text, []))
    return sorted(found.values(), key=lambda each: PRESSING.index(each.tier))


def _joined(one: RuleInUse, other: RuleInUse) -> RuleInUse:
    text = one.text
    if other.text.en not in text.en:
        text = Words(en=f"{text.en} {other.text.en}", es=f"{text.es} {other.text.es}")
    return RuleInUse(one.name, min(one.tier, other.tier, key=PRESSING.index), text, [*one.forms, *other.forms])


async def counts_since(program_id: UUID, since: datetime) -> dict[str, tuple[int, int]]:
    """By rule, how many alerts were opened since then, and how many of these are resolved. One query."""
    found = await rows(
        "SELECT alert.rule, COUNT(*) AS raised, COUNT(alert.resolved_at) AS resolved"
        " FROM alert JOIN person ON person.id = alert.person_id"
        " WHERE person.program_id = $1 AND alert.opened_at >= $2 GROUP BY alert.rule",
        str(program_id),
        to_ms(since),
    )
    return {row["rule"]: (row["raised"], row["resolved"]) for row in found}


def _rule_out(rule: RuleInUse, counts: Mapping[str, tuple[int, int]]) -> RuleOut:
    raised, resolved = counts.get(rule.name, (0, 0))
    return RuleOut(
        rule=rule.name,
        tier=rule.tier,
        text=rule.text,
        instruments=rule.forms,
        raised=raised,
        resolved=resolved,
        open=raised - resolved,
    )
