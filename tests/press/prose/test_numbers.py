"""Whole numbers in running text."""

import pytest

from watcher.press.prose.values import find_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IRCC invited 5,500 candidates.", [5500]),
        ("IRCC a invité 6 000 candidats", [6000]),
        ("6.000 invitations", [6000]),
        ("1'250 invitations", [1250]),
        ("a record 27,332 in all", [27332]),
        ("scores of 476 and 12", [476, 12]),
        ("issued:3,600", [3600]),
        ("(391)", [391]),
        ("in 2025 6 000 candidats", [2025, 6000]),
    ],
)
def test_numbers_are_found_with_their_thousands(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "90% of them",
        "a $1,365 fee",
        "draw #385",
        "1.5 times",
        "2,5",
        "at 14:59:17",
        "July 4 500 candidates",  # 500 on the 4th, or 4,500 in July?
        "draw 385 100 candidates",
        "5,500,00",
        "Bill C-19a",
        "12345678901234567890",
    ],
)
def test_what_is_no_number_by_itself_is_left_out(text: str) -> None:
    assert find_numbers(text) == ()
