"""What runs for real: the compose file can be read, and says nothing that Daymark would refuse."""

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # has no types

from server.settings import KNOWN

HOME = Path(__file__).resolve().parent.parent


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HOME / "docker-compose.yml").read_text())
    return read


def test_the_compose_file_knows_only_settings_that_there_are() -> None:
    services = compose()["services"]
    for name in ("app", "worker"):
        assert set(services[name]["environment"]) <= set(KNOWN), name
        assert services[name]["environment"]["DAYMARK_TICK"] == "no"  # serving and ticking are two containers


def test_only_the_proxy_is_open_to_the_world_and_the_database_to_nobody_outside() -> None:
    read = compose()
    assert [name for name, service in read["services"].items() if "ports" in service] == ["proxy"]
    assert read["services"]["database"]["networks"] == ["inside"]
    assert read["networks"]["inside"] == {"internal": True}


def test_what_must_be_set_is_in_the_example() -> None:
    asked = (HOME / "docker-compose.yml").read_text()
    lines = [line for line in (HOME / ".env.example").read_text().splitlines() if "=" in line]
    given = [line.partition("=")[0] for line in lines if not line.startswith("#")]
    may_be_given = [line.strip("#").partition("=")[0] for line in lines if line.startswith("#")]
    assert all(f"${{{name}:-}}" in asked for name in may_be_given)
    assert all(f"${{{name}:?" in asked for name in given)
    assert len(given) == asked.count(":?")
