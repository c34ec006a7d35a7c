"""How often the likely range of a rank holds: bands that are known are hidden, and guessed.

Two bands of ten scores are made one, and what the curve says of the border between them is
compared with the count; so are the four borders within 401-450 and 451-500, whose sums alone
some counts have. All counts since 2022 lie in the table of rounds beside the repository;
without it, those of the last two years that the demo has.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from bench.table import Figure
from watcher.core.pool import POOL_BANDS, Band, Pool
from watcher.insight.rank import CountRange, counts_above, likely_above, strictly_above

ALL_ROUNDS = Path(__file__).parents[1] / "../shared/data/rounds.csv"
TENS = range(410, 500, 10)
HIDDEN = {
    "middle of 20 scores": [{border} for border in TENS],
    "within 401-450, 451-500": [{410, 420, 430, 440}, {460, 470, 480, 490}],
}
COVERED, NARROWER = (0.80, 0.93), 0.35


def figures() -> Iterator[Figure]:
    """Guess them all, in a second; how often it held has a goal over all counts alone."""
    pools = counts_by_tens()
    every = ALL_ROUNDS.exists()
    for what, hidden in HIDDEN.items():
        cover, width = held(pools, hidden)
        yield Figure(
            what=f"{what}, {len(pools)} counts: held",
            measured=f"{cover:.1%}",
            goal="80-93 %" if every else "",
            met=COVERED[0] <= cover <= COVERED[1] if every else None,
        )
        yield Figure(
            what="  width, of that of the bounds",
            measured=f"{width:.1%}",
            goal="<= 35 %",
            met=width <= NARROWER,
        )


def held(pools: Iterable[Pool], hidden: Iterable[set[int]]) -> tuple[float, float]:
    """Return how often the likely range held, and its width as a part of that of the bounds."""
    guesses = [guess for pool in pools for borders in hidden for guess in _guesses(pool, borders)]
    right = sum(likely.low <= truth <= likely.high for likely, _, truth in guesses)
    widths = ((likely.high - likely.low) / (b.high - b.low) for likely, b, _ in guesses)
    return right / len(guesses), sum(widths) / len(guesses)


@cache
def counts_by_tens() -> tuple[Pool, ...]:
    """Read the counts, one for each day, that have a figure for every band."""
    place = ALL_ROUNDS if ALL_ROUNDS.exists() else resources.files("watcher.demo") / "rounds.csv"
    rows = csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    figures_of = {
        row["pool_as_on"]: [int(row[f"dd{n}"] or 0) for n in range(1, 19)]
        for row in rows
        if row["dd18"]
    }
    return tuple(_pool(date.fromisoformat(day), n) for day, n in figures_of.items() if all(n))


def _pool(day: date, figures: list[int]) -> Pool:
    *counts, total = figures
    bands = tuple(
        Band(label=f"{low}-{high}", low=low, high=high, count=count)
        for (low, high), count in zip(POOL_BANDS, counts, strict=True)
    )
    return Pool(as_on=day, bands=bands, total=total)


def _guesses(pool: Pool, borders: set[int]) -> Iterator[tuple[CountRange, CountRange, int]]:
    """Hide the borders; yield the likely range, the bounds and the truth at each."""
    truth = counts_above(pool)
    above = [(at, n) for at, n in truth.items() if at not in borders]
    bands = tuple(
        Band(label="", low=low + 1, high=high, count=more - fewer)
        for (high, fewer), (low, more) in pairwise(above)
    )
    coarse = replace(pool, bands=bands)
    for border in borders:
        likely, strict = likely_above(coarse, border), strictly_above(coarse, border)
        assert likely is not None
        assert strict is not None
        yield likely, strict, truth[border]
