"""One push service: when it is left alone, and how it comes back."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID

import pytest

from server.channel import Outcome, Verdict
from server.push import origin as origins
from server.push.origin import FIRST_REST, KEY_PROVEN, KEY_REST, LONGEST_REST, OUTAGE, Health, NotSent, Origin, Origins
from tests.conftest import new_id
from tests.frozen import at

MONDAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
A_MINUTE = timedelta(minutes=1)
NO_REST = timedelta(0)

ACCEPTED = Outcome(Verdict.ACCEPTED, "http_201", 201)
GONE = Outcome(Verdict.GONE, "http_410", 410)
REFUSED = Outcome(Verdict.REFUSED, "http_400", 400)
KEY_REFUSED = Outcome(Verdict.KEY_REFUSED, "http_403", 403)
BUSY_FOR_A_MINUTE = Outcome(Verdict.TRY_LATER, "http_429", 429, 60.0)
BUSY = Outcome(Verdict.TRY_LATER, "http_429", 429)
DOWN = Outcome(Verdict.TRY_LATER, "http_500", 500)
SILENT = Outcome(Verdict.TRY_LATER, "timeout")
NO_ADDRESS = Outcome(Verdict.REFUSED, "endpoint")  # nothing was sent


def after(*outcomes: Outcome, now: datetime = MONDAY) -> Health:
    """A push service that did this, all at one moment, each for another subscription."""
    health = Health()
    for outcome in outcomes:
        health.note(outcome, now, new_id())
    return health


@pytest.mark.parametrize(
    ("outcomes", "rest"),
    [
        ([], NO_REST),
        ([ACCEPTED, GONE, REFUSED], NO_REST),  # it answers
        ([BUSY_FOR_A_MINUTE], A_MINUTE),
        ([BUSY_FOR_A_MINUTE, ACCEPTED], A_MINUTE),  # that one was under way already
        ([BUSY_FOR_A_MINUTE, Outcome(Verdict.TRY_LATER, "http_429", 429, 5.0)], A_MINUTE),  # the longest counts
        ([Outcome(Verdict.TRY_LATER, "http_503", 503, 60.0)], NO_REST),  # that message's own wait
        ([BUSY], NO_REST),
        ([KEY_REFUSED], KEY_REST),
        ([ACCEPTED, KEY_REFUSED], NO_REST),  # one broken subscription, which anybody may have made
        ([ACCEPTED] + [KEY_REFUSED] * (OUTAGE - 1), NO_REST),
        ([ACCEPTED] + [KEY_REFUSED] * OUTAGE, KEY_REST),  # it is our key after all
        ([ACCEPTED] + [KEY_REFUSED] * (OUTAGE - 1) + [ACCEPTED, KEY_REFUSED], NO_REST),
        ([DOWN] * (OUTAGE - 1), NO_REST),
        ([DOWN] * OUTAGE, FIRST_REST),
        ([SILENT] * OUTAGE, FIRST_REST),
        ([BUSY] * OUTAGE, FIRST_REST),
        ([DOWN] * (OUTAGE * 20), FIRST_REST),  # those that were under way do not lengthen it
        ([DOWN] * (OUTAGE - 1) + [GONE] + [DOWN] * (OUTAGE - 1), NO_REST),  # not in a row
        ([SILENT] * (OUTAGE - 1) + [NO_ADDRESS, SILENT], FIRST_REST),  # what was not sent says nothing
    ],
)
def test_when_a_push_service_is_left_alone(outcomes: list[Outcome], rest: timedelta) -> None:
    assert after(*outcomes).rest(MONDAY) == rest


def test_one_broken_subscription_counts_once_however_often_it_is_tried() -> None:
    health, broken = after(ACCEPTED), new_id()
    for _ in range(3 * OUTAGE):
        health.note(KEY_REFUSED, MONDAY, broken)
    assert health.rest(MONDAY) == NO_REST
    for _ in range(OUTAGE - 1):
        health.note(KEY_REFUSED, MONDAY, new_id())
    assert health.rest(MONDAY) == KEY_REST


def test_one_subscription_that_always_fails_is_no_outage() -> None:
    health, broken = Health(), new_id()
    for _ in range(3 * OUTAGE):
        health.note(DOWN, MONDAY, broken)
    assert not health.is_unproven
    health.note(DOWN, MONDAY, new_id())
    assert health.rest(MONDAY) == FIRST_REST


@pytest.mark.parametrize("trouble", [[DOWN] * OUTAGE, [BUSY_FOR_A_MINUTE], [KEY_REFUSED]], ids=str)
def test_set_back_an_hour_a_rest_is_over(trouble: list[Outcome]) -> None:
    """Else it would last an hour longer."""
    health, earlier = after(*trouble), MONDAY - timedelta(hours=1)
    assert (health.rest(earlier), health.is_unproven) == (NO_REST, True)
    health.note(trouble[0], earlier, new_id())
    assert NO_REST < health.rest(earlier) <= KEY_REST


def test_a_key_that_was_taken_long_ago_proves_nothing() -> None:
    health = after(ACCEPTED)
    later = MONDAY + KEY_PROVEN + A_SECOND
    health.note(KEY_REFUSED, later, new_id())
    assert health.rest(later) == KEY_REST


def test_after_an_outage_one_goes_ahead_and_each_failure_doubles_the_rest() -> None:
    health, now, rests = after(*[DOWN] * OUTAGE), MONDAY, []
    for _ in range(9):
        rests.append(health.rest(now).total_seconds())
        now += health.rest(now)
        assert (health.rest(now), health.is_unproven) == (NO_REST, True)
        health.note(SILENT, now, new_id())
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert health.rest(now) == LONGEST_REST


@pytest.mark.parametrize("answer", [ACCEPTED, GONE, REFUSED])
def test_any_answer_after_a_rest_ends_it(answer: Outcome) -> None:
    health = after(*[DOWN] * OUTAGE)
    health.note(answer, MONDAY + FIRST_REST, new_id())
    assert not health.is_unproven
    health.note(DOWN, MONDAY + FIRST_REST, new_id())
    assert health.rest(MONDAY + FIRST_REST) == NO_REST


@pytest.mark.parametrize("refusal", [KEY_REFUSED, BUSY_FOR_A_MINUTE])
def test_refused_again_it_rests_again(refusal: Outcome) -> None:
    health = after(refusal)
    later = MONDAY + health.rest(MONDAY)
    health.note(refusal, later, new_id())
    assert health.rest(later) == later - MONDAY


# The way there


class Service:
    """Answers when told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    async def post(self) -> Outcome:
        self.asked += 1
        return await asyncio.shield(self.answer)


