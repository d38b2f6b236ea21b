"""Six weeks of check-ins, and what was answered to them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from server.checkins.instrument import shipped_newest
from server.checkins.models import DAILY, FIRST, Answer, CheckIn, Flag, Schedule
from server.checkins.plan import FIRST_INSTRUMENT, wanted_check_ins
from server.checkins.questionnaire import Scalar
from server.checkins.rules import met
from server.checkins.schedule import TONIGHT, TWO_DAYS, Line, default_schedules
from server.checkins.score import scores_of
from server.checkins.written import Written, stored
from server.demo.chance import chance, id_at
from server.demo.forms import FORMS, SAID_AFTER
from server.demo.people import Character
from server.demo.practice import make_practices
from server.people.models import Language, Person, Phase, Program
from server.people.reading import next_reading

SIX_WEEKS = timedelta(weeks=6)
MISSED = 0.28  # never twice in a row, so a bit more than one of five
LATE = 0.04
FORGOTTEN = 0.06
WITH_SKILL = 0.5
WITH_NOTE = 0.1
DELAYS = (2, 2, 3, 3, 4, 4, 5, 6, 8, 5400)  # seconds until an answer arrived; one phone in ten had no network
READ_EARLY = timedelta(minutes=40)  # before the hour that people are told
BY_CHANCE = 6  # no stronger craving, and no step of 3, is left to chance: flags are for the stories
LOOK_EVERY = 2  # weeks; the planner looks a little more than that ahead
EVENINGS: dict[str, Any] = {"rule": "FREQ=DAILY", **TONIGHT}
SUNDAYS: dict[str, Any] = {"rule": "FREQ=WEEKLY;BYDAY=SU", **TWO_DAYS}
NOTES = {
    Language.en: (
        "I slept badly, but the walk helped.",
        "Talked to my sister for an hour.",
        "Long day at work. Glad it's over.",
        "The group helped today.",
        "I cooked for my kids again.",
    ),
    Language.es: (
        "Dormí mal, pero caminar me ayudó.",
        "Hablé una hora con mi hermana.",
        "Hoy cociné para mis hijos.",
        "El grupo me ayudó.",
    ),
}
REPLIES = {
    Language.en: ("Thank you for telling me. Let's talk about it on Thursday.", "I'm glad you wrote that down."),
    Language.es: ("Gracias por contármelo. Hablamos en la sesión.", "Me alegra que lo escribieras."),
}
STAFF_NOTE = "Talked in the individual session. Watch the weekends."


async def make_schedules(program: Program) -> None:
    """What is asked from now on. The weeks before were simpler, see `_past_line`."""
    await Schedule.bulk_create(default_schedules(program))


async def make_history(character: Character, person: Person, program: Program, now: datetime) -> None:
    """What was due to this person, what they answered, what rules saw in it, and what their counselor has read."""
    check_ins = _past_check_ins(person, now)
    decided = _decided(character, person.today(now), check_ins, now)
    diary = _Diary(character, person, program, now)
    for check_in in check_ins:
        diary.write(check_in, decided.get(check_in.id))
    await make_practices(character, person, diary.answers)
    for filled in FORMS.get(character.name, []):
        check_ins.append(filled.check_in(person, now))
        diary.keep(check_ins[-1], check_ins[-1].opens_at + SAID_AFTER, filled.items())
    await CheckIn.bulk_create(check_ins)
    await Answer.bulk_create(diary.answers)
    await Flag.bulk_create(_flags(diary.answers))


def _past_check_ins(person: Person, now: datetime) -> list[CheckIn]:
    """Those of the last six weeks, as the planner would have made them; it finds them and makes no second ones."""
    first_day = person.today(now) - SIX_WEEKS + timedelta(days=1)
    looks = [now - SIX_WEEKS + timedelta(weeks=weeks) for weeks in range(0, 7, LOOK_EVERY)]
    line = _past_line(person)
    wanted = {each.id: each for look in looks for each in wanted_check_ins(person, [line], (), {}, look)}
    past = [each for each in wanted.values() if each.local_date >= first_day and each.opens_at <= now]
    return [CheckIn(person_id=person.id, **each._asdict()) for each in sorted(past, key=lambda each: each.opens_at)]


def _past_line(person: Person) -> Line:
    """The short form, every evening; in aftercare once a week."""
    rhythm = SUNDAYS if person.phase == Phase.aftercare else EVENINGS
    schedule = Schedule(program_id=person.program_id, phase=person.phase, instrument=FIRST_INSTRUMENT, **rhythm)
    return Line(schedule, FIRST_INSTRUMENT, own_time=None)


def _decided(character: Character, today: date, check_ins: Sequence[CheckIn], now: datetime) -> dict[UUID, bool]:
    """Which check-ins were answered, or were not, because the story wants it; the others are left to chance."""
    decided = {}
    for check_in in check_ins:
        days_ago = (today - check_in.local_date).days
        if check_in.slot == FIRST:
            decided[check_in.id] = True
        elif days_ago in character.said:
            decided[check_in.id] = character.said[days_ago] is not None
    if character.silent:
        last, *unanswered = [each for each in check_ins if each.closes_at <= now][-character.silent - 1 :]
        decided[last.id] = True
        decided |= {each.id: False for each in check_ins if each.opens_at >= unanswered[0].opens_at}
    return decided


class _Diary:
    """One person's answers, from check-in to check-in: cravings ease slowly, mood and sleep follow them."""

    def __init__(self, character: Character, person: Person, program: Program, now: datetime) -> None:
        self.answers: list[Answer] = []
        self._character = character
        self._person = person
        self._program = program
        self._now = now
        self._rng = chance(character.name, "answers")
        self._pen = chance(character.name, "replies")
        self._craving = min(BY_CHANCE, character.usual + 2.0)
        self._skipped = False

    def write(self, check_in: CheckIn, decided: bool | None) -> None:
        """Answers the check-in or leaves it, and marks it so."""
        moment = self._moment(check_in, decided)
        self._skipped = moment is None or moment >= self._now
        if moment is not None and moment < self._now:
            self.keep(check_in, moment, self._items(check_in))
        if check_in.closes_at <= (check_in.answered_at or self._now):
            check_in.missed_at = check_in.closes_at

    def _moment(self, check_in: CheckIn, decided: bool | None) -> datetime | None:
        roll, soon = self._rng.random(), timedelta(seconds=self._rng.randint(40, 9000))
        if decided is False or (decided is None and roll < MISSED and not self._skipped):
            return None
        if decided is None and roll > 1 - LATE:
            return check_in.closes_at + timedelta(hours=5) + soon
        return check_in.opens_at + soon

    def keep(self, check_in: CheckIn, moment: datetime, items: dict[str, Scalar]) -> None:
        """Answers the check-in so, with what the counselor wrote if they have read it."""
        check_in.answered_at = moment
        questionnaire = shipped_newest(check_in.instrument)
        received_at = min(self._now, moment + timedelta(seconds=self._rng.choice(DELAYS)))
        read_at = self._read_at(check_in, received_at)
        note, reply = self._written(items, read_at) if read_at else (None, None)
        self.answers.append(
            Answer(
                id=id_at(moment),
                person_id=self._person.id,
                check_in_id=check_in.id,
                instrument=check_in.instrument,
                version=questionnaire["version"],
                language=self._person.language,
                items=items,
                scores=scores_of(questionnaire, items),
                answered_at=moment,
                received_at=received_at,
                late=moment >= check_in.closes_at,
                review_id=id_at(read_at) if read_at else None,
                reviewed_by_id=self._person.counselor_id if read_at else None,
                reviewed_at=read_at,
                note=note,
                reply=reply,
            )
        )

    def _written(self, items: dict[str, Scalar], at: datetime) -> tuple[Any, Any]:
        """A note for staff, and a reply to who wrote words of their own."""
        note = self._signed(STAFF_NOTE, at) if items.get("used") is True else None
        return note, self._signed(self._pen.choice(REPLIES[self._person.language]), at) if "note" in items else None

    def _signed(self, text: str, at: datetime) -> Any:
        return stored([Written(id=id_at(at), by=self._character.counselor, at=at, text=text)])

    def _items(self, check_in: CheckIn) -> dict[str, Scalar]:
        items = self._by_chance()
        days_ago = (self._person.today(self._now) - check_in.local_date).days
        if check_in.slot == DAILY:
            items |= self._character.said.get(days_ago) or {}
        self._craving = min(BY_CHANCE, float(items["craving"]))
        return items

    def _by_chance(self) -> dict[str, Scalar]:
        rng, took = self._rng, self._character.medication
        pull = (self._character.usual - self._craving) / 5
        craving = _within(0, self._craving + pull + rng.uniform(-1.3, 1.3), BY_CHANCE)
        mood = _within(1, rng.gauss(8 - 0.7 * craving, 0.8), 10)
        items: dict[str, Scalar] = {
            "mood": round(mood),
            "craving": round(craving),
            "sleep": round(2 * _within(3, rng.gauss(4.6 + 0.4 * mood, 0.7), 10)) / 2,
            "used": False,
            "medication": "no" if took == "yes" and rng.random() < FORGOTTEN else took,
            "skill": rng.random() < WITH_SKILL,
            "call": False,
        }
        if rng.random() < WITH_NOTE:
            items["note"] = rng.choice(NOTES[self._person.language])
        return items

    def _read_at(self, check_in: CheckIn, received_at: datetime) -> datetime | None:
        """When the counselor read it: in time (people/reading.py), but not those of the latest days."""
        read_at = next_reading(self._program, received_at) - READ_EARLY
        days_ago = (self._person.today(self._now) - check_in.local_date).days
        return read_at if days_ago > self._character.unread_days and read_at < self._now else None


def _within(low: float, value: float, high: float) -> float:
    return max(low, min(high, value))


def _flags(answers: Sequence[Answer]) -> list[Flag]:
    before: dict[str, dict[str, float]] = {}
    flags = []
    for answer in sorted(answers, key=lambda each: each.answered_at):
        rules = met(shipped_newest(answer.instrument), answer.items, answer.scores, before.get(answer.instrument))
        before[answer.instrument] = answer.scores
        flags += [
            Flag(answer_id=answer.id, person_id=answer.person_id, rule=rule.name, tier=rule.tier)
            for rule in rules
            if rule.tier
        ]
    return flags
