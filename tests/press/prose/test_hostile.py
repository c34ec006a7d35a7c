"""Texts that are meant to cost: each is read in time that grows as its length does."""

import pytest

from watcher.press.blocks import NO_INFO, PageContent, TextBlock
from watcher.press.prose.page import LONGEST_TEXT, read_page


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "1",
        ",",
        "1,000,",
        "500 ",
        "(",
        "-",
        "a",
        "invited a an the exactly ",
        "minimum CRS score of 476 ",
        "from 466 to ",
        "than the previous draw ",
        "12:30 p.m. UTC on January 5, 2023 ",
        "Ontario, ",
        '. "',
        "\u00a0",
    ],
)
def test_one_unit_a_thousand_times(unit: str) -> None:
    text = "Express Entry draw " + unit * (20_000 // len(unit))
    assert len(read_page(PageContent((TextBlock(text),)), NO_INFO)) <= 1


def test_what_is_too_long_is_cut_and_says_so() -> None:
    lines = [TextBlock("Express Entry Draw #385 invited 1,000 candidates.")]
    lines += [TextBlock("word " * 1000)] * (LONGEST_TEXT // 5000 + 1)
    lines += [TextBlock("The CRS cut-off was 476.")]
    (report,) = read_page(PageContent(tuple(lines)), NO_INFO)
    assert (report.invitations, report.cutoff) == (1000, None)
    assert [o.why for o in report.oddities] == ["too long; only its beginning was read"]


def test_a_page_without_anything() -> None:
    assert read_page(PageContent(()), NO_INFO) == ()
