"""What rules saw became alerts, and what the counselors did about them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from server.checkins.models import Answer, Flag
from server.checkins.score import Tier
from server.demo.chance import id_at
from server.people.models import Person
from server.review.act import act
from server.review.models import Alert, AlertStep
from server.review.raising import Key, put_alert, raise_alerts
from server.review.watch import Watcher

RAISED_AFTER = timedelta(seconds=1)
ON_IT_AFTER = timedelta(minutes=9)  # of an urgent one, whatever the hour
DONE_AFTER = timedelta(minutes=20)  # from when the answer was read
DONE = {
    "safety": "Called at once and talked for half an hour. Safe tonight; we went through the safety steps together.",
    "call": "Called back. Will come ten minutes before group.",
    "used": "Talked about it in the individual session. No blame, a plan for the next payday.",
    "craving": "Called. Rode it out with the exercise, and it passed.",
}
TALKED = "Talked about it in the individual session."


async def make_alerts(people: Mapping[str, Person], now: datetime) -> None:
    """Each as it was raised when its answer came; of answers that were read also how it was resolved."""
    by_id = {person.id: person for person in people.values()}
    for flag in await Flag.all().order_by("answer__received_at", "rule").select_related("answer"):
        await _raise(flag, flag.answer, by_id[flag.person_id], now)
    await raise_alerts(now)  # of replies
    await Watcher().look(now)


async def _raise(flag: Flag, answer: Answer, person: Person, now: datetime) -> None:
    raised_at = min(now, answer.received_at + RAISED_AFTER)
    key = Key(person.id, flag.rule, person.today(answer.received_at))
    await put_alert(key, person, flag.tier, [answer.id], raised_at)
    await Flag.filter(id=flag.id).update(alert_id=key.alert_id)
    alert = await Alert.get(id=key.alert_id).select_related("owner")
    if flag.tier == Tier.urgent:
        await _do(alert, AlertStep.acknowledged, raised_at + ON_IT_AFTER, now)
    if answer.reviewed_at:
        await _do(alert, AlertStep.resolved, answer.reviewed_at + DONE_AFTER, now, DONE.get(flag.rule, TALKED))


async def _do(alert: Alert, step: AlertStep, at: datetime, now: datetime, note: str | None = None) -> None:
    if alert.owner and at < now:
        await act(id_at(at), alert, alert.owner, step, at, note)
