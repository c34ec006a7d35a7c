"""Whom a change is told to, and whom a report that is not confirmed, as queue rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from watcher.adapters.database import QueuedAlert, Transaction
from watcher.core.alerts import Due, alerts_of, may_hear_early
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.model import Change, ConfirmedRound, CorrectedRound, ReportedRound, round_of
from watcher.core.schedule import TOO_OLD, lasted
from watcher.core.settings import Settings, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.press.ingest import reported_round

# An edge that fails for a minute is not worth a word that may be wrong: the page is
# asked every minute in the hours in which rounds appear.
BLIND_FOR = timedelta(minutes=10)
# No round took longer to appear on the official page (116 rounds, 2024-2026: 14.8 hours
# at most): what it did not show by then, though it could be read, is doubtful.
SHOWN_WITHIN = timedelta(hours=15)


def word_of(
    tx: Transaction,
    address_book: AddressBook,
    changes: Iterable[Change],
    *,
    page_url: str,
    now: datetime,
    seen: datetime,
) -> Iterator[QueuedAlert]:
    """Judge every change for every subscription that it concerns.

    *seen* is when the changes were seen, whatever the clock says *now* is.
    """
    every = address_book.settings.subscriptions
    for change in changes:
        if isinstance(change, ReportedRound):
            continue  # early word, for some
        number = round_of(change).number
        untold = _untold(tx, change, now)
        for due in alerts_of(
            change,
            _concerned(tx, change, every),
            since=tx.subscriptions.register([s.name for s in every], seen),
            previous=tx.rounds.previous(round_of(change)),
            page_url=_page(tx, change, page_url),
            now=now,
            untold=untold,
            told=tx.deliveries.reached(number) if isinstance(change, ConfirmedRound) else (),
        ):
            yield _queued(due, address_book)


def early_word(
    tx: Transaction, address_book: AddressBook, now: datetime, seen: datetime
) -> Iterator[QueuedAlert]:
    """Tell of rounds that are not confirmed those who want that and were not told yet."""
    fresh = [r for r in tx.rounds.unconfirmed() if seen - r.first_seen <= TOO_OLD]
    read = _last_read(tx, address_book.settings) if fresh else None
    fresh = [r for r in fresh if read is None or read - r.first_seen <= SHOWN_WITHIN]
    if not fresh:
        return
    every = address_book.settings.subscriptions
    blind = is_blind(tx, address_book.settings, now)
    wanting = [s for s in every if may_hear_early(s.early, blind=blind)]
    for round_ in fresh:
        alerted = tx.deliveries.alerted(round_.number)
        change = reported_round(tx, round_)
        for due in alerts_of(
            change,
            [s for s in wanting if s.name not in alerted],
            since=tx.subscriptions.register([s.name for s in every], seen),
            previous=tx.rounds.previous(round_),
            page_url=change.link or "",
            now=now,
        ):
            yield _queued(due, address_book)


def is_blind(tx: Transaction, settings: Settings, now: datetime) -> bool:
    """Tell whether no official source could be read for a while."""
    official = [s for s in settings.sources if s.trust == "official"]
    spells = [
        tx.incidents.open_episode(IncidentSubject(IncidentKind.SOURCE, s.name)) for s in official
    ]
    return all(s is not None and lasted(s.since, now) >= BLIND_FOR for s in spells)


def _last_read(tx: Transaction, settings: Settings) -> datetime | None:
    """Return when an official page was last read well."""
    official = [s for s in settings.sources if s.trust == "official"]
    reads = (tx.sources.poll_state(s.name, s.url).good_at for s in official)
    return max((at for at in reads if at is not None), default=None)


def _concerned(
    tx: Transaction, change: Change, every: tuple[Subscription, ...]
) -> tuple[Subscription, ...]:
    """Leave out, of a report that was corrected, who never heard of the report."""
    if isinstance(change, CorrectedRound) and not change.after.confirmed:
        alerted = tx.deliveries.alerted(change.after.number)
        return tuple(s for s in every if s.name in alerted)
    return every


def _untold(tx: Transaction, change: Change, now: datetime) -> set[str]:
    """Take back what has not left of a round that is corrected; return from whom."""
    if not isinstance(change, CorrectedRound | ConfirmedRound):
        return set()
    round_ = round_of(change)
    untold = tx.deliveries.unreached(round_.number)
    tx.queue.supersede(round_.number, untold, now)
    # Of what is not confirmed, early word is their first word again.
    return untold if round_.confirmed else set()


def _page(tx: Transaction, change: Change, official: str) -> str:
    """Say where it stands: of what is not confirmed, on the page of the first report."""
    round_ = round_of(change)
    return official if round_.confirmed else reported_round(tx, round_).link or ""


def _queued(due: Due, address_book: AddressBook) -> QueuedAlert:
    return QueuedAlert(
        alert=due.alert,
        targets=address_book.addresses(due.alert.subscription.channels),
        servers=address_book.servers(due.alert.subscription.channels),
        due_at=due.due_at,
        urgent=due.urgent,
    )
