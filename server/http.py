"""The edge: a request becomes a checked schema, an error becomes one sentence, and OpenAPI comes from the same schemas.

An `Endpoint` is one method on one path with the schemas of what it takes and gives. The application makes Starlette
routes of them, `openapi` makes the description; neither can know something that the other does not.
"""

import gzip
import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from server.clock import now, to_ms
from server.settings import Settings

BODY_LIMIT = 64 * 1024  # bytes
PACKED = Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)  # 9 takes ten times as long
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
UNFIT = re.compile(rb"\\u(d[89a-f]|00[01])", re.IGNORECASE)
CONTROL = {number: None for number in range(32) if chr(number) not in "\t\n\r"}
UNION_MEMBERS = re.compile(r"bool|int|float|str|constrained-str|list\[.*\]")
MOMENT = "a time with its zone, like 2026-05-03T18:00:00Z"
# By pydantic's name of an error: what should have come, as the end of a sentence.
WANTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "enum": "{expected}",
    "literal_error": "{expected}",
    "uuid_type": "a UUID",
    "uuid_parsing": "a UUID",
    "date_type": "a day, like 2026-05-03",
    "date_parsing": "a day, like 2026-05-03",
    "date_from_datetime_parsing": "a day, like 2026-05-03",
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "datetime_object_invalid": MOMENT,
    "timezone_aware": MOMENT,
}
SENTENCES = {
    "missing": "is missing; send it",
    "extra_forbidden": "is not known here; leave it out",
    "string_too_long": "is too long; send at most {max_length} characters",
    "string_too_short": "is too short; send {min_length} or more characters",
    "string_pattern_mismatch": "is not written as it must be; /api/openapi.json says how",
    "too_long": "has too many entries; send at most {max_length}",
    "too_short": "has too few entries; send at least {min_length}",
    "greater_than_equal": "must be at least {ge:.15g}",
    "less_than_equal": "must be at most {le:.15g}",
    "greater_than": "must be more than {gt:.15g}",
    "less_than": "must be less than {lt:.15g}",
    "finite_number": "is too large a number",
}
CLOCK_TOLERANCE = timedelta(minutes=2)
CLOCK_SLACK = timedelta(hours=24)  # how far a phone's clock may run ahead before we ask about it


