"""Editions: the database itself counts what changes in the rows that homes are made from, whoever writes them.

A row counts for the person, group or program that it is about: an answer for its person, the change of a session for
its group. A home is made from the rows of its person, of every group they are or were in, and of their program, so
their three or four numbers say whether a copy of it is still right.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tortoise.migrations.operations import RunSQL

EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


class Counted(RunSQL):
    """For a migration: from now on what is written to these tables counts. Each table with whom it counts for, as an
    expression of `{row}`'s columns that gives an id, or NULL for nobody.

    `only` names, by table, the columns of which an update counts, where others change often and no home shows them.
    """

    def __init__(self, tables: Mapping[str, str], only: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(RunSQL.noop)  # what there is to run depends on the database
        self._tables, self._only = tables, only or {}

    async def database_forward(self, app_label: str, old_state: Any, new_state: Any, state_editor: Any = None) -> None:
        if state_editor is None:
            return
        statements = _on_postgres if state_editor.client.capabilities.dialect == "postgres" else _on_sqlite
        for table, whose in self._tables.items():
            for statement in statements(table, whose, self._only.get(table, ())):
                await state_editor.client.execute_query(statement)  # the editor would split it at its semicolons


def _on_sqlite(table: str, whose: str, only: Sequence[str]) -> Iterator[str]:
    for event, row in EVENTS.items():
        columns, when = _differs(only, "IS NOT") if event == "update" else ("", "")
        found = f"SELECT {whose.format(row=row)} AS id"
        yield (
            f"CREATE TRIGGER edition_{table}_{event} AFTER {event}{columns} ON {table} FOR EACH ROW{when}"
            f" BEGIN {_count(found)}; END"
        )


def _on_postgres(table: str, whose: str, only: Sequence[str]) -> Iterator[str]:
    """Once for all rows of a statement, in the order of their ids: two who write can't wait for each other.

    Only where some columns count it is row by row, for what says which columns are written does not tell the rows.
    """
    changed = f"SELECT DISTINCT {whose.format(row='changed')} AS id FROM changed"  # noqa: S608  # our own words
    yield _function(f"edition_{table}", changed)
    for event, row in EVENTS.items():
        if event == "update" and only:
            columns, when = _differs(only, "IS DISTINCT FROM")
            yield _function(f"edition_{table}_row", f"SELECT {whose.format(row='NEW')} AS id")
            yield (
                f"CREATE TRIGGER edition_{table}_{event} AFTER {event}{columns} ON {table} FOR EACH ROW{when}"
                f" EXECUTE FUNCTION edition_{table}_row()"
            )
        else:
            yield (
                f"CREATE TRIGGER edition_{table}_{event} AFTER {event} ON {table}"
                f" REFERENCING {row} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION edition_{table}()"
            )


def _differs(only: Sequence[str], from_: str) -> tuple[str, str]:
    """Which columns an update must write, and that one of them is another then."""
    if not only:
        return "", ""
    different = " OR ".join(f"OLD.{column} {from_} NEW.{column}" for column in only)
    return f" OF {', '.join(only)}", f" WHEN ({different})"


def _count(found: str) -> str:
    return (
        f"INSERT INTO edition (id, number) SELECT id, 1 FROM ({found}) AS found WHERE id IS NOT NULL ORDER BY id"  # noqa: S608  # our own words
        " ON CONFLICT (id) DO UPDATE SET number = edition.number + 1"
    )


def _function(name: str, found: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_count(found)}; RETURN NULL; END $$"
