"""The `daymark` command: each subcommand is one short function."""

import argparse
import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NoReturn
from zoneinfo import available_timezones

import prometheus_client
import segno
import structlog
import uvicorn
from asyncpg import PostgresError
from cryptography.exceptions import InvalidTag
from tortoise.exceptions import DBConnectionError, OperationalError
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from server import clock, demo, log
from server.app import api_document, keep_for_good, make_app
from server.checkins.instrument import title_of
from server.checkins.load import NotLoadable, checked, load
from server.checkins.models import Schedule
from server.checkins.schedule import default_schedules
from server.database import OPERATOR_WAITS, DatabaseNewer, alone, migrate, opened
from server.http import Problem
from server.keys import Keys, load_keys, prepare_data_dir
from server.people.invite import invite_person
from server.people.models import Person, Program, Role
from server.program.enroll import CannotInvite, person_from_operator
from server.program.routes import link_of
from server.rotate import rotate_keys
from server.settings import Settings, SettingsError, read_settings
from server.sqlite import is_busy
from server.tick import is_alive, ticking


def main() -> None:
    """Runs the command; what the operator did wrong is one sentence on standard error and exit code 2."""
    arguments = _parser().parse_args()
    log.set_up()
    os.umask(0o077)  # the database and the keys are for their owner only
    try:
        arguments.run(read_settings(), arguments)
    except (SettingsError, DatabaseNewer) as error:
        _give_up(str(error))
    except InvalidTag:
        _give_up("The field keys are not those this database was written with; restore the file from a backup.")
    except (DBConnectionError, ConnectionRefusedError, socket.gaierror, PostgresError) as error:
        _give_up(f"The database can't be reached ({type(error).__name__}); see that it runs, and DAYMARK_DATABASE_URL.")
    except (OperationalError, sqlite3.OperationalError) as error:
        if not is_busy(error):
            raise
        _give_up("Something else is writing to the database and does not end; try again in a moment.")


def _give_up(sentence: str) -> NoReturn:
    print(f"daymark: {sentence}", file=sys.stderr)
    sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="daymark", description="A companion for people in an intensive outpatient program."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run: Callable[[Settings, argparse.Namespace], None], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        return sub

    command("serve", serve, "Serve the app and, unless DAYMARK_TICK=no, run the clock's work.")
    command("worker", worker, "Run only the clock's work: planning and sending reminders.")
    command("migrate", run_migrations, "Bring the database to this version's schema.")
    command("demo", make_demo, "Fill an empty database with a fictional program.")
    invite = command("invite", print_invite, "Print a sign-in link for somebody new.")
    invite.add_argument("--role", choices=["counselor", "participant", "admin"], required=True)
    invite.add_argument("--name", required=True, help="what staff know this person by")
    invite.add_argument("--group", help="a participant's treatment group, by its name")
    invite.add_argument("--json", action="store_true", help="print JSON instead of words and a QR code")
    start = command("start-program", start_program, "Make the first program in an empty database.")
    start.add_argument("--name", required=True)
    start.add_argument("--zone", required=True, help="its time zone, like America/New_York")
    start.add_argument("--phone", help="the number that Help shows")
    instrument = command("instrument", load_instrument, "Load a questionnaire into the program.")
    instrument.add_argument("what", choices=["load"])
    instrument.add_argument("file", type=Path, help="a FHIR R4 Questionnaire, JSON in UTF-8")
    command("rotate-keys", rotate, "Encrypt everything anew with a new field key; stop Daymark first.")
    command("health", health, "Exit 0 when the database answers and the tick is alive.")
    command("openapi", print_openapi, "Print the OpenAPI description.")
    return parser


