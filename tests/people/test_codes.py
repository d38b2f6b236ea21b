"""Invite codes are read out over the phone and typed by tired people."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http import Problem
from server.people.codes import ALPHABET, check_character, code_for, tidy

CODE = code_for(UUID("0197281a-0000-7000-8000-000000000001"), b"the clinic's secret")
PLAIN = CODE.replace("-", "")


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), PLAIN, f"  {CODE} ", CODE.replace("-", " "), CODE.replace("1", "I").replace("0", "o")],
)
def test_a_code_may_be_typed_any_sensible_way(typed: str) -> None:
    assert tidy(typed) == PLAIN


def test_the_same_invite_always_has_the_same_code_and_another_has_another() -> None:
    same, another = UUID("0197281a-0000-7000-8000-000000000001"), UUID("0197281a-0000-7000-8000-000000000002")
    assert code_for(same, b"the clinic's secret") == CODE
    assert code_for(another, b"the clinic's secret") != CODE
    assert code_for(same, b"another clinic's secret") != CODE


characters = st.text(ALPHABET, min_size=15, max_size=15)


@given(characters, st.integers(0, 14), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, wrong: str) -> None:
    changed = code[:place] + wrong + code[place + 1 :]
    assert (check_character(changed) == check_character(code)) == (changed == code)


@pytest.mark.parametrize("typed", ["", "----", PLAIN[:15], PLAIN + "0", PLAIN[:15] + "!", "é" * 16, "\0" * 16])
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(Problem) as problem:
        tidy(typed)
    assert (problem.value.status, problem.value.field) == (422, "code")
