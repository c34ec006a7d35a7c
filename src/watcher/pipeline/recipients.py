"""Recipients: changes and everybody's subscriptions -> the alerts that are queued."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice

from watcher.adapters.database import QueuedAlert, RuleCandidate, ToldBefore, Transaction
from watcher.core.alerts import Due, alerts_of, wants_early_alert
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.model import (
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
    round_of,
)
from watcher.core.schedule import TOO_OLD, lasted
from watcher.core.settings import EARLY, Early, Settings
from watcher.pipeline.channels import AddressBook
from watcher.press.ingest import reported_round

# So many subscriptions are judged and queued at a time.
AT_ONCE = 1000
# A page that fails for a minute is no reason for an alert that may be wrong.
BLIND_FOR = timedelta(minutes=10)
# No round took longer to appear on the official page (116 rounds, 2024-2026: 14.8 hours
# at most): what it did not show by then, though it could be read, is doubtful.
SHOWN_WITHIN = timedelta(hours=15)


class Recipients:
    """Judges changes, seen at *seen*, for everybody, and queues the alerts, within one transaction.

    Everybody: the subscriptions of the file, and of the people who are rows those whom SQL cannot rule out. They pass
    through here some at a time, so that a million take no more memory than a thousand.
    """

    def __init__(
        self, tx: Transaction, address_book: AddressBook, *, now: datetime, seen: datetime
    ) -> None:
        self._tx = tx
        self._address_book = address_book
        self._now = now
        self._seen = seen

    def queue_alerts(self, changes: Iterable[Change], page_url: str) -> int:
        """Queue the alerts of changes, in place of unsent ones of the same round; return how many deliveries."""
        queued = 0
        for change in changes:
            if isinstance(change, ReportedRound):
                continue  # see queue_early_alerts
            last = 0 if isinstance(change, NewRound) else self._tx.alerts.newest()
            queued += self._queue(change, self._page(change, page_url))
            if isinstance(change, CorrectedRound | ConfirmedRound):
                # Whom the round, as it now stands, does not concern has not heard of it, and never will.
                self._tx.alerts.take_back(round_of(change).number, last, self._now)
        return queued

    def queue_early_alerts(self) -> int:
        """Queue the alerts of unconfirmed rounds for those who want them and had none yet; return how many deliveries."""
        tx, settings = self._tx, self._address_book.settings
        fresh = [r for r in tx.rounds.unconfirmed() if self._seen - r.first_seen <= TOO_OLD]
        read = _last_read(tx, settings) if fresh else None
        fresh = [r for r in fresh if read is None or read - r.first_seen <= SHOWN_WITHIN]
        if not fresh:
            return 0
        blind = is_blind(tx, settings, self._now)
        wanting = [early for early in EARLY if wants_early_alert(early, blind=blind)]
        changes = [reported_round(tx, round_) for round_ in fresh]
        return sum(self._queue(change, change.link or "", early=wanting) for change in changes)

    def _queue(
        self, change: Change, page_url: str, *, early: Collection[Early] | None = None
    ) -> int:
        previous = self._tx.rounds.previous(round_of(change))
        queued = 0
        for some in self._candidates(change, early):
            before = self._told_before(change, some)
            found = alerts_of(
                change,
                [c.subscription for c in some if _may_be_told(change, c.subscription.name, before)],
                since={c.subscription.name: c.known_since for c in some},
                previous=previous,
                page_url=page_url,
                now=self._now,
                # Of an unconfirmed round they get an early alert as their first again.
                untold=before.waiting if round_of(change).confirmed else (),
                told=before.reached,
            )
            queued += self._tx.alerts.put(map(self._addressed, found), self._now)
        return queued

    def _candidates(
        self, change: Change, early: Collection[Early] | None
    ) -> Iterator[Sequence[RuleCandidate]]:
        """Yield those whom a change may concern, in batches: of a correction, also those whom it did concern."""
        file = self._address_book.settings.subscriptions
        known = (
            RuleCandidate(subscription=s, known_since=self._known_since[s.name])
            for s in file
            if early is None or s.early in early
        )
        while some := list(islice(known, AT_ONCE)):
            yield some
        yield from self._tx.candidates.of(_figures_of(change), early=early)

    def _told_before(self, change: Change, some: Sequence[RuleCandidate]) -> ToldBefore:
        if isinstance(change, NewRound):
            return ToldBefore()
        names = [c.subscription.name for c in some]
        return self._tx.deliveries.told_before(round_of(change).number, names)

    def _addressed(self, due: Due) -> QueuedAlert:
        targets = self._address_book.addresses(due.alert.subscription.channels)
        return QueuedAlert(
            alert=due.alert,
            targets=targets,
            servers={channel: self._address_book.server_of(channel) for channel, _ in targets},
            due_at=due.due_at,
            priority=due.priority,
        )

    @cached_property
    def _known_since(self) -> Mapping[str, datetime]:
        names = [s.name for s in self._address_book.settings.subscriptions]
        return self._tx.subscriptions.register(names, self._seen)

    def _page(self, change: Change, official: str) -> str:
        """Return the page of a round; that of an unconfirmed one is its first report."""
        round_ = round_of(change)
        return official if round_.confirmed else reported_round(self._tx, round_).link or ""


def _may_be_told(change: Change, name: str, before: ToldBefore) -> bool:
    """Tell whether somebody may hear of a change: of a report only once, of its correction only who heard of it."""
    match change:
        case ReportedRound():
            return name not in before.alerted
        case CorrectedRound(after=after):
            return after.confirmed or name in before.alerted
        case _:
            return True


def _figures_of(change: Change) -> Sequence[Round]:
    match change:
        case CorrectedRound(before=before, after=after):
            return before, after
        case ConfirmedRound(reported=reported, confirmed=confirmed):
            return reported, confirmed
        case _:
            return (round_of(change),)


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
