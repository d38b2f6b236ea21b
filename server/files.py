"""Files that only their owner can read, written whole or not at all, even if the machine dies."""

import os
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Makes a file. FileExistsError, and the file as it was, when there is one already."""
    beside = _beside(path, content)
    try:
        # A link, not a rename: of two processes that start together, only one makes the file.
        os.link(beside, path)
    finally:
        beside.unlink()
    _sync(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Like `write_private`, for a file that is there."""
    os.replace(_beside(path, content), path)
    _sync(path.parent)


def _beside(path: Path, content: bytes) -> Path:
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)  # of a process that died here and had our number
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _sync(folder: Path) -> None:
    """A new name in a folder is not safe until the folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
