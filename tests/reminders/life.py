"""What really happens to Alice: what she and Dana say to the API, what the planner makes of it, and what her phone is
sent when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx2
from starlette.applications import Starlette

from server.channel import Message, Outcome, Verdict
from server.checkins.models import CheckIn, Rhythm, Schedule
from server.checkins.plan import close_missed
from server.people.models import Device, Group, Person, Phase, Program, Role
from server.push.models import Subscription, address_hash
from server.push.send import Target
from server.reminders.choices import WEEKDAYS
from server.reminders.deliver import Courier, deliver_due
from server.reminders.models import Delivery, Reminder, ReminderState
from server.reminders.plan import plan_due
from server.sessions.models import Series, local_text
from tests.conftest import ORIGIN, Browser, make_person, sign_in
from tests.frozen import at, made_at
from tests.reminders.obvious.world import CheckInName, Name, Rule, SessionName, World

Came = tuple[str, Name, datetime]  # kind, what it is about, when it came


class Taken:
    """A push service that takes everything."""

    async def send(self, to: Target, message: Message, /, *, ttl: int, topic: str, now: float) -> Outcome:
        return Outcome(Verdict.ACCEPTED, "accepted", status=201)


@dataclass
class Life:
    app: Starlette
    now: datetime
    courier: Courier = field(default_factory=lambda: Courier(Taken(), ORIGIN, "one"))
    lines: list[list[UUID]] = field(default_factory=list)  # the series of each line, in order
    is_to_replan: bool = False
    _made: Iterator[int] = field(default_factory=count)

    async def begin(self, world: World) -> None:
        program = await Program.create(name="Harbor House", zone=str(world.clinic))
        dana = await make_person(program, "Dana", Role.counselor)
        self.alice = await make_person(program, "Alice", counselor=dana, zone=str(world.zone))
        await Person.filter(id=self.alice.id).update(phase_from=world.phase_from)
        self.group = await Group.create(program=program, name="Evening A")
        self._browsers = {"dana": await self._signed_in(dana), "alice": await self._signed_in(self.alice)}
        await subscribe(self.alice)
        if world.asked:
            await ask(program)
        await self.dana_says(f"groups/{self.group.id}", **self.members(*world.member))
        for n, line in enumerate(world.lines):
            [rule] = line.rules
            self.lines.append([])
            await self.write_series(world, n, rule, series=None, from_day=None)

    async def _signed_in(self, person: Person) -> Browser:
        _, token = await sign_in(person)
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        return Browser(httpx2.AsyncClient(transport=transport, base_url=ORIGIN, cookies={"daymark": token}))

    async def end(self) -> None:
        for each in self._browsers.values():
            await each.client.aclose()

    # What they say

    def new_id(self) -> UUID:
        """Each newer than the one before."""
        return made_at(self.now + next(self._made) * timedelta(milliseconds=1))

    async def alice_says(self, path: str, **body: Any) -> bool:
        return await self._say("alice", path, body)

    async def dana_says(self, path: str, **body: Any) -> bool:
        return await self._say("dana", path, body)

    async def _say(self, who: str, path: str, body: dict[str, Any]) -> bool:
        """Whether it was taken. What can't be is refused with a sentence that says why, and changes nothing."""
        address = path if "/" in path else f"{path}/{self.new_id()}"
        answer = await self._browsers[who].put(f"/api/{address}", body)
        assert answer.status_code in (200, 422), (path, body, answer.text)
        return answer.status_code == 200

    async def write_series(self, world: World, n: int, rule: Rule, series: UUID | None, from_day: date | None) -> bool:
        """A new one, or the one from this day on."""
        line, identifier = world.lines[n], self.new_id()
        days = ",".join(WEEKDAYS[each] for each in sorted(rule.weekdays))
        taken = await self.dana_says(
            f"series/{identifier}", series=str(series) if series else None, from_day=_text(from_day),
            group=str(self.group.id) if line.is_of_group else None,
            person=None if line.is_of_group else str(self.alice.id),
            kind="group" if line.is_of_group else "individual", title="A session", facilitator=None,
            rule=f"FREQ=WEEKLY;INTERVAL={rule.every};BYDAY={days}", first_day=_text(rule.first_day),
            wall_time=f"{rule.begins:%H:%M}", minutes=50, until=_text(rule.until),
            excluded=[f"{day}T{rule.begins:%H:%M}" for day in sorted(line.excluded)],
            added=[local_text(each) for each in sorted(line.added)],
            topics=None, homework=None, place=None, link=None, bring=None,
        )  # fmt: skip
        if await Series.exists(id=identifier):  # else the series was changed itself, from its first day on
            self.lines[n].append(identifier)
        return taken

    def members(self, from_day: date, to_day: date | None) -> dict[str, Any]:
        alice = {"person": str(self.alice.id), "from_day": _text(from_day), "to_day": _text(to_day)}
        return {"name": "Evening A", "lead": None, "members": [alice]}

    async def id_of(self, name: SessionName) -> str:
        """The session's, by the series of its line that has it now."""
        n, meant = name
        for series in reversed(self.lines[n]):
            row = await Series.get(id=series)
            if row.first_day <= meant.date() or local_text(meant) in row.added:
                break
        return f"{series}@{local_text(meant)}"

    async def open_check_in(self) -> tuple[CheckInName, CheckIn] | None:
        """The newest that has opened and is not answered."""
        opened = CheckIn.filter(person_id=self.alice.id, opens_at__lte=self.now, answered_at=None, withdrawn_at=None)
        row = await opened.order_by("-opens_at").first()
        return ((row.slot, row.local_date), row) if row else None

    # What the server does

    async def look(self) -> None:
        """As its clock has it do.

        What is given up late, or was seen, leaves its place in the day to another only when the planner has a reason to
        look at its person. The model looks each time, so after such a thing there always is one.
        """
        if self.is_to_replan:
            await Person.filter(id=self.alice.id).update(plan_stale=True)
        await close_missed(self.now)
        await plan_due(self.now)

    async def send(self) -> None:
        """All that is due by now."""
        await deliver_due(self.courier)

    async def wake(self, moment: datetime) -> None:
        self.now, self.is_to_replan = moment, True
        with at(moment):
            await self.look()
            await self.send()

    async def go_on_until(self, moment: datetime) -> None:
        """Whatever is due by then is sent at its time."""
        while (next_at := await self.next_at()) and next_at <= moment:
            self.now = next_at
            with at(next_at):
                await self.send()
        self.now = moment

    async def next_at(self) -> datetime | None:
        row = await Reminder.filter(state=ReminderState.waiting).order_by("next_at").first()
        return row.next_at if row else None

    async def came(self) -> list[Came]:
        """To her phone, so far."""
        sent = await Delivery.filter(person_id=self.alice.id).order_by("at").select_related("reminder")
        return [(each.reminder.kind.value, await self._name_of(each.reminder.subject), each.at) for each in sent]

    async def newest(self) -> list[Delivery]:
        """What came last, all of that moment."""
        last = await Delivery.filter(person_id=self.alice.id).order_by("-at").first()
        return await Delivery.filter(at=last.at) if last else []

    async def _name_of(self, subject: str) -> Name:
        series, _, meant = subject.partition("@")
        if meant:
            [n] = [n for n, line in enumerate(self.lines) if UUID(series) in line]
            return n, datetime.fromisoformat(meant)
        row = await CheckIn.get(id=subject)
        return row.slot, row.local_date


