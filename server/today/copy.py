"""Copies of homes: made once for a device and a day, and sent again until something that is in them changes."""

import gzip
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import server
from server.clock import from_ms, to_ms
from server.columns import ring
from server.database import look_up_each, on_postgres, rows
from server.http import Packed, etag_of
from server.today.day import Day
from server.today.models import HomeCopy

FORGET_AFTER = timedelta(days=7)  # since its day ended: whoever comes after that has one made like everybody else
BATCH = 200  # copies forgotten at a time: on SQLite every other write waits meanwhile
PLACE = "home_copy.body"
CODE = {".py", ".json"}


@dataclass(frozen=True)
class Asked:
    """For whom a copy is looked for, and what the device has already."""

    device_id: UUID
    person_id: UUID
    program_id: UUID
    etag: str | None
    maker: str


@dataclass(frozen=True)
class Found:
    """The editions as they are, and the copy if there is one that is made from them."""

    editions: str
    copy: Packed | None


async def copy_for(asked: Asked, now: datetime) -> Found:
    """One query. The body of what the device has already is not read."""
    key = (str(asked.device_id), str(asked.person_id), str(asked.program_id), asked.etag)
    row = await _look()(key)
    is_right = (
        row["made_from"] == row["editions"]
        and row["maker"] == asked.maker
        and from_ms(row["begins"]) <= now < from_ms(row["ends"])
    )
    return Found(row["editions"], _opened(row) if is_right else None)


def _opened(row: dict[str, Any]) -> Packed:
    body = row["body"]
    return Packed(row["etag"], None if body is None else ring().decrypt(bytes(body), PLACE))


@cache
def _look() -> Any:
    """Exactly one row, with a copy or without."""
    all_of = "string_agg" if on_postgres() else "group_concat"
    return look_up_each(
        f"""
        SELECT (
            SELECT coalesce({all_of}(CAST(own.id AS TEXT) || ':' || own.number, ' '), '') FROM (
                SELECT edition.id, edition.number FROM edition WHERE edition.id IN (
                    SELECT asked.person_id UNION ALL SELECT asked.program_id
                    UNION ALL SELECT member.group_id FROM member WHERE member.person_id = asked.person_id
                ) ORDER BY edition.id
            ) AS own
        ) AS editions, home_copy.editions AS made_from, home_copy.maker, home_copy.begins, home_copy.ends,
        home_copy.etag, CASE WHEN home_copy.etag = asked.etag THEN NULL ELSE home_copy.body END AS body
        FROM {{asked}} LEFT JOIN home_copy ON home_copy.device_id = asked.device_id""",  # noqa: S608  # our own words
        {"device_id": "uuid", "person_id": "uuid", "program_id": "uuid", "etag": "text"},
    )


async def keep_copy(asked: Asked, editions: str, day: Day, content: bytes) -> Packed:
    """Keeps what was made for this day. `editions` are those that were found before it was made: what is written
    meanwhile makes others of them, so a copy that may lack it is never taken for the right one."""
    packed = Packed(etag_of(content), gzip.compress(content, 6, mtime=0))
    await rows(
        "INSERT INTO home_copy (device_id, editions, maker, begins, ends, etag, body)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (device_id) DO UPDATE SET editions = excluded.editions,"
        " maker = excluded.maker, begins = excluded.begins, ends = excluded.ends, etag = excluded.etag,"
        " body = excluded.body",
        str(asked.device_id),
        editions,
        asked.maker,
        to_ms(day.begins),
        to_ms(day.ends),
        packed.etag,
        ring().encrypt(packed.body or b"", PLACE),
    )
    return packed


@cache
def maker_of(vapid_key: str, field_key: str) -> str:
    """Names what makes a home beside the rows: this code with its forms and exercises, and the push key. With another
    field key every copy is made anew: those of the old one can't be read once it is gone."""
    folder = Path(server.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in CODE)
    digests = [sha256(path.read_bytes()).hexdigest() for path in files]
    return sha256(" ".join([vapid_key, field_key, *digests]).encode()).hexdigest()


async def forget_copies(now: datetime) -> None:
    """Deletes the copies of who has not opened the app for a week, and of devices that are signed out."""
    while await rows(
        "DELETE FROM home_copy WHERE device_id IN (SELECT home_copy.device_id FROM home_copy"
        " JOIN device ON device.id = home_copy.device_id"
        " WHERE home_copy.ends < $1 OR device.revoked_at IS NOT NULL LIMIT $2) RETURNING device_id",
        to_ms(now - FORGET_AFTER),
        BATCH,
    ):
        pass


async def forget_all_copies() -> None:
    await HomeCopy.all().delete()
