"""A real Firefox without a window, driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/)."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from base64 import b64decode
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.browser import script
from tests.browser.binary import axe_source, need_binary

Preference = str | int | bool

START_SECONDS = 60
COMMAND_SECONDS = 60
ARGUMENTS = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
ENTER = "\ue007"
TAB = "\ue004"

OFF_THE_NETWORK: dict[str, Preference] = {
    # A proxy that refuses: whatever the preferences below forget stays inside. Loopback never goes through a proxy.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.trr.mode": 5,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.search.update": False,
    "browser.topsites.contile.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "http://127.0.0.1:9/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "toolkit.telemetry.unified": False,
}

QUIET: dict[str, Preference] = {
    # A page kept for "back" is frozen, and with it the answer to what it was asked; without that Firefox asks the next.
    "browser.sessionhistory.max_total_viewers": 0,
    "browser.aboutwelcome.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    # navigator.storage.persist() asks the person; with nobody there it would never end.
    "dom.storageManager.prompt.testing": True,
    "dom.storageManager.prompt.testing.allow": True,
    "termsofuse.bypassNotification": True,
    "toolkit.startup.max_resumed_crashes": -1,
    "trailhead.firstrun.didSeeAboutWelcome": True,
}


def push_preferences(server: str) -> dict[str, Preference]:
    """Subscribes at this websocket address instead of Mozilla's, and lets every page show notifications."""
    return {
        "dom.push.enabled": True,
        "dom.push.connection.enabled": True,
        "dom.push.serverURL": server,
        "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.retryBaseInterval": 100,
        "permissions.default.desktop-notification": 1,
        # Without a desktop to show it on, the system's backend fails and the worker's showNotification() with it.
        "alerts.useSystemBackend": False,
    }


class BidiError(Exception):
    """The browser did not do a command."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class PageError(Exception):
    """The page's script threw."""


class Bidi:
    """One WebDriver BiDi connection: commands out, their results in; `heard` takes the events."""

    def __init__(self, connection: ClientWebSocketResponse, heard: Callable[[dict[str, Any]], None]) -> None:
        self._connection = connection
        self._heard = heard
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._reader = asyncio.create_task(self._read())

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Raises BidiError, or TimeoutError when the browser says nothing for a minute."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._connection.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(COMMAND_SECONDS):
            result: dict[str, Any] = await answer
            return result

    async def _read(self) -> None:
        async for packet in self._connection:
            self._take(packet.json())
        for number in list(self._waiting):
            self._settle({"id": number, "type": "error", "error": "closed", "message": "the browser went away"})

    def _take(self, packet: dict[str, Any]) -> None:
        if packet["type"] == "event":
            self._heard(packet["params"])
        else:
            self._settle(packet)

    def _settle(self, packet: dict[str, Any]) -> None:
        answer = self._waiting.pop(packet["id"])
        if answer.done():
            return
        if packet["type"] == "success":
            answer.set_result(packet["result"])
        else:
            answer.set_exception(BidiError(packet["error"], packet["message"]))


