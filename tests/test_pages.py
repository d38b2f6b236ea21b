"""The app's files at their edges, and what no cache may keep."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.app import make_app
from server.keys import Keys
from server.settings import Settings
from tests.conftest import Browser, browser, new_id


@pytest.fixture
async def pages(settings: Settings, keys: Keys, tmp_path: Path) -> AsyncIterator[Browser]:
    """An app that has only its start page."""
    (tmp_path / "index.html").write_text("<!doctype html><title>Daymark</title>")
    async with browser(make_app(replace(settings, app_dir=tmp_path), keys)) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/%00", "/assets/%00.js", "/api/%00"])
async def test_an_address_that_no_file_can_have_is_not_found(pages: Browser, path: str) -> None:
    answer = await pages.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")


async def test_a_page_in_place_of_a_missing_file_is_not_kept_for_ever(pages: Browser) -> None:
    answer = await pages.get("/assets/gone")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


async def test_a_refusal_is_not_kept_by_any_cache(danas: Browser, stranger: Browser) -> None:
    for answer in (await danas.get(f"/api/people/{new_id()}"), await stranger.get("/api/me")):
        assert answer.headers["cache-control"] == "no-store"
