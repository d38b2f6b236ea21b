"""What a process has in memory for itself."""

from pathlib import Path


def own_memory(process: int | str = "self") -> float:
    """Megabytes of a process, without the files that it has mapped: SQLite's database is one."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise ValueError("this system does not tell a process's memory")
