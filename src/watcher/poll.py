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

from watcher.alarm import Alarm, Desk
from watcher.alerts import alerts_of
from watcher.errors import FetchLater, PageError, SourceError
from watcher.fetch import NotModified, Page, Validators
from watcher.model import Change, Document, NewRound, Trouble, round_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What holds for the whole of one poll."""

    source: Source
    memory: Memory
    store: Store
    desk: Desk
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A page that was read: its answer, the hash of its bytes, what it says."""

    answer: Page
    hash: bytes
    document: Document


def poll(
    source: Source, *, fetcher: Fetches, store: Store, desk: Desk, now: datetime
) -> Polled:
    """Ask *source* once, and queue all that follows; a blind source is no exception.

    Raises StoreError if the database fails; nothing of the poll is kept then.
    """
    with store.reading() as tx:
        memory = tx.sources.memory(source.name, source.url)
    turn = _Turn(source=source, memory=memory, store=store, desk=desk, now=now)
    if memory.not_before is not None and now < memory.not_before:
        return _waiting(source, memory.not_before)
    try:
        read = _read(turn, fetcher.fetch(source, _validators(memory)))
    except SourceError as error:
        return _blind(turn, error)
    if read is None:
        return _nothing_new(turn)
    with store.writing(polling=True) as tx:
        known = tx.rounds.known(read.document, source.name)
        decision = reconcile(
            read.document, known, source=source.name, now=now, trust=source.trust
        )
        _keep(tx, turn, read, decision)
        queued = tx.queue.put(_alerts(tx, turn, decision), now)
        _tell_operator(tx, turn, read.document, decision)
        _remember(tx, turn, read, decision)
    return _done(source, decision, queued)


def _validators(memory: Memory) -> Validators:
    """Send none while a value is on hold: the page has to be seen again to believe it."""
    if memory.on_hold:
        return Validators()
    return Validators(etag=memory.etag, last_modified=memory.last_modified)


def _read(turn: _Turn, answer: Page | NotModified) -> _Read | None:
    """Read the page; None if it is the one that was read last."""
    if isinstance(answer, NotModified):
        return None
    # It names a page and guards nothing; of what hashlib has, it costs the least.
    digest = hashlib.sha1(answer.body, usedforsecurity=False).digest()
    if digest == turn.memory.page and not turn.memory.on_hold:
        return None
    with turn.store.reading() as tx:
        seen = tx.sources.seen(turn.source.name)
    document = READERS[turn.source.kind](answer.body, seen=seen)
    return _Read(answer=answer, hash=digest, document=document)


def _keep(tx: Transaction, turn: _Turn, read: _Read, decision: Decision) -> None:
    name, now, page = turn.source.name, turn.now, read.hash
    limit = turn.desk.settings.keep_pages
    tx.sources.keep_page(name, read.answer.body, page, now=now, limit=limit)
    if read.document.reports:
        tx.rounds.save(decision.changes, page=page, now=now)
        tx.sources.keep_reports(
            name, read.document, decision.settled, page=page, now=now
        )
    if decision.holds or turn.memory.on_hold:
        tx.sources.replace_holds(name, decision.holds)


def _alerts(tx: Transaction, turn: _Turn, decision: Decision) -> Iterator[Queued]:
    """Judge every change for every subscription; the first good poll is silent."""
    if decision.baseline or not decision.changes:
        return
    subscriptions = turn.desk.settings.subscriptions
    since = tx.watch.known_since([s.name for s in subscriptions], turn.now)
    for change in decision.changes:
        untold = _untold(tx, change, turn.now)
        for due in alerts_of(
            change,
            subscriptions,
            since=since,
            previous=tx.rounds.previous(round_of(change)),
            page_url=turn.source.url,
            now=turn.now,
            untold=untold,
        ):
            yield Queued(
                alert=due.alert,
                targets=turn.desk.addresses(due.alert.subscription.channels),
                due_at=due.due_at,
                urgent=due.urgent,
            )


def _untold(tx: Transaction, change: Change, now: datetime) -> set[str]:
    """Take back what has not left of a round that is corrected; return from whom."""
    if isinstance(change, NewRound):
        return set()
    number = change.after.number
    untold = tx.queue.untold(number)
    tx.queue.give_way(number, untold, now)
    return untold


def _tell_operator(
    tx: Transaction, turn: _Turn, document: Document, decision: Decision
) -> None:
    source = turn.source
    alarm = Alarm(tx, turn.desk, turn.now)
    if decision.stale:
        alarm.blind(source, _stale_copy(source))
        return
    alarm.well(source, turn.memory)
    if decision.baseline:
        count, newest = tx.rounds.count(), tx.rounds.newest()
        alarm.say(Baseline(source=source.name, rounds=count, newest=newest))
    oddities = [*document.oddities, *(o for r in document.reports for o in r.oddities)]
    alarm.odd(source, oddities, decision.changes)


def _remember(tx: Transaction, turn: _Turn, read: _Read, decision: Decision) -> None:
    name, url = turn.source.name, turn.source.url
    if decision.stale:
        tx.sources.went_stale(name, url, turn.now)
        return
    tx.sources.read(
        name,
        url,
        validators=(read.answer.validators.etag, read.answer.validators.last_modified),
        page=read.hash,
        now=turn.now,
    )


def _nothing_new(turn: _Turn) -> Polled:
    with turn.store.writing(polling=True) as tx:
        Alarm(tx, turn.desk, turn.now).well(turn.source, turn.memory)
        tx.sources.unchanged(turn.source.name, turn.now)
    return Polled(source=turn.source.name, outcome="unchanged")


def _blind(turn: _Turn, error: SourceError) -> Polled:
    """Change nothing but the health of the source: not even its validators."""
    wait = error.retry_after if isinstance(error, FetchLater) else None
    with turn.store.writing(polling=True) as tx:
        Alarm(tx, turn.desk, turn.now).blind(turn.source, error)
        tx.sources.failed(turn.source.name, turn.source.url, turn.now, wait)
    return Polled(
        source=turn.source.name,
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
