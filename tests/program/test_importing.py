"""A clinic brings its calendar: what will be made is shown first, in words, and then made whole or not at all."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from server.people.models import Audit, Group, Member, Person, Program, Role
from server.program.calendar_file import LOOKED_AT, NotReadable
from server.program.translate import LONGEST_READING, Contents, Found, translate
from server.recurrence import occurrences
from server.reminders.models import Reminder, ReminderKind
from server.reminders.plan import plan_due
from server.sessions.expand import OccurrenceState, occurrences_of
from server.sessions.models import Change, Series, SessionKind
from tests.conftest import Browser, make_person, new_id
from tests.frozen import at, made_at, utc

PUBLISHED = Path(__file__).parents[3] / "shared/data/calendars"
NEW_YORK = ZoneInfo("America/New_York")
NOW = utc("2026-06-01T12:00")  # a Monday
ZONE_BESIDE = """BEGIN:VTIMEZONE
TZID:Our clinic
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE"""


def event(*lines: str, uid: str = "evening", title: str = "Evening A") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def calendar(*parts: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clinic//EN", *parts, "END:VCALENDAR", ""])


MONDAYS = ("DTSTART;TZID=America/New_York:20260105T180000", "DURATION:PT1H30M", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE")


def one(*lines: str, zone: ZoneInfo = NEW_YORK, others: Sequence[str] = ()) -> Found:
    contents = translate(calendar(event(*lines), *others), zone, NOW)
    assert len(contents.found) == 1, contents.skipped
    return contents.found[0]


def skipped(*lines: str, title: str = "Evening A") -> str:
    contents = translate(calendar(event(*lines, title=title)), NEW_YORK, NOW)
    assert not contents.found
    return " ".join(contents.skipped)


def as_made(found: Found, zone: ZoneInfo, now: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """The sessions of a series once it is stored, singles and all, in [now, now + days)."""
    changed = {each.original_start: each for each in found.singles}
    end = now + timedelta(days=days)
    times = []
    for local, moment in occurrences(found.rule, zone, now - timedelta(days=3), now + LOOKED_AT):
        single = changed.get(local)
        if not (single and single.cancelled):
            starts_at = (single and single.starts_at) or moment
            times.append((starts_at, starts_at + timedelta(minutes=(single and single.minutes) or found.minutes)))
    return sorted(each for each in times if now <= each[0] < end)


def as_read(text: str, now: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """What another reader finds in the file in [now, now + days)."""
    end = now + timedelta(days=days)
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(now, end)
    live = [each for each in found if each.get("STATUS") != "CANCELLED" and isinstance(each.start, datetime)]
    times = [(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in live]
    return sorted(each for each in times if now <= each[0] < end)


# What is understood


@pytest.mark.parametrize(
    "lines",
    [
        MONDAYS,
        ("DTSTART;TZID=America/New_York:20250102T090000", "DTEND;TZID=America/New_York:20250102T100000",
         "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;UNTIL=20261126T140000Z"),
        (*MONDAYS[:2], "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=60", "EXDATE;TZID=America/New_York:20260608T180000"),
        (*MONDAYS, "EXDATE:20260608T220000Z,20260610T220000Z", "RDATE;TZID=America/New_York:20260613T100000"),
        (*MONDAYS, "EXDATE;VALUE=DATE:20260608"),
        (*MONDAYS[:2], "RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20261231"),
        (*MONDAYS[:2], "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1"),
        (*MONDAYS[:2], "RRULE:FREQ=DAILY;INTERVAL=3"),
        (*MONDAYS[:2], "RRULE:FREQ=YEARLY;BYMONTH=7;BYDAY=1MO"),
        ("DTSTART;TZID=America/New_York:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=18"),
        ("DTSTART;TZID=Eastern Standard Time:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),  # Outlook’s name
        ("DTSTART:20260701T220000Z", "DTEND:20260701T233000Z"),  # once, in UTC
        ("DTSTART;TZID=America/Toronto:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO,FR"),
        ("DTSTART;TZID=America/Los_Angeles:20260105T220000", "DURATION:PT1H",
         "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU"),  # a day later in New York
        ("DTSTART;TZID=America/New_York:20260701T180000", "DURATION:PT1H",
         "RDATE;TZID=America/New_York:20260709T100000,20260801T110000"),
        ("DTSTART;TZID=America/New_York:20260105T180000", "DURATION:PT1H",
         "RDATE;TZID=America/New_York:20260709T100000,20260801T110000"),  # only these are ahead
    ],
)  # fmt: skip
def test_a_series_has_the_times_that_another_reader_finds(lines: tuple[str, ...]) -> None:
    found = one(*lines)
    assert not found.notes
    assert as_made(found, NEW_YORK, NOW, 700) == as_read(calendar(event(*lines)), NOW, 700) != []


def test_a_zone_that_only_the_file_knows() -> None:
    lines = ("DTSTART;TZID=Our clinic:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    found = one(*lines, others=[ZONE_BESIDE])
    assert (found.rule.text, f"{found.rule.wall_time:%H:%M}", found.notes) == ("FREQ=WEEKLY;BYDAY=MO", "18:00", [])


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe"])
def test_moved_cancelled_and_shortened_sessions(zone: str) -> None:
    parts = [
        event(f"DTSTART;TZID={zone}:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO", "LOCATION:Room 1"),
        event(f"RECURRENCE-ID;TZID={zone}:20261102T180000", "DTSTART:20261104T120000Z", "DURATION:PT1H",
              "LOCATION:Room 1"),
        event(f"RECURRENCE-ID;TZID={zone}:20260330T180000", f"DTSTART;TZID={zone}:20260608T090000", "DURATION:PT1H",
              "LOCATION:Room 1"),  # from the past to next week
        event(f"RECURRENCE-ID;TZID={zone}:20261026T180000", f"DTSTART;TZID={zone}:20261026T180000", "STATUS:CANCELLED"),
        event(f"RECURRENCE-ID;TZID={zone}:20261005T180000", f"DTSTART;TZID={zone}:20261005T180000", "DURATION:PT45M",
              "LOCATION:Room 2"),
    ]  # fmt: skip
    [found] = translate(calendar(*parts), ZoneInfo(zone), NOW).found
    assert as_made(found, ZoneInfo(zone), NOW, 300) == as_read(calendar(*parts), NOW, 300)
    assert [(f"{each.original_start:%m-%d}", each.cancelled, each.place) for each in found.singles] == [
        ("10-05", False, "Room 2"), ("10-26", True, None), ("11-02", False, None),
    ]  # fmt: skip
    assert found.notes == []


def test_a_single_date_that_is_moved_is_there_once() -> None:
    parts = [
        event("DTSTART:20260105T180000Z", "DURATION:PT1H", "RDATE:20260709T100000Z", "RDATE:20260716T100000Z"),
        event("RECURRENCE-ID:20260716T100000Z", "DTSTART:20260708T150000Z", "DURATION:PT1H"),
    ]
    [found] = translate(calendar(*parts), NEW_YORK, NOW).found
    times = [starts_at for starts_at, _ in as_made(found, NEW_YORK, NOW, 100)]
    assert times == [utc("2026-07-08T15:00"), utc("2026-07-09T10:00")]


def test_events_without_a_name_of_their_own_are_told_apart() -> None:
    nameless = [event(*MONDAYS, uid="", title=title) for title in ("Evening A", "Morning B", "Evening A")]
    contents = translate(calendar(*nameless), NEW_YORK, NOW)
    assert [found.title for found in contents.found] == ["Evening A", "Morning B"]
    assert len({found.uid for found in contents.found}) == 2


def test_it_begins_with_the_next_session() -> None:
    found = one(*MONDAYS[:2], "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=44", "LOCATION:Harbor House\\, Room 2")
    assert (str(found.rule.first_day), found.rule.text) == ("2026-06-01", "FREQ=WEEKLY;COUNT=2;BYDAY=MO,WE")
    assert (found.title, found.minutes, found.place, found.link) == ("Evening A", 90, "Harbor House, Room 2", None)


def test_the_day_it_lasts_until_is_its_last() -> None:
    found = one(*MONDAYS[:2], "RRULE:FREQ=WEEKLY;UNTIL=20260608")  # readers disagree; a clinic means the 8th as well
    assert [starts_at for starts_at, _ in as_made(found, NEW_YORK, NOW, 100)] == [
        utc("2026-06-01T22:00"), utc("2026-06-08T22:00"),
    ]  # fmt: skip


def test_a_meeting_link_is_a_link() -> None:
    found = one(*MONDAYS, "LOCATION:https://video.example/room?a=1")
    assert (found.place, found.link) == (None, "https://video.example/room?a=1")
    assert one(*MONDAYS, "LOCATION:http://video.example/room").link is None


def test_its_web_address_is_its_link_where_it_has_no_other() -> None:
    found = one(*MONDAYS, "LOCATION:Room 2", "URL:https://video.example/a")
    assert (found.place, found.link, found.notes) == ("Room 2", "https://video.example/a", [])
    found = one(*MONDAYS, "LOCATION:https://video.example/b", "URL:https://rooms.example/a")
    assert (found.link, found.notes) == ("https://video.example/b", ["Its web address is left out."])


@pytest.mark.parametrize(("number", "said"), [(1, "1 entry is no event"), (3, "3 entries are no events")])
def test_what_is_no_event_is_told(number: int, said: str) -> None:
    todo = "BEGIN:VTODO\nUID:todo\nSUMMARY:Copy the plans\nEND:VTODO"
    contents = translate(calendar(event(*MONDAYS), *[todo] * number), NEW_YORK, NOW)
    assert len(contents.found) == 1
    assert contents.skipped == [f"{said}, but a to-do or the like; only events become sessions."]


# What is said


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (("DTSTART:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),
         "It has no time zone; its times are read in your program’s zone."),
        (("DTSTART;TZID=Nowhere:20260105T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"),
         "Its time zone “Nowhere” is not known here; its times are read in your program’s zone."),
        (("DTSTART:20260105T230000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
         "It was written for another time zone; it is taken to be at 19:00 by your clocks all year. Compare its times "
         "in summer and winter."),
        ((MONDAYS[0], MONDAYS[2]), "It has no end; it is taken to last 60 minutes."),
        ((*MONDAYS, "DESCRIPTION:Bring Alice's file"), "Its description is left out."),
        ((*MONDAYS, "URL:http://rooms.example/a"), "Its web address is left out."),
        ((*MONDAYS, "ATTENDEE:mailto:alice@example.org"), "Its guests are left out; choose whom it is for."),
        ((*MONDAYS, "RDATE;VALUE=PERIOD:20260701T100000Z/PT3H"),
         "It has single dates with an end of their own; they are taken to last as long as the others."),
        ((*MONDAYS, "RDATE;VALUE=DATE:20260701"), "It has single dates without a time of day; they are left out."),
        ((*MONDAYS, "RDATE:20300701T100000Z"), "It has single dates more than two years ahead; they are left out."),
    ],
)  # fmt: skip
def test_a_note_says_what_is_left_out_of_a_series(lines: tuple[str, ...], note: str) -> None:
    assert one(*lines).notes == [note]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("DTSTART;VALUE=DATE:20260704",), "“Evening A” lasts the whole day; a session needs a time of day."),
        ((*MONDAYS, "RRULE:FREQ=DAILY"),
         "“Evening A” repeats by several rules at once; make one series for each by hand."),
        ((*MONDAYS[:2], "RRULE:FREQ=SECONDLY"),
         "“Evening A” repeats by a rule that Daymark does not know; make it by hand."),
        ((*MONDAYS[:2], "RRULE:FREQ=YEARLY;BYWEEKNO=20"),
         "“Evening A” repeats by a rule that Daymark does not know; make it by hand."),
        ((*MONDAYS[:2], "RRULE:FREQ=WEEKLY;INTERVAL=0"),
         "“Evening A” repeats by a rule that Daymark does not know; make it by hand."),
        (("DTSTART;TZID=Asia/Tokyo:20260105T090000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYMONTHDAY=1"),
         "“Evening A” repeats by another time zone, on days that differ from yours; make it by hand."),
        ((*MONDAYS, "STATUS:CANCELLED"), "“Evening A” is cancelled."),
        ((), "“Evening A” has no beginning."),
        (("DTSTART:20260705T180000Z", "DTEND:20260707T180000Z"),
         "“Evening A” lasts longer than a day; make a session for each day by hand."),
        (("DTSTART:20260705T180000Z", "DTEND:20260705T180000Z"),
         "“Evening A” lasts less than 5 minutes, which is too short for a session."),
        (("DTSTART:20300705T180000Z", "DURATION:PT1H"),
         "“Evening A” is more than two years ahead; import it when it is closer."),
        (("DTSTART:00010105T180000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
         "“Evening A” begins in the year 1; correct that in your calendar."),
        (("DTSTART:yesterday", "DURATION:PT1H"),
         "“Evening A” can't be read; look at it in your calendar and make it by hand."),
        (("DTSTART;TZID=America/New_York:20260105T180000", "DURATION:PT1H", "RECURRENCE-ID:20260801T100000Z"),
         "1 event is over."),
        (("DTSTART;TZID=America/New_York:20260705T180000", "DURATION:PT1H", "RECURRENCE-ID:20260801T100000Z"),
         "“Evening A” is one changed session of a series that is not in this file."),
        (("DTSTART:20260505T180000Z", "DURATION:PT1H"), "1 event is over."),
        ((*MONDAYS[:2], "RRULE:FREQ=WEEKLY;UNTIL=20260501T000000Z"), "1 event is over."),
        ((*MONDAYS[:2], "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU"), "1 event is over."),  # it never comes
    ],
)  # fmt: skip
def test_a_sentence_says_why_an_event_makes_no_series(lines: tuple[str, ...], sentence: str) -> None:
    assert skipped(*lines) == sentence


def test_a_title_is_only_words() -> None:
    contents = translate(calendar(event(*MONDAYS, title="<b>Bold</b>\\n& \u202ebad\0 " + "long " * 60)), NEW_YORK, NOW)
    [found] = contents.found
    assert found.title.startswith("<b>Bold</b> & bad long")
    assert len(found.title) <= 200
    assert len(skipped("DTSTART;VALUE=DATE:20260704", title="long " * 60)) < 150


@pytest.mark.parametrize(
    "text",
    ["", "Hello", "\0\1\2", "\ufffd" * 500_000, "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VCALENDAR", "%PDF-1.7\n1 0 obj",
     "<html>", "BEGIN:VCALENDAR\n" * 60_000, "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", "END:VCALENDAR", "\n" * 9],
    ids=lambda text: repr(text[:16]),
)  # fmt: skip
def test_what_is_no_calendar_is_said_at_once(text: str) -> None:
    began = monotonic()
    with pytest.raises(NotReadable, match=r"^This is not a calendar file; choose one whose name ends in \.ics\.$"):
        translate(text, NEW_YORK, NOW)
    assert monotonic() - began < LONGEST_READING


@pytest.mark.parametrize(
    "text",
    [
        calendar(*(event("DTSTART:20260701T100000Z", uid=str(n)) for n in range(10_000))),
        calendar(*["X-A:B"] * 200_000),
        calendar(*(event(*MONDAYS[:2], "RRULE:FREQ=MONTHLY;BYDAY=6MO", uid=str(n)) for n in range(3000))),
    ],
    ids=["10,000 events", "200,000 lines", "3,000 rules that never come round"],
)
def test_what_takes_too_long_is_said_in_time(text: str) -> None:
    began = monotonic()
    with pytest.raises(NotReadable, match=r"^This calendar is too large to read; export fewer months"):
        translate(text, NEW_YORK, NOW)
    assert monotonic() - began < 2 * LONGEST_READING + 2


def test_an_empty_calendar_says_so() -> None:
    assert translate(calendar(), NEW_YORK, NOW) == Contents([], ["There is no event in this file."])


PIECES = some.sampled_from(
    ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "UID:1",
     "SUMMARY:Group", "SUMMARY;X=\"", "DTSTART:20260701T100000Z", "DTSTART;TZID=Europe/London:20260701T100000",
     "DTSTART;VALUE=DATE:20260701", "DTSTART:99991231T235959Z", "DTSTART:", "DTEND:20260701T110000Z", "DTEND:20260701",
     "DURATION:PT1H", "DURATION:-P9999W", "DURATION:P99999999999D", "RRULE:FREQ=DAILY", "RRULE:FREQ=SECONDLY",
     "RRULE:FREQ=WEEKLY;UNTIL=99991231", "RRULE:FREQ=WEEKLY;COUNT=0", "RRULE:FREQ=WEEKLY;COUNT=-4",
     "RRULE:FREQ=MONTHLY;BYMONTHDAY=-99", "RRULE:FREQ=YEARLY;BYDAY=99MO", "RRULE:FREQ=WEEKLY;BYDAY=1MO", "RRULE:;;=",
     "RRULE:FREQ=WEEKLY;FREQ=DAILY", "EXDATE:20260702T100000Z,20260703", "EXDATE;TZID=X:19000101T000000", "RDATE:0",
     "RDATE;VALUE=PERIOD:20260801T100000Z/P1D", "RECURRENCE-ID:20260702T100000Z", "RECURRENCE-ID;VALUE=DATE:20260703",
     "RECURRENCE-ID;RANGE=THISANDFUTURE:20260703T100000Z", "SEQUENCE:many", "STATUS:CANCELLED", "TZID:Europe/London",
     "TZOFFSETFROM:+9999", "BEGIN:STANDARD", "END:STANDARD", "LOCATION:Here", "LOCATION:There", " folded", ";", "A"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(some.lists(some.one_of(PIECES, some.text(max_size=30)), max_size=30))
def test_broken_files_never_break_us(lines: list[str]) -> None:
    for text in (
        "\n".join(lines),
        calendar("\n".join(lines)),
        calendar(event(*lines)),
        calendar(event(*MONDAYS, *lines)),
    ):
        try:
            contents = translate(text, NEW_YORK, NOW)
        except NotReadable:
            continue
        for found in contents.found:
            assert found.title
            assert len(found.uid) <= 255
            assert as_made(found, NEW_YORK, NOW, 800)
        assert all(sentence.endswith(".") and "\n" not in sentence for sentence in contents.skipped)


@settings(max_examples=60, deadline=None)
@given(
    zone=some.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo"]),
    day=some.dates(min_value=utc("2025-01-01T00:00").date(), max_value=utc("2026-12-31T00:00").date()),
    hour=some.integers(min_value=6, max_value=22),
    rule=some.sampled_from(
        ["FREQ=DAILY", "FREQ=DAILY;COUNT=30", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3", "FREQ=WEEKLY;COUNT=70",
         "FREQ=DAILY;INTERVAL=10;UNTIL=20270301T120000Z", "FREQ=WEEKLY;UNTIL=20261215T130000Z"]
    ),
    left_out=some.lists(some.integers(min_value=0, max_value=80), max_size=4),
)  # fmt: skip
def test_any_series_in_the_zone_it_is_written_for(
    zone: str, day: datetime, hour: int, rule: str, left_out: list[int]
) -> None:
    start = f"TZID={zone}:{day:%Y%m%d}T{hour:02}3000"
    away = [f"EXDATE;TZID={zone}:{day + timedelta(days=7 * n):%Y%m%d}T{hour:02}3000" for n in left_out]
    text = calendar(event(f"DTSTART;{start}", "DURATION:PT50M", f"RRULE:{rule}", *away))
    contents = translate(text, ZoneInfo(zone), NOW)
    made = [time for found in contents.found for time in as_made(found, ZoneInfo(zone), NOW, 600)]
    assert made == as_read(text, NOW, 600)


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="calendars from elsewhere are beside the project, not in it")
@pytest.mark.parametrize(
    ("name", "zone", "now"),
    [
        ("daylight_saving_time.ics", "Europe/Berlin", "2019-03-05T00:00"),
        ("daylight_saving_time.ics", "Europe/Berlin", "2017-09-01T00:00"),
        ("fablab-cottbus.ics", "Europe/Berlin", "2016-09-01T00:00"),
        ("fablab-cottbus.ics", "Europe/Berlin", "2019-02-01T00:00"),
        ("rdate_exdate.ics", "America/New_York", "2024-06-01T00:00"),
        ("recur_instances.ics", "America/New_York", "2012-10-01T00:00"),
        ("recur_instances.ics", "America/Los_Angeles", "2023-10-01T00:00"),
        ("three_events_one_edited.ics", "Europe/Berlin", "2019-03-10T00:00"),
    ],
)
def test_calendars_of_others_have_the_times_that_another_reader_finds(name: str, zone: str, now: str) -> None:
    text, moment = (PUBLISHED / name).read_text("utf-8"), utc(now)
    contents = translate(text, ZoneInfo(zone), moment)
    assert contents.found
    made = [time for found in contents.found for time in as_made(found, ZoneInfo(zone), moment, 720)]
    # Whole days, and what is longer than one, is left out and said; what has no end is an hour; of a PERIOD only the
    # start is taken.
    short = [each for each in as_read(text, moment, 720) if each[1] - each[0] <= timedelta(days=1)]
    assert sorted(starts_at for starts_at, _ in made) == [starts_at for starts_at, _ in short] != []


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="calendars from elsewhere are beside the project, not in it")
def test_several_rules_are_said() -> None:
    contents = translate((PUBLISHED / "multiple_rrules.ics").read_text("utf-8"), NEW_YORK, utc("2012-04-01T00:00"))
    assert contents.skipped == [
        "“sahaja <> frashed” repeats by several rules at once; make one series for each by hand."
    ]


# Over the wire


TEXT = calendar(
    event(*MONDAYS, "EXDATE;TZID=America/New_York:20260610T180000", "DESCRIPTION:For all"),
    event("RECURRENCE-ID;TZID=America/New_York:20260608T180000", "DTSTART;TZID=America/New_York:20260609T190000",
          "DURATION:PT1H30M"),
    event("DTSTART;TZID=America/New_York:20260604T090000", "DURATION:PT50M", "RRULE:FREQ=WEEKLY;COUNT=3", uid="dana",
          title="With Dana"),
    event("DTSTART;VALUE=DATE:20260704", uid="july", title="Independence Day"),
)  # fmt: skip


def chosen(uid: str, **differently: Any) -> dict[str, Any]:
    return {"uid": uid, "kind": "group", "group": None, "person": None, "facilitator": None, **differently}


async def bring(someone: Browser, *which: dict[str, Any], text: str = TEXT, path: str = "") -> httpx2.Response:
    with at(NOW):
        path = path or f"/api/calendar-imports/{made_at(NOW)}"
        return await someone.put(path, {"text": text, "chosen": list(which)})


async def preview(someone: Browser, text: str = TEXT) -> Any:
    with at(NOW):
        return (await someone.put(f"/api/calendar-previews/{made_at(NOW)}", {"text": text})).json()


async def test_dana_sees_what_would_be_made_and_nothing_is_stored(danas: Browser) -> None:
    said = await preview(danas)
    assert said["zone"] == "America/New_York"
    assert said["skipped"] == ["“Independence Day” lasts the whole day; a session needs a time of day."]
    evening, dana = said["series"]
    assert (evening["uid"], evening["series"]["title"], evening["changed"]) == ("evening", "Evening A", 1)
    assert evening["notes"] == ["Its description is left out."]
    assert evening["times"][:3] == ["2026-06-01T18:00", "2026-06-03T18:00", "2026-06-09T19:00"]  # one is moved
    assert dana["times"] == ["2026-06-04T09:00", "2026-06-11T09:00", "2026-06-18T09:00"]
    assert not evening["known"]
    assert not await Series.exists()


async def test_what_dana_chose_is_made_with_its_changes(
    danas: Browser, alice: Person, dana: Person, evening_a: Group
) -> None:
    await Member.all().update(from_day=NOW.date())
    await Person.all().update(plan_stale=False, standing_stale=False)
    answer = await bring(
        danas,
        chosen("evening", group=str(evening_a.id), facilitator=str(dana.id)),
        chosen("dana", kind="individual", person=str(alice.id)),
    )
    assert answer.json()["made"] == 2
    found = await occurrences_of(alice, utc("2026-06-01T00:00"), utc("2026-06-12T00:00"))
    assert [(each.title, each.starts_at, each.state) for each in found if each.title != "With Dana"] == [
        ("Evening A", utc("2026-06-01T22:00"), OccurrenceState.planned),
        ("Evening A", utc("2026-06-03T22:00"), OccurrenceState.planned),
        ("Evening A", utc("2026-06-09T23:00"), OccurrenceState.moved),
    ]
    assert [each.starts_at for each in found if each.title == "With Dana"] == [
        utc("2026-06-04T13:00"), utc("2026-06-11T13:00"),
    ]  # fmt: skip
    series = await Series.get(imported_uid="dana")
    assert (series.kind, series.minutes, series.zone) == (SessionKind.individual, 50, "America/New_York")
    fresh = await Person.get(id=alice.id)
    assert fresh.plan_stale
    assert fresh.standing_stale


async def test_what_the_file_moved_or_cancelled_is_marked_and_is_no_news_to_anybody(
    danas: Browser, alice: Person, evening_a: Group
) -> None:
    await Member.all().update(from_day=NOW.date())
    await Person.all().update(joined_at=NOW - timedelta(days=100))
    cancelled = event(
        "RECURRENCE-ID;TZID=America/New_York:20260615T180000", "DTSTART;TZID=America/New_York:20260615T180000",
        "DURATION:PT1H30M", "STATUS:CANCELLED",
    )  # fmt: skip
    text = TEXT.replace("END:VCALENDAR", f"{cancelled}\nEND:VCALENDAR")
    await bring(danas, chosen("evening", group=str(evening_a.id)), text=text)
    with at(NOW):
        await plan_due(NOW)
    assert not await Reminder.filter(kind=ReminderKind.change).exists()
    assert await Reminder.filter(kind=ReminderKind.session).exists()
    found = await occurrences_of(alice, NOW, utc("2026-06-17T00:00"))
    marked = [each.state for each in found if each.changed_at]
    assert marked == [OccurrenceState.moved, OccurrenceState.cancelled]


async def test_the_same_call_again_makes_nothing_more_and_says_the_same(danas: Browser, evening_a: Group) -> None:
    path = f"/api/calendar-imports/{made_at(NOW)}"
    answers = [await bring(danas, chosen("evening", group=str(evening_a.id)), path=path) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert (await Series.all().count(), await Change.all().count()) == (1, 1)


async def test_what_was_imported_before_is_left_alone(danas: Browser, evening_a: Group) -> None:
    one_of_them = chosen("evening", group=str(evening_a.id))
    await bring(danas, one_of_them)
    await Series.all().update(title="Evening group")
    again = await bring(danas, one_of_them, chosen("dana", group=str(evening_a.id)))
    assert again.json()["made"] == 1
    assert sorted(each.title for each in await Series.all()) == ["Evening group", "With Dana"]
    assert [each["known"] for each in (await preview(danas))["series"]] == [True, True]


async def test_all_or_none(danas: Browser, evening_a: Group) -> None:
    group = str(evening_a.id)
    refused = await bring(danas, chosen("evening", group=group), chosen("july", group=group))
    assert (refused.status_code, refused.json()["field"]) == (422, "chosen")
    assert not await Series.exists()


@pytest.mark.parametrize("whom", [{}, {"group": "evening", "person": "alice"}])
async def test_each_is_for_a_group_or_for_one_person(
    danas: Browser, alice: Person, evening_a: Group, whom: dict[str, str]
) -> None:
    ids = {"evening": str(evening_a.id), "alice": str(alice.id)}
    refused = await bring(danas, chosen("evening", **{key: ids[name] for key, name in whom.items()}))
    assert (refused.status_code, refused.json()["error"]) == (
        422,
        "Choose for each event either a group or one person.",
    )


async def test_nothing_is_made_for_who_is_not_in_danas_care(danas: Browser, charlie: Person, evening_a: Group) -> None:
    elsewhere = await Program.create(name="Elsewhere", zone="UTC")
    theirs = await Group.create(program=elsewhere, name="Theirs")
    eve = await make_person(elsewhere, "Eve", Role.counselor)
    for whom in (
        {"person": str(charlie.id)},
        {"group": str(theirs.id)},
        {"group": str(new_id())},
        {"group": str(evening_a.id), "facilitator": str(eve.id)},
        {"group": str(evening_a.id), "facilitator": str(charlie.id)},
    ):
        assert (await bring(danas, chosen("evening", **whom))).status_code == 404
    assert not await Series.exists()
    assert not await Audit.exists()


async def test_a_file_that_is_none_is_one_sentence(danas: Browser) -> None:
    assert await preview(danas, "Dear Dana,") == {
        "error": "This is not a calendar file; choose one whose name ends in .ics.", "field": "text",
    }  # fmt: skip
    too_large = await danas.put(f"/api/calendar-previews/{new_id()}", {"text": "x" * 1024 * 1024})
    assert too_large.status_code == 413
    assert re.fullmatch(r"That is too large; send at most 1024 KiB\.", too_large.json()["error"])
