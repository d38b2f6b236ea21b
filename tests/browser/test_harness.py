"""The harness proves itself: a browser test that can't fail, or can't pass, is found here and not in the product."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.async_api import Page
from py_vapid import Vapid02  # type: ignore[import-untyped]  # has no types
from pywebpush import WebPusher  # type: ignore[import-untyped]  # has no types

from tests.browser import chromium as browser
from tests.browser.chromium import Chromium
from tests.browser.firefox import Firefox, PageError
from tests.push_service import PushService, Subscription, encode

Handler = Callable[[web.Request], Awaitable[web.Response]]

pytestmark = pytest.mark.asyncio(loop_scope="session")
shared = pytest_asyncio.fixture(scope="module", loop_scope="session")
fresh = pytest_asyncio.fixture(loop_scope="session")

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harness</title>
<script src="/page.js" defer></script>
</head>
<body>
<main>
<h1>Harness</h1>
<label>Name <input id="name"></label>
<button id="remind">Remind me</button>
<p id="said" role="status"></p>
<a href="/next">Next page</a>
</main>
</body>
</html>
"""

PAGE_SCRIPT = """
navigator.serviceWorker.register("/worker.js");
document.querySelector("#remind")?.addEventListener("click", async ({ isTrusted }) => {
  const registration = await navigator.serviceWorker.ready;
  const applicationServerKey = await (await fetch("/key")).text();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  await fetch("/subscription", { method: "POST", body: JSON.stringify(subscription) });
  document.querySelector("#said").textContent = `${document.querySelector("#name").value}: ${isTrusted}`;
});
"""

