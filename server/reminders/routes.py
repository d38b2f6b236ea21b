"""A test reminder on demand, and the phone's word that one was shown."""

from datetime import timedelta
from uuid import UUID

from tortoise.exceptions import IntegrityError

from server.http import Call, Endpoint, Kept, Moment, Problem, Schema, not_found, put
from server.people.routes import Nothing
from server.people.signin import SignedIn, signed_in
from server.push.models import Subscription
from server.reminders.models import Delivery, Reminder, ReminderKind, Shown

TEST_USEFUL = timedelta(minutes=10)
TEST_EVERY = timedelta(seconds=5)


class ShownIn(Schema):
    shown_at: Moment


@put("/api/test-reminders/{id:uuid}", door=signed_in, body=Nothing)
async def send_test_reminder(call: Call[Nothing, SignedIn]) -> Kept:
    """A reminder that is due now and goes the way that all of them go."""
    person = call.viewer.person
    known = await Reminder.get_or_none(id=call.id)
    if known:
        return _kept(known, person.id)
    if not await Subscription.exists(person_id=person.id):
        raise Problem(409, "Reminders are off on this device; turn them on first.")
    recent = Reminder.filter(person_id=person.id, kind=ReminderKind.test, due_at__gt=call.now - TEST_EVERY)
    if await recent.exclude(id=call.id).exists():
        raise Problem(429, "A test reminder is on its way; wait a few seconds.", headers={"retry-after": "5"})
    try:
        await Reminder.create(
            id=call.id,
            person_id=person.id,
            kind=ReminderKind.test,
            key=f"{person.id}:test:{call.id}",
            subject="",
            moment=call.now,
            due_at=call.now,
            next_at=call.now,
            useless_after=call.now + TEST_USEFUL,
        )
    except IntegrityError:  # the same request twice at the same moment
        return _kept(await Reminder.get(id=call.id), person.id)
    return Kept(id=call.id)


def _kept(reminder: Reminder, person_id: UUID) -> Kept:
    if reminder.person_id != person_id:
        raise not_found()
    return Kept(id=reminder.id)


@put("/api/deliveries/{id:uuid}", door=signed_in, body=ShownIn)
async def report_shown(call: Call[ShownIn, SignedIn]) -> Kept:
    """The phone showed this delivery; the first report counts."""
    person = call.viewer.person
    if await Delivery.filter(id=call.id).exclude(person_id=person.id).exists():
        raise not_found()
    known = await Shown.get_or_none(id=call.id)
    if known and known.person_id != person.id:
        raise not_found()
    await Shown.bulk_create([Shown(id=call.id, person_id=person.id, at=call.body.shown_at)], ignore_conflicts=True)
    return Kept(id=call.id)


ENDPOINTS: list[Endpoint] = [send_test_reminder, report_shown]
