"""The texts of secondary sources, and what they tell of rounds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema import PIECES, TELLINGS
from watcher.core.claims import Claim
from watcher.core.model import Piece, Report

_ANY_UNJOINED = select(exists().where(TELLINGS.c.number.is_(None)))
_CLAIMS = (
    select(
        *(TELLINGS.c[name] for name in ("position", "report", "number", "why")),
        *(c for c in PIECES.c if c.name not in {"digest", "awaited", "page"}),
    )
    .join_from(
        TELLINGS,
        PIECES,
        (TELLINGS.c.source == PIECES.c.source) & (TELLINGS.c.piece == PIECES.c.piece),
    )
    .order_by(
        PIECES.c.first_seen,
        PIECES.c.published,
        PIECES.c.source,
        PIECES.c.piece,
        TELLINGS.c.position,
    )
)


class ClaimRepository(Repository):
    """The texts and what they claim, within one transaction."""

    def digests(self, source: str) -> dict[str, bytes]:
        """Return the digests of the texts of a source that were read, by their keys."""
        rows = self._db.execute(
            select(PIECES.c.piece, PIECES.c.digest).where(PIECES.c.source == source)
        ).all()
        return dict(cast("list[tuple[str, bytes]]", rows))

    def awaited(self, source: str) -> list[Piece]:
        """Return the texts whose linked page is still to be read, oldest first."""
        rows = self._db.execute(
            select(PIECES)
            .where(PIECES.c.source == source, PIECES.c.awaited)
            .order_by(PIECES.c.first_seen, PIECES.c.piece)
        )
        told: dict[str, list[Report]] = {}
        for claim in self._claims(PIECES.c.source == source, PIECES.c.awaited):
            told.setdefault(claim.piece, []).append(claim.report)
        return [
            Piece(
                key=row.piece,
                digest=row.digest,
                link=row.link,
                title=row.title,
                published=row.published,
                reports=tuple(told.get(row.piece, ())),
                origins=frozenset(row.origins),
                wording=row.wording,
                follow=True,
            )
            for row in rows
        ]

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
        """Keep texts as they now read, in the place of what they said before.

        *pages* has the hash of the body that a text was read from, by its key; *page*
        is that of all others.
        """
        rows = [_row(source, kind, piece, pages.get(piece.key, page), now) for piece in read]
        upsert(self._db, PIECES, rows, keep={"first_seen"})
        for piece in read:
            self._db.execute(
                delete(TELLINGS).where(TELLINGS.c.source == source, TELLINGS.c.piece == piece.key)
            )
        told = [
            {
                "source": source,
                "piece": piece.key,
                "position": position,
                "report": report,
                "number": None,
                "why": "",
            }
            for piece in read
            for position, report in enumerate(piece.reports)
        ]
        if told:
            self._db.execute(insert(TELLINGS), told)

    def of_round(self, number: str) -> list[Claim]:
        """Return all that is told of a round, the first to say so first."""
        return self._claims(TELLINGS.c.number == number)

    def unjoined(self, *, since: datetime | None = None) -> list[Claim]:
        """Return what is told of no round that is known, of texts seen *since* then."""
        if not self._db.scalar(_ANY_UNJOINED):
            return []
        if since is None:
            return self._claims(TELLINGS.c.number.is_(None))
        return self._claims(TELLINGS.c.number.is_(None), PIECES.c.seen_at >= since)

    def all(self) -> list[Claim]:
        """Return all that is told, the first to say so first."""
        return self._claims()

    def by_source(self, source: str) -> list[Claim]:
        """Return all that a source tells."""
        return self._claims(PIECES.c.source == source)

    def join(self, claim: Claim, number: str | None, why: str) -> None:
        """Note which round a telling is joined to, and how, or why to none."""
        self._db.execute(
            update(TELLINGS)
            .where(
                TELLINGS.c.source == claim.source,
                TELLINGS.c.piece == claim.piece,
                TELLINGS.c.position == claim.position,
            )
            .values(number=number, why=why)
        )

    def _claims(self, *where: ColumnElement[bool]) -> list[Claim]:
        rows = self._db.execute(_CLAIMS.where(*where)).mappings()
        return [Claim(**dict(row) | {"origins": frozenset(row["origins"])}) for row in rows]


def _row(source: str, kind: str, piece: Piece, page: bytes, now: datetime) -> dict[str, object]:
    return {
        "source": source,
        "piece": piece.key,
        "kind": kind,
        "digest": piece.digest,
        "link": piece.link,
        "title": piece.title,
        "published": piece.published,
        "origins": tuple(sorted(piece.origins)),
        "wording": piece.wording,
        "awaited": piece.follow,
        "page": page,
        "first_seen": now,
        "seen_at": now,
    }
