"""A medication as a phone sends it, and what is said of its doses."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server import clock
from tests.conftest import Browser
from tests.sessions.planned import fresh_id

EVERY_DAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def tablet(**differs: Any) -> dict[str, Any]:
    told = {"medication": None, "name": "Morning tablet", "note": "with food", "times": ["08:00"], "days": EVERY_DAY}
    days = {"first_day": "2026-05-01", "until": None, "refill_on": None, "refill_days_before": 3}
    return {**told, **days, "said_at": clock.now().isoformat(), **differs}


async def take(browser: Browser, **differs: Any) -> UUID:
    """Adds a medication, or changes one; gives its id."""
    change = fresh_id()
    answer = await browser.put(f"/api/medications/{change}", tablet(**differs))
    assert (answer.status_code, answer.json()) == (200, {"id": str(change)}), answer.text
    return UUID(str(differs.get("medication") or change))


def word(medication: UUID | None, start: str, said: str | None, later: timedelta | None = None) -> dict[str, Any]:
    now: datetime = clock.now()
    about = {"medication": str(medication) if medication else None, "original_start": start, "word": said}
    return {**about, "later_at": (now + later).isoformat() if later else None, "said_at": now.isoformat()}


async def say(
    browser: Browser, medication: UUID | None, start: str, said: str | None, later: timedelta | None = None
) -> None:
    answer = await browser.put(f"/api/doses/{fresh_id()}", word(medication, start, said, later))
    assert answer.status_code == 200, answer.text


async def share(browser: Browser, shared: bool) -> None:
    answer = await browser.put(f"/api/medication-sharing/{fresh_id()}", {"shared": shared})
    assert answer.status_code == 200, answer.text


async def hers(browser: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await browser.get("/api/home")).json()["medication"]["medications"]
    return found


def said_in(medication: dict[str, Any]) -> dict[str, str | None]:
    return {each["original_start"]: each["word"] for each in medication["replies"]}