class Problem(Exception):
    """Something the caller has to know: a status, one sentence that says what to do, the field if it is one."""

    def __init__(
        self,
        status: int,
        sentence: str,
        *,
        field: str | None = None,
        reason: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.field = field
        self.reason = reason
        self.headers = headers


def not_found() -> Problem:
    """The same for what does not exist and for what is not the caller's."""
    return Problem(404, "There is nothing here for you. Check the link, or go back to the start page.")


class Schema(BaseModel):
    """What goes over the wire: strict types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Kept(Schema):
    """The answer to every write: the id of what is now stored. The phone may forget its copy."""

    id: UUID


class Error(Schema):
    """One sentence that says what to do, and the field it is about."""

    error: str
    field: str | None = None
    reason: str | None = None  # a word for programs, where the status alone does not say it


def _sane(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        raise ValueError("must be a time between 2020 and 2100; check the clock of this device")
    return moment.astimezone(UTC)


def _of_version_7(identifier: UUID) -> UUID:
    if identifier.version != 7:
        raise ValueError("must be a UUID of version 7; make a new one")
    return identifier


Moment = Annotated[AwareDatetime, AfterValidator(_sane)]
ChangeId = Annotated[UUID, AfterValidator(_of_version_7)]
WallTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]

B = TypeVar("B")
V = TypeVar("V")
Door = Callable[[Request, datetime], Awaitable[V]]


@dataclass
class Call(Generic[B, V]):
    """One request after the door: who is there, what they sent, and the moment it is answered at."""

    request: Request
    viewer: V
    body: B
    now: datetime
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def id(self) -> UUID:
        identifier: UUID = self.request.path_params["id"]
        return identifier

    def corrected(self, moment: datetime) -> datetime:
        """A moment by the phone's clock as a right clock would have shown it.

        The phone says in `Daymark-Clock` what its clock shows while it sends. What is less than two minutes off is
        left as it is; without the header, or with one that can't be read, so is everything.
        """
        try:
            ahead = datetime.fromisoformat(self.request.headers["daymark-clock"]) - self.now
            return moment if abs(ahead) < CLOCK_TOLERANCE else moment - ahead
        except (KeyError, ValueError, TypeError, OverflowError):
            return moment


@dataclass(frozen=True)
class Download:
    """A file that is made while it is sent, so that its size costs no memory."""

    name: str
    parts: AsyncIterator[str]


@dataclass(frozen=True)
class Packed:
    """JSON that is there already, packed by gzip, of an endpoint that `returns` its schema."""

    etag: str
    body: bytes | None  # none where the caller has what the etag names


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str
    door: Door[Any]
    body: type[Schema] | None
    returns: type[Schema] | str  # a schema for JSON, or the media type of a Download
    handler: Callable[[Call[Any, Any]], Awaitable[Schema | Packed | Download]]
    limit: int = BODY_LIMIT  # bytes of a body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        moment = now()
        if self.method == "PUT":
            _check_id(request.path_params["id"])
        viewer = await self.door(request, moment)
        body = None if self.body is None else await read_body(request, self.body, self.limit)
        call = Call(request, viewer, body, moment, headers=request.scope.get("daymark.headers", {}))
        result = await self.handler(call)
        if isinstance(result, Download):
            return _send(result, str(self.returns), call.headers)
        if isinstance(result, Packed):
            return _unpack(request, result, call.headers)
        return _respond(request, result, call.headers)

    def route(self) -> Route:
        name = f"{self.method} {self.path}"
        # What is answered to a write is short.
        middleware = [] if self.method == "PUT" else [PACKED]
        # As an application of its own: a function would get one more layer that handles exceptions, for each request.
        return Route(self.path, self, methods=[self.method], name=name, middleware=middleware)


Handler = Callable[[Call[Any, Any]], Awaitable[Schema | Packed]]
Sender = Callable[[Call[Any, Any]], Awaitable[Download]]


def get(path: str, *, door: Door[Any], returns: type[Schema]) -> Callable[[Handler], Endpoint]:
    """Makes a handler the Endpoint for reading `path`."""
    return lambda handler: Endpoint("GET", path, door, None, returns, handler)


def download(path: str, *, door: Door[Any], media_type: str) -> Callable[[Sender], Endpoint]:
    """Makes a handler the Endpoint for a file under `path`."""
    return lambda handler: Endpoint("GET", path, door, None, media_type, handler)


def put(
    path: str, *, door: Door[Any], body: type[Schema], returns: type[Schema] = Kept, limit: int = BODY_LIMIT
) -> Callable[[Handler], Endpoint]:
    """Makes a handler the Endpoint for writing `path`, whose `{id:uuid}` is a UUIDv7 that the client made.

    Sending the same thing again gives the first result and changes nothing.
    """
    return lambda handler: Endpoint("PUT", path, door, body, returns, handler, limit)


def _check_id(identifier: UUID) -> None:
    if identifier.version != 7:
        raise Problem(422, "The id in the address must be a UUID of version 7; make a new one.", field="id")


def refuse_future(call: Call[Any, Any], change: UUID | None = None) -> None:
    """For a write of which the newest counts: an id from a clock far ahead would count for ever. Raises Problem 422.

    `change` is the id of the change where the one in the address is that of what is changed.
    """
    if (change or call.id).int >> 80 > to_ms(call.now + CLOCK_SLACK):
        raise Problem(422, "This was written in the future; set this device's clock right and try again.", field="id")


async def read_body(request: Request, schema: type[Schema], limit: int = BODY_LIMIT) -> Schema:
    """The JSON body, checked. Raises Problem 400 for what is not JSON, 413 too large, 422 naming the field."""
    body = await _body(request, limit)
    try:
        return schema.model_validate_json(_fit(body) if UNFIT.search(body) else body)
    except ValidationError as error:
        raise _problem_of([dict(each) for each in error.errors(include_url=False)]) from None


def _fit(body: bytes) -> bytes:
    """With a question mark for each half of a character: a phone may cut an emoji in two, and pydantic takes none.
    Without the characters that no file with records may have."""
    try:
        return json.dumps(_printable(json.loads(body)), ensure_ascii=False).encode(errors="replace")
    except (ValueError, RecursionError):
        return body


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return value.translate(CONTROL) if isinstance(value, str) else value


async def _body(request: Request, limit: int) -> bytes:
    # Starlette's own limit answers in plain text, past everything that guards an answer.
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(413, f"That is too large; send at most {limit // 1024} KiB.")
    except ClientDisconnect:
        raise Problem(400, "What was sent broke off; send it again.") from None
    return bytes(body)


def _problem_of(errors: list[dict[str, Any]]) -> Problem:
    if errors[0]["type"] == "json_invalid":
        return Problem(400, "What was sent is not JSON; send a JSON object.")
    if not _path_of(errors[0]):
        return Problem(422, "Send a JSON object.")
    same = _of_one_value(errors)
    name = ".".join(_path_of(same[0]))
    return Problem(422, f"“{name}” {_said_of(same)}.", field=name)


def _path_of(error: dict[str, Any]) -> list[str]:
    """Without the names of the types that a value of several may have: they are no part of the field's."""
    return [str(part) for part in error["loc"] if not UNION_MEMBERS.fullmatch(str(part))]


def _of_one_value(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is wrong with the first field. A value of several types has an error for each, and one of them may fit."""
    path = _path_of(errors[0])
    about = [each for each in errors if _path_of(each)[: len(path)] == path]
    fitting = [each for each in about if each["type"] not in WANTED]
    deepest = _path_of(max(about, key=lambda each: len(_path_of(each))))
    return fitting[:1] or [each for each in about if _path_of(each) == deepest]


def _said_of(errors: list[dict[str, Any]]) -> str:
    kind, context = errors[0]["type"], errors[0].get("ctx", {})
    if kind in WANTED:
        *most, last = dict.fromkeys(WANTED[each["type"]].format(**each.get("ctx", {})) for each in errors)
        wanted = " or ".join([*([", ".join(most)] if most else []), last]).replace("'", "")
        return f"is null; send {wanted}" if errors[0]["input"] is None else f"must be {wanted}"
    if kind in SENTENCES:
        return SENTENCES[kind].format(**context)
    message: str = errors[0]["msg"]
    own = message.removeprefix("Value error, ")  # of a validator of ours, the end of a sentence
    return own if own != message else f"is not as it must be: {message[:1].lower()}{message[1:]}"


def _respond(request: Request, result: Schema, headers: dict[str, str]) -> Response:
    content = result.model_dump_json().encode()
    headers = {"cache-control": "no-store", **headers}
    if request.method == "GET":
        etag = headers["etag"] = etag_of(content)
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def etag_of(content: bytes) -> str:
    """The name of exactly this content, as it stands in the header."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _unpack(request: Request, packed: Packed, headers: dict[str, str]) -> Response:
    headers = {"cache-control": "no-store", "etag": packed.etag, **headers}
    if packed.body is None or request.headers.get("if-none-match") == packed.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed.body), media_type="application/json", headers=headers)
    headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    return Response(packed.body, media_type="application/json", headers=headers)


