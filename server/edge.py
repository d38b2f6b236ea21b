"""What every request passes: a log line without names, security headers, and the Origin check on writes.

Plain ASGI: Starlette's BaseHTTPMiddleware breaks context variables, on which Tortoise's connections depend.
"""

from time import perf_counter

import structlog
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.spare import Waiting

log = structlog.get_logger()

READS = {"GET", "HEAD", "OPTIONS"}
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
OF_PAGES = {  # they mean nothing to data, and most of what is asked is data
    "content-security-policy": CONTENT_POLICY,
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
A_YEAR = 31_536_000


class Answering:
    """Around every answer: the security headers, a log line, and where nobody foresaw what happened, a sentence.

    One log line a request with the route's pattern: an id in the path would say who was looked at. After a crash the
    log has where it was, and the caller keeps what they had. The request is counted as waiting until its answer begins.
    All in one, for each layer around a request costs as much as what it does.
    """

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        headers = HEADERS | ({"strict-transport-security": f"max-age={A_YEAR}"} if https else {})
        self.of_data, self.of_pages = _written(headers), _written(headers | OF_PAGES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0  # until the answer begins
        start = perf_counter()
        waiting = Waiting()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                waiting.over()
                status = message["status"]
                guards = self.of_data if scope["path"].startswith("/api/") else self.of_pages
                message["headers"] = [*message["headers"], *guards]
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            if status:
                raise
            log.exception("crash")
            sentence = "Something went wrong on our side. Nothing was lost; try again in a minute."
            await JSONResponse({"error": sentence}, 500)(scope, receive, answer)
        finally:
            waiting.over()
            pattern = getattr(scope.get("route"), "path", None) or "page"
            milliseconds = round((perf_counter() - start) * 1000, 1)
            log.info("request", method=scope["method"], route=pattern, status=status or 500, ms=milliseconds)


def _written(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class OriginCheck:
    """A write must come from our own pages: `Sec-Fetch-Site` says so, or else `Origin` is ours."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READS or self._is_ours(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        refusal = JSONResponse(
            {"error": "This request came from another site. Open Daymark itself and try again."}, 403
        )
        await refusal(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = headers.get("origin", "")
        return origin == self.base_url or origin.partition("://")[2] == headers.get("host")
