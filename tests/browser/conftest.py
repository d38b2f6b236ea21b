"""One Chromium, one Firefox, one push service, one mail server and two Daymarks for the browser tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import BrowserContext, Page

from tests.browser.chromium import Chromium
from tests.browser.firefox import Firefox
from tests.browser.people import sign_in
from tests.browser.server import Daymark
from tests.mail_server import MailServer, mail_server
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
    return await running(_daymark)


@pytest.fixture(scope="session")
async def _daymark(
    tmp_path_factory: pytest.TempPathFactory, push_service: PushService, mail: MailServer
) -> AsyncIterator[Daymark]:
    async with Daymark(tmp_path_factory.mktemp("daymark"), push_service.origin, mail.settings) as server:
        yield server


@pytest.fixture(scope="session")
async def mail() -> AsyncIterator[MailServer]:
    """Where the emails of `daymark` arrive; the clinic sends none."""
    async with mail_server() as server:
        yield server


@pytest.fixture
async def clinic(_clinic: Daymark) -> Daymark:
    """The server on which tests ask for forms and raise alerts."""
    return await running(_clinic)


@pytest.fixture(scope="session")
async def _clinic(tmp_path_factory: pytest.TempPathFactory, push_service: PushService) -> AsyncIterator[Daymark]:
    async with Daymark(tmp_path_factory.mktemp("clinic"), push_service.origin) as server:
        yield server


async def running(server: Daymark) -> Daymark:
    """A test may have killed it."""
    if not server.running:
        await server.start()
    return server


@pytest.fixture
async def dana(clinic: Daymark, _danas: BrowserContext) -> AsyncIterator[Page]:
    """Dana's laptop at the clinic, signed in."""
    page = await _danas.new_page()
    yield page
    await page.close()


@pytest.fixture
async def ben(clinic: Daymark, _bens: BrowserContext) -> AsyncIterator[Page]:
    """Ben's laptop at the clinic, signed in; he is an admin there."""
    page = await _bens.new_page()
    yield page
    await page.close()


@pytest.fixture(scope="session")
async def _danas(chromium: Chromium, _clinic: Daymark) -> AsyncIterator[BrowserContext]:
    async with signed_in(chromium, _clinic.links[0]) as laptop:
        yield laptop


@pytest.fixture(scope="session")
async def _bens(chromium: Chromium, _clinic: Daymark) -> AsyncIterator[BrowserContext]:
    async with signed_in(chromium, await _clinic.invite("admin", "Ben Ortiz")) as laptop:
        yield laptop


@asynccontextmanager
async def signed_in(chromium: Chromium, link: str) -> AsyncIterator[BrowserContext]:
    context = await chromium.laptop(reduced_motion="reduce")
    try:
        page = await context.new_page()
        await sign_in(page, link)
        await page.close()
        yield context
    finally:
        await context.close()
