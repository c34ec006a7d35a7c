"""Our own table of public figures -> rounds, newest first as IRCC's page has them.

``rounds.csv`` holds facts alone: number, day, instant, type, cut-off, invitations,
tie-break and, from 2025 on, the pool by CRS band.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

BANDS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRound:
    """One round as IRCC published it; None is what the table does not know.

    ``pool`` has the eighteen figures dd1..dd18, or none of them.
    """

    number: str
    day: date
    drawn: datetime | None
    name: str
    cutoff: int
    invitations: int
    tie_break: datetime | None
    pool_as_on: date | None = None
    pool: tuple[int | None, ...] = ()


def published_rounds() -> tuple[PublishedRound, ...]:
    """Read every round of the table that is installed with the package."""
    table = resources.files("watcher.demo") / "rounds.csv"
    rows = csv.reader(table.read_text(encoding="utf-8").splitlines())
    next(rows)  # the names of the columns
    return tuple(map(_round, rows))


def _round(row: Sequence[str]) -> PublishedRound:
    number, day, drawn, name, cutoff, invitations, tie_break, *pool = row
    return PublishedRound(
        number=number,
        day=date.fromisoformat(day),
        drawn=_instant(drawn),
        name=name,
        cutoff=int(cutoff),
        invitations=int(invitations),
        tie_break=_instant(tie_break),
        pool_as_on=date.fromisoformat(pool[0]) if pool else None,
        pool=tuple(int(count) if count else None for count in pool[1:]),
    )


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
