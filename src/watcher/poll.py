"""One source, once: page -> queued alerts. Read this first.

    fetch -> parse -> reconcile -> store -> judge -> queue

All that follows from a page is one transaction, and the page's validators are its
last step: a crash at any point repeats the poll and loses nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from watcher.alarm import Alarm, Desk
from watcher.errors import FetchLater, PageError, SourceError
from watcher.fetch import NotModified, Page, Validators
from watcher.listen import confirmed, note_unconfirmed, pieces_of, rejoin
from watcher.model import Change, Trouble
from watcher.notice import Baseline
from watcher.pace import LONGEST_WAIT, clock_error, plausible
from watcher.reconcile import Decision, reconcile
from watcher.settings import Source
from watcher.source_address import hidden, shown, without_query
from watcher.store import Memory, Queued, Store, Transaction, subject
from watcher.tell import early_word, word_of
from watcher.visit import Before, Fetches, Visited, visit

# For how long a page has to insist on many corrections until they are believed.
A_DAY = timedelta(days=1)

Outcome = Literal["read", "unchanged", "baseline", "waiting", "failed", "crashed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How one poll ended. ``trouble`` None: the source is well.

    ``queued`` counts deliveries; ``wait`` is how long the site asked us to stay away.
    ``ahead`` is how far our clock is ahead of the network (behind: negative).
    """

    source: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    queued: int = 0
    trouble: Trouble | None = None
    detail: str = ""
    wait: timedelta | None = None
    ahead: timedelta = timedelta()

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
    ahead: timedelta = timedelta()
    accept: bool = False

    @property
    def seen(self) -> datetime:
        """When this is, by the network where our clock is ahead of it.

        How old a round is, and for how long a value has been seen, is judged by it: a
        clock that is ahead would make history of news. One that is behind makes none.
        """
        return self.now - max(self.ahead, timedelta())

    def digests(self) -> Mapping[str, bytes]:
        """Return the digests of what was read of the source, by number or key."""
        with self.store.reading() as tx:
            if self.source.trust == "official":
                return tx.sources.seen(self.source.name)
            return tx.hearsay.seen(self.source.name)


def poll(
    source: Source,
    *,
    fetcher: Fetches,
    store: Store,
    desk: Desk,
    now: datetime,
    ahead: timedelta | None = timedelta(),
    accept: bool = False,
) -> Polled:
    """Ask *source* once, and queue all that follows; a blind source is no exception.

    *ahead* is how far the clock was ahead of the network at the last poll; None: *now*
    is by no clock. With *accept* no page is refused for how much it changes at once.

    Raises StoreError if the database fails; nothing of the poll is kept then.
    """
    with store.reading() as tx:
        memory = tx.sources.memory(source.name, source.url)
        # The official feed, asked every minute, leads nowhere.
        leads = source.trust == "secondary"
        awaited = tx.hearsay.awaited(source.name) if leads else []
    turn = _Turn(
        source=source,
        memory=memory,
        store=store,
        desk=desk,
        now=now,
        ahead=ahead or timedelta(),
        accept=accept,
    )
    wait = memory.not_before
    if wait is not None and now < wait and plausible(wait, now, LONGEST_WAIT):
        return replace(_waiting(source, wait), ahead=turn.ahead)
    before = Before(memory=memory, seen=turn.digests, awaited=awaited)
    asked = _Asked(fetcher)
    try:
        visited = visit(source, before, fetcher=asked, now=turn.seen)
    except SourceError as error:
        return replace(_blind(turn, error), ahead=turn.ahead)
    if source.trust == "official" and ahead is not None:
        turn = replace(turn, ahead=clock_error(now, asked.said_at))
    if visited is None:
        return replace(_nothing_new(turn), ahead=turn.ahead)
    take = _official if source.trust == "official" else _secondary
    with store.writing(polling=True) as tx:
        return replace(take(tx, turn, visited), ahead=turn.ahead)


