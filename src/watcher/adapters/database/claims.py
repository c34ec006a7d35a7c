"""The texts of secondary sources and their claims about rounds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema import CLAIMS, PIECES
from watcher.core.claims import Claim, ToldYear
from watcher.core.documents import Piece
from watcher.core.model import Report

# The fields that a piece and its row have in common.
_PIECE = ("digest", "link", "title", "published", "origins", "wording", "years")
_INSERT_CLAIMS = sa.insert(CLAIMS).values(number=None, why="")
_ANY_UNJOINED = sa.select(sa.exists().where(CLAIMS.c.number.is_(None)))
_SELECT_CLAIMS = (
    sa.select(
        *(CLAIMS.c[name] for name in ("position", "report", "number", "why")),
        *(c for c in PIECES.c if c.name not in {"digest", "awaited", "page", "years"}),
    )
    .join_from(
        CLAIMS, PIECES, (CLAIMS.c.source == PIECES.c.source) & (CLAIMS.c.piece == PIECES.c.piece)
    )
    .order_by(
        PIECES.c.first_seen, PIECES.c.published, PIECES.c.source, PIECES.c.piece, CLAIMS.c.position
    )
)


# Beside each, the round that the text is about: its first report is of it.
_SELECT_YEARS = (
    sa.select(
        *(PIECES.c[name] for name in ("source", "link", "title", "published", "years")),
        CLAIMS.c.number,
    )
    .join_from(
        PIECES,
        CLAIMS,
        (CLAIMS.c.source == PIECES.c.source)
        & (CLAIMS.c.piece == PIECES.c.piece)
        & (CLAIMS.c.position == 0),
        isouter=True,
    )
    .where(PIECES.c.years != ())
    .order_by(PIECES.c.first_seen, PIECES.c.source, PIECES.c.piece)
)


class ClaimRepository(Repository):
    """The texts and what they claim, within one transaction."""

    def digests(self, source: str) -> dict[str, bytes]:
        """Return the digests of the texts of a source that were read, by their keys."""
        rows = self._db.execute(
            sa.select(PIECES.c.piece, PIECES.c.digest).where(PIECES.c.source == source)
        ).all()
        return dict(cast("list[tuple[str, bytes]]", rows))

    def awaited(self, source: str) -> list[Piece]:
        """Return the texts whose linked page is still to be read, oldest first."""
        rows = self._db.execute(
            sa.select(*(PIECES.c[name] for name in _PIECE), PIECES.c.piece.label("key"))
            .where(PIECES.c.source == source, PIECES.c.awaited)
            .order_by(PIECES.c.first_seen, PIECES.c.piece)
        ).mappings()
        reports: dict[str, list[Report]] = defaultdict(list)
        for claim in self._claims(PIECES.c.source == source, PIECES.c.awaited):
            reports[claim.piece].append(claim.report)
        return [Piece(**row, reports=tuple(reports[row["key"]]), follow=True) for row in rows]

    def save(
        self,
        source: str,
        kind: str,
        read: Sequence[Piece],
        *,
        pages: Mapping[str, bytes],
        page: bytes,
        now: datetime,
    ) -> None:
        """Keep texts as they now read; *pages* has the hash of the body that each was read from, if not *page*."""
        rows = [
            {name: getattr(piece, name) for name in _PIECE}
            | {"source": source, "piece": piece.key, "kind": kind, "awaited": piece.follow}
            | {"page": pages.get(piece.key, page), "first_seen": now, "seen_at": now}
            for piece in read
        ]
        upsert(self._db, PIECES, rows, keep={"first_seen"})
        for piece in read:
            self._db.execute(
                sa.delete(CLAIMS).where(CLAIMS.c.source == source, CLAIMS.c.piece == piece.key)
            )
        told = [
            {"piece": piece.key, "position": position, "report": report}
            for piece in read
            for position, report in enumerate(piece.reports)
        ]
        if told:
            self._db.execute(_INSERT_CLAIMS.values(source=source), told)

    def of_round(self, number: str) -> list[Claim]:
        """Return the claims about a round, the first seen first."""
        return self._claims(CLAIMS.c.number == number)

    def unjoined(self, *, since: datetime | None = None) -> list[Claim]:
        """Return the claims that match no known round, of texts seen *since* then."""
        if not self._db.scalar(_ANY_UNJOINED):
            return []
        if since is None:
            return self._claims(CLAIMS.c.number.is_(None))
        return self._claims(CLAIMS.c.number.is_(None), PIECES.c.seen_at >= since)

    def all(self) -> list[Claim]:
        """Return every claim, the first seen first."""
        return self._claims()

    def by_source(self, source: str) -> list[Claim]:
        """Return every claim of a source."""
        return self._claims(PIECES.c.source == source)

    def of_year(self, year: int) -> list[ToldYear]:
        """Return what texts say of a year as a whole, the first seen first."""
        rows = self._db.execute(_SELECT_YEARS).mappings()
        return [
            ToldYear(**{name: text[name] for name in text if name != "years"}, claim=claim)
            for text in rows
            for claim in text["years"]
            if claim.year == year
        ]

    def join(self, claim: Claim, number: str | None, why: str) -> None:
        """Note which round a claim is joined to, and how, or why to none."""
        self._db.execute(
            sa.update(CLAIMS)
            .where(
                CLAIMS.c.source == claim.source,
                CLAIMS.c.piece == claim.piece,
                CLAIMS.c.position == claim.position,
            )
            .values(number=number, why=why)
        )

    def _claims(self, *where: sa.ColumnElement[bool]) -> list[Claim]:
        rows = self._db.execute(_SELECT_CLAIMS.where(*where)).mappings()
        return [Claim(**row) for row in rows]
