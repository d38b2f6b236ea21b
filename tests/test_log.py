"""What libraries log: that something broke and where, never what somebody wrote."""

import asyncio
import gc
import io
import logging
import os

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


# When it goes out


def test_the_lines_of_one_turn_go_out_together_and_without_a_loop_at_once() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with open(reading, "rb", buffering=0) as out, open(writing, "wb") as file:
        lines = log.OnceATurn(file)

        async def say(*words: bytes) -> None:
            for word in words:
                lines.write(word)
                lines.flush()
            assert out.read() is None
            await asyncio.sleep(0)
            assert out.read() == b"".join(words)

        for words in ([b"one\n", b"two\n"], [b"three\n"]):  # each in a loop of its own
            asyncio.run(say(*words))
        lines.write(b"four\n")
        lines.flush()
        assert out.read() == b"four\n"
