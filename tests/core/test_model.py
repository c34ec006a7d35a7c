"""Rounds by their printed numbers, and what a document says in any of its parts."""

import pytest

from watcher.core.documents import Document, Piece
from watcher.core.model import Report, number_order, ordinal


def test_printed_numbers_are_ordered_as_they_were_given_out() -> None:
    assert sorted(["92", "91b", "100", "91a", "90"], key=number_order) == [
        "90",
        "91a",
        "91b",
        "92",
        "100",
    ]


@pytest.mark.parametrize(("number", "count"), [("91", 91), ("91b", 91), ("", 0), ("reported-x", 0)])
def test_a_printed_number_without_a_count_comes_first(number: str, count: int) -> None:
    assert ordinal(number) == count


def test_every_report_of_a_document_is_found_whichever_part_of_it_says_so() -> None:
    own, other = Report(number="385"), Report(number="384")
    piece = Piece(key="1", digest=b"1", reports=(other,))

    assert Document(kind="feed", reports=(own,), pieces=(piece,)).every_report == (own, other)
