"""Starting: keys that are whole or not there, processes that start together, and databases that are not ours."""

import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from urllib.parse import urlsplit

import pytest

from server.columns import KeyRing, new_key, ring, use_keys
from server.files import replace_private, write_private
from server.keys import load_keys
from server.people.models import Person, Program, Role
from server.program.enroll import CannotInvite, person_from_operator
from server.settings import Settings, SettingsError
from tests.frozen import utc
from tests.processes import HOME, Installation, Process, free_port
from tests.test_process import fresh, one_sentence

__all__ = ["fresh"]  # the fixture

NOW = utc("2026-06-01T16:00")


# Files


def test_a_private_file_is_made_once_and_is_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"first")
    with pytest.raises(FileExistsError):
        write_private(path, b"second")
    assert path.read_bytes() == b"first"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    replace_private(path, b"third")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"third"]


def test_a_machine_that_dies_while_it_writes_leaves_no_half_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "secret"
    with monkeypatch.context() as dying:
        dying.setattr(os, "fsync", die)
        with pytest.raises(KeyboardInterrupt):
            write_private(path, b"first")
    assert not path.exists()
    write_private(path, b"second")
    assert path.read_bytes() == b"second"


def test_of_many_that_make_one_file_one_does(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    script = "import sys, pathlib, server.files as f; input(); f.write_private(pathlib.Path(sys.argv[1]), b'x' * 9)"
    makers = [
        subprocess.Popen([sys.executable, "-c", script, path], cwd=HOME, stdin=PIPE, stderr=PIPE) for _ in range(6)
    ]
    for maker in makers:
        assert maker.stdin
        maker.stdin.write(b"now\n")
        maker.stdin.flush()
    said = [maker.communicate()[1] for maker in makers]
    assert sorted(maker.returncode for maker in makers) == [0, 1, 1, 1, 1, 1]
    assert sum(b"FileExistsError" in each for each in said) == 5
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"x" * 9]


@pytest.mark.parametrize("content", ["", "\n", "ab" * 31])
async def test_a_secret_that_is_cut_short_is_refused(
    settings: Settings, program: Program, tmp_path: Path, content: str
) -> None:
    (tmp_path / "secret").write_text(content)
    with pytest.raises(SettingsError, match="damaged"):
        await load_keys(replace(settings, data_dir=tmp_path))


async def test_field_keys_of_another_database_are_refused(settings: Settings, alice: Person) -> None:
    ours = ring()
    try:
        for text in (new_key("k1"), new_key("k2")):
            use_keys(KeyRing.parse(text))
            with pytest.raises(SettingsError, match="not those"):
                await load_keys(settings)
    finally:
        use_keys(ours)


# Processes that start together


def test_two_that_start_together_on_an_empty_database_make_one_of_everything(fresh: Installation) -> None:
    demo = "yes"
    if fresh.database_url.startswith("sqlite"):
        fresh.run("migrate")  # one SQLite file is meant for one process, its first start above all
        demo = "no"
    beside = Installation(fresh.data_dir, fresh.database_url, free_port())
    with (
        Process(fresh, DAYMARK_DEMO="yes", DAYMARK_TICK="no") as one,
        Process(beside, DAYMARK_DEMO=demo, DAYMARK_TICK="no") as two,
    ):
        one.until("Daymark is at")
        two.until("Daymark is at")
    assert fresh.sql("SELECT count(*) FROM program") == [[1]]
    assert {path.name for path in fresh.data_dir.iterdir()} >= {"field-keys", "secret", "vapid.pem"}


def test_a_database_that_refuses_us_is_one_sentence_without_its_password(fresh: Installation) -> None:
    if fresh.database_url.startswith("sqlite"):
        address = "postgres://daymark:hunter2@127.0.0.1:1/daymark"
    else:
        address = urlsplit(fresh.database_url)._replace(path="/not-there").geturl()
    said = one_sentence(fresh.run("serve", DAYMARK_DATABASE_URL=address))
    assert "can't be reached" in said
    assert "hunter2" not in said


# Inviting at the command line


async def test_who_was_invited_before_there_was_a_counselor_comes_into_the_first_ones_care(program: Program) -> None:
    early = await person_from_operator(program, Role.participant, "Alice", None, NOW)
    dana = await person_from_operator(program, Role.counselor, "Dana", None, NOW)
    ben = await person_from_operator(program, Role.counselor, "Ben", None, NOW)
    later = await person_from_operator(program, Role.participant, "Charlie", None, NOW)
    await early.refresh_from_db()
    assert early.counselor_id == dana.id == later.counselor_id != ben.id


async def test_somebody_without_a_name_is_not_invited(program: Program) -> None:
    with pytest.raises(CannotInvite, match="name is empty"):
        await person_from_operator(program, Role.counselor, "  ", None, NOW)
    assert not await Person.exists()