def _send(file: Download, media_type: str, headers: dict[str, str]) -> Response:
    headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{file.name}"', **headers}
    return StreamingResponse(file.parts, media_type=media_type, headers=headers)


async def on_problem(request: Request, error: Exception) -> Response:
    """Problem -> its status, sentence and field."""
    assert isinstance(error, Problem)  # noqa: S101  # registered for this class only
    body = Error(error=error.sentence, field=error.field, reason=error.reason)
    headers = {"cache-control": "no-store", **(error.headers or {})}
    return JSONResponse(body.model_dump(exclude_none=True), error.status, headers)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no route, wrong method) in the same form."""
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class only
    sentences = {
        404: not_found().sentence,
        405: "This address can't be used that way; see /api/openapi.json.",
    }
    body = Error(error=sentences.get(error.status_code, error.detail))
    return JSONResponse(body.model_dump(exclude_none=True), error.status_code, error.headers)


def openapi(endpoints: Iterable[Endpoint], version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these endpoints."""
    endpoints = list(endpoints)
    wanted: dict[Any, Any] = {(Error, "serialization"): None}
    for endpoint in endpoints:
        if not isinstance(endpoint.returns, str):
            wanted[endpoint.returns, "serialization"] = None
        if endpoint.body:
            wanted[endpoint.body, "validation"] = None
    references, schemas = models_json_schema(list(wanted), ref_template="#/components/schemas/{model}")
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        path = endpoint.path.replace(":uuid}", "}")
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint, dict(references))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Daymark", "version": version},
        "paths": paths,
        "components": {"schemas": schemas.get("$defs", {})},
    }


def _content_of(returns: type[Schema] | str, references: dict[Any, Any]) -> dict[str, Any]:
    if isinstance(returns, str):
        return {returns.partition(";")[0]: {"schema": {"type": "string"}}}
    return {"application/json": {"schema": references[returns, "serialization"]}}


def _operation(endpoint: Endpoint, references: dict[Any, Any]) -> dict[str, Any]:
    def content(schema: type[Schema], mode: str) -> dict[str, Any]:
        return {"application/json": {"schema": references[schema, mode]}}

    names = [part[1:-1].partition(":") for part in endpoint.path.split("/") if part.startswith("{")]
    operation: dict[str, Any] = {
        "operationId": getattr(endpoint.handler, "__name__", ""),
        "description": (endpoint.handler.__doc__ or "").strip(),
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"type": "string"} | ({"format": kind} if kind else {}),
            }
            for name, _, kind in names
        ],
        "responses": {
            "200": {"description": "Done.", "content": _content_of(endpoint.returns, references)},
            "default": {"description": "One sentence on what to do.", "content": content(Error, "serialization")},
        },
    }
    if endpoint.body:
        operation["requestBody"] = {"required": True, "content": content(endpoint.body, "validation")}
    return operation
