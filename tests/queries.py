"""Counting what the database is asked, for pages that must not ask more when there is more to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from server.database import connection


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run inside, outside of transactions."""
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        client = type(connection())
        for name in ("execute_query", "execute_query_dict"):
            patch.setattr(client, name, _counting(getattr(client, name), asked))
        yield asked


def _counting(execute: Any, asked: list[str]) -> Any:
    async def count(self: Any, query: str, values: list[Any] | None = None) -> Any:
        asked.append(query)
        return await execute(self, query, values)

    return count
