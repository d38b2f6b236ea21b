"""The exercises as they are shipped, and what happens to a file that is broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.exercises.content import (
    EXERCISES,
    FOLDER,
    BreatheStep,
    ContentBroken,
    CountStep,
    ExerciseFile,
    TimerStep,
    check_known,
    exercises_in,
    read_exercises,
)
from server.http import Problem
from server.people.models import Language


def test_every_exercise_is_there_in_both_languages() -> None:
    english, spanish = exercises_in(Language.en), exercises_in(Language.es)
    keys = ["halt", "five-senses", "play-the-tape-through", "slow-breathing", "ride-the-urge"]
    assert [each.key for each in english] == [each.key for each in spanish] == keys  # the shortest first
    assert not {each.title for each in english} & {each.title for each in spanish} - {"HALT"}


@pytest.mark.parametrize("file", EXERCISES.values(), ids=lambda file: file.key)
def test_an_exercise_takes_no_longer_than_it_says(file: ExerciseFile) -> None:
    timed = sum(step.seconds for step in file.en.steps if isinstance(step, TimerStep | BreatheStep))
    assert timed <= file.en.minutes * 60


def test_breathing_lasts_five_minutes_at_six_breaths_a_minute() -> None:
    [breathe] = [step for step in EXERCISES["slow-breathing"].en.steps if isinstance(step, BreatheStep)]
    assert (breathe.seconds, breathe.breathe_in, breathe.breathe_out) == (300, 4, 6)


def test_the_five_senses_count_down_from_five() -> None:
    counts = [step.count for step in EXERCISES["five-senses"].en.steps if isinstance(step, CountStep)]
    assert counts == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("file", EXERCISES.values(), ids=lambda file: file.key)
def test_breathing_ends_with_a_whole_breath(file: ExerciseFile) -> None:
    paced = [step for step in file.en.steps if isinstance(step, BreatheStep)]
    assert [step.seconds % (step.breathe_in + step.breathe_out) for step in paced] == [0] * len(paced)


@pytest.mark.parametrize("file", EXERCISES.values(), ids=lambda file: file.key)
def test_every_screen_can_be_read_at_a_glance(file: ExerciseFile) -> None:
    for step in (*file.en.steps, *file.es.steps):
        assert len(step.text.split()) <= 18, step.text
        assert len((step.detail or "").split()) <= 25, step.detail


def broken(tmp_path: Path, **differently: Any) -> str:
    """What is said about `halt.json` when these of its values are different."""
    content = json.loads((FOLDER / "halt.json").read_text(encoding="utf-8"))
    for place, value in differently.items():
        *path, last = place.split("__")
        target = content
        for part in path:
            target = target[int(part) if part.isdigit() else part]
        target[int(last) if last.isdigit() else last] = value
    (tmp_path / "halt.json").write_text(json.dumps(content))
    with pytest.raises(ContentBroken) as caught:
        read_exercises(tmp_path)
    return str(caught.value)


def test_a_broken_file_is_named_with_the_place_in_it(tmp_path: Path) -> None:
    assert broken(tmp_path, en__steps__1__kind="chose").startswith("halt.json: en.steps.1: ")
    assert broken(tmp_path, en__minutes="one").startswith("halt.json: en.minutes: ")
    assert broken(tmp_path, source="").startswith("halt.json: source: ")
    assert broken(tmp_path, key="stop").startswith("halt.json: key: ")


@pytest.mark.parametrize(
    "differently",
    [
        {"es__steps__2__id": "do"},
        {"es__steps__1__options": [{"text": "Sí"}, {"text": "No"}]},
        {"es__steps__1__options__0__then": None},
        {"es__steps__3__detail": None},
        {"es__steps__3": {"id": "end", "kind": "timer", "seconds": 10, "text": "Fin.", "detail": "Fin."}},
    ],
    ids=["another id", "fewer options", "nothing said after", "no detail", "another kind"],
)
def test_the_languages_differ_in_words_alone(tmp_path: Path, differently: dict[str, Any]) -> None:
    assert "es.steps." in broken(tmp_path, **differently)


def test_a_step_left_out_in_one_language_is_found(tmp_path: Path) -> None:
    spanish = EXERCISES["halt"].es.model_dump()
    assert broken(tmp_path, es={**spanish, "steps": spanish["steps"][:-1]}).startswith("halt.json: es: ")


def test_two_steps_with_one_id_are_found(tmp_path: Path) -> None:
    assert "same id" in broken(tmp_path, en__steps__2__id="end", es__steps__2__id="end")


def test_old_versions_are_known_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXERCISES, "halt", EXERCISES["halt"].model_copy(update={"version": 3}))
    for version in (1, 2, 3):
        check_known("halt", version)
    with pytest.raises(Problem, match="no such version"):
        check_known("halt", 4)
