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
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

import server.aftercare.routes
import server.checkins.routes
import server.email.routes
import server.exercises.routes
import server.export.routes
import server.medication.routes
import server.people.routes
import server.program.calendar
import server.program.importing
import server.program.routes
import server.program.settings
import server.push.routes
import server.reminders.routes
import server.review.routes
import server.review.session
import server.sessions.routes
import server.today.routes
from server.database import opened
from server.edge import Answering, OriginCheck
from server.email.send import ANSWER_SECONDS, EmailSender
from server.http import PACKED, Endpoint, Problem, on_http_exception, on_problem, openapi
from server.keys import Keys
from server.pages import AppFiles
from server.sessions.feed import PATH, read_calendar_file
from server.settings import Settings
from server.tick import is_alive, ticking

GARBAGE = 10_000  # objects made before it is looked for; the default of 700 is there several times in one request

ENDPOINTS: list[Endpoint] = [
    # Paths are tried in this order, so what is asked for most comes first.
    *server.checkins.routes.ENDPOINTS,
    *server.today.routes.ENDPOINTS,
    *server.people.routes.ENDPOINTS,
    *server.push.routes.ENDPOINTS,
    *server.sessions.routes.ENDPOINTS,
    *server.exercises.routes.ENDPOINTS,
    *server.aftercare.routes.ENDPOINTS,
    *server.medication.routes.ENDPOINTS,
    *server.reminders.routes.ENDPOINTS,
    *server.email.routes.ENDPOINTS,
    *server.program.routes.ENDPOINTS,
    *server.program.settings.ENDPOINTS,
    *server.program.calendar.ENDPOINTS,
    *server.program.importing.ENDPOINTS,
    *server.review.routes.ENDPOINTS,
    *server.review.session.ENDPOINTS,
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
            Route("/api/openapi.json", read_openapi, middleware=[PACKED]),
            Route(PATH, read_calendar_file, middleware=[PACKED]),
            Route("/healthz", read_health),
            Route("/metrics", read_metrics),
            Mount("/", AppFiles(settings.app_dir), middleware=[PACKED]),
        ],
        middleware=[
            Middleware(Answering, https=settings.https),
            Middleware(OriginCheck, base_url=settings.base_url),
        ],
        exception_handlers={Problem: on_problem, HTTPException: on_http_exception},
        lifespan=_lifespan(settings, keys),
    )
    app.state.settings = settings
    app.state.secret = keys.secret
    app.state.vapid = keys.vapid
    app.state.email = EmailSender(settings.mail_server, ANSWER_SECONDS) if settings.mail_server else None
    return app


def _lifespan(settings: Settings, keys: Keys) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(opened(settings))
            keep_for_good()
            if settings.tick:
                await stack.enter_async_context(ticking(settings, keys.vapid))
            yield

    return lifespan


def keep_for_good() -> None:
    """What was made by now stays until the end. To look through all of it for garbage takes the time of a few requests,
    in the middle of one."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


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
