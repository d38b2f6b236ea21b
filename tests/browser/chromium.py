"""A real Chromium through Playwright, and what Playwright does not do: pushes, notifications, axe."""

import asyncio
import json
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

import pytest
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Playwright, async_playwright

from tests.browser import script
from tests.browser.binary import axe_source, find_binary
from tests.push_service import PushService, Subscription

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever the flags above forget finds no address outside.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

Scheme = Literal["light", "dark"]


class Chromium:
    """`async with Chromium() as chromium`: one browser; each context is a fresh profile.

    The binary is the environment's CHROMIUM_BINARY, else chromium, chromium-browser or google-chrome, else Playwright's
    own; without one it raises UsageError.
    """

    async def __aenter__(self) -> Self:
        self._playwright = await async_playwright().start()
        try:
            self.browser = await launch(self._playwright)
        except BaseException:
            await self._playwright.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.browser.close()
        await self._playwright.stop()

    async def phone(self, **options: Any) -> BrowserContext:
        """390 x 844, touch; `options` are those of Playwright's `new_context`."""
        size = {"width": 390, "height": 844}
        usual = {"viewport": size, "has_touch": True, "is_mobile": True, "device_scale_factor": 3}
        return await self._context(**{**usual, **options})

    async def laptop(self, **options: Any) -> BrowserContext:
        """1280 x 800; `options` are those of Playwright's `new_context`."""
        return await self._context(viewport={"width": 1280, "height": 800}, **options)

    async def _context(self, **options: Any) -> BrowserContext:
        usual = {"permissions": ["notifications"], "timezone_id": "America/New_York", "locale": "en-US"}
        context = await self.browser.new_context(**{**usual, **options})
        context.set_default_timeout(10_000)
        return context


async def launch(playwright: Playwright) -> Browser:
    """Raises UsageError where no Chromium is installed."""
    own = playwright.chromium.executable_path
    binary = find_binary("CHROMIUM_BINARY", "chromium", "chromium-browser", "google-chrome", own)
    if not binary:
        raise pytest.UsageError("No browser: install chromium, or set CHROMIUM_BINARY to its path.")
    return await playwright.chromium.launch(executable_path=binary, args=FLAGS)


async def color_scheme(page: Page, scheme: Scheme) -> None:
    await page.emulate_media(color_scheme=scheme)


async def deliver_push(page: Page, origin: str, data: str | dict[str, Any]) -> str:
    """Fires the push event in the origin's worker, as if a push service had sent the text or the object.

    `page` is one of that origin's. Returns once the event is over: "Success", or "waitUntil Rejected". Raises
    TimeoutError where no worker becomes active.
    """
    # A push to a worker that is still being installed is dropped without a word.
    await until(page, script.WORKER_ACTIVE)
    cdp = await page.context.new_cdp_session(page)
    over = await end_of_push(cdp)
    push = {"origin": origin, "registrationId": await registration_id(cdp, origin), "data": as_text(data)}
    await cdp.send("ServiceWorker.deliverPushMessage", push)
    async with asyncio.timeout(10):
        status = await over
    await cdp.detach()
    return status


def as_text(data: str | dict[str, Any]) -> str:
    return data if isinstance(data, str) else json.dumps(data)


async def end_of_push(cdp: CDPSession) -> asyncio.Future[str]:
    """The status of the next push event that ends."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def look(heard: dict[str, Any]) -> None:
        event = heard["backgroundServiceEvent"]
        if event["eventName"] == "Push event completed" and not found.done():
            found.set_result(event["eventMetadata"][0]["value"])

    cdp.on("BackgroundService.backgroundServiceEventReceived", look)
    # Those recorded before would be told again.
    await cdp.send("BackgroundService.clearEvents", {"service": "pushMessaging"})
    await cdp.send("BackgroundService.startObserving", {"service": "pushMessaging"})
    await cdp.send("BackgroundService.setRecording", {"service": "pushMessaging", "shouldRecord": True})
    return found


async def registration_id(cdp: CDPSession, origin: str) -> str:
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def look(event: dict[str, Any]) -> None:
        for one in event["registrations"]:
            if not one["isDeleted"] and one["scopeURL"].startswith(f"{origin}/") and not found.done():
                found.set_result(one["registrationId"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", look)
    await cdp.send("ServiceWorker.enable")
    async with asyncio.timeout(10):
        return await found


async def notifications(page: Page) -> list[script.Notification]:
    """Those the page's worker is showing, the newest first.

    To be read when showing is over, as it is after `deliver_push`: Chromium takes away a notification that is
    being put up while it is asked.
    """
    shown: list[script.Notification] = await page.evaluate(script.NOTIFICATIONS)
    return shown


async def tap_notification(page: Page) -> None:
    """Fires the newest notification's click event in the page's worker: no command of the browser's does it."""
    [worker] = page.context.service_workers
    await worker.evaluate(script.TAP)


