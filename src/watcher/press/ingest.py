"""Saves the claims of secondary sources, and derives the reported rounds from them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.adapters.database import Transaction
from watcher.core.claims import Claim
from watcher.core.documents import Document, Piece
from watcher.core.incidents import Unconfirmed
from watcher.core.model import (
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
)
from watcher.core.schedule import news_since
from watcher.core.settings import Source
from watcher.press.consensus import consensus, independent_sources
from watcher.press.matching import find_predecessor, match_report, provisional_number, why_not_new
from watcher.press.retrieve import Retrieved

# What could not be matched is tried again as long as its round may still appear.
_UNMATCHED_FOR = timedelta(days=30)
# Every round was published on its own day (116 of 116, 2024-2026).
_UNCONFIRMED_FOR = timedelta(days=3)


def ingest(
    tx: Transaction, source: Source, retrieved: Retrieved, now: datetime
) -> tuple[Change, ...]:
    """Save the claims of a secondary source; return the changes of reported rounds that follow."""
    pieces, page = _pieces(retrieved.document), retrieved.page
    tx.claims.save(source.name, source.kind, pieces, pages=retrieved.places, page=page, now=now)
    return match_reports(tx, page, now)


def match_reports(tx: Transaction, page: bytes, now: datetime) -> tuple[Change, ...]:
    """Match the claims that have no round yet; save the reported rounds that follow.

    Returns ReportedRound, and CorrectedRound of rounds not confirmed. *page* is the hash of the page being polled.
    """
    unmatched = tx.claims.unjoined(since=now - _UNMATCHED_FOR)
    # To read every round costs as much as the rest of a poll of the official feed.
    rounds = tx.rounds.all(pools=False) if unmatched else []
    begun: dict[str, Round] = {}
    touched: set[str] = set()
    for claim in unmatched:
        found = match_report(claim.report, rounds, published=claim.published)
        if found.number is not None:
            tx.claims.join(claim, found.number, found.why)
            touched.add(found.number)
            continue
        against = why_not_new(claim, rounds, now)
        if against is not None:
            tx.claims.join(claim, None, f"{found.why}, and {against}")
            continue
        since = news_since(tx.rounds.last_read(now), now)
        round_ = _begun(claim, [r.number for r in rounds], since, now)
        begun[round_.number] = round_
        rounds.append(round_)
        tx.claims.join(claim, round_.number, "it is the first to tell of it")
    changed = [r for r in rounds if r.number in touched and not r.confirmed]
    changes = tuple(_changes(tx, begun, changed))
    tx.rounds.save(changes, page=page, now=now)
    return changes


def confirm_reported(changes: Iterable[Change], waiting: Iterable[Round]) -> tuple[Change, ...]:
    """Replace new official rounds by confirmations of those *waiting* that they confirm."""
    left = list(waiting)
    return tuple(_confirmed(change, left) for change in changes)


def overdue_reports(tx: Transaction, now: datetime) -> Iterator[Unconfirmed]:
    """Find the reported rounds that the official page should have shown by now."""
    waiting = tx.rounds.unconfirmed()
    newest = max(tx.rounds.draw_times(), default=None) if waiting else None
    for round_ in waiting:
        waited = now - round_.first_seen
        # The official page shows a round of a later day.
        overtaken = newest and round_.date and newest.date() > round_.date + timedelta(days=1)
        if waited > _UNCONFIRMED_FOR or overtaken:
            yield Unconfirmed(
                number=round_.number,
                claimed=round_.claimed,
                day=round_.date,
                by=reported_round(tx, round_).by,
                days=waited.days,
            )


def reported_round(tx: Transaction, round_: Round) -> ReportedRound:
    """Describe a round that is not confirmed by the sources that report it."""
    claims = tx.claims.of_round(round_.number)
    return ReportedRound(
        reported=round_,
        by=tuple(dict.fromkeys(claim.source for claim in claims)),
        independent=len(independent_sources(claims)),
        link=next((claim.link for claim in claims if claim.link), None),
    )


def _pieces(document: Document) -> tuple[Piece, ...]:
    """Treat the rows of a copied official feed as texts of their own."""
    rows = (
        Piece(
            key=report.number,
            digest=document.digests[report.number],
            link=report.url,
            reports=(replace(report, pool=None),),
        )
        for report in document.reports
        if report.number is not None
    )
    return (*document.pieces, *rows)


def _begun(claim: Claim, taken: Sequence[str], since: datetime | None, now: datetime) -> Round:
    return Round(
        **consensus([[claim]]),
        number=provisional_number(claim.report, taken),
        first_seen=now,
        source=claim.source,
        confirmed=False,
        news_since=since,
    )


def _changes(
    tx: Transaction, begun: dict[str, Round], changed: Iterable[Round]
) -> Iterator[Change]:
    """Give each round the figures of most independent sources."""
    for round_ in changed:
        groups = independent_sources(tx.claims.of_round(round_.number))
        after = replace(round_, **consensus(groups))
        if round_.number in begun:
            begun[round_.number] = after
        elif after != round_:
            after = replace(after, revision=round_.revision + 1)
            yield CorrectedRound(before=round_, after=after)
    for round_ in begun.values():
        yield reported_round(tx, round_)


def _confirmed(change: Change, waiting: list[Round]) -> Change:
    if not isinstance(change, NewRound):
        return change
    before = find_predecessor(change.round, waiting)
    if before is None:
        return change
    waiting.remove(before)
    confirmed = replace(change.round, first_seen=before.first_seen, claimed=before.claimed)
    confirmed = replace(confirmed, revision=before.revision + 1)
    return ConfirmedRound(reported=before, confirmed=confirmed)
