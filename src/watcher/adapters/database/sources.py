"""What is remembered of each source: validators, pages, printed rows, holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, delete, func, insert, select

from watcher.adapters.database import codec, kept_pages, queries
from watcher.adapters.database.schema import holds, reports, sources
from watcher.adapters.database.upsert import upsert
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.model import Document, Figures, Report
from watcher.core.reconcile import Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """What the last good poll of a source left behind.

    ``page`` is the hash of the bytes last read. ``on_hold`` says that a value waits
    to be seen again, so that the page has to be read even if it did not change;
    ``in_trouble`` that an episode of blindness is open, or its
    all-clear still to be told; ``clock_wrong`` that the source
    last said another time than our clock.
    """

    etag: str | None = None
    last_modified: str | None = None
    page: bytes | None = None
    polled_at: datetime | None = None
    good_at: datetime | None = None
    changed_at: datetime | None = None
    not_before: datetime | None = None
    stale: bool = False
    watermark: datetime | None = None
    on_hold: bool = False
    in_trouble: bool = False
    clock_wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one source last said of one round: read first, and read last, when."""

    source: str
    figures: Figures
    first_seen: datetime
    seen_at: datetime


class SourceRepository:
    """The sources within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def poll_state(self, name: str, url: str) -> PollState:
        """Return what is remembered of a source; nothing if its address has changed."""
        of = {
            "name": name,
            "about": str(IncidentSubject(IncidentKind.SOURCE, name)),
            "told": str(IncidentSubject(IncidentKind.SOURCE_TOLD, name)),
            "clock": str(IncidentSubject(IncidentKind.CLOCK, name)),
        }
        row = self._connection.execute(queries.MEMORY, of).first()
        if row is None or row.url != url:
            return PollState(in_trouble=bool(self._connection.scalar(queries.TROUBLE, of)))
        return PollState(
            etag=row.etag,
            last_modified=row.last_modified,
            page=row.page,
            polled_at=row.polled_at,
            good_at=row.good_at,
            changed_at=row.changed_at,
            not_before=row.not_before,
            stale=row.stale,
            watermark=row.watermark,
            on_hold=row.on_hold,
            in_trouble=row.in_trouble,
            clock_wrong=row.clock_wrong,
        )

    def row_digests(self, name: str) -> dict[str, bytes]:
        """Return the digests of the printed rows that are settled, by number."""
        rows = self._connection.execute(queries.SEEN, {"name": name}).all()
        return dict(cast("list[tuple[str, bytes]]", rows))  # NULLs are left out

    def newest_number(self, name: str) -> str | None:
        """Return the round that the source was last to show for the first time."""
        return self._connection.scalar(queries.NEWEST, {"name": name})

    def reports(self, number: str) -> list[SourceReport]:
        """Return what each source says of a round, the first to say it first."""
        rows = self._connection.execute(
            select(reports)
            .where(reports.c.number == number)
            .order_by(reports.c.first_seen, reports.c.source)
        )
        return [
            SourceReport(
                source=row.source,
                figures=codec.figures_from_json(row.said),
                first_seen=row.first_seen,
                seen_at=row.seen_at,
            )
            for row in rows
        ]

    def first_shown(self, sources: Collection[str]) -> dict[str, datetime]:
        """Return when each round was first seen on a page of these sources.

        Rounds that the first page of all showed were history then, and are left out.
        """
        rows = self._connection.execute(
            select(reports.c.number, func.min(reports.c.first_seen))
            .where(reports.c.source.in_(sources))
            .group_by(reports.c.number)
        )
        shown = {row[0]: row[1] for row in rows}
        began = min(shown.values(), default=None)
        return {number: at for number, at in shown.items() if at != began}

    def figures_by(
        self, numbers: Collection[str], sources: Collection[str]
    ) -> dict[str, list[Figures]]:
        """Return what these sources last said of the numbered rounds."""
        said: dict[str, list[Figures]] = {}
        if not numbers or not sources:
            return said
        rows = self._connection.execute(
            select(reports.c.number, reports.c.said).where(
                reports.c.number.in_(numbers), reports.c.source.in_(sources)
            )
        )
        for number, figures in rows:
            said.setdefault(number, []).append(codec.figures_from_json(figures))
        return said

    def holds(self, name: str) -> dict[tuple[str, str], Hold]:
        """Return what the source has on hold, by (number, figure)."""
        rows = self._connection.execute(select(holds).where(holds.c.source == name))
        return {
            (row.number, row.figure): Hold(
                number=row.number,
                figure=row.figure,
                value=codec.figure_from_json(row.figure, row.value),
                since=row.since,
                polls=row.polls,
            )
            for row in rows
        }

    def record_unchanged(self, name: str, now: datetime) -> None:
        """Note a good poll that brought nothing new."""
        self._connection.execute(queries.UNCHANGED, {"polled": name, "now": now})

    def record_failure(self, name: str, url: str, now: datetime, wait: timedelta | None) -> None:
        """Note a poll that failed; what was remembered of the page stays as it was."""
        self._forget_elsewhere(name, url)
        self._put(
            {
                "name": name,
                "url": url,
                "polled_at": now,
                "not_before": now + wait if wait else None,
                "stale": False,
            },
            keep={"stale"},
        )

    def record_page(
        self,
        name: str,
        url: str,
        *,
        validators: tuple[str | None, str | None],
        page: bytes,
        now: datetime,
        watermark: datetime | None = None,
    ) -> None:
        """Note a page that was read and agrees with what is known: the last step."""
        etag, last_modified = validators
        self._put(
            {
                "name": name,
                "url": url,
                "etag": etag,
                "last_modified": last_modified,
                "page": page,
                "polled_at": now,
                "good_at": now,
                "changed_at": now,
                "not_before": None,
                "stale": False,
                "watermark": watermark,
            }
        )

    def record_stale(self, name: str, url: str, now: datetime) -> None:
        """Note an older copy of the page: its validators must not be asked for again."""
        self._forget_elsewhere(name, url)
        self._put({"name": name, "url": url, "polled_at": now, "not_before": None, "stale": True})

    def save_page(
        self, name: str, body: bytes, digest: bytes, *, now: datetime, limit: int
    ) -> None:
        """Keep the raw bytes, compressed, once per content; drop the oldest over *limit*."""
        kept_pages.keep(self._connection, name, body, digest, now=now, limit=limit)

    def page(self, digest: bytes) -> bytes | None:
        """Return the raw bytes of a kept page, as they were published."""
        return kept_pages.kept(self._connection, digest)

    def save_reports(
        self, name: str, document: Document, settled: frozenset[str], *, page: bytes, now: datetime
    ) -> None:
        """Keep what the source now says of each round that was read."""
        said = [report for report in document.reports if report.number]
        digests = {n: d for n, d in document.digests.items() if n in settled}
        # Where a row is not settled, the settled one stays the one to compare with.
        for is_settled, keep in ((True, set[str]()), (False, {"digest"})):
            rows = [
                _report(name, report, digests, page, now)
                for report in said
                if (report.number in settled) is is_settled
            ]
            upsert(self._connection, reports, rows, keep={"first_seen", *keep})

    def replace_holds(self, name: str, held: Iterable[Hold]) -> None:
        """Put *held* in the place of all that the source had on hold."""
        self._connection.execute(delete(holds).where(holds.c.source == name))
        rows = [
            {
                "source": name,
                "number": hold.number,
                "figure": hold.figure,
                "value": codec.figure_to_json(hold.figure, hold.value),
                "since": hold.since,
                "polls": hold.polls,
            }
            for hold in held
        ]
        if rows:
            self._connection.execute(insert(holds), rows)

    def _forget_elsewhere(self, name: str, url: str) -> None:
        """Make room for what happens at *url*: what is remembered is of another."""
        self._connection.execute(
            delete(sources).where(sources.c.name == name, sources.c.url != url)
        )

    def _put(self, values: dict[str, object], keep: Collection[str] = ()) -> None:
        upsert(self._connection, sources, [values], keep=keep)


def _report(
    name: str, report: Report, digests: Mapping[str, bytes], page: bytes, now: datetime
) -> dict[str, object]:
    return {
        "source": name,
        "number": report.number,
        "digest": digests.get(report.number or ""),
        "said": codec.figures_to_json(report),
        "page": page,
        "first_seen": now,
        "seen_at": now,
    }
