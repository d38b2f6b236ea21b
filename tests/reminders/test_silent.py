"""A phone that shows nothing of what is sent to it is noticed after two days: on that phone, and by the counselor."""

from datetime import timedelta

from server.people.models import Person
from server.push.models import Subscription
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Shown
from tests.conftest import Browser
from tests.frozen import at
from tests.push_service import PushService
from tests.reminders.conftest import MONDAY_NOON, Subscribe, due

DAY = timedelta(days=1)
A_MOMENT = timedelta(milliseconds=1)
IN_TWO_DAYS = MONDAY_NOON + 2 * DAY


async def on_alices_phone(alices: Browser, phone: Subscription) -> None:
    """Her browser's device is the one that the subscription is of."""
    assert alices.device
    await Subscription.filter(id=phone.id).update(device_id=alices.device.id)


async def remind(alice: Person, courier: Courier, *days: float) -> None:
    """Every device gets one, so many days after Monday noon."""
    for after in days:
        with at(MONDAY_NOON + after * DAY):
            await due(alice)
            await deliver_due(courier)


async def show_the_last(alice: Person, phone: Subscription) -> None:
    delivery = await Delivery.filter(subscription_id=phone.id).order_by("-at").first()
    assert delivery
    await Shown.create(id=delivery.id, person_id=alice.id, at=delivery.at)


async def on_the_phone(alices: Browser) -> str | None:
    found: str | None = (await alices.get("/api/push")).json()["silent_since"]
    return found


async def at_danas_desk(danas: Browser, alice: Person) -> tuple[str | None, list[tuple[str, int | None]]]:
    """Since when, on Alice's page, and the reasons in the caseload with their counts."""
    page = (await danas.get(f"/api/people/{alice.id}")).json()["reminders"]["stopped_on"]
    [row] = (await danas.get("/api/caseload")).json()["people"]
    return page, [(each["reason"], each["count"]) for each in row["needs"]]


async def test_after_two_days_the_phone_and_the_counselor_say_so(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, courier: Courier
) -> None:
    await on_alices_phone(alices, phone)
    await remind(alice, courier, -1)
    await show_the_last(alice, phone)
    await remind(alice, courier, 0, 1)
    with at(IN_TWO_DAYS - A_MOMENT):
        assert await on_the_phone(alices) is None  # a weekend without a network
        assert await at_danas_desk(danas, alice) == (None, [])
    since = "2026-06-01T16:00:00Z"
    with at(IN_TWO_DAYS):
        assert await on_the_phone(alices) == since
        assert await at_danas_desk(danas, alice) == (since, [("silent_phone", 2)])
    await remind(alice, courier, 3)
    with at(MONDAY_NOON + 3 * DAY):
        assert await on_the_phone(alices) == since  # the same trouble, so that the card stays away
        await show_the_last(alice, phone)
        assert await on_the_phone(alices) is None
        assert await at_danas_desk(danas, alice) == (None, [])


async def test_a_single_one_may_have_been_over_when_the_phone_was_on_again(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, courier: Courier
) -> None:
    await on_alices_phone(alices, phone)
    await remind(alice, courier, 0)
    with at(MONDAY_NOON + 6 * DAY):
        assert await on_the_phone(alices) is None
        assert await at_danas_desk(danas, alice) == (None, [])


async def test_what_a_push_service_refused_is_no_silence(
    alices: Browser, alice: Person, phone: Subscription, courier: Courier, service: PushService
) -> None:
    await on_alices_phone(alices, phone)
    service.answers(phone.endpoint, 400)
    await remind(alice, courier, 0, 1, 2)
    with at(MONDAY_NOON + 3 * DAY):
        assert await on_the_phone(alices) is None


async def test_where_her_tablet_shows_them_only_the_phone_says_so(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, subscribe: Subscribe, courier: Courier
) -> None:
    await on_alices_phone(alices, phone)
    tablet = await subscribe(alice)
    await remind(alice, courier, 0, 1)
    await show_the_last(alice, tablet)
    with at(IN_TWO_DAYS):
        assert await on_the_phone(alices) == "2026-06-01T16:00:00Z"
        assert await at_danas_desk(danas, alice) == (None, [])
    await remind(alice, courier, 2, 3)
    with at(MONDAY_NOON + 4 * DAY):
        # By now the tablet shows nothing either: on neither since what came after its last.
        assert await at_danas_desk(danas, alice) == ("2026-06-03T16:00:00Z", [("silent_phone", 2)])


async def test_a_phone_that_was_set_up_anew_begins_anew(
    alices: Browser, danas: Browser, alice: Person, phone: Subscription, subscribe: Subscribe, courier: Courier
) -> None:
    await remind(alice, courier, 0, 1)
    await phone.delete()
    await subscribe(alice)
    with at(IN_TWO_DAYS):
        assert await at_danas_desk(danas, alice) == (None, [])
