"""A small chart of cut-offs."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from watcher.insight.sparkline import sparkline

TODAY = date(2026, 8, 20)
CUTOFFS = [(date(2026, 1, 1), 500), (date(2026, 4, 1), 480), (date(2026, 8, 1), 490)]


def drawn(score: int = 490) -> LexborHTMLParser:
    svg = sparkline(CUTOFFS, score=score, until=TODAY, colour=3, name="480 to 500 < all")
    assert svg is not None
    return LexborHTMLParser(svg)


def attribute(score: int, selector: str, name: str) -> str | None:
    node = drawn(score).css_first(selector)
    assert node is not None
    return node.attributes[name]


def test_a_cutoff_holds_until_the_next_and_the_last_one_until_today() -> None:
    assert attribute(490, ".line", "d") == "M5.0 5.0H118.0V49.0H271.1V27.0H295.0"
    assert attribute(490, ".newest", "cx") == "271.1"


def test_the_score_is_a_line_within_the_picture_however_far() -> None:
    assert attribute(490, ".score", "d") == "M5 27.0H295"
    assert attribute(900, ".score", "d") == "M5 5.0H295"
    assert attribute(1, ".score", "d") == "M5 49.0H295"


def test_it_is_said_in_words_and_escaped() -> None:
    assert attribute(490, "svg", "aria-label") == "480 to 500 < all"
    assert attribute(490, "svg", "class") == "spark s3"


def test_one_round_is_no_trend_and_equal_ones_are_a_level_line() -> None:
    one = CUTOFFS[:1]
    assert sparkline(one, score=471, until=TODAY, colour=0, name="") is None
    same = [(date(2026, 1, 1), 471), (date(2026, 2, 1), 471)]
    assert "49.0" in (sparkline(same, score=471, until=TODAY, colour=0, name="") or "")
