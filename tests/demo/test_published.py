"""The table of published rounds."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.demo.published import PublishedRound, published_rounds

PUBLIC_FIGURES = Path(__file__).parents[2] / "../shared/data/rounds.csv"


def round_(number: str) -> PublishedRound:
    return next(r for r in published_rounds() if r.number == number)


def test_the_table_has_every_round_from_1_to_447_newest_first() -> None:
    numbers = [r.number for r in published_rounds()]

    assert len(numbers) == len(set(numbers)) == 448
    assert numbers[:2] == ["447", "446"]
    assert numbers[356:359] == ["91b", "91a", "90"]
    assert numbers[-1] == "1"


def test_a_round_of_the_replayed_years_comes_with_its_pool() -> None:
    assert round_("385") == PublishedRound(
        number="385",
        day=date(2025, 12, 11),
        drawn=datetime(2025, 12, 11, 11, 51, 44, tzinfo=UTC),
        name="Healthcare and social services occupations (Version 2)",
        cutoff=476,
        invitations=1000,
        tie_break=datetime(2025, 11, 26, 7, 44, 30, tzinfo=UTC),
        pool_as_on=date(2025, 12, 7),
        pool=round_("385").pool,
    )
    assert len(round_("385").pool) == 18


def test_history_has_no_pool_and_early_rounds_no_tie_break() -> None:
    assert round_("330").pool == ()
    assert round_("330").tie_break == datetime(2024, 9, 18, 13, 39, 10, tzinfo=UTC)
    assert round_("76").tie_break is None


def test_what_the_table_does_not_know_is_none() -> None:
    assert round_("438").drawn is None
    assert round_("447").pool[3:8] == (None,) * 5
    assert round_("447").pool[2] == 73131


@pytest.mark.skipif(
    not PUBLIC_FIGURES.exists(), reason="put the public figures at ../shared/data/rounds.csv"
)
def test_the_table_agrees_with_the_public_figures() -> None:
    with PUBLIC_FIGURES.open(encoding="utf-8", newline="") as lines:
        public = {row["number"]: row for row in csv.DictReader(lines)}
    for ours in published_rounds():
        theirs = public.pop(ours.number)
        assert _figures(ours) == {key: theirs[key] for key in _figures(ours)}
        if ours.pool:
            said = [theirs[f"dd{n}"] for n in range(1, 19)]
            assert ["" if n is None else str(n) for n in ours.pool] == said
    assert not public


def _figures(ours: PublishedRound) -> dict[str, str]:
    return {
        "date": ours.day.isoformat(),
        "datetime_utc": _instant(ours.drawn),
        "name": ours.name,
        "crs": str(ours.cutoff),
        "invitations": str(ours.invitations),
        "tiebreak_utc": _instant(ours.tie_break),
    }


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""
