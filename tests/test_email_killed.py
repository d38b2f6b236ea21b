"""A worker that is killed when the mail server has an email, before that is written down: the next sends it again, and
a mailbox sees that it is the same one."""

import asyncio
from datetime import timedelta

from server import clock
from server.checkins.models import DAILY, CheckIn
from server.database import rows
from server.email.models import EmailAddress
from server.people.models import Person
from server.reminders.models import Email, Reminder, ReminderKind, ReminderState
from server.settings import Settings
from tests.conftest import new_id
from tests.mail_server import mail_server
from tests.processes import PATIENCE, Installation, Process

AGO = timedelta(minutes=11)


async def unseen_reminder(person: Person) -> Reminder:
    """Of a check-in, taken by a push service eleven minutes ago and shown nowhere."""
    now = clock.now()
    await Person.filter(id=person.id).update(plan_stale=False, planned_until=now + timedelta(days=30))
    await EmailAddress.create(
        id=new_id(), person=person, address="alice@mail.example", code_sent_at=now - 2 * AGO, confirmed_at=now - 2 * AGO
    )
    check_in = await CheckIn.create(
        id=new_id(), person=person, instrument="daily", slot=DAILY, local_date=person.today(now), opens_at=now - AGO,
        closes_at=now + timedelta(hours=6),
    )  # fmt: skip
    return await Reminder.create(
        person=person, kind=ReminderKind.check_in, key="open", subject=str(check_in.id), moment=now - AGO,
        due_at=now - AGO, next_at=now - AGO, useless_after=check_in.closes_at, state=ReminderState.accepted,
    )  # fmt: skip


async def test_it_comes_again_as_the_same_email(alice: Person, settings: Settings) -> None:
    reminder = await unseen_reminder(alice)
    installation = Installation(settings.data_dir, settings.database_url)
    async with mail_server() as server:
        with Process(installation, "worker", **server.settings) as worker:
            server.on_data = worker.kill
            await server.arrived(1, PATIENCE)
        email = await Email.get(id=reminder.id)
        assert (email.state, email.sent_at) == (ReminderState.claimed, None)
        await rows("UPDATE email SET lease_until = 0 RETURNING id")  # the minute of its lease goes by
        server.on_data = lambda: None
        with Process(installation, "worker", **server.settings) as worker:
            first, again = await server.arrived(2, PATIENCE)
            async with asyncio.timeout(PATIENCE):
                while (email := await Email.get(id=reminder.id)).state != ReminderState.accepted:
                    pass
            await asyncio.to_thread(worker.stop)
    assert first["Message-ID"] == again["Message-ID"]
    assert email.sent_at
    assert len(server.received) == 2
