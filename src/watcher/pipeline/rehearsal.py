"""A rehearsal: what a first alert would be the first to do after a start, done before there is one.

Apprise is imported, statements are compiled, catalogues read: 340 ms of the first alert, which then takes as long as
any later one. Nothing of it is kept or sent.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from watcher.adapters import notify
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store, Transaction
from watcher.adapters.logs import event
from watcher.core.alerts import alerts_of
from watcher.core.category import ALL
from watcher.core.documents import Document
from watcher.core.errors import catch_unexpected
from watcher.core.model import Alert, Message, NewRound, Report, Round
from watcher.core.settings import Settings, Subscription
from watcher.messages import compose
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import LEASE
from watcher.pipeline.left_alone import may_leave
from watcher.pipeline.next_cutoffs import NextCutoffs

log = logging.getLogger(__name__)

# Nobody can be called so: names have no line break.
_NOBODY = "rehearsal\n"
# More of them bring nothing new.
_MOST_CHANNELS = 64
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Over(Exception):
    """Ends a transaction of which nothing is to be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """The dependencies of a rehearsal; call it in a thread of its own, once the service is ready."""

    store: Store
    address_book: Callable[[], AddressBook]
    next_cutoffs: NextCutoffs
    clock: Callable[[], datetime]

    def __call__(self) -> None:
        """Rehearse; whatever fails is logged, and costs nothing but time."""
        with catch_unexpected() as caught:
            self._rehearse(self.address_book().settings, self.clock())
        if caught.error is not None:
            event(log, "not_rehearsed", level=logging.WARNING, error=caught.error)

    def _rehearse(self, settings: Settings, now: datetime) -> None:
        self.next_cutoffs.prepare()
        for message in self._messages(settings, now):
            for channel in islice(settings.channels.values(), _MOST_CHANNELS):
                notify.rehearse(channel.url, message)

    def _messages(self, settings: Settings, now: datetime) -> list[Message]:
        """Compose what a new round would say, once in each language that somebody reads."""
        languages = {settings.language, *(s.language for s in settings.subscriptions)}
        alerts = self._queued(settings, now)
        spoken = (
            replace(alert, subscription=replace(alert.subscription, language=language))
            for alert in alerts[:1]
            for language in sorted(languages)
        )
        return [compose([alert], now=now, shared=False) for alert in spoken]

    def _queued(self, settings: Settings, now: datetime) -> Sequence[Alert]:
        """Queue an alert, lease it and record it as sent, in a transaction that is rolled back."""
        found: list[LeasedDelivery] = []
        with suppress(_Over), self.store.writing() as tx:
            number = tx.rounds.newest_number()
            if number is not None:
                newest = tx.rounds.by_number([number])[number]
                _store(tx, newest, now)
                _put(tx, replace(newest, date=now.date(), first_seen=now), settings, now)
                due = [lane for lane in [tx.queue.due_in(_NOBODY, now, LEASE)] if lane]
                tx.queue.due_lanes(now, LEASE, limit=1)
                found = tx.queue.lease(due, now, owner=_NOBODY, lease=LEASE, limit=1)
                may_leave(tx, found, now)
                tx.queue.finish_sent([(leased, "") for leased in found], now)
            raise _Over
        return [alert for leased in found for alert in leased.alerts]


def _store(tx: Transaction, round_: Round, now: datetime) -> None:
    """Store a round, its page and its report as a poll does, and look for those whom it may concern."""
    told = replace(round_, number=_NOBODY)
    said = Report(number=_NOBODY, date=round_.date, tie_break=round_.tie_break, pool=round_.pool)
    document = Document(kind="ircc-json", reports=(said,))
    tx.sources.row_digests(_NOBODY)
    tx.sources.save_page(_NOBODY, b"", b"", now=now, limit=1)
    tx.rounds.save([NewRound(round=told)], page=b"", now=now)
    tx.sources.save_reports(_NOBODY, document, frozenset({_NOBODY}), page=b"", now=now)
    tx.sources.record_page(_NOBODY, "", validators=(None, None), page=b"", now=now)
    with closing(tx.candidates.of([replace(told, category=_NOBODY)])) as candidates:
        next(candidates, None)


def _put(tx: Transaction, round_: Round, settings: Settings, now: datetime) -> None:
    nobody = Subscription(
        name=_NOBODY,
        categories=frozenset({ALL}),
        score=1200,
        language=settings.language,
        timezone=settings.timezone,
        channels=(_NOBODY,),
    )
    due = alerts_of(
        NewRound(round=round_),
        [nobody],
        since={_NOBODY: _LONG_AGO},
        previous=tx.rounds.previous(round_),
        page_url="",
        now=now,
    )
    queued = (
        QueuedAlert(
            alert=one.alert, targets=[(_NOBODY, "")], due_at=one.due_at, priority=one.priority
        )
        for one in due
    )
    tx.alerts.put(queued, now)
