"""When the next answers will be read: the program's noon on the next day on which somebody is there."""

import pytest

from server.people.models import Program
from server.people.reading import next_reading
from tests.frozen import utc


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-06-01T13:00", "2026-06-02T16:00"),  # Monday morning: Tuesday noon in New York
        ("2026-06-02T02:00", "2026-06-02T16:00"),  # still Monday evening there
        ("2026-06-05T13:00", "2026-06-08T16:00"),  # Friday: Monday
        ("2026-06-06T13:00", "2026-06-08T16:00"),
        ("2026-06-07T13:00", "2026-06-08T16:00"),
        ("2026-03-06T15:00", "2026-03-09T16:00"),  # over the spring clock change: noon stays noon
        ("2026-10-30T15:00", "2026-11-02T17:00"),
    ],
)
def test_an_answer_is_read_by_noon_of_the_next_working_day(said: str, read: str) -> None:
    assert next_reading(Program(name="Harbor House", zone="America/New_York"), utc(said)) == utc(read)


@pytest.mark.parametrize(
    ("days", "read"),
    [
        ("MO,TU,WE,TH,FR,SA,SU", "2026-06-06T16:00"),  # asked on a Friday
        ("MO,WE", "2026-06-08T16:00"),
        ("TH", "2026-06-11T16:00"),
        ("FR", "2026-06-12T16:00"),  # today's hour may be over: a week from now
    ],
)
def test_only_days_of_coverage_count(days: str, read: str) -> None:
    program = Program(name="Harbor House", zone="America/New_York", coverage_days=days)
    assert next_reading(program, utc("2026-06-05T13:00")) == utc(read)


def test_the_program_sets_the_hour() -> None:
    program = Program(name="Harbor House", zone="America/New_York", answers_read_by="09:30")
    assert next_reading(program, utc("2026-06-05T13:00")) == utc("2026-06-08T13:30")
