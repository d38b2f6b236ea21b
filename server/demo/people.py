"""Who is in the fictional program, and what makes each of them worth looking at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from server.checkins.questionnaire import Scalar
from server.demo.chance import id_at
from server.demo.curriculum import LAST_WEEK
from server.people.models import Language, Person, Phase, PhaseChange, Program, Responder, Role
from server.recurrence import at_wall_time

CLINIC_ZONE = "America/New_York"
CLINIC_PHONE = "(555) 555-0100"  # 555-01xx belongs to nobody
NEWCOMER_WAITS = timedelta(weeks=4)  # the first weeks are what a newcomer should see
STAFF = {
    "Dana": ("Dana Reyes", Role.counselor),
    "Ben": ("Ben Okafor", Role.counselor),
    "Noor": ("Noor Haddad", Role.admin),
}
ACT_ON_ALERTS = ("Dana", "Noor")
STAFF_JOINED = timedelta(weeks=60)
JOINS_AT = time(9, 30)

Said = Mapping[str, Scalar]


@dataclass(frozen=True)
class Character:
    """An invented person: who they are, and what of their last weeks is not left to chance."""

    name: str
    counselor: str
    phase: Phase
    week: int  # of the program, the first is 1
    language: Language = Language.en
    zone: str = CLINIC_ZONE
    usual: int = 2  # where cravings settle, 0 to 10
    medication: str = "none"
    given: Mapping[str, int] = field(default_factory=dict)  # exercises, times a week
    unread_days: int = 1  # the latest local days whose answers nobody has read
    silent: int = 0  # so many check-ins that are over, the latest, have no answer
    absent: int = 0  # so many sessions, the latest, were missed
    number: str | None = None  # where they are reached
    phone_stopped: int | None = None  # for so many days their phone has shown nothing; none: no phone takes reminders
    said: Mapping[int, Said | None] = field(default_factory=dict)  # by local days ago; None: nothing that day

    @property
    def called(self) -> str:
        return self.name.split()[0]

    def started_on(self, today: date) -> date:
        """The Monday of their first week; newcomers start today, so that they have a calendar at once."""
        monday = today - timedelta(days=today.weekday())
        return today if self.phase == Phase.intake else monday - timedelta(weeks=self.week - 1)


NEWCOMER = Character("Sam R.", "Dana", Phase.intake, 1, given={"slow-breathing": 5})

CAST = (
    NEWCOMER,
    Character(
        "Maya T.",
        "Dana",
        Phase.iop,
        7,
        number="(555) 555-0151",
        usual=3,
        medication="yes",
        given={"ride-the-urge": 3},
        phone_stopped=0,
        said={
            2: {"craving": 4, "mood": 5, "sleep": 6.5},
            1: {
                "craving": 8,
                "mood": 3,
                "sleep": 4.5,
                "skill": True,
                "call": True,
                "note": "Payday is tomorrow, and I'll be home alone.",
            },
            0: None,
        },
    ),
    Character(
        "Luis G.",
        "Dana",
        Phase.iop,
        5,
        number="(555) 555-0152",
        language=Language.es,
        usual=4,
        given={"play-the-tape-through": 2},
        said={
            1: {"craving": 6, "mood": 3, "used": True, "note": "Tomé dos cervezas en la fiesta de mi primo."},
            0: None,
        },
    ),
    Character(
        "Jordan P.",
        "Dana",
        Phase.iop,
        9,
        number="(555) 555-0153",
        usual=3,
        medication="yes",
        given={"ride-the-urge": 3},
        silent=4,
        absent=2,
        said={20: {"craving": 7, "mood": 3, "used": True, "note": "I want to talk about the weekend."}},
    ),
    Character(
        "Theo B.",
        "Dana",
        Phase.iop,
        2,
        usual=3,
        given={"ride-the-urge": 3, "slow-breathing": 5},
        unread_days=3,
        number="(555) 555-0154",
    ),
    Character("Casey W.", "Dana", Phase.iop, 15, usual=1, given={"halt": 3}, unread_days=2, number="(555) 555-0155"),
    Character("Nina F.", "Dana", Phase.iop, 11, usual=2, medication="yes", phone_stopped=5),
    Character(
        "Rosa M.", "Dana", Phase.aftercare, 31, language=Language.es, usual=1, medication="yes", number="(555) 555-0156"
    ),
    Character(
        "Omar D.",
        "Dana",
        Phase.aftercare,
        24,
        zone="America/Chicago",
        usual=2,
        given={"five-senses": 2},
        number="(555) 555-0157",
    ),
    Character(
        "Priya K.", "Ben", Phase.iop, 3, usual=3, given={"ride-the-urge": 3}, unread_days=2, number="(555) 555-0158"
    ),
    Character("Eli V.", "Ben", Phase.iop, 13, usual=2, medication="yes", number="(555) 555-0159"),
    Character("Hana S.", "Ben", Phase.aftercare, 40, usual=1, number="(555) 555-0160"),
)


async def make_staff(program: Program, now: datetime) -> dict[str, Person]:
    """The staff by what they are called; some of them act on alerts."""
    staff = {
        called: Person(
            program_id=program.id,
            role=role,
            name=name,
            called=called,
            zone=CLINIC_ZONE,
            joined_at=now - STAFF_JOINED,
        )
        for called, (name, role) in STAFF.items()
    }
    await Person.bulk_create(staff.values())
    in_turn = [staff[called] for called in ACT_ON_ALERTS]
    await Responder.bulk_create(
        [Responder(program_id=program.id, person_id=each.id, rank=rank) for rank, each in enumerate(in_turn)]
    )
    return staff


async def make_phases(person: Person) -> None:
    """Since when they are in treatment and, of those who are through, in aftercare."""
    if person.started_on is None or person.phase == Phase.intake:
        return
    entered = {Phase.iop: person.started_on}
    if person.phase == Phase.aftercare:
        entered[Phase.aftercare] = first_day_of(person, LAST_WEEK + 1)
    for phase, day in entered.items():
        made_at = at_wall_time(day, JOINS_AT, person.tz)
        await PhaseChange.create(
            id=id_at(made_at),
            person_id=person.id,
            phase=phase,
            from_day=day,
            made_by_id=person.counselor_id,
            made_at=made_at,
        )


def person_of(character: Character, counselor: Person, now: datetime) -> Person:
    """The row of a character, not saved yet. Newcomers have not joined, and have not said what they are called."""
    started_on = character.started_on(counselor.today(now))
    is_new = character.phase == Phase.intake
    person = Person(
        program_id=counselor.program_id,
        counselor_id=counselor.id,
        role=Role.participant,
        phase=character.phase,
        name=character.name,
        phone=character.number,
        called=None if is_new else character.called,
        language=character.language,
        zone=character.zone,
        started_on=started_on,
    )
    if character.phase == Phase.aftercare:
        person.phase_from = first_day_of(person, LAST_WEEK + 1)
    person.joined_at = None if is_new else at_wall_time(started_on, JOINS_AT, person.tz)
    return person


def first_day_of(person: Person, week: int) -> date:
    """The first day of a week of this person's program. ValueError for somebody without one."""
    if person.started_on is None:
        raise ValueError("staff have no first day")
    return person.started_on + timedelta(weeks=week - 1)
