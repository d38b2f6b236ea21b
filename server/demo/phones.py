"""Two phones: one that shows every reminder, and one that stopped.

Their addresses are at no push service, so nothing is ever sent to them.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from server.channel import Verdict
from server.checkins.models import DAILY, CheckIn
from server.demo.chance import id_at
from server.demo.people import Character
from server.people.codes import hash_of
from server.people.models import Device, Person
from server.people.signin import new_token
from server.push.models import Subscription, address_hash
from server.recurrence import at_wall_time
from server.reminders.models import Delivery, Opened, Opening, Reminder, ReminderKind, ReminderState, Shown

REMINDED = 21  # days, the latest
REMINDED_AT = time(20)
SENT_AFTER = timedelta(seconds=1)
SHOWN_AFTER = timedelta(seconds=3)
ANSWERING = timedelta(minutes=2)
USEFUL = timedelta(hours=6)


async def give_phone(character: Character, person: Person, now: datetime) -> None:
    """A phone with the reminders of the last weeks, for those whose story has one."""
    if character.phone_stopped is None:
        return
    subscription = await _subscription(person, now)
    today = person.today(now)
    asked = {each.local_date: each for each in await CheckIn.filter(person_id=person.id, slot=DAILY)}
    for back in range(REMINDED, 0, -1):
        day = today - timedelta(days=back)
        if day not in asked:
            continue
        delivery = await _deliver(person, subscription, day, asked[day].id)
        if back > character.phone_stopped:
            await _show(delivery, asked[day].answered_at)
        subscription.last_accepted_at = delivery.at
    await subscription.save()


async def _show(delivery: Delivery, answered_at: datetime | None) -> None:
    """Shown, and where the check-in was answered, tapped."""
    await Shown.create(id=delivery.id, person_id=delivery.person_id, at=delivery.at + SHOWN_AFTER)
    if answered_at and answered_at > delivery.at + SHOWN_AFTER + ANSWERING:
        tapped_at = answered_at - ANSWERING
        await Opened.create(id=delivery.id, person_id=delivery.person_id, at=tapped_at, how=Opening.tapped)


async def _subscription(person: Person, now: datetime) -> Subscription:
    made_at = now - timedelta(days=REMINDED + 1)
    device = await Device.create(
        id=id_at(made_at),
        person_id=person.id,
        token_hash=hash_of(new_token()),  # nobody holds it
        label="Chrome on Android",
        signed_in_at=made_at,
        seen_at=now - timedelta(hours=3),
        expires_at=now + Device.lasts(person.role),
    )
    address = f"https://push.daymark.example/{person.id}"
    return Subscription(
        id=id_at(made_at),
        person_id=person.id,
        device_id=device.id,
        endpoint=address,
        endpoint_hash=address_hash(address),
        p256dh="",
        auth="",
        vapid_key="",
        made_at=made_at,
    )


async def _deliver(person: Person, subscription: Subscription, day: date, check_in: UUID) -> Delivery:
    due_at = at_wall_time(day, REMINDED_AT, person.tz)
    reminder = await Reminder.create(
        id=uuid5(person.id, f"demo {day}"),
        person_id=person.id,
        kind=ReminderKind.check_in,
        key=f"{person.id}:demo:{day}",
        subject=str(check_in),
        moment=due_at,
        due_at=due_at,
        next_at=due_at,
        useless_after=due_at + USEFUL,
        state=ReminderState.accepted,
        tries=1,
    )
    sent_at = due_at + SENT_AFTER
    return await Delivery.create(
        id=id_at(sent_at),
        reminder_id=reminder.id,
        person_id=person.id,
        subscription_id=subscription.id,
        at=sent_at,
        verdict=Verdict.ACCEPTED,
    )
