"""Places at a push service: who waits for one, in which order, and for how long."""

import asyncio

from server.push.places import Places

PATIENT, IMPATIENT = 60.0, 0.01  # seconds


async def test_who_finds_none_waits_and_is_next_in_order() -> None:
    places, got = Places(1, PATIENT), []

    async def one(name: str) -> None:
        assert await places.take()
        got.append(name)
        places.leave()

    assert await places.take()
    waiting = [asyncio.create_task(one(name)) for name in ("first", "second", "third")]
    await asyncio.sleep(0)  # each comes to where it waits
    assert places.are_taken
    assert not got
    places.leave()
    await asyncio.gather(*waiting)
    assert got == ["first", "second", "third"]
    assert not places.are_taken


async def test_when_nobody_leaves_all_who_wait_go_without() -> None:
    places = Places(1, IMPATIENT)
    assert await places.take()
    assert await asyncio.gather(*(places.take() for _ in range(3))) == [False, False, False]
    places.leave()
    assert await places.take(), "the place that was left is free for the next"


async def test_a_place_given_to_somebody_who_has_gone_is_the_next_ones() -> None:
    places = Places(1, PATIENT)
    assert await places.take()
    gone, following = asyncio.create_task(places.take()), asyncio.create_task(places.take())
    await asyncio.sleep(0)
    places.leave()  # to the one who goes before they hear of it
    gone.cancel()
    assert await following
    assert gone.cancelled()