@pytest.fixture
async def service() -> Service:
    return Service()


async def ready(*tasks: "asyncio.Task[Outcome]") -> None:
    """Lets each do what it can."""
    await asyncio.wait(tasks, timeout=0)
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "PATIENCE", 0.01)


@pytest.mark.usefixtures("impatient")
async def test_no_more_are_under_way_than_it_has_places(service: Service) -> None:
    origin = Origin("https://push.example")
    sending = [asyncio.create_task(origin.send(service.post, new_id())) for _ in range(origins.AT_ONE)]
    await ready(*sending)
    assert (await origin.send(service.post, new_id())).reason == "busy"
    assert service.asked == origins.AT_ONE
    service.answer.set_result(ACCEPTED)
    assert await asyncio.gather(*sending) == [ACCEPTED] * origins.AT_ONE
    assert await origin.send(service.post, new_id()) == ACCEPTED


async def test_whoever_waits_for_a_place_gets_the_next(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "AT_ONE", 1)
    origin = Origin("https://push.example")
    sending = [asyncio.create_task(origin.send(service.post, new_id())) for _ in range(2)]
    await ready(*sending)
    assert service.asked == 1
    service.answer.set_result(ACCEPTED)
    assert await asyncio.gather(*sending) == [ACCEPTED, ACCEPTED]


