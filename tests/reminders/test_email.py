"""A reminder that no phone showed comes by email, once, to whoever confirmed a mailbox: by a real push service and a
real mail server that answer as told."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import pytest

from server import clock
from server.channel import topic_of
from server.checkins.models import DAILY, CheckIn
from server.database import on_postgres
from server.email.models import EmailAddress
from server.email.send import EmailSender
from server.people.models import Language, Person, Phase, Program
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.email import LEASE, REFUSALS, Writer, claim, email_unseen
from server.reminders.models import (
    Delivery,
    Email,
    Reminder,
    ReminderChoice,
    ReminderKind,
    ReminderState,
    Shown,
)
from server.reminders.seen import look
from server.reminders.sent import sent_reminders
from server.reminders.unseen import PATIENCE, note_unseen
from server.sessions.models import Change, Reply, ReplyKind, Series, SessionKind
from tests.conftest import make_person, new_id
from tests.email.conftest import server, settings_for
from tests.frozen import at
from tests.mail_server import DROPS, HANGS, MailServer, text_of
from tests.push_service import PushService
from tests.reminders.conftest import BASE_URL, MONDAY_NOON, due
from tests.sessions.planned import changed

__all__ = ["server"]

A_SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
UNSEEN = MONDAY_NOON + PATIENCE
TWO_PM = "2026-06-01T14:00"


@pytest.fixture
def writers(server: MailServer) -> tuple[Writer, Writer]:
    """Two workers, as in two processes."""
    sender = EmailSender(settings_for(server.url))
    return Writer(sender, BASE_URL, "one"), Writer(sender, BASE_URL, "two")


@pytest.fixture
def writer(writers: tuple[Writer, Writer]) -> Writer:
    return writers[0]


@pytest.fixture
def hasty(server: MailServer) -> Writer:
    """A worker that gives up soon."""
    return Writer(EmailSender(settings_for(server.url), timeout=2), BASE_URL, "hasty")


async def mailbox_of(person: Person, confirmed_at: datetime | None = MONDAY_NOON) -> EmailAddress:
    return await EmailAddress.create(
        id=new_id(), person=person, address=f"{person.name}@mail.example".lower(), code_sent_at=MONDAY_NOON,
        confirmed_at=confirmed_at,
    )  # fmt: skip


@pytest.fixture
async def mailbox(alice: Person) -> EmailAddress:
    """Alice's, confirmed."""
    return await mailbox_of(alice)


@pytest.fixture
async def session(alice: Person, program: Program) -> Series:
    """With Dana, at two in the afternoon."""
    return await Series.create(
        program=program, person=alice, kind=SessionKind.individual, title="Talk", rule="FREQ=DAILY",
        first_day=date(2026, 5, 1), wall_time="14:00", minutes=50, zone="America/New_York",
    )  # fmt: skip


@pytest.fixture
async def reminder(alice: Person, session: Series, mailbox: EmailAddress) -> Reminder:
    """Of that session, due now."""
    return await due(alice, subject=f"{session.id}@{TWO_PM}")


async def email_at(moment: datetime, writer: Writer) -> int:
    with at(moment):
        return await email_unseen(writer, moment)


async def state_of(reminder: Reminder) -> tuple[ReminderState, str | None]:
    email = await Email.get(id=reminder.id)
    return email.state, email.reason


# When one is sent


