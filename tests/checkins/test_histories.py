"""Whatever happens between two phones and a server that is killed now and then, no answer is lost or counted twice."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as bounds
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.checkins.instrument import shipped
from server.checkins.models import DAILY, Answer, CheckIn, Flag
from server.checkins.rules import met
from server.checkins.score import scores_of
from server.checkins.submit import REVISABLE
from server.keys import Keys
from server.people.codes import hash_of
from server.people.models import Device, Person, Program
from server.review.models import AlertEvent
from server.review.raising import raise_alerts
from server.settings import Settings
from tests.checkins.phone import Item, Mishap, Phone, Trouble
from tests.checkins.test_answers import answer
from tests.conftest import make_person, new_id, sign_in
from tests.frozen import utc
from tests.mortal import MortalServer, mortal_server
from tests.processes import PATIENCE

FIRST_EVENING = utc("2026-06-02T00:00")
NIGHTS = 4
A_DAY = timedelta(days=1)
T = TypeVar("T")

DAILIES = st.fixed_dictionaries(
    {},
    optional={"mood": st.integers(0, 10), "craving": st.integers(0, 10), "used": st.booleans(), "call": st.booleans()},
)
PHQS = st.fixed_dictionaries({}, optional={"phq-9": st.sampled_from(["LA6568-5", "LA6569-3"])})
PHONES = st.sampled_from(["phone", "tablet"])
TROUBLES = st.one_of(st.none(), st.sampled_from(Mishap), st.integers(0, 15))


@dataclass
class Said:
    """What somebody answered on one of their phones."""

    item: Item
    phone: Phone

    @property
    def instrument(self) -> str:
        return str(self.item.body["instrument"])

    @property
    def answered_at(self) -> datetime:
        return datetime.fromisoformat(self.item.body["answered_at"])

    @property
    def values(self) -> dict[str, Any]:
        return {each["link_id"]: each["value"] for each in self.item.body["items"]}


class Histories(RuleBasedStateMachine):
    server: ClassVar[MortalServer]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    @initialize()
    def alice_has_two_phones_and_charlie_one(self) -> None:
        self.now = FIRST_EVENING + timedelta(minutes=10)
        self.said: dict[UUID, Said] = {}
        self.arrived: list[UUID] = []
        self.at_once: set[UUID] = set()  # they arrived together: neither is surely before the other
        self.run(self._begin())

    async def _begin(self) -> None:
        program = await Program.create(name="Harbor House", zone="America/New_York", phone="555-0100")
        self.alice, self.charlie = await make_person(program, "Alice"), await make_person(program, "Charlie")
        self.phones = {name: await self._phone_of(self.alice) for name in ("phone", "tablet")}
        self.charlies = await self._phone_of(self.charlie)
        self.nights = [await self._night(number) for number in range(NIGHTS)]
        self._say(self.phones["phone"], answer(self.nights[0], {"craving": 4}))
        for phone in self.phones.values():
            await phone.flush()
            await phone.refresh()

    async def _phone_of(self, person: Person) -> Phone:
        _, token = await sign_in(person)
        return Phone(self.server, self._clock, token)

    async def _night(self, number: int) -> CheckIn:
        opens_at = FIRST_EVENING + number * A_DAY
        return await CheckIn.create(
            id=new_id(), person=self.alice, instrument="daily", slot=DAILY,
            local_date=date(2026, 6, 1) + number * A_DAY, opens_at=opens_at, closes_at=opens_at + timedelta(hours=6),
        )  # fmt: skip

    def _clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    # What people do

    @rule(on=PHONES, items=DAILIES, night=st.integers(0, NIGHTS - 1))
    def answers_what_was_asked(self, on: str, items: dict[str, Any], night: int) -> None:
        asked = [each for each in self.nights if each.opens_at <= self.now]
        self._say(self.phones[on], answer(asked[night % len(asked)], items))

    @rule(on=PHONES, items=PHQS)
    def answers_what_nobody_asked(self, on: str, items: dict[str, Any]) -> None:
        self._say(self.phones[on], answer(None, items, instrument="phq-9"))

    @rule(on=PHONES, dailies=DAILIES, phqs=PHQS, which=st.integers(0, 99))
    def corrects(self, on: str, dailies: dict[str, Any], phqs: dict[str, Any], which: int) -> None:
        """Something that this phone shows: said here, or told by the server."""
        found = self.phones[on].correctable()
        if found:
            identifier, instrument = found[which % len(found)]
            items = dailies if instrument == "daily" else phqs
            self._say(self.phones[on], answer(None, items, instrument=instrument, revises=str(identifier)))

    @rule(items=st.tuples(DAILIES, DAILIES))
    def corrects_the_same_on_both_phones(self, items: tuple[dict[str, Any], dict[str, Any]]) -> None:
        phones = list(self.phones.values())
        shown = set(phones[0].correctable()) & set(phones[1].correctable())
        for identifier, instrument in sorted(shown)[-1:]:
            for phone, said in zip(phones, items, strict=True):
                body = answer(None, said if instrument == "daily" else {}, instrument=instrument)
                self._say(phone, body | {"revises": str(identifier)})

    def _say(self, phone: Phone, body: dict[str, Any]) -> None:
        item = Item(new_id(), {"revises": None, **body, "answered_at": self._clock().isoformat()})
        self.said[item.id] = Said(item, phone)
        phone.keep(item)

    @rule(hours=st.integers(1, 20))
    def hours_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # What becomes of the network, the server and the sign-in

    @rule(on=PHONES, trouble=TROUBLES)
    def sends(self, on: str, trouble: Trouble) -> None:
        self.run(self.phones[on].flush(trouble))
        self.run(self.phones[on].refresh())

    @rule(on=PHONES, troubles=st.tuples(*[st.one_of(st.none(), st.sampled_from(Mishap))] * 2))
    def sends_from_two_tabs_without_a_lock(self, on: str, troubles: tuple[Trouble, Trouble]) -> None:
        self._at_once(*(self.phones[on].flush(trouble) for trouble in troubles))

    @rule()
    def both_phones_send_at_once(self) -> None:
        self._at_once(*(phone.flush() for phone in self.phones.values()))

    def _at_once(self, *sending: Coroutine[Any, Any, None]) -> None:
        before = set(self.arrived)
        self.run(_all(*sending))
        self._see_what_arrived()
        self.at_once |= set(self.arrived) - before

    @rule(on=PHONES)
    def the_sign_in_runs_out_and_she_signs_in_again(self, on: str) -> None:
        phone = self.phones[on]
        before = phone.waiting
        self.run(_run_out(phone.token))
        self.run(phone.flush())
        assert phone.waiting == before
        phone.token = self.run(sign_in(self.alice))[1]

    @precondition(lambda self: self.arrived)
    @rule(which=st.integers(0, 99))
    def charlie_sends_what_is_alices(self, which: int) -> None:
        identifier = self.arrived[which % len(self.arrived)]
        alices = Item(identifier, self.said[identifier].item.body)
        self.charlies.keep(alices)
        self.run(self.charlies.flush())
        assert alices.problem, "Charlie has reached an answer of Alice's"

    # What holds at every moment

    @invariant()
    def what_was_called_saved_is_on_the_phone_or_on_the_server(self) -> None:
        if not hasattr(self, "phones"):
            return
        self._see_what_arrived()
        for identifier, said in self.said.items():
            kept_here = [item for item in said.phone.outbox if item.id == identifier]
            if identifier in self.arrived:
                assert [item.problem for item in kept_here] in ([], [None])
            else:
                assert len(kept_here) == 1, "lost"

    def _see_what_arrived(self) -> None:
        there = self.run(_ids_of(self.alice))
        assert len(there) == len(set(there))
        assert set(self.arrived) <= set(there) <= set(self.said)
        self.arrived += [each for each in there if each not in self.arrived]

    def teardown(self) -> None:
        if hasattr(self, "phones"):
            self.run(self._everybody_sends())
            self._see_what_arrived()
            self.run(self._compare())

    async def _everybody_sends(self) -> None:
        for phone in self.phones.values():
            _, phone.token = await sign_in(self.alice)
            await phone.flush()
            assert not phone.waiting

    async def _compare(self) -> None:
        answers = {each.id: each for each in await Answer.filter(person=self.alice)}
        for identifier, said in self.said.items():
            if identifier in answers:
                await self._compare_one(said, answers)
            else:
                self._was_refused_for_a_reason(said, answers)
        await self._compare_check_ins(list(answers.values()))
        assert not await Answer.exists(person=self.charlie)
        await _everything_was_raised_once(self.alice, self.now)

    async def _compare_one(self, said: Said, answers: dict[UUID, Answer]) -> None:
        kept, form = answers[said.item.id], shipped()[said.instrument, "1"]
        assert (kept.items, kept.answered_at) == (said.values, said.answered_at)
        assert kept.scores == scores_of(form, said.values)
        first = first_of(kept, answers)
        assert (kept.check_in_id, kept.late) == (first.check_in_id, self._late(first))
        assert str(kept.revises_id or None) == str(said.item.revises)
        corrections = [each for each in answers.values() if each.revises_id == kept.id]
        assert len(corrections) <= 1
        assert kept.superseded_at == (corrections[0].received_at if corrections else None)
        flags = {flag.rule for flag in await Flag.filter(answer_id=kept.id)}
        rules = met(form, said.values, kept.scores, self._before(kept, answers))
        unsure = {"craving"} if kept.id in self.at_once else set()
        assert flags - unsure == {each.name for each in rules if each.tier} - unsure

    def _late(self, first: Answer) -> bool:
        asked = next((each for each in self.nights if each.id == first.check_in_id), None)
        return asked is not None and first.answered_at >= asked.closes_at

    def _before(self, kept: Answer, answers: dict[UUID, Answer]) -> dict[str, float] | None:
        """The scores of the answer before it to the same form, of what had arrived by then."""
        said_at = first_of(kept, answers).answered_at
        there = [answers[each] for each in self.arrived[: self.arrived.index(kept.id)]]
        standing = [
            each
            for each in there
            if each.instrument == kept.instrument
            and each.id != kept.revises_id
            and (each.superseded_at is None or each.superseded_at >= kept.received_at)
            and each.answered_at < said_at
        ]
        return max(standing, key=lambda each: each.answered_at).scores if standing else None

    def _was_refused_for_a_reason(self, said: Said, answers: dict[UUID, Answer]) -> None:
        """Only a correction ever is: of what was corrected already, or after a day."""
        assert said.item.problem
        assert said.item.revises, said.item.problem
        revised = answers[UUID(said.item.revises)]
        if revised.superseded_at is None:
            assert said.answered_at >= first_of(revised, answers).received_at + REVISABLE, said.item.problem

    async def _compare_check_ins(self, answers: list[Answer]) -> None:
        for night in await CheckIn.filter(person=self.alice):
            its = [each for each in answers if each.check_in_id == night.id]
            firsts = {each.answered_at for each in its}
            assert night.answered_at in firsts if its else night.answered_at is None


def first_of(kept: Answer, answers: dict[UUID, Answer]) -> Answer:
    """The first of its revisions."""
    return first_of(answers[kept.revises_id], answers) if kept.revises_id else kept


async def _all(*work: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*work)


async def _run_out(token: str) -> None:
    await Device.filter(token_hash=hash_of(token)).update(expires_at=FIRST_EVENING)


async def _ids_of(person: Person) -> list[UUID]:
    return [each.id for each in await Answer.filter(person=person).order_by("received_at", "id")]


async def _everything_was_raised_once(person: Person, now: datetime) -> None:
    for _ in range(2):
        await raise_alerts(now)
    flags = await Flag.filter(person=person)
    told = await AlertEvent.filter(alert_id__in=[flag.alert_id for flag in flags])
    assert sorted((flag.alert_id, flag.answer_id) for flag in flags) == sorted(
        (event.alert_id, event.answer_id) for event in told
    )


@pytest.fixture
async def server(
    settings: Settings, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[MortalServer]:
    async with mortal_server(settings, tmp_path_factory.mktemp("mortal") / "log") as running:
        yield running


async def test_no_history_loses_or_doubles_an_answer(server: MortalServer) -> None:
    Histories.server, Histories.loop = server, asyncio.get_running_loop()
    bounded = bounds(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    await asyncio.to_thread(run_state_machine_as_test, Histories, settings=bounded)
