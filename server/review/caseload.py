"""Everybody in somebody's care, those most in need first, with the reasons: read from what is stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.checkins.score import Tier
from server.checkins.silence import SILENT
from server.people.models import Invite, Person
from server.push.silent import silent_people
from server.review.absences import is_near
from server.review.alerts import is_overdue
from server.review.models import Alert, Standing
from server.review.standing import Allowed, Facts, Handled, NeedOut, refresh_stale

SESSIONS_MISSED = 2  # in a row
TIERS = list(Tier)
# What is said first of those of the same tier; rules that a form brought along stand between these two.
FIRST = ("safety", "call", "used", "craving", "sessions", "absences_in_row", "absences_in_twelve_weeks")
LAST = ("score", "unanswered", "silent_phone", "proposed")


@dataclass
class Case:
    """One person of the caseload at one moment."""

    person: Person
    facts: Facts
    alerts: list[Alert]  # those that are open
    invite: Invite | None
    silent_since: datetime | None  # since when none of their phones shows a reminder
    now: datetime

    def __post_init__(self) -> None:
        self.silence = self.facts.silence(self.now)
        self.needs = self._needs()

    def _needs(self) -> list[NeedOut]:
        """Why somebody should look at this person, each reason once, the most pressing first."""
        alerts = {alert.rule: alert.tier for alert in sorted(self.alerts, key=lambda each: -TIERS.index(each.tier))}
        found = {rule: _need(rule, tier) for rule, tier in alerts.items()}
        for need in [*self._seen(alerts), *self._counted()]:
            tier = min((each for each in (need.tier, alerts.get(need.reason)) if each), key=TIERS.index, default=None)
            # Several forms may have got worse.
            key = f"score {need.instrument}" if need.reason == "score" else need.reason
            found[key] = need.model_copy(update={"tier": tier})
        return sorted((self._with_word(need) for need in found.values()), key=_order)

    def _with_word(self, need: NeedOut) -> NeedOut:
        """With what was said of all its alerts that are open: that somebody is on it."""
        theirs = [alert for alert in self.alerts if alert.rule == need.reason]
        on_it = bool(theirs) and all(alert.acknowledged_at for alert in theirs)
        return need.model_copy(update={"handled": Handled.on_it}) if on_it else need

    def _seen(self, alerts: dict[str, Tier]) -> Iterator[NeedOut]:
        """What was seen in answers that nobody has read, or that have an open alert."""
        for sight in self.facts.sights:
            if sight.need.reason in alerts or (sight.unread and not sight.resolved):
                yield sight.need
            elif sight.unread:  # somebody has acted; it only wants to be read
                yield sight.need.model_copy(update={"tier": Tier.digest, "handled": Handled.resolved})

    def _counted(self) -> Iterator[NeedOut]:
        """What no answer says."""
        if self.facts.sessions_missed >= SESSIONS_MISSED:
            yield _need("sessions", Tier.today, self.facts.sessions_missed)
        if self.facts.allowed:
            yield from self._near_limit(self.facts.allowed)
        if self.silence.longest >= SILENT:
            form = self.facts.form_of(self.silence.slot) if self.silence.slot else None
            yield _need("unanswered", Tier.digest, self.silence.longest, instrument=form)
        if self.silent_since:
            yield _need("silent_phone", Tier.digest, (self.now - self.silent_since).days)
        if self.facts.plan_waits:
            yield _need("proposed", None)

    def _near_limit(self, allowed: Allowed) -> Iterator[NeedOut]:
        """Where one more missed session reaches what the program allows, or it is reached."""
        counts = {
            "absences_in_row": (self.facts.sessions_missed, allowed.in_row),
            "absences_in_twelve_weeks": (self.facts.no_shows_in_twelve_weeks(self.now), allowed.in_twelve_weeks),
        }
        for reason, (count, limit) in counts.items():
            if is_near(count, limit):
                yield _need(reason, Tier.today, count, limit)

    @property
    def worst_alert(self) -> Tier | None:
        return min((alert.tier for alert in self.alerts), key=TIERS.index, default=None)

    @property
    def is_overdue(self) -> bool:
        return any(is_overdue(alert, self.now) for alert in self.alerts)

    def urgency(self) -> tuple[tuple[int, int, int], int, float, str]:
        """Sorts most in need first; among equals the longer silence, the stronger craving, the name."""
        return self._rank(), -self.silence.longest, -self.facts.craving, self.person.name

    def _rank(self) -> tuple[int, int, int]:
        # 1. Somebody has to act: on what is urgent, then on today's, each time first on what is overdue, and last on
        #    what somebody is on already.
        pressing = [
            (TIERS.index(alert.tier), _waiting(alert, self.now), _position(alert.rule))
            for alert in self.alerts
            if alert.tier != Tier.digest
        ]
        if pressing:
            return min(pressing)
        # 2. Something wants to be read or known: today's, then the rest, then silence, then a plan that waits.
        if self.needs:
            return len(TIERS), _tier(self.needs[0]), _position(self.needs[0].reason)
        return len(TIERS) + 1, 0, 0


def _waiting(alert: Alert, now: datetime) -> int:
    if is_overdue(alert, now):
        return 0
    return 2 if alert.acknowledged_at else 1


def _need(
    reason: str,
    tier: Tier | None,
    count: int | None = None,
    value: float | None = None,
    instrument: str | None = None,
) -> NeedOut:
    return NeedOut(reason=reason, tier=tier, text=None, value=value, change=None, count=count, instrument=instrument)


def _tier(need: NeedOut) -> int:
    return TIERS.index(need.tier) if need.tier else len(TIERS)


def _position(reason: str) -> int:
    if reason in FIRST:
        return FIRST.index(reason)
    return len(FIRST) + (1 + LAST.index(reason) if reason in LAST else 0)


def _order(need: NeedOut) -> tuple[int, int, str]:
    return _tier(need), _position(need.reason), need.reason


async def cases_of(people: Sequence[Person], now: datetime) -> list[Case]:
    """The cases of these people, most in need first: four queries, and those that compute what is out of date."""
    await refresh_stale(people, now)
    ids = [person.id for person in people]
    stored = Standing.filter(person_id__in=ids).values_list("person_id", "content")
    facts = {UUID(str(person_id)): Facts.of(content) for person_id, content in await stored}
    alerts: dict[UUID, list[Alert]] = defaultdict(list)
    for alert in await Alert.filter(person_id__in=ids, resolved_at=None).order_by("opened_at"):
        alerts[alert.person_id].append(alert)
    # The newest of each person stays.
    invites = {each.person_id: each for each in await _invites(people)}
    silent = await silent_people(ids, now)
    cases = [
        Case(each, facts[each.id], alerts[each.id], invites.get(each.id), silent.get(each.id), now) for each in people
    ]
    return sorted(cases, key=Case.urgency)


async def _invites(people: Sequence[Person]) -> list[Invite]:
    waiting = [person.id for person in people if person.joined_at is None]
    return await Invite.filter(person_id__in=waiting, withdrawn_at=None).order_by("made_at") if waiting else []
