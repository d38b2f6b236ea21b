"""The application: the route table, what every request passes through, and what lives as long as the process."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import cache
from importlib.metadata import version

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

import server.aftercare.routes
import server.checkins.routes
import server.exercises.routes
import server.export.routes
import server.people.routes
import server.program.routes
import server.program.settings
import server.push.routes
import server.reminders.routes
import server.review.routes
import server.today.routes
from server.database import opened
from server.edge import Crashes, LogRequests, OriginCheck, SecurityHeaders
from server.http import Endpoint, Problem, on_http_exception, on_problem, openapi
from server.keys import Keys
from server.pages import AppFiles
from server.settings import Settings
from server.tick import is_alive, ticking

ENDPOINTS: list[Endpoint] = [
    *server.people.routes.ENDPOINTS,
    *server.push.routes.ENDPOINTS,
    *server.today.routes.ENDPOINTS,
    *server.checkins.routes.ENDPOINTS,
    *server.exercises.routes.ENDPOINTS,
    *server.aftercare.routes.ENDPOINTS,
    *server.reminders.routes.ENDPOINTS,
    *server.program.routes.ENDPOINTS,
    *server.program.settings.ENDPOINTS,
    *server.review.routes.ENDPOINTS,
    *server.export.routes.ENDPOINTS,
]


@cache
def api_document() -> dict[str, object]:
    """The OpenAPI 3.1 description of everything under /api."""
    return openapi(ENDPOINTS, version("daymark"))


def make_app(settings: Settings, keys: Keys) -> Starlette:
    """The application for one process. It opens the database when it starts and closes it when it ends."""
    app = Starlette(
        routes=[
            *(endpoint.route() for endpoint in ENDPOINTS),
            Route("/api/openapi.json", read_openapi),
            Route("/healthz", read_health),
            Route("/metrics", read_metrics),
            Mount("/", AppFiles(settings.app_dir)),
        ],
        middleware=[
            Middleware(LogRequests),
            Middleware(SecurityHeaders, https=settings.https),
            Middleware(Crashes),
            Middleware(OriginCheck, base_url=settings.base_url),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),  # 9 takes ten times as long
        ],
        exception_handlers={Problem: on_problem, HTTPException: on_http_exception},
        lifespan=_lifespan(settings, keys),
    )
    app.state.settings = settings
    app.state.secret = keys.secret
    app.state.vapid = keys.vapid
    return app


def _lifespan(settings: Settings, keys: Keys) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(opened(settings))
            _keep_for_good()
            if settings.tick:
                await stack.enter_async_context(ticking(settings, keys.vapid))
            yield

    return lifespan


def _keep_for_good() -> None:
    """What was made by now stays until the end. To look through all of it for garbage takes the time of a few requests,
    in the middle of one."""
    gc.collect()
    gc.freeze()


async def read_openapi(request: Request) -> Response:
    return JSONResponse(api_document())


async def read_health(request: Request) -> Response:
    """200 when the database answers and the tick beat within a minute, else 503; says which."""
    try:
        tick = await is_alive()
    except Exception:
        return JSONResponse({"database": "down", "tick": "unknown"}, 503)
    return JSONResponse({"database": "up", "tick": "up" if tick else "late"}, 200 if tick else 503)


async def read_metrics(request: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
