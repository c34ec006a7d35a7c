"""Reading the pool before a round."""

from datetime import date

import pytest

from tests.pages import OUT, a_row
from watcher.core.pool import Pool
from watcher.ircc.report import FeedRow, cells_of, read_pool

ZEROS = {f"dd{n}": "0" for n in range(1, 19)}
EMPTY = {f"dd{n}": "" for n in range(1, 19)}


def pool_of(**printed: object) -> tuple[Pool | None, list[tuple[str, str]]]:
    """Read the pool of a row with these fields; with what was doubted."""
    row = FeedRow("437", cells_of(a_row("437", **printed))[0])
    return read_pool(row), row.doubts


def count(pool: Pool | None, label: str) -> int | None:
    assert pool is not None
    return next(band.count for band in pool.bands if band.label == label)


def test_the_bands_are_read_with_their_labels_and_limits() -> None:
    pool, doubts = pool_of()

    assert pool is not None
    assert [(b.label, b.low, b.high, b.count) for b in pool.bands] == [
        ("601-1200", 601, 1200, 500),
        ("501-600", 501, 600, 20000),
        ("451-500", 451, 500, 73000),
        ("491-500", 491, 500, 13000),
        ("481-490", 481, 490, 13000),
        ("471-480", 471, 480, 16000),
        ("461-470", 461, 470, 16000),
        ("451-460", 451, 460, 15000),
        ("401-450", 401, 450, 61000),
        ("441-450", 441, 450, 13500),
        ("431-440", 431, 440, 13000),
        ("421-430", 421, 430, 12000),
        ("411-420", 411, 420, 11500),
        ("401-410", 401, 410, 11000),
        ("351-400", 351, 400, 48000),
        ("301-350", 301, 350, 17000),
        ("0-300", 0, 300, 7500),
    ]
    assert (pool.total, pool.as_on) == (227000, date(2026, 8, 16))
    assert doubts == []


@pytest.mark.parametrize("printed", [ZEROS, EMPTY, dict.fromkeys(ZEROS, OUT)])
def test_figures_that_stand_for_unknown_make_no_pool(printed: dict[str, object]) -> None:
    assert pool_of(**printed) == (None, [])


def test_zeros_under_an_empty_total_make_no_pool() -> None:
    assert pool_of(**{**ZEROS, "dd18": ""}) == (None, [])


def test_a_zero_among_figures_is_a_figure() -> None:
    pool, _ = pool_of(dd1="0")

    assert count(pool, "601-1200") == 0


def test_a_band_that_is_not_printed_is_unknown_without_a_word() -> None:
    pool, doubts = pool_of(dd4="", dd5=None, dd6=OUT)

    assert [count(pool, f"{low}-{low + 9}") for low in (491, 481, 471)] == [None] * 3
    assert count(pool, "451-500") == 73000
    assert doubts == []


def test_a_band_that_cannot_be_read_costs_the_others_nothing() -> None:
    pool, doubts = pool_of(dd3="73,00")

    assert count(pool, "451-500") is None
    assert count(pool, "491-500") == 13000
    assert doubts == [("dd3", "not a whole number")]


def test_a_total_that_cannot_be_read_costs_the_bands_nothing() -> None:
    pool, doubts = pool_of(dd18="about 227,000")

    assert pool is not None
    assert (pool.total, count(pool, "601-1200")) == (None, 500)
    assert doubts == [("dd18", "not a whole number")]


def test_a_pool_without_any_figure_still_says_what_could_not_be_read() -> None:
    assert pool_of(**{**ZEROS, "dd18": "n/a"}) == (None, [("dd18", "not a whole number")])


@pytest.mark.parametrize(
    ("printed", "doubts"),
    [("", []), (OUT, []), ("mid-August", [("drawDistributionAsOn", "not understood as a date")])],
)
def test_a_day_that_is_unknown_leaves_the_count(
    printed: object, doubts: list[tuple[str, str]]
) -> None:
    pool, doubted = pool_of(drawDistributionAsOn=printed)

    assert pool is not None
    assert (pool.as_on, pool.total) == (None, 227000)
    assert doubted == doubts