async def test_ten_minutes_after_a_phone_showed_nothing_alice_gets_one_email(
    alice: Person, phone: Subscription, reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await email_at(UNSEEN - A_SECOND, writer)
    assert server.received == []
    for _ in range(2):
        await email_at(UNSEEN, writer)
        await email_at(UNSEEN + HOUR, writer)
    [letter] = server.received
    assert letter["To"] == "alice@mail.example"
    assert await state_of(reminder) == (ReminderState.accepted, None)
    assert (await Email.get(id=reminder.id)).sent_at == UNSEEN


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", [ReminderKind.session, ReminderKind.check_in])
async def test_it_says_nothing_of_who_or_why_and_how_to_turn_it_off(
    alice: Person, mailbox: EmailAddress, session: Series, writer: Writer, server: MailServer, courier: Courier,
    kind: ReminderKind, language: Language,
) -> None:  # fmt: skip
    await Person.filter(id=alice.id).update(language=language)
    about = str((await check_in_of(alice)).id) if kind == ReminderKind.check_in else f"{session.id}@{TWO_PM}"
    sent = await due(alice, kind, subject=about)
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    [letter] = server.received
    text = text_of(letter)
    assert text.endswith(f"\n{BASE_URL}\n")  # the start, not the session
    said = f"{letter['Subject']} {text}".lower()
    telling = ("alice", "harbor", "group", "session", "check-in", "clinic", "program", "sesión", "chequeo", "clínica")
    assert not [word for word in telling if word in said]
    assert str(alice.id) not in letter.as_string()
    assert ("recordatorios" in said, "reminders" in said) == (language == Language.es, language == Language.en)
    assert letter["Message-ID"] == f"<{topic_of(f'email:{sent.id}')}@d.example>"


async def check_in_of(person: Person) -> CheckIn:
    return await CheckIn.create(
        id=new_id(), person=person, instrument="daily", slot=DAILY, local_date=date(2026, 6, 1), opens_at=MONDAY_NOON,
        closes_at=MONDAY_NOON + 2 * HOUR,
    )  # fmt: skip


async def test_without_a_phone_it_comes_too(
    alice: Person, reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await reminder.refresh_from_db()
    assert reminder.state == ReminderState.failed
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1
    [sent] = await sent_reminders(alice, UNSEEN)
    assert (sent.why_not, sent.emailed_at, sent.email_failed) == ("no_device", UNSEEN, False)


async def test_while_the_push_service_is_out_it_comes_too(
    phone: Subscription, reminder: Reminder, courier: Courier, service: PushService, writer: Writer, server: MailServer
) -> None:
    service.answers(phone.endpoint, 500)
    await deliver_due(courier)
    await reminder.refresh_from_db()
    assert reminder.state == ReminderState.waiting
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


async def test_what_was_taken_a_moment_ago_is_given_its_ten_minutes(
    phone: Subscription, reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    with at(UNSEEN):
        await deliver_due(courier)
    await email_at(UNSEEN + A_SECOND, writer)
    assert server.received == []
    await email_at(UNSEEN + PATIENCE, writer)
    assert len(server.received) == 1


# When none is


async def shown(reminder: Reminder) -> None:
    for delivery in await Delivery.filter(reminder_id=reminder.id):
        await Shown.create(id=delivery.id, person_id=delivery.person_id, at=clock.now())


async def replied(reminder: Reminder, kind: ReplyKind) -> None:
    series, _, start = reminder.subject.partition("@")
    await Reply.create(
        person_id=reminder.person_id, series_id=series, original_start=start, starts_at=reminder.moment, kind=kind,
        said_at=clock.now(), received_at=clock.now(), changed_by=new_id(),
    )  # fmt: skip


async def cancelled(reminder: Reminder) -> None:
    series, _, start = reminder.subject.partition("@")
    await Change.create(series_id=series, original_start=start, cancelled=True, changed_at=clock.now())


async def moved(reminder: Reminder) -> None:
    series, _, start = reminder.subject.partition("@")
    later = reminder.moment + HOUR
    await Change.create(series_id=series, original_start=start, starts_at=later, changed_at=clock.now())


async def turned_off(reminder: Reminder) -> None:
    off = {"is_on": False, "before": None}
    await ReminderChoice.create(
        person_id=reminder.person_id, what="session", value=off, changed_by=new_id(), changed_at=clock.now()
    )


async def ended(reminder: Reminder) -> None:
    await Person.filter(id=reminder.person_id).update(phase=Phase.ended)


async def taken_away(reminder: Reminder) -> None:
    await EmailAddress.filter(person_id=reminder.person_id).delete()


async def unconfirmed(reminder: Reminder) -> None:
    await EmailAddress.filter(person_id=reminder.person_id).update(confirmed_at=None)


Meanwhile = Callable[[Reminder], Awaitable[None]]
MEANWHILE: dict[str, Meanwhile] = {
    "shown": shown,
    "looked at in the app": lambda reminder: look(reminder.person, UNSEEN),
    "can't come": lambda reminder: replied(reminder, ReplyKind.cant_come),
    "is here": lambda reminder: replied(reminder, ReplyKind.here),
    "cancelled": cancelled,
    "moved": moved,
    "turned off": turned_off,
    "treatment ended": ended,
    "address taken away": taken_away,
    "another address": unconfirmed,
}


@pytest.mark.parametrize("is_noted", [False, True], ids=["before it is noted", "after"])
@pytest.mark.parametrize("what", MEANWHILE)
async def test_nothing_is_sent_once_it_is_of_no_use(
    phone: Subscription, reminder: Reminder, courier: Courier, writer: Writer, server: MailServer, what: str,
    is_noted: bool,
) -> None:  # fmt: skip
    await deliver_due(courier)
    if is_noted:
        assert await note_unseen(UNSEEN) == 1
    await MEANWHILE[what](reminder)
    await email_at(UNSEEN, writer)
    assert server.received == []
    if is_noted:
        assert (await Email.get()).state == ReminderState.withdrawn


async def test_it_is_sent_also_when_the_series_has_become_another_since(
    phone: Subscription, session: Series, reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await changed(session, title="Talk with Dana")
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


async def test_an_answered_check_in_is_not_written_about(
    alice: Person, mailbox: EmailAddress, courier: Courier, writer: Writer, server: MailServer
) -> None:
    check_in = await check_in_of(alice)
    await due(alice, ReminderKind.check_in, subject=str(check_in.id))
    await deliver_due(courier)
    await CheckIn.filter(id=check_in.id).update(answered_at=clock.now())
    await email_at(UNSEEN, writer)
    assert server.received == []


@pytest.mark.parametrize("kind", [ReminderKind.nudge, ReminderKind.test, ReminderKind.alert])
async def test_these_never_come_by_email(
    alice: Person, mailbox: EmailAddress, courier: Courier, writer: Writer, kind: ReminderKind
) -> None:
    await due(alice, kind, subject=str((await check_in_of(alice)).id))
    await deliver_due(courier)
    assert await note_unseen(UNSEEN) == 0


async def test_who_confirms_a_mailbox_gets_nothing_of_before(reminder: Reminder, courier: Courier) -> None:
    await deliver_due(courier)
    await EmailAddress.all().update(confirmed_at=MONDAY_NOON + A_SECOND)
    assert await note_unseen(UNSEEN) == 0


async def test_what_is_over_is_not_written_about(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await note_unseen(UNSEEN)
    await email_at(MONDAY_NOON + 2 * HOUR, writer)
    assert (server.received, await state_of(reminder)) == ([], (ReminderState.expired, None))
    [sent] = await sent_reminders(reminder.person, MONDAY_NOON + 2 * HOUR)
    assert not sent.email_failed  # none was tried


async def test_what_was_tried_in_vain_until_it_was_over_is_told(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    server.answers["RCPT"] = "451 Come back"
    await email_at(UNSEEN, writer)
    await email_at(MONDAY_NOON + 2 * HOUR, writer)
    assert await state_of(reminder) == (ReminderState.expired, "smtp_451")
    [sent] = await sent_reminders(reminder.person, MONDAY_NOON + 2 * HOUR)
    assert (sent.emailed_at, sent.email_failed) == (None, True)


async def test_nothing_comes_by_night_until_quiet_hours_end(
    alice: Person, program: Program, mailbox: EmailAddress, session: Series, courier: Courier, writer: Writer,
    server: MailServer,
) -> None:  # fmt: skip
    evening, morning = MONDAY_NOON.replace(hour=1, minute=55, day=2), MONDAY_NOON.replace(hour=12, day=2)
    with at(evening):  # 9:55 pm in New York, of tomorrow's session at two
        await due(alice, subject=f"{session.id}@2026-06-02T14:00", useful=timedelta(hours=16, minutes=5))
        await deliver_due(courier)
    await email_at(evening + PATIENCE, writer)
    assert (await Email.get()).next_at == morning
    await email_at(morning - A_SECOND, writer)
    assert server.received == []
    await email_at(morning, writer)
    assert len(server.received) == 1


async def test_a_change_that_nobody_saw_comes_as_long_as_it_is_so(
    alice: Person, mailbox: EmailAddress, session: Series, courier: Courier, writer: Writer, server: MailServer
) -> None:
    told = await due(alice, ReminderKind.change, subject=f"{session.id}@{TWO_PM}")
    await Reminder.filter(id=told.id).update(key=f"{alice.id}:change:{told.subject}:0:cancelled")
    await cancelled(told)
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


async def test_so_does_a_session_that_fell_away_with_its_series(
    alice: Person, mailbox: EmailAddress, session: Series, courier: Courier, writer: Writer, server: MailServer
) -> None:
    told = await due(alice, ReminderKind.change, subject=f"{session.id}@2026-06-01T15:00")
    await Reminder.filter(id=told.id).update(key=f"{alice.id}:change:{told.subject}:0:cancelled")
    await Change.create(
        series=session, original_start="2026-06-01T15:00", fallen_away=True, cancelled=True, changed_at=clock.now()
    )
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("start", "moved_to"),
    [("2026-07-10T14:00", None), ("2026-06-02T14:00", MONDAY_NOON + timedelta(days=90))],
    ids=["of a session weeks ahead", "of one that was moved far away"],
)
async def test_so_does_what_is_farther_than_reminders_are_planned(
    alice: Person, mailbox: EmailAddress, session: Series, courier: Courier, writer: Writer, server: MailServer,
    start: str, moved_to: datetime | None,
) -> None:  # fmt: skip
    whereabouts = f"{moved_to.timestamp():.0f}" if moved_to else "cancelled"
    told = await due(alice, ReminderKind.change, subject=f"{session.id}@{start}")
    await Reminder.filter(id=told.id).update(key=f"{alice.id}:change:{told.subject}:0:{whereabouts}")
    await Change.create(
        series=session, original_start=start, starts_at=moved_to, cancelled=moved_to is None, changed_at=clock.now()
    )
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


async def test_a_change_that_was_taken_back_does_not(
    alice: Person, mailbox: EmailAddress, session: Series, courier: Courier, writer: Writer, server: MailServer
) -> None:
    told = await due(alice, ReminderKind.change, subject=f"{session.id}@{TWO_PM}")
    await Reminder.filter(id=told.id).update(key=f"{alice.id}:change:{told.subject}:0:cancelled")
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    assert server.received == []


# What a mail server may do


@pytest.mark.parametrize(("command", "answer"), [("RCPT", "451 Come back"), ("DATA", DROPS), ("DATA", HANGS)])
async def test_in_trouble_it_is_tried_again_as_the_same_email(
    reminder: Reminder, courier: Courier, hasty: Writer, server: MailServer, command: str, answer: str
) -> None:
    await deliver_due(courier)
    server.answers[command] = answer
    await email_at(UNSEEN, hasty)
    email = await Email.get(id=reminder.id)
    assert (email.state, email.sent_at) == (ReminderState.waiting, None)
    assert A_SECOND < email.next_at - UNSEEN < timedelta(minutes=1)
    del server.answers[command]
    await email_at(email.next_at, hasty)
    [letter] = server.received
    assert letter["Message-ID"] == f"<{topic_of(f'email:{reminder.id}')}@d.example>"
    assert await state_of(reminder) == (ReminderState.accepted, None)


async def test_in_lasting_trouble_it_ends_with_its_use(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    server.answers["RCPT"] = "451 Come back"
    now = UNSEEN
    while (await Email.filter(id=reminder.id).count()) == 0 or (await state_of(reminder))[0] == ReminderState.waiting:
        await email_at(now, writer)
        now = (await Email.get(id=reminder.id)).next_at
    assert now < MONDAY_NOON + 2 * HOUR
    assert await state_of(reminder) == (ReminderState.expired, "smtp_451")
    [sent] = await sent_reminders(reminder.person, now)
    assert (sent.emailed_at, sent.email_failed) == (None, True)


async def test_what_is_refused_for_good_is_not_tried_again(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    server.answers["RCPT"] = "550 Nobody here"
    await email_at(UNSEEN, writer)
    assert await state_of(reminder) == (ReminderState.failed, "smtp_550")
    del server.answers["RCPT"]
    await email_at(UNSEEN + HOUR, writer)
    assert server.received == []


async def test_an_address_that_takes_nothing_three_times_is_left_alone(
    alice: Person, session: Series, mailbox: EmailAddress, courier: Courier, writer: Writer, server: MailServer
) -> None:
    server.answers["RCPT"] = "550 Nobody here"
    for number in range(REFUSALS):
        await mailbox.refresh_from_db()
        assert (mailbox.refusals, mailbox.stopped_at) == (number, None)
        await due(alice, subject=f"{session.id}@{TWO_PM}")
        await deliver_due(courier)
        await email_at(UNSEEN, writer)
    await mailbox.refresh_from_db()
    assert mailbox.stopped_at == UNSEEN
    del server.answers["RCPT"]
    await due(alice, subject=f"{session.id}@{TWO_PM}")
    await deliver_due(courier)
    assert await note_unseen(UNSEEN) == 0


async def test_one_that_takes_something_again_is_well(
    alice: Person, session: Series, mailbox: EmailAddress, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await EmailAddress.all().update(refusals=REFUSALS - 1)
    await due(alice, subject=f"{session.id}@{TWO_PM}")
    await deliver_due(courier)
    await email_at(UNSEEN, writer)
    await mailbox.refresh_from_db()
    assert (mailbox.refusals, mailbox.stopped_at) == (0, None)


async def test_while_one_is_sent_no_row_is_held(
    alice: Person, reminder: Reminder, courier: Courier, hasty: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    hanging = asyncio.Event()
    server.answers["DATA"], server.on_data = HANGS, hanging.set
    sending = asyncio.create_task(email_unseen(hasty, UNSEEN))
    async with asyncio.timeout(60):
        await hanging.wait()
        await Email.filter(id=reminder.id).update(reason="held")
        await Person.filter(id=alice.id).update(zone="UTC")
        await EmailAddress.all().update(refusals=1)
        await sending


# Workers


async def test_what_a_worker_left_lying_another_sends_as_the_same_email(
    reminder: Reminder, courier: Courier, writers: tuple[Writer, Writer], server: MailServer
) -> None:
    await deliver_due(courier)
    await note_unseen(UNSEEN)
    assert len(await claim("dead", UNSEEN)) == 1
    await email_at(UNSEEN + LEASE - A_SECOND, writers[0])
    assert server.received == []
    await email_at(UNSEEN + LEASE, writers[1])
    assert len(server.received) == 1


async def test_a_lease_from_before_the_clock_was_set_back_holds_nothing(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await note_unseen(UNSEEN)
    await claim("dead", UNSEEN + HOUR)
    await email_at(UNSEEN, writer)
    assert len(server.received) == 1


async def test_a_worker_whose_clock_is_ahead_a_little_keeps_what_it_claimed(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    await note_unseen(UNSEEN)
    await claim("ahead", UNSEEN + A_SECOND)
    await email_at(UNSEEN, writer)
    assert server.received == []


async def test_too_little_of_a_lease_is_not_begun(
    reminder: Reminder, courier: Courier, writer: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    with at(UNSEEN + LEASE - A_SECOND):
        await email_unseen(writer, UNSEEN)
    assert (server.received, await state_of(reminder)) == ([], (ReminderState.claimed, None))


async def test_what_became_somebody_elses_is_written_down_by_them(
    reminder: Reminder, courier: Courier, hasty: Writer, server: MailServer
) -> None:
    await deliver_due(courier)
    hanging = asyncio.Event()
    server.answers["DATA"], server.on_data = HANGS, hanging.set
    sending = asyncio.create_task(email_unseen(hasty, UNSEEN))
    async with asyncio.timeout(60):
        await hanging.wait()
        await Email.filter(id=reminder.id).update(lease_by="two")
        await sending
    assert await state_of(reminder) == (ReminderState.claimed, None)


async def test_two_workers_send_each_email_once(
    program: Program, dana: Person, courier: Courier, writers: tuple[Writer, Writer], server: MailServer
) -> None:
    number = 50
    for n in range(number):
        person = await make_person(program, f"Somebody{n}", counselor=dana)
        await mailbox_of(person)
        series = await Series.create(
            program=program, person=person, kind=SessionKind.individual, title="Talk", rule="FREQ=DAILY",
            first_day=date(2026, 5, 1), wall_time="14:00", minutes=50, zone="America/New_York",
        )  # fmt: skip
        await due(person, subject=f"{series.id}@{TWO_PM}")
    await deliver_due(courier)
    with at(UNSEEN):
        if on_postgres():
            while any(await asyncio.gather(*(email_unseen(each, UNSEEN) for each in writers * 2))):
                pass
        else:  # one process, one after the other
            while await email_unseen(writers[0], UNSEEN) + await email_unseen(writers[1], UNSEEN):
                pass
    assert Counter(letter["To"] for letter in server.received) == Counter(
        f"somebody{n}@mail.example" for n in range(number)
    )
    assert {each.state for each in await Email.all()} == {ReminderState.accepted}