@dataclass(slots=True)
class _Asked:
    """Asks, and keeps what time it is by the first answer."""

    fetcher: Fetches
    said_at: datetime | None = None

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> Page | NotModified:
        """Ask the source's page, or another of its site, conditionally."""
        answer = self.fetcher.fetch(source, validators, url=url)
        self.said_at = self.said_at or answer.said_at
        return answer


def _official(tx: Transaction, turn: _Turn, visited: Visited) -> Polled:
    """Take over what IRCC says: rounds, corrections, and who is told of them."""
    source, document, now = turn.source, visited.document, turn.now
    known = tx.rounds.known(document, source.name, turn.seen, above=_above(tx, turn))
    decision = reconcile(document, known, source=source.name, now=turn.seen)
    refused = _refused(tx, turn, decision)
    if refused is not None:
        return _note_blind(tx, turn, refused)
    waiting = tx.rounds.unconfirmed()
    changes = confirmed(decision.changes, waiting)
    _keep_bodies(tx, turn, visited)
    if document.reports:
        tx.rounds.save(changes, page=visited.page, now=turn.seen)
        tx.sources.keep_reports(
            source.name, document, decision.settled, page=visited.page, now=turn.seen
        )
    if decision.holds or turn.memory.on_hold:
        tx.sources.replace_holds(source.name, decision.holds)
    queued = 0
    if not decision.baseline:
        reported = _reported(tx, turn, visited.page) if changes else ()
        changes += reported
        queued = tx.queue.put(_word(tx, turn, changes), now)
        if waiting or reported:
            queued += tx.queue.put(early_word(tx, turn.desk, now, turn.seen), now)
    _tell_operator(tx, turn, visited, decision)
    if waiting and not decision.stale:
        note_unconfirmed(tx, Alarm(tx, turn.desk, now), turn.seen)
    _remember(tx, turn, visited, stale=decision.stale)
    return _done(source, decision, changes, queued)


def _secondary(tx: Transaction, turn: _Turn, visited: Visited) -> Polled:
    """Keep what others say, beside the official figures; alert who wants early word."""
    source, now = turn.source, turn.now
    _keep_bodies(tx, turn, visited)
    tx.hearsay.keep(
        source.name,
        source.kind,
        pieces_of(visited.document),
        pages=visited.places,
        page=visited.page,
        now=turn.seen,
    )
    changes = _reported(tx, turn, visited.page)
    queued = tx.queue.put(_word(tx, turn, changes), now)
    queued += tx.queue.put(early_word(tx, turn.desk, now, turn.seen), now)
    alarm = Alarm(tx, turn.desk, now)
    alarm.well(source, turn.memory)
    alarm.odd(source, visited.document.oddities, ())
    _remember(tx, turn, visited, stale=False)
    return Polled(source=source.name, outcome="read", changes=changes, queued=queued)


def _word(tx: Transaction, turn: _Turn, changes: Iterable[Change]) -> Iterator[Queued]:
    return word_of(
        tx,
        turn.desk,
        changes,
        page_url=without_query(turn.source.url),
        now=turn.now,
        seen=turn.seen,
    )


def _refused(tx: Transaction, turn: _Turn, decision: Decision) -> PageError | None:
    """Say why a page that changes too much at once is not believed, if it is not.

    Corrections that are still there a day later are; new rounds only where the operator
    says so.
    """
    new, corrected = decision.too_many_new, decision.too_many_corrected
    if turn.accept or not (new or corrected):
        return None
    if corrected and not new:
        alarm = Alarm(tx, turn.desk, turn.now)
        if alarm.insists(turn.source, corrected, A_DAY):
            return None
    return PageError(
        f"{new or corrected}; nothing is taken from it (`watcher poll --accept` does)",
        Trouble.TOO_MUCH,
    )


def _above(tx: Transaction, turn: _Turn) -> list[str]:
    """Name the official sources whose word counts for more: the first that are well."""
    official = [s for s in turn.desk.settings.sources if s.trust == "official"]
    names = [s.name for s in official]
    before = names[: names.index(turn.source.name)] if turn.source in official else []
    return [n for n in before if tx.watch.open_episode(subject(n)) is None]


