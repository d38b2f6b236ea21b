"""Tortoise's SQLite client with transactions that take the write lock when they begin, several statements in one trip
to its thread, and reads by key without one.

With a plain BEGIN two processes that read and then write fail at once with "database is locked": the busy time-out
does not apply to a read lock that wants to become a write lock. BEGIN IMMEDIATE waits its turn instead.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

# Tortoise reads a date that is text with a library for all of ISO 8601, which takes as long as the whole statement.
sqlite3.register_converter("DATE", lambda text: date.fromisoformat(text.decode()))

MAPPED = 1024 * 1024 * 1024  # bytes of the file that are read without a call; only what is read takes memory

Statement = tuple[str, Sequence[Any]]


def is_busy(error: OperationalError | sqlite3.OperationalError) -> bool:
    """Whether somebody else wrote for longer than we wait."""
    cause = next(iter(error.args), None) if isinstance(error, OperationalError) else error
    # In the low byte: which of several ways to be busy it is stands above it. What SQLite did not say has no code.
    return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_BUSY


class ImmediateTransaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


class Turn(SqliteTransactionContext):
    """Tortoise's own would keep the connection where a transaction can't begin: all that comes later would wait for it
    for ever."""

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            await self._leave()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        client: TransactionalDBClient = self.connection
        return client

    async def _leave(self) -> None:
        try:
            # Where whoever waited was called off, it begins all the same, on the connection's thread.
            if self.connection._connection:
                await self.connection.rollback()
        finally:
            self._trxlock.release()


class Client(SqliteClient):
    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **options)
        self._reader: sqlite3.Connection | None = None
        self._names: dict[str, list[str]] = {}  # of the columns, by statement

    async def close(self) -> None:
        await super().close()
        if self._reader:
            self._reader.close()
            self._reader = None

    def look_up(self, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        """What is committed. For statements that find a few rows by an index; no writer keeps them waiting in WAL."""
        found = self._open_reader().execute(sql, values)
        names = self._names.get(sql)
        if names is None:  # SQLite describes them as long as it takes to find the row
            names = self._names[sql] = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def _open_reader(self) -> sqlite3.Connection:
        if self._reader is None:
            self._reader = sqlite3.connect(self.filename, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES)
            self._reader.execute("PRAGMA query_only = ON")
            self._reader.execute(f"PRAGMA mmap_size = {MAPPED}")
        return self._reader

    @translate_exceptions
    async def execute_at_once(self, statements: Sequence[Statement]) -> list[tuple[Any, ...]]:
        """Runs the statements in a transaction of their own, all or none; gives what the last one found when all is on
        the disk."""
        async with self.acquire_connection() as connection:
            found: list[tuple[Any, ...]] = await connection._execute(_commit, connection._conn, statements)
            return found

    async def checkpoint(self) -> None:
        """Takes what is in the log over into the file, in a thread of its own: nobody's write waits for it."""
        await asyncio.to_thread(self._checkpoint)

    def _checkpoint(self) -> None:
        with closing(sqlite3.connect(self.filename, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _in_transaction(self) -> TransactionContext:
        return Turn(ImmediateTransaction(self), self._lock)


def _commit(connection: sqlite3.Connection, statements: Sequence[Statement]) -> list[tuple[Any, ...]]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        found: list[tuple[Any, ...]] = []
        for sql, values in statements:
            found = [tuple(row) for row in connection.execute(sql, values)]
        connection.commit()
        return found
    except BaseException:
        connection.rollback()
        raise


client_class = Client
