"""Rounds and their revisions: what is known, and how it came to be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Connection, Row, func, insert, select, tuple_, update

from watcher.adapters.database import codec, queries
from watcher.adapters.database.renumber import take_over
from watcher.adapters.database.schema import revisions, rounds
from watcher.adapters.database.sources import SourceRepository
from watcher.core.model import (
    FIGURES,
    Change,
    ConfirmedRound,
    CorrectedRound,
    Day,
    Document,
    NewRound,
    ReportedRound,
    Round,
    number_order,
    ordinal,
)
from watcher.core.reconcile import Known
from watcher.core.schedule import TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One figure that changed: from what, to what, by which source, seen when."""

    number: str
    revision: int
    figure: str
    before: object
    after: object
    source: str
    page: bytes
    seen_at: datetime


class RoundRepository:
    """The rounds within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(
        self, document: Document, source: str, now: datetime, *, above: Collection[str] = ()
    ) -> Known:
        """Return what is known at *now* of the rounds that *document* reports on.

        *above* names the sources whose word counts for more than that of *source*.
        """
        numbers = [r.number for r in document.reports if r.number is not None]
        return Known(
            rounds=self.by_number(numbers),
            earlier=self._earlier(numbers),
            holds=SourceRepository(self._connection).holds(source),
            standing=SourceRepository(self._connection).figures_by(numbers, above),
            newest=SourceRepository(self._connection).newest_number(source),
            last_read=self.last_read(now),
            empty=self.newest_number() is None,
        )

    def newest_number(self) -> str | None:
        """Return the number of the confirmed round that was first seen last."""
        return self._connection.scalar(
            select(rounds.c.number)
            .where(rounds.c.confirmed)
            .order_by(
                rounds.c.first_seen.desc(),
                rounds.c.ordinal.desc(),
                rounds.c.number.desc(),  # 91a and 91b have one ordinal
            )
            .limit(1)
        )

    def last_read(self, now: datetime) -> datetime | None:
        """Return when an official page was last read well; None if never, before *now*.

        An instant that is still to come was noted by a clock that ran ahead: what was
        noted before it counts then.
        """
        at: datetime | None = self._connection.scalar(queries.LAST_READ, {"now": now + TOLERANCE})
        return at

    def by_number(self, numbers: Collection[str]) -> dict[str, Round]:
        """Return those of the numbered rounds that exist."""
        if not numbers:
            return {}
        rows = self._connection.execute(select(rounds).where(rounds.c.number.in_(numbers)))
        return {row.number: _round(row) for row in rows}

    def all(self, *, pools: bool = True) -> list[Round]:
        """Return all rounds, newest first; one without a date by when it was seen.

        Their pools weigh most, and may be left out.
        """
        rows = self._connection.execute(select(rounds))
        found = [_round(row, pool=pools) for row in rows]
        # Not by the database: where it puts what has no date is its own affair.
        return sorted(found, key=_age, reverse=True)

    def of_category(self, category: str) -> list[Round]:
        """Return the rounds of a category, newest first, without their pools."""
        rows = self._connection.execute(select(rounds).where(rounds.c.category == category))
        found = [_round(row, pool=False) for row in rows]
        return sorted(found, key=_age, reverse=True)

    def unconfirmed(self) -> list[Round]:
        """Return the rounds that are known from secondary sources alone."""
        return [_round(row) for row in self._connection.execute(queries.UNCONFIRMED)]

    def count(self) -> int:
        """Return how many rounds are known."""
        return self._connection.scalar(select(func.count()).select_from(rounds)) or 0

    def draw_times(self) -> list[datetime]:
        """Return when each confirmed round was drawn, oldest first; else its day."""
        rows = self._connection.execute(
            select(rounds.c.drawn_at, rounds.c.date).where(rounds.c.confirmed)
        )
        return sorted(at for row in rows if (at := _drawn(row.drawn_at, row.date)))

    def previous(self, round_: Round) -> Round | None:
        """Return the round of the same category before *round_*, if one is known."""
        return self._beside(round_, before=True)

    def following(self, round_: Round) -> Round | None:
        """Return the round of the same category after *round_*, if one is known."""
        return self._beside(round_, before=False)

    def first_seen_at(self) -> datetime | None:
        """Return when the first page was read: what it showed was history already."""
        return self._connection.scalar(select(func.min(rounds.c.first_seen)))

    def page_hash(self, number: str) -> bytes | None:
        """Return the hash of the page on which a round was first seen."""
        return self._connection.scalar(select(rounds.c.page).where(rounds.c.number == number))

    def revisions(self, number: str) -> list[Revision]:
        """Return what changed of a round after it was first seen, oldest first."""
        rows = self._connection.execute(
            select(revisions)
            .where(revisions.c.number == number)
            .order_by(revisions.c.revision, revisions.c.figure)
        )
        return [_revision(row) for row in rows]

    def corrected_at(self) -> dict[str, datetime]:
        """Return when each round that was corrected was corrected last."""
        rows = self._connection.execute(
            select(revisions.c.number, func.max(revisions.c.seen_at)).group_by(revisions.c.number)
        )
        return {number: at for number, at in rows}  # noqa: C416 - rows, not pairs, to the type checker

    def save(self, changes: Iterable[Change], *, page: bytes, now: datetime) -> None:
        """Carry out *changes*, which *page* (its hash) said at *now*."""
        new: list[dict[str, object]] = []
        for change in changes:
            match change:
                case NewRound(round=round_) | ReportedRound(reported=round_):
                    new.append({**_columns(round_), "page": page})
                case CorrectedRound(before=before, after=after):
                    self._correct(before, after, page, now)
                case ConfirmedRound(reported=before, confirmed=after):
                    row = {**_columns(before), "number": after.number, "page": page}
                    take_over(self._connection, before.number, row)
                    self._correct(before, after, page, now)
        if new:
            self._connection.execute(insert(rounds), new)

    def _correct(self, before: Round, after: Round, page: bytes, now: datetime) -> None:
        self._connection.execute(
            update(rounds).where(rounds.c.number == after.number).values(_columns(after))
        )
        changed = [f for f in FIGURES if getattr(before, f) != getattr(after, f)]
        if not changed:
            return  # confirmed to the letter
        self._connection.execute(
            insert(revisions),
            [
                {
                    "number": after.number,
                    "revision": after.revision,
                    "figure": figure,
                    "before": codec.figure_to_json(figure, getattr(before, figure)),
                    "after": codec.figure_to_json(figure, getattr(after, figure)),
                    "source": after.source,
                    "page": page,
                    "seen_at": now,
                }
                for figure in changed
            ],
        )

    def _beside(self, round_: Round, *, before: bool) -> Round | None:
        if round_.category is None or round_.date is None:
            return None
        # 91a and 91b share their day and their ordinal: the number decides.
        columns = (rounds.c.date, rounds.c.ordinal, rounds.c.number)
        place, here = tuple_(*columns), (round_.date, *number_order(round_.number))
        row = self._connection.execute(
            select(rounds)
            .where(
                rounds.c.category == round_.category,
                rounds.c.confirmed,
                place < here if before else place > here,
            )
            .order_by(*(c.desc() if before else c.asc() for c in columns))
            .limit(1)
        ).first()
        return None if row is None else _round(row)

    def _earlier(self, numbers: Sequence[str]) -> Mapping[tuple[str, str], tuple[object, ...]]:
        """Return the values that figures once had, by (number, figure)."""
        if not numbers:
            return {}
        rows = self._connection.execute(
            select(revisions.c.number, revisions.c.figure, revisions.c.before).where(
                revisions.c.number.in_(numbers)
            )
        )
        earlier: dict[tuple[str, str], tuple[object, ...]] = {}
        for number, figure, before in rows:
            value = codec.figure_from_json(figure, before)
            earlier[number, figure] = (*earlier.get((number, figure), ()), value)
        return earlier


def _age(round_: Round) -> tuple[Day, tuple[int, str]]:
    return round_.date or round_.first_seen.date(), number_order(round_.number)


def _drawn(at: datetime | None, day: Day | None) -> datetime | None:
    if at is None and day is not None:
        return datetime.combine(day, time(), UTC)
    return at


def _columns(round_: Round) -> dict[str, object]:
    values = {figure: getattr(round_, figure) for figure in FIGURES}
    return {
        **values,
        "pool": codec.pool_to_json(round_.pool),
        "number": round_.number,
        "ordinal": ordinal(round_.number),
        "revision": round_.revision,
        "first_seen": round_.first_seen,
        "source": round_.source,
        "confirmed": round_.confirmed,
        "claimed": round_.claimed,
        "news_since": round_.news_since,
    }


def _round(row: Row[tuple[object, ...]], *, pool: bool = True) -> Round:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's documented public accessor
    return Round(
        **{f: values[f] for f in FIGURES if f != "pool"},
        pool=codec.pool_from_json(values["pool"]) if pool else None,
        number=values["number"],
        revision=values["revision"],
        first_seen=values["first_seen"],
        source=values["source"],
        confirmed=values["confirmed"],
        claimed=values["claimed"],
        news_since=values["news_since"],
    )


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented public accessor
    figure = values["figure"]
    return Revision(
        **{
            **values,
            "before": codec.figure_from_json(figure, values["before"]),
            "after": codec.figure_from_json(figure, values["after"]),
        }
    )