def _keep_bodies(tx: Transaction, turn: _Turn, visited: Visited) -> None:
    limit = turn.desk.settings.keep_pages
    for digest, body in visited.bodies.items():
        tx.sources.keep_page(turn.source.name, body, digest, now=turn.now, limit=limit)


def _reported(tx: Transaction, turn: _Turn, page: bytes) -> tuple[Change, ...]:
    """Join again what was told of no known round; save the reported rounds it makes."""
    changes = rejoin(tx, turn.seen)
    tx.rounds.save(changes, page=page, now=turn.seen)
    return changes


def _tell_operator(
    tx: Transaction, turn: _Turn, visited: Visited, decision: Decision
) -> None:
    source, document = turn.source, visited.document
    alarm = Alarm(tx, turn.desk, turn.now)
    alarm.clock(source, turn.memory, turn.ahead)
    if decision.stale:
        alarm.blind(source, _stale_copy(source))
        return
    alarm.well(source, turn.memory)
    if decision.baseline:
        count, newest = tx.rounds.count(), tx.rounds.newest()
        alarm.say(Baseline(source=source.name, rounds=count, newest=newest))
    oddities = [*document.oddities, *(o for r in document.reports for o in r.oddities)]
    alarm.odd(source, oddities, decision.changes)
    alarm.contradicted(source, decision.contradictions)


def _remember(tx: Transaction, turn: _Turn, visited: Visited, *, stale: bool) -> None:
    name, url = turn.source.name, turn.source.url
    if stale:
        tx.sources.went_stale(name, url, turn.now)
        return
    tx.sources.read(
        name,
        url,
        validators=(visited.validators.etag, visited.validators.last_modified),
        page=visited.page,
        watermark=visited.watermark,
        now=turn.now,
    )


def _nothing_new(turn: _Turn) -> Polled:
    with turn.store.writing(polling=True) as tx:
        alarm = Alarm(tx, turn.desk, turn.now)
        alarm.clock(turn.source, turn.memory, turn.ahead)
        alarm.well(turn.source, turn.memory)
        tx.sources.unchanged(turn.source.name, turn.now)
    return Polled(source=turn.source.name, outcome="unchanged")


def _blind(turn: _Turn, error: SourceError) -> Polled:
    with turn.store.writing(polling=True) as tx:
        return _note_blind(tx, turn, error)


def _note_blind(tx: Transaction, turn: _Turn, error: SourceError) -> Polled:
    """Change nothing but the health of the source: not even its validators."""
    wait = error.retry_after if isinstance(error, FetchLater) else None
    Alarm(tx, turn.desk, turn.now).blind(turn.source, error)
    tx.sources.failed(turn.source.name, turn.source.url, turn.now, wait)
    queued = tx.queue.put(early_word(tx, turn.desk, turn.now, turn.seen), turn.now)
    return Polled(
        source=turn.source.name,
        outcome="failed",
        queued=queued,
        trouble=error.trouble,
        detail=hidden(str(error), turn.source.url),
        wait=wait,
    )


def _waiting(source: Source, until: datetime) -> Polled:
    return Polled(
        source=source.name,
        outcome="waiting",
        trouble=Trouble.THROTTLED,
        detail=f"{shown(source.url)} asked to be left alone until {until:%H:%M:%S} UTC",
    )


def _done(
    source: Source, decision: Decision, changes: tuple[Change, ...], queued: int
) -> Polled:
    stale = _stale_copy(source) if decision.stale else None
    return Polled(
        source=source.name,
        outcome="baseline" if decision.baseline else "read",
        changes=changes,
        queued=queued,
        trouble=stale.trouble if stale else None,
        detail=str(stale or ""),
    )


def _stale_copy(source: Source) -> PageError:
    return PageError(
        f"{shown(source.url)} shows an older copy of the page, without the newest round; "
        "nothing is corrected from it",
        Trouble.STALE,
    )
