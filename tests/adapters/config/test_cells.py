"""Single values, read from text as a table has them."""

from datetime import UTC, datetime

import pytest

from watcher.adapters.config.cells import (
    CellRefused,
    read_cell,
    read_flag,
    read_instant,
    read_person_name,
    read_whole_number,
)


def test_text_and_native_values_are_read_alike() -> None:
    assert read_whole_number("score", "471") == read_whole_number("score", 471) == 471
    assert [read_flag("wake", said) for said in ("Yes", "oui", "1", True)] == [True] * 4
    assert [read_flag("wake", said) for said in ("NO", "faux", "0", False)] == [False] * 4
    assert read_instant("submitted", "2025-11-20T10:00:00-05:00") == datetime(
        2025, 11, 20, 15, tzinfo=UTC
    )
    assert read_cell("categories", ["cec"]) == ["cec"]
    assert read_person_name("amara") == "amara"


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", 0, "is out of range"),
        ("score", True, "must be a whole number"),
        ("near", "9" * 12, "must be a whole number"),
        ("language", "de", "is not one of the words allowed here"),
        ("digest", "weekly", "is no time of a digest"),
        ("categories", [], "is empty"),
    ],
)
def test_a_value_is_refused_with_the_sentence_of_its_key(
    key: str, value: object, problem: str
) -> None:
    with pytest.raises(CellRefused) as refused:
        read_whole_number(key, value)

    assert refused.value.problem.text == problem


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01T00:00:00Z", "20251120T150000+99:00"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="is no instant"):
        read_instant("submitted", text)
