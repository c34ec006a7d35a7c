"""Histories of rounds: made up at a steady pace, and the published ones that the demo has."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from tests.values import a_round
from watcher.core.category import recognise
from watcher.core.model import Round
from watcher.demo.published import published_rounds
from watcher.insight.forecast.history import History, history_of

TODAY = date(2026, 10, 2)


def rounds_at(
    cutoffs: Sequence[int],
    *,
    category: str = "cec",
    every: int = 14,
    last: date = TODAY,
    **more: object,
) -> list[Round]:
    """Make rounds of a category, the last one *every* days before *last* unless ``since`` is given."""
    days = [last - timedelta(days=every * back) for back in range(len(cutoffs), 0, -1)]
    return [
        a_round(number=f"{day:%y%m%d}", date=day, category=category, cutoff=cutoff, **more)
        for day, cutoff in zip(days, cutoffs, strict=True)
    ]


def a_history(*rounds: Round, as_of: date = TODAY) -> History:
    """Make what was known on a day."""
    return history_of(rounds, as_of)


@cache
def real_rounds() -> tuple[Round, ...]:
    """Return the published rounds to 2026-10-01, as the demo has them."""
    return tuple(
        a_round(
            number=one.number,
            date=one.day,
            category=recognise(one.name).category,
            cutoff=one.cutoff,
            invitations=one.invitations,
        )
        for one in published_rounds()
    )
