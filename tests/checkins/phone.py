"""What the app does on one phone with what was said there, as `pwa/src/data/outbox.ts` does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from tests.mortal import Died, MortalServer


class Mishap(Enum):
    """What happens to one request on its way."""

    request_lost = "it never reaches the server"
    answer_lost = "the server has kept it, and the phone does not hear so"
    stopped = "somebody between refuses this one"


Trouble = Mishap | int | None  # a number: the server dies before this step of the request; 0: before it comes


@dataclass
class Item:
    """An answer in the outbox."""

    id: UUID
    body: dict[str, Any]
    problem: str | None = None  # parked, with the server's sentence

    @property
    def revises(self) -> str | None:
        text: str | None = self.body["revises"]
        return text


@dataclass
class Phone:
    server: MortalServer
    clock: Callable[[], datetime]  # each look is a second later
    token: str
    outbox: list[Item] = field(default_factory=list)
    told: dict[UUID, str] = field(default_factory=dict)  # the instruments of answers that the server lets it correct

    def keep(self, item: Item) -> None:
        """From here on the page says "saved"."""
        self.outbox.append(item)

    @property
    def waiting(self) -> list[Item]:
        return [item for item in self.outbox if item.problem is None]

    def correctable(self) -> list[tuple[UUID, str]]:
        """With their instruments, what the pages offer to correct."""
        here = {item.id: item.body["instrument"] for item in self.waiting if not item.revises}
        shown = self.told | here
        corrected = {item.revises for item in self.outbox}
        return [
            (identifier, instrument) for identifier, instrument in shown.items() if str(identifier) not in corrected
        ]

    async def flush(self, trouble: Trouble = None) -> None:
        """As one tab does it; `trouble` meets the first item."""
        seen: set[UUID] = set()
        while item := self._next(seen):
            seen.add(item.id)
            if not await self._send(item, trouble):
                return
            trouble = None

    def _next(self, seen: set[UUID]) -> Item | None:
        """A correction never overtakes what it corrects."""
        waiting = {str(item.id) for item in self.waiting}
        return next((item for item in self.waiting if item.id not in seen and item.revises not in waiting), None)

    async def _send(self, item: Item, trouble: Trouble) -> bool:
        """Whether the next one may go."""
        if trouble in (Mishap.request_lost, Mishap.stopped):
            return trouble == Mishap.stopped
        if trouble == 0:
            await self.server.reborn()
            return False
        dies_before = trouble if isinstance(trouble, int) else None
        try:
            reply = await self.server.put(
                f"/api/answers/{item.id}", item.body, self.token, now=self.clock(), dies_before=dies_before
            )
        except Died:
            await self.server.has_died()
            await self.server.start()
            return False
        if trouble == Mishap.answer_lost or reply.status_code == 401:
            return False
        return self._settle(item, reply.status_code, reply.json())

    def _settle(self, item: Item, status: int, said: dict[str, Any]) -> bool:
        if status == 200 and said["id"] == str(item.id):
            self.outbox = [each for each in self.outbox if each.id != item.id]  # another tab may have done so
            return True
        assert 400 <= status < 500, (status, said)
        item.problem = said["error"]
        return True

    async def refresh(self) -> None:
        """Learns what can be corrected, as from any device of the person."""
        reply = await self.server.get("/api/home", self.token, now=self.clock())
        if reply.status_code == 200:
            answers = [each for each in reply.json()["answers"] if each["revisable_until"]]
            self.told = {UUID(each["id"]): each["instrument"] for each in answers}
