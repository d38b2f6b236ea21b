"""What Alice's phone is sent is always what would be made for it now, whoever wrote what, whatever time it is."""

import asyncio
import gzip
import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from cryptography.exceptions import InvalidTag
from starlette.applications import Starlette
from tortoise import Tortoise, fields
from tortoise.models import Model

from server import clock
from server.checkins.models import Answer, CheckIn, Instrument, OwnTime, Schedule
from server.columns import MomentField, SecretField, ring
from server.database import on_postgres, rows
from server.keys import Keys
from server.medication.models import DoseReply, DoseWord
from server.people.models import Device, Group, Member, Person, Program, Responder
from server.push.models import Subscription
from server.reminders.models import ReminderChoice, Snooze
from server.reminders.plan import plan_due
from server.sessions.models import Attendance, Change, Commitment, Mark, Reply, ReplyKind, Series, SessionKind
from server.today import routes
from server.today.copy import copy_for, forget_copies
from server.today.day import day_around
from server.today.models import Edition, HomeCopy
from server.today.routes import Home, home_of
from tests.conftest import Browser, browser, new_id, sign_in
from tests.frozen import at, utc
from tests.people.test_access import ATTEMPTS, FORM, Alices, ask, everybody, hers
from tests.queries import counted

__all__ = ["everybody", "hers"]

WRITES = [key for key in ATTEMPTS if key.startswith("PUT")]
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The columns of which a change alone does not count, for no home shows them.
NOT_SHOWN = {
    "person": {
        "id",
        "program_id",
        "role",
        "changed_by",
        "plan_stale",
        "planned_until",
        "standing_stale",
        "shares_medication_by",
    },
    "check_in": {"id", "person_id", "nudge_at", "missed_at"},
    "subscription": {"id", "person_id", "endpoint", "p256dh", "auth", "vapid_key", "made_at", "last_accepted_at"},
}


async def served(phone: Browser) -> httpx2.Response:
    answer = await phone.get("/api/home")
    assert answer.status_code == 200, answer.text
    return answer


async def check(phone: Browser, about: object = None) -> httpx2.Response:
    """That what is served is what is made anew; that stays as the copy."""
    told = await served(phone)
    await HomeCopy.all().delete()
    fresh = await served(phone)
    assert told.json() == fresh.json(), about
    assert told.headers["etag"] == fresh.headers["etag"], about
    return fresh


# Whoever writes


@pytest.mark.parametrize("key", WRITES)
async def test_whatever_is_written_the_home_is_that_of_after_it(
    hers: Alices, everybody: dict[str, Browser], key: str
) -> None:
    writer = next((who for who, status in ATTEMPTS[key].by_viewer.items() if status == 200), "alice")
    if key.endswith("/revoked"):
        hers.device = (await sign_in(await Person.get(id=hers.person)))[0].id  # another one of hers
    for phone in (everybody["alice"], everybody["charlie"]):
        await served(phone)
    await ask(everybody[writer], key, hers)
    for phone in (everybody["alice"], everybody["charlie"]):
        await check(phone, key)
    await plan_due(clock.now())
    for phone in (everybody["alice"], everybody["charlie"]):
        await check(phone, key)


async def all_there_is(hers: Alices, group: Group, dana: Person) -> None:
    """What `hers` has none of: a row of each other table that a home is made from."""
    now = clock.now()
    alice = await Person.get(id=hers.person)
    person: dict[str, Any] = {"person_id": alice.id}
    program: dict[str, Any] = {"program_id": alice.program_id}
    today = alice.today(now)
    at_six: dict[str, Any] = {"first_day": today - 9 * A_DAY, "wall_time": "18:00", "minutes": 60, "zone": alice.zone}
    weekly = await Series.create(
        **program, group=group, facilitator=dana, kind=SessionKind.group, title="Evening", rule="FREQ=DAILY", **at_six
    )
    tomorrow = f"{today + A_DAY}T18:00"
    about: dict[str, Any] = {"series": weekly, "original_start": tomorrow}
    await Change.create(**about, cancelled=True, reason="Snow", changed_at=now)
    await Reply.create(
        **about, **person, starts_at=(await plain_start(alice, today + A_DAY)), kind=ReplyKind.cant_come, said_at=now,
        received_at=now, changed_by=new_id(),
    )  # fmt: skip
    await Attendance.create(
        **person, series=weekly, original_start=f"{today - A_DAY}T18:00", starts_at=now - A_DAY, mark=Mark.attended,
        marked_by_id=dana.id, marked_at=now, changed_by=new_id(),
    )  # fmt: skip
    await Commitment.create(id=new_id(), **person, kind="work", rule="FREQ=DAILY", changed_by=new_id(), **at_six)
    await Responder.create(**program, person=dana, rank=0)
    form = FORM | {"id": "daily"}  # in the place of the one that is shipped
    await Instrument.create(id=new_id(), **program, key="daily", version="9", questionnaire=form, loaded_at=now)
    await OwnTime.create(**person, slot="daily", wall_time="21:00", changed_by=new_id())
    await ReminderChoice.create(**person, what="nudge", value=False, changed_by=new_id(), changed_at=now)
    await Snooze.create(id=new_id(), **person, subject=str(hers.check_in), due_at=now + A_DAY)
    await DoseReply.create(
        **person, medication_id=hers.medication, original_start=f"{today}T08:00", word=DoseWord.taken, said_at=now,
        received_at=now, changed_by=new_id(),
    )  # fmt: skip
    await Person.filter(id=alice.id).update(plan_stale=False, planned_until=now + 4 * A_DAY)


