"""The feed as it stood with 438 rounds, 778 KB, and as it grows by a round at a time."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from watcher.demo.published import PublishedRound, feed_bytes, published_rounds

NEWEST = 437  # 91a and 91b make it 438 rounds


@cache
def history() -> tuple[PublishedRound, ...]:
    """Give rounds 1 to 437, newest first, as IRCC's page has them."""
    everything = published_rounds()
    newest = next(i for i, r in enumerate(everything) if r.number == str(NEWEST))
    return everything[newest:]


def page(more: int = 0, *, drawn: datetime | None = None) -> bytes:
    """Write the feed with so many rounds more than the history has.

    They are like the newest one, of the same instant unless another is given.
    """
    newest = history()[0]
    if drawn is not None:
        newest = replace(newest, drawn=drawn, day=drawn.date())
    added = [replace(newest, number=str(NEWEST + n)) for n in range(more, 0, -1)]
    return feed_bytes([*added, *history()])