async def until(page: Page, condition: str, seconds: float = 10) -> Any:
    """The expression's first true value; `await` is allowed in it. Raises TimeoutError."""
    result = await page.evaluate(script.until(condition, seconds))
    if result is None:
        raise TimeoutError(f"not within {seconds} s: {condition}")
    return result


async def axe(page: Page) -> list[script.Violation]:
    """What breaks WCAG 2.2 AA or axe's best practices on the page as it stands, once nothing fades in any more."""
    await page.evaluate(script.AT_REST)
    await page.evaluate(axe_source())
    found: list[script.Violation] = await page.evaluate(script.AXE_RUN)
    return found


@dataclass
class StubbedPush:
    """The push manager of a page in a Chromium that can't reach Google's: `current` outlives reloads, and setting it
    to None is what a browser does that loses its subscription."""

    service: PushService
    current: Subscription | None = None
    key: str = ""

    def subscribe(self, key: str) -> Subscription:
        """The existing one, or a new one; `key` is the application server key in base64url."""
        if self.current is None:
            self.current, self.key = self.service.subscribe(key), key
        return self.current

    def state(self) -> dict[str, Any]:
        return {"subscription": self.current, "key": self.key}

    def unsubscribe(self) -> None:
        if self.current:
            self.service.unsubscribe(self.current["endpoint"])
        self.current = None


async def stub_push_manager(page: Page, service: PushService) -> StubbedPush:
    """From the page's next load its `pushManager` subscribes at the fake push service; the worker's does not."""
    stub = StubbedPush(service)
    await page.expose_function("stubbedPushSubscribe", stub.subscribe)
    await page.expose_function("stubbedPushState", stub.state)
    await page.expose_function("stubbedPushUnsubscribe", stub.unsubscribe)
    await page.add_init_script(STUB)
    return stub


STUB = """
(() => {
  if (!("PushManager" in window)) return;
  const { stubbedPushSubscribe, stubbedPushState, stubbedPushUnsubscribe } = window;
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer;
  const toText = (bytes) =>
    btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const keyText = (key) => {
    if (typeof key === "string") return key;
    return toText(new Uint8Array(key.buffer ?? key, key.byteOffset ?? 0, key.byteLength));
  };
  const unsubscribe = async () => {
    await stubbedPushUnsubscribe();
    return true;
  };
  const asSubscription = (json, key) =>
    Object.create(PushSubscription.prototype, {
      endpoint: { value: json.endpoint },
      expirationTime: { value: null },
      options: { value: { userVisibleOnly: true, applicationServerKey: toBytes(key) } },
      getKey: { value: (name) => toBytes(json.keys[name]) },
      toJSON: { value: () => ({ ...json, expirationTime: null }) },
      unsubscribe: { value: unsubscribe },
    });
  const held = async () => {
    const { subscription, key } = await stubbedPushState();
    return subscription && asSubscription(subscription, key);
  };
  PushManager.prototype.getSubscription = held;
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey } = {}) => {
    if (!userVisibleOnly || Notification.permission !== "granted")
      throw new DOMException("Registration failed - permission denied", "NotAllowedError");
    const key = keyText(applicationServerKey);
    const existing = await stubbedPushState();
    if (existing.subscription && existing.key !== key)
      throw new DOMException("A subscription with a different applicationServerKey exists", "InvalidStateError");
    return asSubscription(await stubbedPushSubscribe(key), key);
  };
})();
"""
