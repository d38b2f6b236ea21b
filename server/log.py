"""Structured logs on standard error: one JSON object a line, or plain words on a terminal.

Of an exception only its kind and the lines it passed through are logged. Its message may hold what somebody wrote, or
the values of a row.
"""

import asyncio
import atexit
import logging
import sys
from traceback import extract_tb
from types import TracebackType
from typing import BinaryIO, cast

import structlog
from pydantic_core import to_json

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Formatter(logging.Formatter):
    def formatException(self, ei: ExcInfo) -> str:
        return where(ei[1]) if ei[1] else ""

    def formatMessage(self, record: logging.LogRecord) -> str:
        # asyncio says more on the lines below the first, with what an exception said in it.
        return super().formatMessage(record).partition("\n")[0]


def where(error: BaseException) -> str:
    """`KeyError: deliver.py:12 in send, claim.py:80 in settle`, and the same of what it came from."""
    frames = [
        f"{each.filename.rpartition('/')[2]}:{each.lineno} in {each.name}" for each in extract_tb(error.__traceback__)
    ]
    text = f"{type(error).__qualname__}: {', '.join(frames)}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text}; from {where(cause)}" if cause else text


def _without_words(logger: object, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if event.pop("exc_info", None):
        error = sys.exc_info()[1]
        event["exception"] = where(error) if error else None
    return event


def _written(event: structlog.typing.EventDict, **_: object) -> bytes:
    return to_json(event, fallback=repr)


class OnceATurn:
    """A file that is flushed once in a turn of the event loop, however often it is asked to. Fifty requests are
    answered in one, and each of their lines alone would be a call of the system."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.write = file.write
        self._awaited: asyncio.AbstractEventLoop | None = None

    def flush(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._file.flush()
            return
        if self._awaited is not loop:
            self._awaited = loop
            loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._awaited = None
        self._file.flush()


def set_up() -> None:
    """Sends structlog and the standard library's warnings the same way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # It warns every second that a long delivery is still running, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    on_terminal = sys.stderr.isatty()
    # Not that of sys.stderr, which holds nothing back where Python is told so (PYTHONUNBUFFERED).
    file = open(sys.stderr.fileno(), "wb", closefd=False)  # noqa: SIM115  # for as long as the process lives
    atexit.register(file.flush)
    rendering: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer(_written)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=(
            structlog.PrintLoggerFactory(sys.stderr)
            if on_terminal
            else structlog.BytesLoggerFactory(cast(BinaryIO, OnceATurn(file)))
        ),
        cache_logger_on_first_use=True,
    )