async def subscribe(person: Person) -> None:
    device = await Device.get(person=person)
    endpoint = f"https://push.example/{device.id}"
    await Subscription.create(
        id=made_at(device.signed_in_at), person=person, device=device, endpoint=endpoint,
        endpoint_hash=address_hash(endpoint), p256dh="", auth="", vapid_key="", made_at=device.signed_in_at,
    )  # fmt: skip


async def ask(program: Program) -> None:
    """What most programs ask; the longer form more often, so that much of it comes in a week."""
    await Schedule.create(
        program=program, phase=Phase.iop, slot="daily", instrument="daily", rule="FREQ=DAILY", wall_time="20:00",
        window_minutes=6 * 60, nudge_minutes=60,
    )  # fmt: skip
    await Schedule.create(
        program=program, phase=Phase.iop, slot="weekly", instrument="phq-8", rule="FREQ=WEEKLY;BYDAY=MO,WE,FR",
        wall_time="18:10", window_minutes=20 * 60, nudge_minutes=None,
    )  # fmt: skip
    await Schedule.create(
        program=program, phase=Phase.aftercare, slot="aftercare", instrument="aftercare", rhythm=Rhythm.taper, rule="",
        wall_time="18:00", window_minutes=48 * 60, nudge_minutes=24 * 60,
    )  # fmt: skip


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