WORKER = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
  const { title, ...rest } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, rest));
});
"""

STRICT = "default-src 'self'"
REMINDER = '{"title": "Daymark", "body": "Something is coming up.", "tag": "a"}'


class Site:
    """A page with a worker, under a policy that forbids eval and inline scripts, and what it was sent."""

    def __init__(self, key: Vapid02) -> None:
        self.key = key
        self.subscriptions: list[Subscription] = []
        self.cookies: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", serve(PAGE, "text/html")),
            web.get("/next", serve(PAGE.replace("Harness", "Next"), "text/html")),
            web.get("/bad", serve(PAGE.replace("</main>", "<img src=''></main>"), "text/html")),
            web.get("/page.js", serve(PAGE_SCRIPT, "text/javascript")),
            web.get("/worker.js", serve(WORKER, "text/javascript")),
            web.get("/key", serve(public_key(self.key), "text/plain")),
            web.post("/subscription", self.keep),
            web.post("/sign-in", self.sign_in),
            web.get("/cookie", self.hear_cookie),
        ]

    async def keep(self, request: web.Request) -> web.Response:
        self.subscriptions.append(await request.json())
        return web.Response(status=204)

    async def sign_in(self, _: web.Request) -> web.Response:
        response = web.Response(status=204)
        response.set_cookie("__Host-daymark", "ana", secure=True, httponly=True, samesite="Lax")
        return response

    async def hear_cookie(self, request: web.Request) -> web.Response:
        return web.Response(text=request.headers.get("Cookie", ""))


def serve(text: str, kind: str) -> Handler:
    async def served(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind, headers={"Content-Security-Policy": STRICT})

    return served


def public_key(key: Vapid02) -> str:
    public: ec.EllipticCurvePublicKey = key.public_key
    return encode(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@shared
async def key() -> Vapid02:
    made = Vapid02()
    made.generate_keys()
    return made


@shared
async def push_service() -> AsyncIterator[PushService]:
    async with PushService() as service:
        yield service


@fresh
async def site(key: Vapid02) -> Site:
    return Site(key)


@fresh
async def address(site: Site) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(site.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


@shared
async def firefox(push_service: PushService) -> AsyncIterator[Firefox]:
    async with Firefox(push_service.websocket) as started:
        yield started


@shared
async def chromium() -> AsyncIterator[Chromium]:
    async with Chromium() as started:
        yield started


@fresh
async def phone(chromium: Chromium) -> AsyncIterator[Page]:
    context = await chromium.phone()
    yield await context.new_page()
    await context.close()


async def sent(subscription: Subscription, key: Vapid02) -> int:
    """What the push service answered to a reminder."""
    headers = key.sign({"aud": subscription["endpoint"].rpartition("/wpush")[0], "sub": "mailto:care@example.org"})
    async with ClientSession() as client:
        pusher = WebPusher(subscription, aiohttp_session=client)
        response = await pusher.send_async(REMINDER, {**headers, "Topic": "a"}, ttl=60)
        status: int = response.status
        return status


async def subscribed(firefox: Firefox, site: Site, address: str) -> Subscription:
    await firefox.open(address)
    await firefox.click("#remind")
    await firefox.wait_for("said.textContent.includes(':')")
    return site.subscriptions[-1]


async def test_firefox_subscribes_and_shows_what_was_pushed(
    firefox: Firefox, push_service: PushService, site: Site, address: str, key: Vapid02
) -> None:
    subscription = await subscribed(firefox, site, address)
    assert await sent(subscription, key) == 201
    [shown] = await firefox.notifications(at_least=1)
    assert (shown["title"], shown["body"], shown["tag"]) == ("Daymark", "Something is coming up.", "a")
    assert await push_service.reported(subscription["endpoint"]) == [100]


async def test_firefox_says_when_it_could_not_read_a_push(
    firefox: Firefox, push_service: PushService, site: Site, address: str, key: Vapid02
) -> None:
    subscription = await subscribed(firefox, site, address)
    stranger = push_service.subscribe(public_key(key))
    assert await sent({**subscription, "keys": stranger["keys"]}, key) == 201
    assert await push_service.reported(subscription["endpoint"]) == [101]


async def test_firefox_shows_once_what_came_twice_while_it_was_away(
    firefox: Firefox, push_service: PushService, site: Site, address: str, key: Vapid02
) -> None:
    subscription = await subscribed(firefox, site, address)
    await push_service.disconnect_browsers()
    assert [await sent(subscription, key), await sent(subscription, key)] == [201, 201]
    assert await push_service.reported(subscription["endpoint"]) == [100]
    assert len(await firefox.notifications(at_least=1)) == 1


async def test_firefox_comes_back_when_the_push_service_lost_its_subscriptions(
    firefox: Firefox, push_service: PushService, site: Site, address: str, key: Vapid02
) -> None:
    lost = await subscribed(firefox, site, address)
    await push_service.forget_browsers()
    assert await sent(lost, key) == 410
    assert await firefox.wait_for(
        "navigator.serviceWorker.ready.then((one) => one.pushManager.getSubscription()).then((one) => !one)"
    )
    again = await subscribed(firefox, site, address)
    assert await sent(again, key) == 201


async def test_firefox_types_clicks_and_follows_a_link(firefox: Firefox, address: str, tmp_path: Path) -> None:
    await firefox.set_viewport(390, 844, pixel_ratio=2)
    await firefox.open(address)
    await firefox.type("Ana", into="#name")
    await firefox.click(text="Remind me")
    assert await firefox.wait_for("said.textContent") == "Ana: true"
    await firefox.click(text="Next page")
    assert await firefox.wait_for("document.querySelector('h1')?.innerText === 'Next' && innerWidth") == 390
    await firefox.screenshot(tmp_path / "next.png")
    assert (tmp_path / "next.png").read_bytes()[16:24] == (780).to_bytes(4) + (1688).to_bytes(4)


async def test_firefox_waits_no_longer_than_told(firefox: Firefox, address: str) -> None:
    await firefox.open(address)
    with pytest.raises(TimeoutError, match="never"):
        await firefox.wait_for("globalThis.never", seconds=0.2)


async def test_firefox_hears_what_a_page_does_not_catch(firefox: Firefox, address: str) -> None:
    await firefox.open(address)
    firefox.errors.clear()
    await firefox.evaluate("void Promise.reject(new Error('left alone'))")
    await firefox.open(f"{address}/next")
    assert firefox.errors == ["Error: left alone"]
    with pytest.raises(PageError, match="no such thing"):
        await firefox.evaluate("(() => { throw new Error('no such thing') })()")


async def test_firefox_keeps_a_secure_cookie_of_localhost(firefox: Firefox, address: str) -> None:
    await firefox.open(address)
    await firefox.evaluate("fetch('/sign-in', { method: 'POST' })")
    assert await firefox.evaluate("fetch('/cookie').then((answer) => answer.text())") == "__Host-daymark=ana"


async def test_firefox_finds_an_image_without_a_text(firefox: Firefox, address: str) -> None:
    await firefox.open(f"{address}/bad")
    assert [(one["id"], one["nodes"]) for one in await firefox.axe()] == [("image-alt", ["img"])]
    await firefox.open(address)
    assert await firefox.axe() == []


async def test_chromium_shows_what_was_pushed(phone: Page, address: str) -> None:
    await phone.goto(address)
    assert await browser.deliver_push(phone, address, REMINDER) == "Success"
    [shown] = await browser.notifications(phone)
    assert (shown["title"], shown["body"], shown["tag"]) == ("Daymark", "Something is coming up.", "a")


async def test_chromium_says_when_a_push_was_not_handled(phone: Page, address: str) -> None:
    await phone.goto(address)
    assert await browser.deliver_push(phone, address, REMINDER) == "Success"
    assert await browser.deliver_push(phone, address, {"title": "Daymark", "actions": 1}) == "waitUntil Rejected"
    assert len(await browser.notifications(phone)) == 1


async def test_chromium_subscribes_at_the_push_service(
    phone: Page, push_service: PushService, site: Site, address: str, key: Vapid02
) -> None:
    stub = await browser.stub_push_manager(phone, push_service)
    await phone.goto(address)
    await phone.get_by_role("button", name="Remind me").click()
    await phone.get_by_text("true").wait_for()
    [subscription] = site.subscriptions
    assert await sent(subscription, key) == 201
    [message] = push_service.received(subscription["endpoint"])
    assert (message.json()["tag"], message.ttl, message.claims["aud"]) == ("a", 60, push_service.origin)

    await phone.reload()
    held = "navigator.serviceWorker.ready.then((one) => one.pushManager.getSubscription())"
    assert await phone.evaluate(f"{held}.then((one) => one.toJSON().endpoint)") == subscription["endpoint"]
    await phone.evaluate(f"{held}.then((one) => one.unsubscribe())")
    assert stub.current is None
    assert await sent(subscription, key) == 410


async def test_chromium_keeps_a_secure_cookie_of_localhost(phone: Page, address: str) -> None:
    await phone.goto(address)
    await phone.evaluate("fetch('/sign-in', { method: 'POST' })")
    assert await phone.evaluate("fetch('/cookie').then((answer) => answer.text())") == "__Host-daymark=ana"


async def test_chromium_shows_both_themes_and_sizes(chromium: Chromium, phone: Page, address: str) -> None:
    await phone.goto(address)
    await browser.color_scheme(phone, "dark")
    assert await phone.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]
    context = await chromium.laptop(color_scheme="light")
    laptop = await context.new_page()
    await laptop.goto(address)
    assert await laptop.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [1280, False]
    await context.close()


async def test_chromium_finds_an_image_without_a_text(phone: Page, address: str) -> None:
    await phone.goto(f"{address}/bad")
    assert [(one["id"], one["nodes"]) for one in await browser.axe(phone)] == [("image-alt", ["img"])]
    await phone.goto(address)
    assert await browser.axe(phone) == []
