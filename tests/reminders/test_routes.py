"""A test reminder on demand, and the phone's word that it showed one."""

import asyncio
from datetime import timedelta

from server.people.models import Person
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Reminder, Shown
from tests.conftest import Browser, new_id
from tests.frozen import at, utc
from tests.push_service import PushService
from tests.reminders.conftest import BASE_URL, MONDAY_NOON


async def test_a_test_reminder_goes_the_way_that_all_of_them_go(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    identifier = new_id()
    replies = await asyncio.gather(*(alices.put(f"/api/test-reminders/{identifier}", {}) for _ in range(3)))
    assert {(reply.status_code, reply.json()["id"]) for reply in replies} == {(200, str(identifier))}
    await deliver_due(courier)
    [message] = service.received(phone.endpoint)
    notification = message.json()["notification"]
    assert (notification["title"], notification["navigate"]) == ("Reminders work", f"{BASE_URL}/reminders")
    shown = {"shown_at": "2026-06-01T16:00:02Z"}
    for _ in range(2):
        reply = await alices.put(f"/api/deliveries/{notification['data']['delivery']}", shown)
        assert reply.status_code == 200
        shown = {"shown_at": "2026-06-01T17:00:00Z"}  # the first report counts
    health = (await danas.get(f"/api/people/{alice.id}")).json()["reminders"]
    assert health["subscribed"] is True
    assert health["last_accepted_at"].startswith("2026-06-01T16:00:00")
    assert health["last_shown_at"].startswith("2026-06-01T16:00:02")


async def test_without_a_subscription_there_is_nothing_to_test(alices: Browser) -> None:
    reply = await alices.put(f"/api/test-reminders/{new_id()}", {})
    assert (reply.status_code, "Reminders are off" in reply.json()["error"]) == (409, True)


async def test_one_test_at_a_time(alices: Browser, phone: Subscription) -> None:
    assert (await alices.put(f"/api/test-reminders/{new_id()}", {})).status_code == 200
    soon = await alices.put(f"/api/test-reminders/{new_id()}", {})
    assert (soon.status_code, soon.headers["retry-after"]) == (429, "5")
    with at(MONDAY_NOON + timedelta(seconds=5)):
        assert (await alices.put(f"/api/test-reminders/{new_id()}", {})).status_code == 200
    assert await Reminder.all().count() == 2


async def test_the_phones_word_may_come_before_ours(alices: Browser, alice: Person, charlies: Browser) -> None:
    early = new_id()  # the push was faster than the worker's pen
    assert (await alices.put(f"/api/deliveries/{early}", {"shown_at": "2026-06-01T16:00:02Z"})).status_code == 200
    assert (await Shown.get(id=early, person_id=alice.id)).at == utc("2026-06-01T16:00:02")
    assert (await charlies.put(f"/api/deliveries/{early}", {"shown_at": "2026-06-01T16:00:02Z"})).status_code == 404