async def plain_start(alice: Person, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time().replace(hour=18), tzinfo=alice.tz)


def another(field: fields.Field[Any], value: Any) -> Any:
    """Another value of this column, where one can tell which; the same where not."""
    if isinstance(field, MomentField):
        return (value or clock.now()) - A_MINUTE
    if isinstance(field, SecretField):
        return "Another" if value is None or isinstance(value, str) else value
    if isinstance(field, fields.BooleanField):
        return not value
    if isinstance(field, fields.DateField):
        return value and value - A_DAY
    if isinstance(field, fields.IntField | fields.SmallIntField):
        return 1 if value is None else value + 1
    if isinstance(field, fields.CharField) and field.max_length >= 100 and not field.validators[1:]:
        return "Another"
    return value


async def test_whatever_column_of_whatever_row_is_written_the_home_is_that_of_after_it(
    hers: Alices, alices: Browser, evening_a: Group, dana: Person
) -> None:
    await all_there_is(hers, evening_a, dana)
    changes = 0
    before = await check(alices)
    for model in [each for each in models() if each._meta.db_table in await counted_tables()]:
        for row in await model.all():
            for name, field in model._meta.fields_map.items():
                if name not in model._meta.db_fields or field.pk:
                    continue
                value = getattr(row, name)
                if (changed := another(field, value)) == value or name in NOT_SHOWN.get(model._meta.db_table, ()):
                    continue
                for each in (changed, value):
                    await model.filter(pk=row.pk).update(**{name: each})
                    told = await check(alices, (model, name))
                    changes += told.headers["etag"] != before.headers["etag"]
                    before = told
    assert changes > 100  # a look that saw nothing would prove nothing


async def test_whatever_row_is_deleted_and_written_again_the_home_is_that_of_after_it(
    hers: Alices, alices: Browser, evening_a: Group, dana: Person
) -> None:
    await all_there_is(hers, evening_a, dana)
    alone = (
        Change, Reply, Attendance, Commitment, Responder, Instrument, OwnTime, ReminderChoice, Snooze, Member,
        Subscription, Answer, CheckIn, Schedule, DoseReply,
    )  # fmt: skip
    for model in alone:
        [row, *_] = await model.all()
        before = await check(alices)
        await row.delete()
        assert (await check(alices, model)).headers["etag"] != before.headers["etag"], model
        row._saved_in_db = False
        await row.save(force_create=True)
        assert (await check(alices, model)).headers["etag"] == before.headers["etag"], model


# That nothing is forgotten


def models() -> list[type[Model]]:
    return list(Tortoise.apps["daymark"].values())


async def counters() -> list[tuple[str, str]]:
    """The table and the text of each trigger that counts."""
    if on_postgres():
        found = await rows(
            "SELECT tgrelid::regclass::text AS name, pg_get_triggerdef(oid) AS said FROM pg_trigger"
            " WHERE tgname LIKE 'edition_%'"
        )
    else:
        found = await rows(
            "SELECT tbl_name AS name, sql AS said FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'edition_%'"
        )
    return [(row["name"].strip('"'), row["said"]) for row in found]


async def counted_tables() -> set[str]:
    return {table for table, _ in await counters()}


