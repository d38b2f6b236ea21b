"""One Chromium, one Firefox, one push service and one Daymark for the browser tests."""

from collections.abc import AsyncIterator

import pytest

from tests.browser.chromium import Chromium
from tests.browser.firefox import Firefox
from tests.browser.server import Daymark
from tests.push_service import PushService


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    async with Chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
async def firefox(push_service: PushService) -> AsyncIterator[Firefox]:
    async with Firefox(push_service.websocket) as browser:
        yield browser


@pytest.fixture(scope="session")
async def push_service() -> AsyncIterator[PushService]:
    async with PushService() as service:
        yield service


@pytest.fixture
async def daymark(_daymark: Daymark) -> Daymark:
    """The server, running: a test may have killed it."""
    if not _daymark.running:
        await _daymark.start()
    return _daymark


@pytest.fixture(scope="session")
async def _daymark(tmp_path_factory: pytest.TempPathFactory, push_service: PushService) -> AsyncIterator[Daymark]:
    async with Daymark(tmp_path_factory.mktemp("daymark"), push_service.origin) as server:
        yield server
