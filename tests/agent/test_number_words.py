from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.agent.offline.number_words import number_in_words, read_number_words
from strands_robots_nb.agent.offline.tokens import Kind, tokenize


def numbers(text: str) -> list[float]:
    return [token.value for token in tokenize(text) if token.kind is Kind.NUMBER]


@given(st.integers(0, 999))
def test_a_number_in_words_is_read_as_the_same_number(value: int) -> None:
    words = number_in_words(value)
    assert read_number_words(words.replace("-", " ").split()) == (value, len(words.replace("-", " ").split()))
    assert numbers(words) == [value]


@given(st.integers(-999, -1))
def test_minus_before_a_number_in_words_makes_it_negative(value: int) -> None:
    assert numbers(f"minus {number_in_words(-value)}") == [value]


@given(st.floats(-1e6, 1e6))
def test_a_number_in_digits_is_read_as_the_same_number(value: float) -> None:
    written = f"{value:.6f}"
    assert numbers(f"move to {written} cm") == [float(written)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zero point two five", [0.25]),
        ("point five", [0.5]),
        ("one hundred and twenty", [120]),
        ("a hundred", [100]),
        ("20cm", [20]),
        ("-3.5", [-3.5]),
        ("−7", [-7]),
        (".5", [0.5]),
        ("minus 20", [-20]),
        ("twenty-five degrees", [25]),
        ("20, 10, 15", [20, 10, 15]),
        ("so101", []),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, expected: list[float]) -> None:
    assert numbers(text) == expected


@given(st.text())
def test_any_text_is_cut_into_tokens_whose_numbers_are_finite(text: str) -> None:
    for token in tokenize(text):
        assert token.kind is not Kind.NUMBER or math.isfinite(token.value)


def test_a_number_too_large_to_be_one_is_left_as_it_is() -> None:
    assert numbers("9" * 400) == []


def test_a_path_loses_the_full_stop_of_the_sentence() -> None:
    assert [token.text for token in tokenize("to ~/datasets/pick.") if token.kind is Kind.PATH] == ["~/datasets/pick"]
