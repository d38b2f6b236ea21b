"""What a detailed reminder says when it is sent."""

from datetime import date

from server.people.models import Group, Person, Program
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import ReminderChoice
from server.sessions.models import Series, SessionKind
from tests.conftest import new_id
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, due


async def test_it_names_the_kind_and_the_time_once_alice_chose_it_and_not_a_minute_longer(
    program: Program, evening_a: Group, alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    skills = await Series.create(
        program=program, group=evening_a, kind=SessionKind.group, title="Harbor House", rule="FREQ=WEEKLY;BYDAY=TH",
        first_day=date(2026, 1, 1), wall_time="18:00", minutes=90, zone="America/New_York",
    )  # fmt: skip
    subject = f"{skills.id}@2026-06-04T18:00"
    chosen = await ReminderChoice.create(
        person=alice, what="session_detail", value=True, changed_by=new_id(), changed_at=MONDAY_NOON
    )
    await due(alice, subject=subject)
    await deliver_due(courier)
    await chosen.update_from_dict({"value": False}).save()
    await due(alice, subject=subject)
    await deliver_due(courier)
    said = [each.json()["notification"] for each in service.received(phone.endpoint)]
    assert [each["title"] for each in said] == ["Group session", "You have a reminder"]
    assert said[0]["body"] == "Thursday, 6:00 pm"
    assert said[0]["data"]["until"] == "2026-06-01T18:00Z"
