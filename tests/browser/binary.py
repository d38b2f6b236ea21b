"""Where the browsers and axe-core are. What is missing stops the run: a skipped browser test proves nothing."""

import os
import shutil
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "pwa" / "node_modules" / "axe-core" / "axe.min.js"


def find_binary(variable: str, *names: str) -> str:
    """The path that the environment variable names, else the first of the names on PATH, else empty."""
    found = [path for name in (os.environ.get(variable, ""), *names) if name and (path := shutil.which(name))]
    return found[0] if found else ""


def need_binary(variable: str, *names: str) -> str:
    """Raises UsageError where there is none."""
    path = find_binary(variable, *names)
    if not path:
        raise pytest.UsageError(f"No browser: install one of {', '.join(names)}, or set {variable} to its path.")
    return path


def axe_source() -> str:
    """Raises UsageError where the front end's packages are not installed."""
    if not AXE.exists():
        raise pytest.UsageError("No axe-core: run `npm ci` in pwa.")
    return AXE.read_text(encoding="utf-8")
