"""Builders of what the store is given: a test names only the fields it is about."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.values import a_round, a_subscription, an_alert
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store, Transaction
from watcher.core.alerts import Priority
from watcher.core.documents import Document
from watcher.core.model import FIGURES, Alert, CorrectedRound, NewRound, Report, Round
from watcher.core.pool import Band, Pool

PAGE = b"hash of the page"

POOL = Pool(
    as_on=date(2025, 12, 7),
    bands=(
        Band(label="601-1200", low=601, high=1200, count=1021),
        Band(label="501-600", low=501, high=600, count=None),
    ),
    total=238_100,
)

#: A value of every figure, unlike any of a_round()'s.
OTHER = {
    "date": date(2025, 12, 10),
    "drawn_at": datetime.fromisoformat("2025-12-10T23:59:59.000001+00:00"),
    "name": "Catégorie de l\u2019expérience canadienne",
    "category": "cec",
    "version": "2026-1",
    "cutoff": 75,
    "invitations": 27_332,
    "tie_break": datetime.fromisoformat("2024-02-29T00:00:00+00:00"),
    "pool": POOL,
    "url": "https://www.canada.ca/rounds?q=385&again=1",
}


def corrected(before: Round, **figures: Any) -> CorrectedRound:
    """Correct *figures* of a round, which makes its next revision."""
    after = replace(before, revision=before.revision + 1, **figures)
    return CorrectedRound(before=before, after=after)


def keep(store: Store, *rounds: Round) -> None:
    """Save rounds as they are, each for the first time."""
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=r) for r in rounds], page=PAGE, now=rounds[0].first_seen)


def a_report(number: str = "385", **figures: Any) -> Report:
    """Report #385 as a_round() has it, but for *figures*."""
    printed = {figure: getattr(a_round(), figure) for figure in FIGURES}
    return Report(number=number, **{**printed, **figures})


def a_page(*reports: Report, version: str = "1") -> Document:
    """Print these reports; the digests of their rows differ with *version*."""
    return Document(
        kind="ircc-json",
        reports=reports,
        digests={r.number or "": f"{r.number} {version}".encode() for r in reports},
    )


def an_alert_to(name: str, number: str = "385", **person: Any) -> Alert:
    """Tell *name* of the new round *number*; *person* changes the subscription."""
    return an_alert(
        subscription=a_subscription(name=name, **person),
        change=NewRound(round=a_round(number=number)),
    )


def queued(
    alert: Alert,
    now: datetime,
    *,
    to: Sequence[tuple[str, str]] = (("mail", "amara@example.org"),),
    priority: Priority = Priority.REST,
) -> QueuedAlert:
    """Put an alert on the queue, due at *now*."""
    return QueuedAlert(alert=alert, targets=to, due_at=now, priority=priority)


def lease_next(
    tx: Transaction,
    now: datetime,
    *,
    owner: str = "one",
    lease: timedelta = timedelta(minutes=3),
    busy: Collection[str] = (),
    spare: bool = False,
) -> LeasedDelivery | None:
    """Lease the next message that is due of any server but those in *busy*."""
    due = tx.queue.due_lanes(now, lease, limit=1000, spare=spare)
    free = [lane for lane in due if lane.name not in busy][:1]
    found = tx.queue.lease(free, now, owner=owner, lease=lease, limit=1)
    return found[0] if found else None
