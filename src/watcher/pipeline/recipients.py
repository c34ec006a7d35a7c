"""Recipients: changes and subscriptions -> the alerts to queue."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from watcher.adapters.database import QueuedAlert, Transaction
from watcher.core.alerts import alerts_of, wants_early_alert
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.model import Change, ConfirmedRound, CorrectedRound, ReportedRound, round_of
from watcher.core.schedule import TOO_OLD, lasted
from watcher.core.settings import Settings, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.press.ingest import reported_round

# A page that fails for a minute is no reason for an alert that may be wrong.
BLIND_FOR = timedelta(minutes=10)
# No round took longer to appear on the official page (116 rounds, 2024-2026: 14.8 hours
# at most): what it did not show by then, though it could be read, is doubtful.
SHOWN_WITHIN = timedelta(hours=15)


class Recipients:
    """Judges changes, seen at *seen*, for all subscriptions, within one transaction."""

    def __init__(
        self, tx: Transaction, address_book: AddressBook, *, now: datetime, seen: datetime
    ) -> None:
        self._tx = tx
        self._address_book = address_book
        self._everybody = address_book.settings.subscriptions
        self._now = now
        self._seen = seen

    def alerts_for(self, changes: Iterable[Change], page_url: str) -> Iterator[QueuedAlert]:
        """Yield the alerts of changes; they replace unsent ones of the same round."""
        for change in changes:
            if isinstance(change, ReportedRound):
                continue  # see early_alerts
            number = round_of(change).number
            confirmed = isinstance(change, ConfirmedRound)
            yield from self._judge(
                change,
                self._concerned(change),
                page_url=self._page(change, page_url),
                untold=self._take_back(change),
                told=self._tx.deliveries.reached(number) if confirmed else (),
            )

    def early_alerts(self) -> Iterator[QueuedAlert]:
        """Yield the alerts of unconfirmed rounds for those who want them and had none yet."""
        tx, settings = self._tx, self._address_book.settings
        fresh = [r for r in tx.rounds.unconfirmed() if self._seen - r.first_seen <= TOO_OLD]
        read = _last_read(tx, settings) if fresh else None
        fresh = [r for r in fresh if read is None or read - r.first_seen <= SHOWN_WITHIN]
        if not fresh:
            return
        blind = is_blind(tx, settings, self._now)
        wanting = [s for s in self._everybody if wants_early_alert(s.early, blind=blind)]
        for round_ in fresh:
            alerted = tx.deliveries.alerted(round_.number)
            change = reported_round(tx, round_)
            yield from self._judge(
                change, [s for s in wanting if s.name not in alerted], page_url=change.link or ""
            )

    def _judge(
        self,
        change: Change,
        subscriptions: Iterable[Subscription],
        *,
        page_url: str,
        untold: Collection[str] = (),
        told: Collection[str] = (),
    ) -> Iterator[QueuedAlert]:
        for due in alerts_of(
            change,
            subscriptions,
            since=self._known_since,
            previous=self._tx.rounds.previous(round_of(change)),
            page_url=page_url,
            now=self._now,
            untold=untold,
            told=told,
        ):
            channels = due.alert.subscription.channels
            yield QueuedAlert(
                alert=due.alert,
                targets=self._address_book.addresses(channels),
                servers=self._address_book.servers(channels),
                due_at=due.due_at,
                priority=due.priority,
            )

    @cached_property
    def _known_since(self) -> Mapping[str, datetime]:
        return self._tx.subscriptions.register([s.name for s in self._everybody], self._seen)

    def _concerned(self, change: Change) -> Iterable[Subscription]:
        """Select the subscriptions: of a corrected report, those that had an alert of it."""
        if isinstance(change, CorrectedRound) and not change.after.confirmed:
            alerted = self._tx.deliveries.alerted(change.after.number)
            return [s for s in self._everybody if s.name in alerted]
        return self._everybody

    def _take_back(self, change: Change) -> set[str]:
        """Take back what has not left of a round that is corrected; return from whom."""
        if not isinstance(change, CorrectedRound | ConfirmedRound):
            return set()
        round_ = round_of(change)
        untold = self._tx.deliveries.unreached(round_.number)
        self._tx.alerts.supersede(round_.number, untold, self._now)
        # Of an unconfirmed round they get an early alert as their first again.
        return untold if round_.confirmed else set()

    def _page(self, change: Change, official: str) -> str:
        """Return the page of a round; that of an unconfirmed one is its first report."""
        round_ = round_of(change)
        return official if round_.confirmed else reported_round(self._tx, round_).link or ""


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