def serve(settings: Settings, arguments: argparse.Namespace) -> None:
    listening = _listen(settings)
    keys = asyncio.run(_prepare(settings, greet=True))
    if settings.extra_push_origins:
        structlog.get_logger().warning("extra_push_origins", origins=sorted(settings.extra_push_origins))
    config = uvicorn.Config(
        make_app(settings, keys),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=15,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(1)


def _listen(settings: Settings) -> socket.socket:
    """The port, taken before anything else is done: whoever reads where Daymark is may call at once, and waits."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"Port {settings.port} on {settings.host} can't be used ({error.strerror}); "
            "stop what runs there, or set PORT to another number."
        ) from error
    return listening


async def _prepare(settings: Settings, greet: bool = False) -> Keys:
    """Everything before the first request: the data directory, the schema, the keys, the demo if it is wanted."""
    prepare_data_dir(settings)
    await migrate(settings)
    async with opened(settings):
        keys = await load_keys(settings)
        if settings.demo:
            await _make_demo_once(settings)
        if greet:
            await _greet(settings, keys)
    return keys


async def _make_demo_once(settings: Settings) -> None:
    async with alone(settings):
        if not await Program.exists():
            await demo.make(clock.now())


async def _greet(settings: Settings, keys: Keys) -> None:
    print(f"\nDaymark is at {settings.base_url}\n")
    program = await Program.first()
    if program is None:
        print("There is no program yet. Make one: daymark start-program --name NAME --zone ZONE\n")
    elif program.is_demo:
        counselor, participant = await demo.to_invite(program)
        for_staff = await _link(settings, keys, counselor)
        for_phone = await _link(settings, keys, participant, counselor)
        print(f"Sign in as {counselor.called_or_name}, a counselor of the demo program (once):\n  {for_staff}\n")
        print(f"Join as a participant, on a phone or in another browser (once):\n  {for_phone}\n")
        segno.make(for_phone, error="m").terminal(compact=True)
    sys.stdout.flush()


async def _link(settings: Settings, keys: Keys, person: Person, made_by: Person | None = None) -> str:
    return link_of(settings, await invite_person(uuid7(), person, made_by, keys.secret, clock.now()))


def worker(settings: Settings, arguments: argparse.Namespace) -> None:
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    keys = await _prepare(settings)
    if settings.metrics_port:
        prometheus_client.start_http_server(settings.metrics_port, addr=settings.host)
    stop = asyncio.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(opened(settings))
        keep_for_good()
        await stack.enter_async_context(ticking(settings, keys.vapid))
        await stop.wait()


def run_migrations(settings: Settings, arguments: argparse.Namespace) -> None:
    prepare_data_dir(settings)
    applied = asyncio.run(migrate(settings))
    print("Applied " + ", ".join(applied) if applied else "The database is up to date.")


def _with_database(settings: Settings, work: Callable[[Keys], Coroutine[None, None, None]]) -> None:
    """Runs a short command on a prepared database."""

    async def run() -> None:
        keys = await _prepare(settings)
        async with opened(settings, OPERATOR_WAITS):
            await work(keys)

    asyncio.run(run())


def make_demo(settings: Settings, arguments: argparse.Namespace) -> None:
    async def work(keys: Keys) -> None:
        if await Program.exists():
            raise SettingsError("There is a program in this database already; the demo wants an empty one.")
        await demo.make(clock.now())
        print("The demo program is there.")

    _with_database(settings, work)


def start_program(settings: Settings, arguments: argparse.Namespace) -> None:
    async def work(keys: Keys) -> None:
        if await Program.exists():
            raise SettingsError("There is a program in this database already.")
        if arguments.zone not in available_timezones():
            raise SettingsError(f"“{arguments.zone}” is not a time zone; give one like America/New_York.")
        async with in_transaction():
            program = await Program.create(name=arguments.name, zone=arguments.zone, phone=arguments.phone)
            await Schedule.bulk_create(default_schedules(program))
        print(f"{arguments.name} is there. Invite its first counselor: daymark invite --role counselor --name NAME")

    _with_database(settings, work)


async def _program() -> Program:
    program = await Program.first()
    if program is None:
        raise SettingsError("There is no program yet; make one with daymark start-program.")
    return program


def print_invite(settings: Settings, arguments: argparse.Namespace) -> None:
    async def work(keys: Keys) -> None:
        program = await _program()
        try:
            async with in_transaction():  # nobody is there twice whose first invite could not be written
                person = await person_from_operator(
                    program, Role(arguments.role), arguments.name, arguments.group, clock.now()
                )
                link = await _link(settings, keys, person, person.counselor)
        except CannotInvite as error:
            raise SettingsError(str(error)) from error
        if arguments.json:
            print(json.dumps({"role": arguments.role, "link": link, "code": link.partition("#")[2]}))
        else:
            print(f"{link}\nValid once, for 7 days.")
            segno.make(link, error="m").terminal(compact=True)

    _with_database(settings, work)


def load_instrument(settings: Settings, arguments: argparse.Namespace) -> None:
    path: Path = arguments.file
    try:
        questionnaire = checked(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} can't be read ({error.strerror}).") from error
    except NotLoadable as error:
        raise SettingsError(f"{path}: {error}") from error

    async def work(keys: Keys) -> None:
        try:
            kept = await load((await _program()).id, questionnaire, None, uuid7(), clock.now())
        except Problem as problem:
            raise SettingsError(f"{path}: {problem}") from problem
        print(f"Loaded “{title_of(kept.questionnaire)['en']}” as {kept.key}, version {kept.version}.")

    _with_database(settings, work)


def rotate(settings: Settings, arguments: argparse.Namespace) -> None:
    prepare_data_dir(settings)
    count = asyncio.run(rotate_keys(settings))
    print(f"{count} rows are encrypted with the new key. Keep the old one while backups need it.")


def health(settings: Settings, arguments: argparse.Namespace) -> None:
    async def alive() -> bool:
        async with opened(settings):
            return await is_alive()

    try:
        sys.exit(0 if asyncio.run(alive()) else 1)
    except OperationalError:
        _give_up("The database can't be asked; daymark serve or daymark migrate makes it.")


def print_openapi(settings: Settings, arguments: argparse.Namespace) -> None:
    print(json.dumps(api_document(), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
