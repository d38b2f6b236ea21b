"""A program that writes emails, by a real mail server that answers as told."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from server.app import make_app
from server.keys import Keys
from server.settings import MailServer as MailSettings
from server.settings import Settings, read_settings
from tests.mail_server import MailServer, mail_server


def settings_for(url: str) -> MailSettings:
    found = read_settings({"DAYMARK_SMTP_URL": url, "DAYMARK_MAIL_FROM": "reminders@d.example"}).mail_server
    assert found
    return found


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as running:
        yield running


@pytest.fixture
async def app(settings: Settings, keys: Keys, server: MailServer) -> Starlette:
    return make_app(replace(settings, mail_server=settings_for(server.url)), keys)
