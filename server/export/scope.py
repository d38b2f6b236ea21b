"""Whose answers go out, read in pages by primary key, so that their number costs no memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from server.checkins.instrument import version_of
from server.checkins.models import Answer
from server.checkins.questionnaire import Questionnaire
from server.database import rows
from server.people.models import Person, Role

PAGE = 100  # between two of them everybody else is served
# 42 CFR 2.32 (a)(2): the short form of the notice that goes with every disclosure.
NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Scope:
    """One person's answers, or, without a person, everybody's in the program."""

    program_id: UUID
    person: Person | None

    @property
    def name(self) -> str:
        """For the file's name: says nothing about anybody."""
        return "answers" if self.person else "program-answers"

    @property
    def _answers(self) -> Q:
        if self.person:
            return Q(person_id=self.person.id)
        return Q(person__program_id=self.program_id)

    async def forms(self) -> list[Questionnaire]:
        """Each version of a form that was answered, in order."""
        pairs = await Answer.filter(self._answers).distinct().values_list("instrument", "version")
        return [await version_of(self.program_id, key, version) for key, version in sorted(pairs)]

    async def answers(self) -> AsyncIterator[list[Answer]]:
        """Pages of answers with their check-ins, corrected ones included, in the order of their ids."""
        last = FIRST
        while page := await self._page(last):
            yield page
            last = page[-1].id

    async def _page(self, after: UUID) -> list[Answer]:
        answers = Answer.filter(id__in=await self._next_ids(after)).order_by("id")
        return await answers.select_related("check_in")

    async def _next_ids(self, after: UUID) -> list[UUID]:
        whose, whom = "person_id = $2", self.person.id if self.person else self.program_id
        if self.person is None:
            # Not a join, which would be the first step of the plan: SQLite would sort every answer for each page.
            whose = "(person_id IN (SELECT id FROM person WHERE program_id = $2)) IS TRUE"
        found = await rows(
            f"SELECT id FROM answer WHERE id > $1 AND {whose} ORDER BY id LIMIT {PAGE}",  # noqa: S608  # our own words; what people gave is a parameter
            str(after),
            str(whom),
        )
        return [UUID(str(row["id"])) for row in found]

    async def people(self) -> AsyncIterator[list[Person]]:
        """Pages of those whose answers these may be."""
        if self.person:
            yield [self.person]
            return
        last = FIRST
        everybody = Person.filter(program_id=self.program_id, role=Role.participant)
        while page := await everybody.filter(id__gt=last).order_by("id").limit(PAGE).only("id"):
            yield page
            last = page[-1].id
