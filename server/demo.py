from datetime import datetime

from server.people.models import Person, Program


async def make(now: datetime) -> None: ...
async def to_invite(program: Program) -> tuple[Person, Person]:
    raise NotImplementedError