async def test_each_table_that_a_home_is_read_from_is_counted_whatever_is_done_to_it(
    hers: Alices, evening_a: Group, dana: Person, keys: Keys
) -> None:
    await all_there_is(hers, evening_a, dana)
    now = clock.now()
    with counted() as asked:
        alice = await Person.get(id=hers.person).select_related("program", "counselor")
        await home_of(alice, hers.device, keys.vapid, day_around(now, [alice.tz]))
    read = {table for sql in asked for table in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', sql)} - {"json_each"}
    assert len(read) > 15
    done: dict[str, set[str]] = {table: set() for table in read}
    for table, said in await counters():
        if table in done:
            done[table].add(said.split(" AFTER ")[1].split()[0].lower())
    assert done == {table: {"insert", "update", "delete"} for table in read}


async def test_of_a_table_with_much_else_in_it_each_column_either_counts_or_is_said_not_to(keys: object) -> None:
    some = {table: re.search(r"update of (.*?) on ", said, re.IGNORECASE) for table, said in await counters()
            if re.search(r"\bupdate of\b", said, re.IGNORECASE)}  # fmt: skip
    assert set(some) == set(NOT_SHOWN)
    for model in models():
        if found := some.get(model._meta.db_table):
            counts = {column.strip(' "') for column in found[1].split(",")}
            columns = set(model._meta.fields_db_projection.values())
            assert counts | NOT_SHOWN[model._meta.db_table] == columns, model
            assert not counts & NOT_SHOWN[model._meta.db_table]


async def test_what_happens_to_others_makes_nothing_anew(
    alices: Browser, charlies: Browser, charlie: Person, ben: Person
) -> None:
    await served(alices)
    before = await HomeCopy.get()
    await Commitment.create(
        id=new_id(), person=charlie, kind="work", rule="FREQ=DAILY", first_day=date(2026, 1, 1), wall_time="09:00",
        minutes=60, zone="UTC", changed_by=new_id(),
    )  # fmt: skip
    await CheckIn.all().update(missed_at=clock.now())
    with counted() as asked:
        await served(alices)
    assert not any("series" in sql for sql in asked)
    assert (await HomeCopy.get()).editions == before.editions


# Whatever time it is


@pytest.mark.parametrize("zone", ["America/New_York", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Beirut"])
async def test_the_home_is_that_of_the_day_by_her_clocks_and_those_of_the_program(
    alices: Browser, alice: Person, dana: Person, zone: str
) -> None:
    await Person.filter(id=alice.id).update(zone=zone, started_on=date(2026, 1, 5), joined_at=utc("2026-01-05T15:00"))
    start = utc("2026-03-28T20:00")
    with at(start):
        await Series.create(
            program_id=alice.program_id, person=alice, kind=SessionKind.individual, title="With Dana",
            rule="FREQ=DAILY", first_day=date(2026, 1, 6), wall_time="10:00", minutes=30, zone="America/New_York",
        )  # fmt: skip
        await CheckIn.create(
            id=new_id(), person=alice, instrument="gad-7", slot="gad", local_date=start.date(),
            opens_at=start + AN_HOUR, closes_at=start + 3 * AN_HOUR,
        )  # fmt: skip
        await Answer.create(
            id=new_id(), person=alice, instrument="daily", version="1", language="en", items={"mood": 3},
            scores={"mood": 3}, answered_at=start, received_at=start, late=False,
        )  # fmt: skip
        await Snooze.create(id=new_id(), person=alice, subject=str(new_id()), due_at=start + 5 * AN_HOUR)
        await Commitment.create(
            id=new_id(), person=alice, kind="work", rule="FREQ=DAILY", first_day=date(2026, 1, 1), wall_time="00:10",
            minutes=60, zone="Europe/London", changed_by=new_id(),
        )  # fmt: skip
    made: set[str] = set()
    for step in range(60):
        with at(start + step * AN_HOUR):
            made.add((await check(alices, step)).headers["etag"])
    assert 4 <= len(made) <= 7  # midnight here and there, and never for another reason
    with at(start):  # the clock was set back
        await check(alices)


# Racing


async def test_what_is_written_while_a_home_is_made_is_in_the_next(
    alices: Browser, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def and_meanwhile(*about: Any) -> Home:
        home = await home_of(*about)
        monkeypatch.setattr(routes, "home_of", home_of)
        await Person.filter(id=alice.id).update(called="Al")
        return home

    monkeypatch.setattr(routes, "home_of", and_meanwhile)
    assert (await served(alices)).json()["person"]["called"] == "Alice"
    assert (await served(alices)).json()["person"]["called"] == "Al"


async def test_who_signed_in_before_a_change_was_written_is_not_taken_for_right(
    alices: Browser, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def after_a_change(*about: Any) -> Any:
        monkeypatch.setattr(routes, "copy_for", copy_for)
        await Person.filter(id=alice.id).update(called="Al")
        return await copy_for(*about)

    monkeypatch.setattr(routes, "copy_for", after_a_change)
    assert (await served(alices)).json()["person"]["called"] == "Al"


async def test_however_many_ask_it_is_made_once(alices: Browser) -> None:
    await served(alices)  # plans her
    await HomeCopy.all().delete()
    with counted() as asked:
        answers = await asyncio.gather(*(served(alices) for _ in range(20)))
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert sum('FROM "series"' in sql for sql in asked) == 1


async def test_the_program_s_group_counts_from_the_moment_she_is_in_it(
    alices: Browser, alice: Person, program: Program
) -> None:
    morning = await Group.create(program=program, name="Morning")
    at_nine: dict[str, Any] = {"wall_time": "09:00", "minutes": 60, "zone": "UTC", "first_day": date(2026, 1, 1)}
    series = await Series.create(
        program=program, group=morning, kind=SessionKind.group, title="First", rule="FREQ=DAILY", **at_nine
    )
    assert (await check(alices)).json()["occurrences"] == []
    member = await Member.create(group=morning, person=alice, from_day=date(2026, 1, 1))
    assert (await check(alices)).json()["occurrences"]
    await Series.filter(id=series.id).update(title="Second")
    assert {each["title"] for each in (await check(alices)).json()["occurrences"]} == {"Second"}
    await member.delete()
    assert (await check(alices)).json()["occurrences"] == []


# As it is sent and kept


async def test_the_phone_has_it_already_also_when_it_was_made_anew(alices: Browser) -> None:
    etag = (await served(alices)).headers["etag"]
    for _ in range(2):
        answer = await alices.get("/api/home", if_none_match=etag)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        await HomeCopy.all().delete()
    assert (await alices.get("/api/home", if_none_match='"another"')).status_code == 200


async def test_it_is_packed_for_whoever_can_unpack_it(alices: Browser) -> None:
    for _ in range(2):  # made, and kept
        packed = await alices.get("/api/home", accept_encoding="gzip")
        plain = await alices.get("/api/home", accept_encoding="identity")
        assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
        assert packed.json() == plain.json()
        assert plain.headers["cache-control"] == packed.headers["cache-control"] == "no-store"


async def test_each_phone_of_hers_has_its_own(app: Starlette, hers: Alices, alices: Browser, alice: Person) -> None:
    _, token = await sign_in(alice)
    async with browser(app, token) as another_phone:
        told = [(await served(phone)).json()["reminders"]["subscription"] for phone in (alices, another_phone)]
        again = [(await served(phone)).json()["reminders"]["subscription"] for phone in (alices, another_phone)]
    assert told == again
    assert (told[0]["id"], told[1]) == (str(hers.subscription), None)


async def test_one_that_other_code_or_another_key_made_is_not_sent(alices: Browser) -> None:
    right = (await served(alices)).headers["etag"]
    await HomeCopy.all().update(maker="another", etag='"another"')
    assert (await served(alices)).headers["etag"] == right


async def test_it_can_t_be_read_in_the_database(alices: Browser) -> None:
    await served(alices)
    stored = bytes((await HomeCopy.get()).body)
    with pytest.raises(InvalidTag):
        ring().decrypt(stored, "person.name")
    assert b"Alice" in gzip.decompress(ring().decrypt(stored, "home_copy.body"))
    assert gzip.compress(b"")[:2] not in stored[:40]


async def test_it_goes_with_the_device_and_the_person(alices: Browser, charlies: Browser, alice: Person) -> None:
    for phone in (alices, charlies):
        await served(phone)
    await alice.delete()
    assert charlies.device
    assert await HomeCopy.all().values_list("device_id", flat=True) == [charlies.device.id]
    await Device.all().delete()
    assert not await HomeCopy.exists()


async def copies() -> set[UUID]:
    return {each.pk for each in await HomeCopy.all()}


async def test_whoever_stays_away_has_none_after_a_week_and_a_phone_that_is_signed_out_none_at_all(
    alices: Browser, charlies: Browser
) -> None:
    for phone in (alices, charlies):
        await served(phone)
    mine, his = [phone.device.id for phone in (alices, charlies) if phone.device]
    await forget_copies(clock.now() + 6 * A_DAY)
    assert await copies() == {mine, his}
    await Device.filter(id=mine).update(revoked_at=clock.now())
    await forget_copies(clock.now())
    assert await copies() == {his}
    await forget_copies(clock.now() + 9 * A_DAY)
    assert await copies() == set()


async def test_a_number_is_counted_for_nobody_but_whose_it_is(hers: Alices, alices: Browser, alice: Person) -> None:
    before = {each.id: each.number for each in await Edition.all()}
    await Commitment.create(
        id=new_id(), person=alice, kind="work", rule="FREQ=DAILY", first_day=date(2026, 1, 1), wall_time="09:00",
        minutes=60, zone="UTC", changed_by=new_id(),
    )  # fmt: skip
    after = {each.id: each.number for each in await Edition.all()}
    assert {key for key in after if after[key] != before.get(key)} == {alice.id}