class Firefox:
    """`async with Firefox(service.websocket) as firefox`: a fresh profile, one tab.

    `push_server`: the websocket address of the push service it subscribes at; empty leaves push off.
    The binary is the environment's FIREFOX_BINARY, else firefox-esr or firefox; without one it raises UsageError.
    `errors` holds what pages threw and did not catch, or said with console.error().
    Every expression may use `await`, and comes back as Python values by way of JSON.
    """

    def __init__(self, push_server: str = "", preferences: Mapping[str, Preference] | None = None) -> None:
        push = push_preferences(push_server) if push_server else {"dom.push.enabled": False}
        self.errors: list[str] = []
        self._preferences = {**OFF_THE_NETWORK, **QUIET, **push, **(preferences or {})}

    async def __aenter__(self) -> Self:
        binary = need_binary("FIREFOX_BINARY", "firefox-esr", "firefox")
        self._profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        (self._profile / "user.js").write_text(as_user_js(self._preferences), encoding="utf-8")
        self._process = await launch(binary, self._profile)
        self._client = ClientSession()
        try:
            await self._connect()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Kills the browser and its children, and removes the profile."""
        await self._client.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await asyncio.to_thread(shutil.rmtree, self._profile, ignore_errors=True)

    async def _connect(self) -> None:
        assert self._process.stderr is not None
        address = await bidi_address(self._process.stderr)
        self._drain = asyncio.create_task(drain(self._process.stderr))
        self.bidi = Bidi(await self._client.ws_connect(f"{address}/session", max_msg_size=0), self._hear)
        await self.bidi.send("session.new", capabilities={})
        await self.bidi.send("session.subscribe", events=["log.entryAdded"])
        tree = await self.bidi.send("browsingContext.getTree")
        self._tab: str = tree["contexts"][0]["context"]

    def _hear(self, entry: dict[str, Any]) -> None:
        if entry["level"] == "error":
            self.errors.append(entry["text"])

    # The page

    async def open(self, url: str) -> None:
        """Loads the page, its load event included."""
        await self.bidi.send("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    async def reload(self) -> None:
        await self.bidi.send("browsingContext.reload", context=self._tab, wait="complete")

    async def evaluate(self, expression: str, user_activation: bool = False) -> Any:
        """The expression's value. `user_activation` counts as a tap. Raises PageError."""
        result = await self._evaluate(script.awaited(expression), user_activation)
        return script.value(result.get("value"))

    async def wait_for(self, condition: str, seconds: float = 10) -> Any:
        """The expression's first true value, also across a change of page. Raises TimeoutError."""
        result = await self.evaluate(script.until(condition, seconds))
        if result is None:
            raise TimeoutError(f"not within {seconds} s: {condition}")
        return result

    async def click(self, css: str = "", *, text: str = "") -> None:
        """Points at the middle of the element and presses, once it is there; `text` is what a person reads on it."""
        element = await self._find(css, text)
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": element}}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        await self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    async def type(self, text: str, into: str = "") -> None:
        """Presses the keys, in the element of that CSS selector if one is given; ENTER and TAB are keys too."""
        if into:
            await self.click(into)
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        await self._act({"type": "key", "id": "keyboard", "actions": keys})

    async def set_viewport(self, width: int, height: int, pixel_ratio: float = 1) -> None:
        size = {"width": width, "height": height}
        await self.bidi.send(
            "browsingContext.setViewport", context=self._tab, viewport=size, devicePixelRatio=pixel_ratio
        )

    async def screenshot(self, path: Path) -> None:
        """Writes the viewport as PNG."""
        taken = await self.bidi.send("browsingContext.captureScreenshot", context=self._tab)
        await asyncio.to_thread(path.write_bytes, b64decode(taken["data"]))

    async def notifications(self, at_least: int = 0) -> list[script.Notification]:
        """Those the page's worker is showing, once there are so many. Raises TimeoutError."""
        await self.wait_for(f"({script.NOTIFICATIONS}).then((shown) => shown.length >= {at_least})")
        shown: list[script.Notification] = await self.evaluate(script.NOTIFICATIONS)
        return shown

    async def axe(self) -> list[script.Violation]:
        """What breaks WCAG 2.2 AA or axe's best practices on the page as it stands."""
        await self._evaluate(axe_source())
        found: list[script.Violation] = await self.evaluate(script.AXE_RUN)
        return found

    # Inside

    async def _evaluate(self, expression: str, user_activation: bool = False) -> dict[str, Any]:
        answer = await self.bidi.send(
            "script.evaluate",
            expression=expression,
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=user_activation,
        )
        if answer["type"] == "exception":
            raise PageError(answer["exceptionDetails"]["text"])
        result: dict[str, Any] = answer["result"]
        return result

    async def _act(self, source: dict[str, Any]) -> None:
        await self.bidi.send("input.performActions", context=self._tab, actions=[source])
        await self.bidi.send("input.releaseActions", context=self._tab)

    async def _find(self, css: str, text: str) -> dict[str, Any]:
        finder = script.element(css, text)
        await self.wait_for(f"!!{finder}")
        node = await self._evaluate(f"{finder}.element")
        return {"sharedId": node["sharedId"]}


def as_user_js(preferences: Mapping[str, Preference]) -> str:
    return "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())


async def launch(binary: str, profile: Path) -> Process:
    """In a process group of its own, so that its children end with it."""
    return await asyncio.create_subprocess_exec(
        *(binary, *ARGUMENTS, "--profile", str(profile)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
        start_new_session=True,
        env={**os.environ, "HOME": str(profile), "MOZ_CRASHREPORTER_DISABLE": "1"},
    )


async def bidi_address(output: asyncio.StreamReader) -> str:
    """What Firefox says on stderr once it listens. Raises RuntimeError when it ends before that."""
    said = []
    async with asyncio.timeout(START_SECONDS):
        async for line in output:
            said.append(line.decode(errors="replace"))
            if found := LISTENING.search(said[-1]):
                return found[1]
    raise RuntimeError(f"Firefox did not start:\n{''.join(said)}")


async def drain(output: asyncio.StreamReader) -> None:
    """A pipe that nobody reads fills up, and stops Firefox."""
    async for _ in output:
        pass
