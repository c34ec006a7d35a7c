"""One source, once: page -> queued alerts. Read this first.

    fetch -> parse -> reconcile -> store -> judge -> queue

All that follows from a page is one transaction, and the page's validators are its
last step: a crash at any point repeats the poll and loses nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from watcher import alarm
from watcher.alarm import Desk
from watcher.alerts import alerts_of, round_of
from watcher.errors import FetchLater, PageError, SourceError
from watcher.fetch import NotModified, Page, Validators
from watcher.model import Change, Document, Trouble
from watcher.notice import Baseline
from watcher.parse import READERS
from watcher.reconcile import Decision, reconcile
from watcher.settings import Source
from watcher.store import Memory, Queued, Store, Transaction


class Fetches(Protocol):
    """What poll needs of the fetching door; raises FetchError."""

    def fetch(self, source: Source, validators: Validators) -> Page | NotModified:
        """Ask the page, conditionally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How one poll ended. ``trouble`` None: the source is well.

    ``queued`` counts deliveries; ``wait`` is how long the site asked us to stay away.
    """

    source: str
    outcome: str
    changes: tuple[Change, ...] = ()
    queued: int = 0
    trouble: Trouble | None = None
    detail: str = ""
    wait: timedelta | None = None

    @property
    def failed(self) -> bool:
        """Whether the page could not be read; a stale copy was read."""
        return self.trouble not in {None, Trouble.STALE}


def poll(
    source: Source, *, fetcher: Fetches, store: Store, desk: Desk, now: datetime
) -> Polled:
    """Ask *source* once, and queue all that follows; a blind source is no exception.

    Raises StoreError if the database fails; nothing of the poll is kept then.
    """
    with store.reading() as tx:
        memory = tx.sources.memory(source.name, source.url)
    if memory.not_before is not None and now < memory.not_before:
        return _waiting(source, memory.not_before)
    try:
        answer = fetcher.fetch(source, _validators(memory))
        if isinstance(answer, NotModified):
            return _nothing_new(source, memory, store, desk, now, "not modified")
        page = hashlib.blake2b(answer.body, digest_size=16).digest()
        if page == memory.page and not memory.on_hold:
            return _nothing_new(source, memory, store, desk, now, "unchanged")
        document = _read(source, answer, store)
    except SourceError as error:
        return _blind(source, error, store, desk, now)
    with store.writing(polling=True) as tx:
        known = tx.rounds.known(document, source.name)
        decision = reconcile(document, known, source=source.name, now=now)
        _keep(tx, source, answer, page, document, decision, desk, now)
        queued = tx.queue.put(_alerts(tx, decision, source, desk, now), now)
        _tell_operator(tx, source, memory, document, decision, desk, now)
        _remember(tx, source, answer, page, decision, now)
    return _done(source, decision, queued)


def _validators(memory: Memory) -> Validators:
    """Send none while a value is on hold: the page has to be seen again to believe it."""
    if memory.on_hold:
        return Validators()
    return Validators(etag=memory.etag, last_modified=memory.last_modified)


def _read(source: Source, answer: Page, store: Store) -> Document:
    with store.reading() as tx:
        seen = tx.sources.seen(source.name)
    return READERS[source.kind](answer.body, seen=seen)


def _keep(
    tx: Transaction,
    source: Source,
    answer: Page,
    page: bytes,
    document: Document,
    decision: Decision,
    desk: Desk,
    now: datetime,
) -> None:
    limit = desk.settings.keep_pages
    tx.sources.keep_page(source.name, answer.body, page, now=now, limit=limit)
    if document.reports:
        tx.rounds.save(decision.changes, page=page, now=now)
        tx.sources.keep_reports(
            source.name, document, decision.settled, page=page, now=now
        )
    tx.sources.replace_holds(source.name, decision.holds)


def _alerts(
    tx: Transaction, decision: Decision, source: Source, desk: Desk, now: datetime
) -> Iterator[Queued]:
    """Judge every change for every subscription; the first good poll is silent."""
    if decision.baseline or not decision.changes:
        return
    subscriptions = desk.settings.subscriptions
    since = tx.watch.known_since([s.name for s in subscriptions], now)
    for change in decision.changes:
        for due in alerts_of(
            change,
            subscriptions,
            since=since,
            previous=tx.rounds.previous(round_of(change)),
            page_url=source.url,
            now=now,
        ):
            yield Queued(
                alert=due.alert,
                targets=desk.addresses(due.alert.subscription.channels),
                due_at=due.due_at,
                urgent=due.urgent,
            )


def _tell_operator(
    tx: Transaction,
    source: Source,
    memory: Memory,
    document: Document,
    decision: Decision,
    desk: Desk,
    now: datetime,
) -> None:
    if decision.stale:
        alarm.blind(tx, source, _stale_copy(source), desk, now)
        return
    alarm.well(tx, source, memory, desk, now)
    if decision.baseline:
        known = Baseline(
            source=source.name, rounds=tx.rounds.count(), newest=tx.rounds.newest()
        )
        alarm.say(tx, known, desk, now)
    oddities = [*document.oddities, *(o for r in document.reports for o in r.oddities)]
    alarm.odd(tx, source, oddities, decision.changes, desk, now)


def _remember(
    tx: Transaction,
    source: Source,
    answer: Page,
    page: bytes,
    decision: Decision,
    now: datetime,
) -> None:
    if decision.stale:
        tx.sources.went_stale(source.name, source.url, now)
        return
    validators = (answer.validators.etag, answer.validators.last_modified)
    tx.sources.read(source.name, source.url, validators=validators, page=page, now=now)


def _nothing_new(
    source: Source,
    memory: Memory,
    store: Store,
    desk: Desk,
    now: datetime,
    outcome: str,
) -> Polled:
    with store.writing() as tx:
        alarm.well(tx, source, memory, desk, now)
        tx.sources.unchanged(source.name, now)
    return Polled(source=source.name, outcome=outcome)


def _blind(
    source: Source, error: SourceError, store: Store, desk: Desk, now: datetime
) -> Polled:
    """Change nothing but the health of the source: not even its validators."""
    wait = error.retry_after if isinstance(error, FetchLater) else None
    with store.writing() as tx:
        alarm.blind(tx, source, error, desk, now)
        tx.sources.failed(source.name, source.url, now, wait)
    return Polled(
        source=source.name,
        outcome="failed",
        trouble=error.trouble,
        detail=str(error),
        wait=wait,
    )


def _waiting(source: Source, until: datetime) -> Polled:
    return Polled(
        source=source.name,
        outcome="waiting",
        trouble=Trouble.THROTTLED,
        detail=f"{source.url} asked to be left alone until {until:%H:%M:%S} UTC",
    )


def _done(source: Source, decision: Decision, queued: int) -> Polled:
    stale = _stale_copy(source) if decision.stale else None
    return Polled(
        source=source.name,
        outcome="baseline" if decision.baseline else "read",
        changes=decision.changes,
        queued=queued,
        trouble=stale.trouble if stale else None,
        detail=str(stale or ""),
    )


def _stale_copy(source: Source) -> PageError:
    return PageError(
        f"{source.url} shows an older copy of the page, without the newest round; "
        "nothing is corrected from it",
        Trouble.STALE,
    )
