"""The texts of secondary sources, and what they tell of rounds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from watcher.adapters.database import codec, queries
from watcher.adapters.database.schema import pieces, tellings
from watcher.adapters.database.upsert import upsert
from watcher.core.claims import Claim
from watcher.core.model import Piece, Report


class ClaimRepository:
    """The texts and tellings within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def digests(self, source: str) -> dict[str, bytes]:
        """Return the digests of the texts of a source that were read, by their keys."""
        rows = self._connection.execute(
            select(pieces.c.piece, pieces.c.digest).where(pieces.c.source == source)
        ).all()
        return dict(cast("list[tuple[str, bytes]]", rows))

    def awaited(self, source: str) -> list[Piece]:
        """Return the texts whose linked page is still to be read, oldest first."""
        rows = self._connection.execute(
            select(pieces)
            .where(pieces.c.source == source, pieces.c.awaited)
            .order_by(pieces.c.first_seen, pieces.c.piece)
        )
        told: dict[str, list[Report]] = {}
        for claim in self._tellings(pieces.c.source == source, pieces.c.awaited):
            told.setdefault(claim.piece, []).append(claim.report)
        return [
            Piece(
                key=row.piece,
                digest=row.digest,
                link=row.link,
                title=row.title,
                published=row.published,
                reports=tuple(told.get(row.piece, ())),
                origins=frozenset(json.loads(row.origins)),
                wording=tuple(json.loads(row.wording)),
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
        upsert(self._connection, pieces, rows, keep={"first_seen"})
        for piece in read:
            self._connection.execute(
                delete(tellings).where(tellings.c.source == source, tellings.c.piece == piece.key)
            )
        told = [
            {
                "source": source,
                "piece": piece.key,
                "position": position,
                "report": codec.report_to_json(report),
                "number": None,
                "why": "",
            }
            for piece in read
            for position, report in enumerate(piece.reports)
        ]
        if told:
            self._connection.execute(insert(tellings), told)

    def of_round(self, number: str) -> list[Claim]:
        """Return all that is told of a round, the first to say so first."""
        return self._tellings(tellings.c.number == number)

    def unjoined(self, *, since: datetime | None = None) -> list[Claim]:
        """Return what is told of no round that is known, of texts seen *since* then."""
        if not self._connection.scalar(queries.UNJOINED):
            return []
        if since is None:
            return self._tellings(tellings.c.number.is_(None))
        return self._tellings(tellings.c.number.is_(None), pieces.c.seen_at >= since)

    def all(self) -> list[Claim]:
        """Return all that is told, the first to say so first."""
        return self._tellings()

    def by_source(self, source: str) -> list[Claim]:
        """Return all that a source tells."""
        return self._tellings(pieces.c.source == source)

    def join(self, claim: Claim, number: str | None, why: str) -> None:
        """Note which round a telling is joined to, and how, or why to none."""
        self._connection.execute(
            update(tellings)
            .where(
                tellings.c.source == claim.source,
                tellings.c.piece == claim.piece,
                tellings.c.position == claim.position,
            )
            .values(number=number, why=why)
        )

    def _tellings(self, *where: ColumnElement[bool]) -> list[Claim]:
        rows = self._connection.execute(
            select(
                tellings.c.position,
                tellings.c.report,
                tellings.c.number,
                tellings.c.why,
                *(c for c in pieces.c if c.name not in {"digest", "awaited", "page"}),
            )
            .join_from(
                tellings,
                pieces,
                (tellings.c.source == pieces.c.source) & (tellings.c.piece == pieces.c.piece),
            )
            .where(*where)
            .order_by(
                pieces.c.first_seen,
                pieces.c.published,
                pieces.c.source,
                pieces.c.piece,
                tellings.c.position,
            )
        )
        return _read(rows)


def _row(source: str, kind: str, piece: Piece, page: bytes, now: datetime) -> dict[str, object]:
    return {
        "source": source,
        "piece": piece.key,
        "kind": kind,
        "digest": piece.digest,
        "link": piece.link,
        "title": piece.title,
        "published": piece.published,
        "origins": json.dumps(sorted(piece.origins)),
        "wording": json.dumps(piece.wording),
        "awaited": piece.follow,
        "page": page,
        "first_seen": now,
        "seen_at": now,
    }


def _read(rows: Iterable[Row[tuple[object, ...]]]) -> list[Claim]:
    return [
        Claim(
            source=row.source,
            piece=row.piece,
            position=row.position,
            kind=row.kind,
            report=codec.report_from_json(row.report),
            link=row.link,
            title=row.title,
            published=row.published,
            origins=frozenset(json.loads(row.origins)),
            wording=tuple(json.loads(row.wording)),
            number=row.number,
            why=row.why,
            first_seen=row.first_seen,
            seen_at=row.seen_at,
        )
        for row in rows
    ]
