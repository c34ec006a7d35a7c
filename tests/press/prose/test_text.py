"""Sentences, and the signs that they are written in."""

import pytest

from tests.press.prose.texts import told
from watcher.press.blocks import TextBlock
from watcher.press.prose.text import readable_sentences


@pytest.mark.parametrize(
    ("letters", "figures"),
    [
        ("In t\u03bfday\u2019s draw, 7,000 invitati\u03bfns w\u0435r\u0435 issu\u0435d", 7000),
        ("IRCC invited 7\u202f000 candidates", 7000),
        ("IRCC invited 7\u00a0000 candidates", 7000),
    ],
)
def test_letters_and_spaces_that_only_look_alike(letters: str, figures: int) -> None:
    assert told("Express Entry news", letters)["invitations"] == figures


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The cut-off was 476. It fell.", ["The cut-off was 476.", "It fell."]),
        ("At 3:25 a.m. UTC, draw No. 385 was held.", ["At 3:25 a.m. UTC, draw No. 385 was held."]),
        ("In the U.S. and B.C. too", ["In the U.S. and B.C. too"]),
        ("Score 547 May 12: 511 invited", ["Score 547", "May 12: 511 invited"]),
        ("A line \u2022", ["A line"]),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text: str, sentences: list[str]) -> None:
    found, left_out = readable_sentences((TextBlock(text),))

    assert [sentence.text for sentence in found] == sentences
    assert not left_out


def test_what_nobody_would_call_a_sentence_is_cut_and_a_run_of_figures_left_out() -> None:
    found, left_out = readable_sentences((TextBlock("word " * 300), TextBlock("1 " * 61)))

    assert {len(sentence.text) for sentence in found} == {699, 99}
    assert left_out
