"""What phone and server must see alike: the same files run in vitest."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "pwa/src/shared/vectors"


def vectors(name: str) -> list[Any]:
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(each, id=each["name"]) for each in found]
