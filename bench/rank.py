"""How often the likely range of a rank holds: bands that are known are hidden, and guessed.

Two bands of ten scores are made one, and what the curve says of the border between them is
compared with the count; so are the four borders within 401-450 and 451-500, whose sums alone
some counts have. And a general round invites the best of the whole pool: its invitations are as
many as score at least its cut-off, but for who came and left since the count. All counts since
2022 lie in the table of rounds beside the repository; without it, those of the last two years
that the demo has, and no general round.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
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
    pools = tuple(counts_by_tens().values())
    every = ALL_ROUNDS.exists()
    for what, hidden in HIDDEN.items():
        cover, width = held(pools, hidden)
        yield _cover(f"{what}, {len(pools)} counts: held", cover, has_goal=every)
        yield Figure(
            what="  width, of that of the bounds",
            measured=f"{width:.0%}",
            goal="<= 35 %",
            met=width <= NARROWER,
        )
    if every:
        inside = list(_general_rounds())
        share = sum(inside) / len(inside)
        yield _cover(f"{len(inside)} general rounds, single scores: held", share, has_goal=False)


def _cover(what: str, share: float, *, has_goal: bool) -> Figure:
    met = COVERED[0] <= round(share, 2) <= COVERED[1]
    goal = "80-93 %" if has_goal else ""
    return Figure(what=what, measured=f"{share:.0%}", goal=goal, met=met if has_goal else None)


def held(pools: Iterable[Pool], hidden: Iterable[set[int]]) -> tuple[float, float]:
    """Return how often the likely range held, and its width as a part of that of the bounds."""
    guesses = [guess for pool in pools for borders in hidden for guess in _guesses(pool, borders)]
    right = sum(likely.low <= truth <= likely.high for likely, _, truth in guesses)
    widths = ((likely.high - likely.low) / (b.high - b.low) for likely, b, _ in guesses)
    return right / len(guesses), sum(widths) / len(guesses)


@cache
def counts_by_tens() -> Mapping[date, Pool]:
    """Read the counts, one for each day, that have a figure for every band."""
    figures_of = {
        date.fromisoformat(row["pool_as_on"]): [int(row[f"dd{n}"] or 0) for n in range(1, 19)]
        for row in _rows()
        if row["dd18"]
    }
    return {day: _pool(day, counts) for day, counts in figures_of.items() if all(counts)}


def _rows() -> Iterator[dict[str, str]]:
    place = ALL_ROUNDS if ALL_ROUNDS.exists() else resources.files("watcher.demo") / "rounds.csv"
    yield from csv.DictReader(place.read_text(encoding="utf-8").splitlines())


def _general_rounds() -> Iterator[bool]:
    """Tell of each general round with a cut-off from 401 to 500 whether its invitations lay in the range."""
    for row in _rows():
        if row["category"] != "general" or not 401 <= int(row["crs"]) <= 500:
            continue
        pool = counts_by_tens().get(date.fromisoformat(row["pool_as_on"]))
        if pool is not None:
            cutoff, invited = int(row["crs"]), int(row["invitations"])
            yield _range(pool, cutoff).low <= invited <= _range(pool, cutoff - 1).high


def _range(pool: Pool, score: int) -> CountRange:
    found = likely_above(pool, score) or strictly_above(pool, score)
    assert found is not None
    return found


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