async def test_whoever_waits_long_is_not_sent_away_while_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer() -> Outcome:
        until = perf_counter() + 0.001
        for _ in iter(lambda: perf_counter() < until, False):
            await asyncio.sleep(0)
        return ACCEPTED

    monkeypatch.setattr(origins, "AT_ONE", 1)
    monkeypatch.setattr(origins, "PATIENCE", 0.2)
    monkeypatch.setattr(origins, "perf_counter", lambda: 0.0)  # each answer is a quick one
    origin = Origin("https://push.example")
    assert await asyncio.gather(*(origin.send(answer, new_id()) for _ in range(500))) == [ACCEPTED] * 500


async def test_after_a_rest_one_goes_ahead_and_the_others_follow_where_it_got_through(service: Service) -> None:
    origin = Origin("https://push.example")
    origin.health = after(*[DOWN] * OUTAGE)
    with at(MONDAY + FIRST_REST):
        sending = [asyncio.create_task(origin.send(service.post, new_id())) for _ in range(20)]
        await ready(*sending)
        assert service.asked == 1
        service.answer.set_result(ACCEPTED)
        assert await asyncio.gather(*sending) == [ACCEPTED] * 20


async def test_after_a_rest_the_others_are_not_sent_where_the_first_failed(service: Service) -> None:
    origin = Origin("https://push.example")
    origin.health = after(*[DOWN] * OUTAGE)
    with at(MONDAY + FIRST_REST):
        sending = [asyncio.create_task(origin.send(service.post, new_id())) for _ in range(20)]
        await ready(*sending)
        service.answer.set_result(DOWN)
        outcomes = await asyncio.gather(*sending)
    assert service.asked == 1
    assert [outcome.reason for outcome in outcomes] == ["http_500"] + ["paused"] * 19
    assert {outcome.retry_after for outcome in outcomes[1:]} == {10.0}


async def test_what_was_not_sent_after_all_takes_no_place_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_late() -> Outcome:
        raise NotSent

    monkeypatch.setattr(origins, "AT_ONE", 1)
    origin = Origin("https://push.example")
    for _ in range(3):
        with pytest.raises(NotSent):
            await origin.send(too_late, new_id())
    assert (origin.under_way, origin.health) == (0, Health())


def test_only_push_services_that_took_something_are_remembered_for_long() -> None:
    known = Origins()
    known.at("https://fcm.googleapis.com").health.note(ACCEPTED, MONDAY, new_id())
    for number in range(3 * origins.KEPT):
        known.at(f"https://mallory{number}.push.apple.com")
    assert len(known._known) <= origins.KEPT + 1
    assert known.at("https://fcm.googleapis.com").health.accepted_at == MONDAY


# What it asks of one message


async def test_a_wait_that_it_asks_for_one_subscription_holds_for_that_one_alone() -> None:
    origin, hers, his = Origin("https://push.example"), new_id(), new_id()
    sent = []

    async def post(to: UUID, outcome: Outcome) -> Outcome:
        async def one() -> Outcome:
            sent.append(to)
            return outcome

        return await origin.send(one, to)

    with at(MONDAY):
        await post(hers, Outcome(Verdict.TRY_LATER, "http_503", 503, 60.0))
        assert await post(hers, ACCEPTED) == Outcome(Verdict.TRY_LATER, "paused", retry_after=60.0)
        assert await post(his, ACCEPTED) == ACCEPTED
    with at(MONDAY - timedelta(hours=1)):  # the clock was set back
        assert await post(hers, Outcome(Verdict.TRY_LATER, "http_503", 503, 60.0)) != ACCEPTED
    with at(MONDAY - timedelta(hours=1) + A_MINUTE):
        assert await post(hers, ACCEPTED) == ACCEPTED
    assert sent == [hers, his, hers, hers]
