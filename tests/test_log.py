"""What libraries log: that something broke and where, never what somebody wrote."""

import asyncio
import gc
import io
import logging

import pytest

from server import log


async def test_a_task_that_nobody_waited_for_tells_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(log._Formatter("%(levelname)s %(name)s %(message)s"))
    monkeypatch.setattr(logging.getLogger("asyncio"), "handlers", [handler])
    monkeypatch.setattr(logging.getLogger("asyncio"), "propagate", False)

    async def read(note: str) -> None:
        raise ValueError(note)

    task = asyncio.create_task(read("Alice wrote this"))
    await asyncio.wait([task])
    del task
    gc.collect()
    assert "asyncio Task exception was never retrieved" in written.getvalue()
    assert "ValueError: test_log.py:" in written.getvalue()
    assert "Alice" not in written.getvalue()
