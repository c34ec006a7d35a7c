"""Rounds and their revisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time
from functools import cache

import sqlalchemy as sa

from watcher.adapters.database.codec import figure_json
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema import CLAIMS, REPORTS, REVISIONS, ROUNDS, SOURCES
from watcher.adapters.database.schema_alerts import ALERTS, NEWS
from watcher.adapters.database.sources import SourceRepository
from watcher.core.documents import Document
from watcher.core.model import (
    FIGURES,
    PROVISIONAL,
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
    number_order,
)
from watcher.core.reconcile import Known
from watcher.core.rhythm import RoundSeen
from watcher.core.schedule import TOLERANCE

_FIELDS = tuple(field.name for field in fields(Round))
_ALL = sa.select(*(ROUNDS.c[name] for name in _FIELDS))
# The pools weigh most.
_WITHOUT_POOLS = sa.select(*(ROUNDS.c[name] for name in _FIELDS if name != "pool"))
_OUTLINE = (*("number", "date", "category", "cutoff"), *("invitations", "confirmed", "first_seen"))
_OUTLINES = sa.select(*(ROUNDS.c[name] for name in _OUTLINE))
# Built once, what is asked at every poll: to build it takes longer than to ask.
_BY_NUMBER = _ALL.where(ROUNDS.c.number.in_(sa.bindparam("numbers", expanding=True)))
# By their numbers, which have an index: not every round is read.
_UNCONFIRMED = _ALL.where(ROUNDS.c.number >= PROVISIONAL, ROUNDS.c.confirmed.is_(False))
_NEWEST = (
    sa.select(ROUNDS.c.number)
    .where(ROUNDS.c.confirmed)
    # 91a and 91b have one ordinal.
    .order_by(ROUNDS.c.first_seen.desc(), ROUNDS.c.ordinal.desc(), ROUNDS.c.number.desc())
    .limit(1)
)
_FIRST_SEEN = sa.select(sa.func.min(ROUNDS.c.first_seen))
_EARLIER = sa.select(REVISIONS.c.number, REVISIONS.c.figure, REVISIONS.c.before).where(
    REVISIONS.c.number.in_(sa.bindparam("numbers", expanding=True))
)
# Of all pages that ever showed a round, under whatever name: only official ones do.
_READ = sa.union_all(
    sa.select(sa.func.max(SOURCES.c.good_at).label("at")).where(
        SOURCES.c.good_at <= sa.bindparam("now"),
        sa.exists().where(REPORTS.c.source == SOURCES.c.name),
    ),
    sa.select(sa.func.max(ROUNDS.c.first_seen).label("at")).where(
        ROUNDS.c.first_seen <= sa.bindparam("now"), ROUNDS.c.confirmed
    ),
).subquery()
_LAST_READ = sa.select(sa.func.max(_READ.c.at))
_KNOWN = sa.select(
    # The round that the source was last to show for the first time.
    sa.select(REPORTS.c.number)
    .join(ROUNDS, ROUNDS.c.number == REPORTS.c.number)
    .where(REPORTS.c.source == sa.bindparam("source"))
    .order_by(REPORTS.c.first_seen.desc(), ROUNDS.c.ordinal.desc(), ROUNDS.c.number.desc())
    .limit(1)
    .scalar_subquery()
    .label("newest"),
    _LAST_READ.scalar_subquery().label("last_read"),
    (~sa.exists().where(ROUNDS.c.confirmed)).label("empty"),
)
_INSERT = sa.insert(ROUNDS)


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


class RoundRepository(Repository):
    """The rounds within one transaction."""

    def known(
        self, document: Document, source: str, now: datetime, *, above: Collection[str] = ()
    ) -> Known:
        """Return what is known at *now* of the document's rounds; figures of sources in *above* count for more."""
        numbers = [r.number for r in document.reports if r.number is not None]
        sources = SourceRepository(self._db)
        asked = {"source": source, "now": now + TOLERANCE}
        row = self._db.execute(_KNOWN, asked).mappings().one()
        return Known(
            rounds=self.by_number(numbers),
            earlier=self._earlier(numbers),
            holds=sources.holds(source),
            standing=sources.figures_by(numbers, above),
            **row,
        )

    def newest_number(self) -> str | None:
        """Return the number of the confirmed round that was first seen last."""
        return self._db.scalar(_NEWEST)

    def last_read(self, now: datetime) -> datetime | None:
        """Return when an official page was last read well before *now*: later ones are of a clock that ran ahead."""
        at: datetime | None = self._db.scalar(_LAST_READ, {"now": now + TOLERANCE})
        return at

    def by_number(self, numbers: Collection[str]) -> dict[str, Round]:
        """Return those of the numbered rounds that exist."""
        return {r.number: r for r in self._read(_BY_NUMBER, numbers=list(numbers))}

    def all(self, *, pools: bool = True, category: str | None = None) -> list[Round]:
        """Return all rounds, newest first; one without a date by when it was seen."""
        wanted = _ALL if pools else _WITHOUT_POOLS
        if category is not None:
            wanted = wanted.where(ROUNDS.c.category == category)
        # Not by the database: databases differ in where they sort NULL.
        return sorted(
            self._read(wanted),
            key=lambda r: (r.date or r.first_seen.date(), number_order(r.number)),
            reverse=True,
        )

    def outlines(self) -> list[Round]:
        """Return all rounds, in any order, with day, category, cut-off and invitations alone: in a third of the time."""
        return self._read(_OUTLINES)

    def unconfirmed(self) -> list[Round]:
        """Return the rounds that are known from secondary sources alone."""
        # Sorted here: to sort them, SQLite would read every round by another index.
        return sorted(self._read(_UNCONFIRMED), key=lambda r: (r.first_seen, r.number))

    def count(self) -> int:
        """Return how many rounds are known."""
        return self._db.scalar(sa.select(sa.func.count()).select_from(ROUNDS)) or 0

    def draw_times(self) -> list[datetime]:
        """Return when each confirmed round was drawn, oldest first; else its day."""
        rows = self._db.execute(
            sa.select(ROUNDS.c.drawn_at, ROUNDS.c.date).where(ROUNDS.c.confirmed)
        ).all()
        instants = [row.drawn_at for row in rows if row.drawn_at]
        days = [row.date for row in rows if row.date and not row.drawn_at]
        return sorted(instants + [datetime.combine(day, time(), UTC) for day in days])

    def seen_times(self) -> list[RoundSeen]:
        """Return when each confirmed round of a known day was first seen."""
        rows = self._db.execute(
            sa.select(ROUNDS.c.date, ROUNDS.c.first_seen, ROUNDS.c.news_since).where(
                ROUNDS.c.confirmed
            )
        )
        return [RoundSeen(day, seen, since) for day, seen, since in rows if day]

    def previous(self, round_: Round) -> Round | None:
        """Return the round of the same category before *round_*, if one is known."""
        return self._beside(round_, before=True)

    def following(self, round_: Round) -> Round | None:
        """Return the round of the same category after *round_*, if one is known."""
        return self._beside(round_, before=False)

    def first_seen_at(self) -> datetime | None:
        """Return when the first page was read: what it showed was history already."""
        return self._db.scalar(_FIRST_SEEN)

    def page_hash(self, number: str) -> bytes | None:
        """Return the hash of the page on which a round was first seen."""
        return self._db.scalar(sa.select(ROUNDS.c.page).where(ROUNDS.c.number == number))

    def revisions(self, number: str) -> list[Revision]:
        """Return what changed of a round after it was first seen, oldest first."""
        rows = self._db.execute(
            sa.select(REVISIONS)
            .where(REVISIONS.c.number == number)
            .order_by(REVISIONS.c.revision, REVISIONS.c.figure)
        ).mappings()
        return [
            Revision(**dict(row) | {side: _figure(row.figure, row[side]) for side in _SIDES})
            for row in rows
        ]

    def corrected_at(self) -> dict[str, datetime]:
        """Return when each round that was corrected was corrected last."""
        rows = self._db.execute(
            sa.select(REVISIONS.c.number, sa.func.max(REVISIONS.c.seen_at)).group_by(
                REVISIONS.c.number
            )
        )
        return {number: at for number, at in rows}  # noqa: C416 - rows, not pairs, to the type checker

    def save(self, changes: Iterable[Change], *, page: bytes, now: datetime) -> None:
        """Carry out *changes*, which *page* (its hash) said at *now*."""
        new: list[dict[str, object]] = []
        for change in changes:
            match change:
                case NewRound(round=round_) | ReportedRound(reported=round_):
                    new.append(_row(round_) | {"page": page})
                case CorrectedRound(before=before, after=after):
                    self._correct(before, after, page, now)
                case ConfirmedRound(reported=before, confirmed=after):
                    self._renumber(before, after.number, page)
                    self._correct(before, after, page, now)
        if new:
            self._db.execute(_INSERT, new)

    def _renumber(self, provisional: Round, number: str, page: bytes) -> None:
        """Give a round its official number, also in the rows that refer to it."""
        # Before its children move: their foreign key asks for it.
        row = _row(provisional) | {"number": number, "page": page}
        self._db.execute(_INSERT, row)
        for table in (REVISIONS, CLAIMS, ALERTS, NEWS):
            self._db.execute(
                sa.update(table).where(table.c.number == provisional.number).values(number=number)
            )
        self._db.execute(sa.delete(ROUNDS).where(ROUNDS.c.number == provisional.number))

    def _correct(self, before: Round, after: Round, page: bytes, now: datetime) -> None:
        self._db.execute(
            sa.update(ROUNDS).where(ROUNDS.c.number == after.number).values(_row(after))
        )
        rows = [
            {
                "figure": figure,
                "before": figure_json(figure).dump(getattr(before, figure)),
                "after": figure_json(figure).dump(getattr(after, figure)),
            }
            for figure in FIGURES
            if getattr(before, figure) != getattr(after, figure)
        ]
        same = {"number": after.number, "revision": after.revision, "source": after.source}
        if rows:  # else it is confirmed to the letter
            self._db.execute(sa.insert(REVISIONS).values(**same, page=page, seen_at=now), rows)

    def _read(self, wanted: sa.Select[*tuple[object, ...]], **bound: object) -> list[Round]:
        return [Round(**row) for row in self._db.execute(wanted, bound).mappings()]

    def _beside(self, round_: Round, *, before: bool) -> Round | None:
        if round_.category is None or round_.date is None:
            return None
        row = {name: value for name, value in _row(round_).items() if name in _BESIDE}
        return next(iter(self._read(_beside(before=before), **row)), None)

    def _earlier(self, numbers: Sequence[str]) -> Mapping[tuple[str, str], tuple[object, ...]]:
        """Return the values that figures once had, by (number, figure)."""
        earlier: dict[tuple[str, str], tuple[object, ...]] = {}
        for number, figure, before in self._db.execute(_EARLIER, {"numbers": numbers}):
            values = earlier.get((number, figure), ())
            earlier[number, figure] = (*values, _figure(figure, before))
        return earlier


_SIDES = ("before", "after")
# 91a and 91b share their day and their ordinal: the number decides.
_PLACE = ("date", "ordinal", "number")
_BESIDE = {"category", *_PLACE}


@cache
def _beside(*, before: bool) -> sa.Select[*tuple[object, ...]]:
    columns = [ROUNDS.c[name] for name in _PLACE]
    place, here = (
        sa.tuple_(*columns),
        sa.tuple_(*(sa.bindparam(c.name, type_=c.type) for c in columns)),
    )
    return (
        _ALL.where(
            ROUNDS.c.category == sa.bindparam("category"),
            ROUNDS.c.confirmed,
            place < here if before else place > here,
        )
        .order_by(*(c.desc() if before else c.asc() for c in columns))
        .limit(1)
    )


def _figure(name: str, text: str) -> object:
    return figure_json(name).load(text)


def _row(round_: Round) -> dict[str, object]:
    ordinal, _ = number_order(round_.number)
    return {name: getattr(round_, name) for name in _FIELDS} | {"ordinal": ordinal}
