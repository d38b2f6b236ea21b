"""The exercises as they are written: one file for each, in both languages, checked when this module is first read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from server.http import Problem, Schema
from server.people.models import Language

FOLDER = Path(__file__).parent / "content"
WORDS = {"text", "detail", "label", "hint", "then"}  # all else is the same in every language

Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=300)]
Seconds = Annotated[int, Field(ge=1, le=3600)]


class ContentBroken(Exception):
    """A file of exercises can't be used; the message names the file and the place in it."""


class StepBase(Schema):
    id: Key
    text: Words
    detail: Words | None = None


class SayStep(StepBase):
    """Something to read."""

    kind: Literal["say"]


class TimerStep(StepBase):
    """Something to do until the time is over."""

    kind: Literal["timer"]
    seconds: Seconds


class BreatheStep(StepBase):
    """Paced breathing for so many seconds: some in, some out, over and over."""

    kind: Literal["breathe"]
    seconds: Seconds
    breathe_in: Seconds
    breathe_out: Seconds


class RateStep(StepBase):
    """How strong it is now, 0 to 10; the next number of a practice's `ratings`."""

    kind: Literal["rate"]


class CountStep(StepBase):
    """Finding `count` things, a tap for each; `label` says of what, as in “3 of 5 things you see”."""

    kind: Literal["count"]
    count: int = Field(ge=1, le=20)
    label: Words


class ChooseOption(Schema):
    """`then` is what to say once it is chosen."""

    text: Words
    then: Words | None = None


class ChooseStep(StepBase):
    """One of a few; the choice is not kept."""

    kind: Literal["choose"]
    options: list[ChooseOption] = Field(min_length=2)


class WriteStep(StepBase):
    """A place to write that may stay empty; a practice's `notes` keep it under the id of the step."""

    kind: Literal["write"]
    hint: Words


Step = Annotated[
    SayStep | TimerStep | BreatheStep | RateStep | CountStep | ChooseStep | WriteStep, Field(discriminator="kind")
]


class Wording(Schema):
    """An exercise in one language."""

    title: Words
    summary: Words
    minutes: int = Field(ge=1, le=60)
    steps: list[Step] = Field(min_length=1)


class ExerciseFile(Schema):
    """What a file holds. `source` says where it comes from and, honestly, what is known about its effect."""

    key: Key
    version: int = Field(ge=1)
    source: str = Field(min_length=1)
    en: Wording
    es: Wording


class ExerciseOut(Wording):
    key: Key
    version: int


def read_exercises(folder: Path) -> dict[str, ExerciseFile]:
    """Every exercise by its key, the shortest first. Raises ContentBroken for the first file that is not right."""
    read = sorted((_read(path) for path in folder.glob("*.json")), key=lambda file: (file.en.minutes, file.key))
    return {file.key: file for file in read}


def _read(path: Path) -> ExerciseFile:
    try:
        file = ExerciseFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentBroken(f"{path.name}: {place}: {first['msg']}") from error
    if file.key != path.stem:
        raise ContentBroken(f"{path.name}: key: is “{file.key}”; name the file {file.key}.json")
    _compare(file, path)
    return file


def _compare(file: ExerciseFile, path: Path) -> None:
    """A practice begun in one language may be read in the other, so only the words may differ."""
    ids = [step.id for step in file.en.steps]
    if len(set(ids)) < len(ids):
        raise ContentBroken(f"{path.name}: steps: two have the same id")
    if file.en.minutes != file.es.minutes or len(file.en.steps) != len(file.es.steps):
        raise ContentBroken(f"{path.name}: es: must have the minutes and the number of steps of en")
    for number, (english, spanish) in enumerate(zip(file.en.steps, file.es.steps, strict=True)):
        if _bones(english.model_dump()) != _bones(spanish.model_dump()):
            raise ContentBroken(f"{path.name}: es.steps.{number}: differs from en in more than its words")


def _bones(value: Any) -> Any:
    """The value with nothing left of its words but whether they are there."""
    if isinstance(value, list):
        return [_bones(each) for each in value]
    if isinstance(value, Mapping):
        return {name: each is None if name in WORDS else _bones(each) for name, each in value.items()}
    return value


EXERCISES = read_exercises(FOLDER)


def exercises_in(language: Language) -> list[ExerciseOut]:
    """Every exercise in one language, the shortest first: whoever needs one now may not have long."""
    return [_in(language, file) for file in EXERCISES.values()]


def _in(language: Language, file: ExerciseFile) -> ExerciseOut:
    wording = file.es if language == Language.es else file.en
    return ExerciseOut(key=file.key, version=file.version, **dict(wording))


def check_known(key: str, version: int | None = None) -> None:
    """Raises Problem 422 for an exercise, or a version of it, that never existed.

    Versions only rise and every one of them stays right: a phone may send what it did months ago without a network.
    """
    if key not in EXERCISES:
        raise Problem(422, "There is no such exercise; open the app again to get the current list.", field="exercise")
    if version is not None and not 1 <= version <= EXERCISES[key].version:
        raise Problem(422, "This exercise has no such version; open the app again to update it.", field="version")
