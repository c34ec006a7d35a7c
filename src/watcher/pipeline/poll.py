"""One source, once: page -> queued alerts. Read this first.

    fetch -> parse -> reconcile -> store -> judge -> queue

All that follows from a page is one transaction, and the page's validators are its
last step: a crash at any point repeats the poll and loses nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from watcher.adapters.database import QueuedAlert, Store, Transaction
from watcher.core.errors import FetchLater, PageError, SourceError
from watcher.core.incidents import Baseline, IncidentKind, IncidentSubject
from watcher.core.model import Change, Trouble
from watcher.core.reconcile import Decision, reconcile
from watcher.core.redaction import public_url, without_query, without_url_secrets
from watcher.core.schedule import LONGEST_WAIT, clock_error, plausible
from watcher.core.settings import Source
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.poll_context import DatedFetcher, PollContext
from watcher.pipeline.recipients import early_word, word_of
from watcher.press.ingest import confirm_reported, ingest, match_reports, overdue_reports
from watcher.press.retrieve import PageFetcher, RetrievalContext, Retrieved, retrieve

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


def poll(
    source: Source,
    *,
    fetcher: PageFetcher,
    store: Store,
    address_book: AddressBook,
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
        memory = tx.sources.poll_state(source.name, source.url)
        # The official feed, asked every minute, leads nowhere.
        leads = source.trust == "secondary"
        awaited = tx.claims.awaited(source.name) if leads else []
    context = PollContext(
        source=source,
        memory=memory,
        store=store,
        address_book=address_book,
        now=now,
        ahead=ahead or timedelta(),
        accept=accept,
    )
    wait = memory.not_before
    if wait is not None and now < wait and plausible(wait, now, LONGEST_WAIT):
        return replace(_waiting(source, wait), ahead=context.ahead)
    before = RetrievalContext(memory=memory, seen=context.digests, awaited=awaited)
    dated = DatedFetcher(fetcher)
    try:
        retrieved = retrieve(source, before, fetcher=dated, now=context.seen)
    except SourceError as error:
        return replace(_blind(context, error), ahead=context.ahead)
    if source.trust == "official" and ahead is not None:
        context = replace(context, ahead=clock_error(now, dated.said_at))
    if retrieved is None:
        return replace(_nothing_new(context), ahead=context.ahead)
    take = _official if source.trust == "official" else _secondary
    with store.writing(polling=True) as tx:
        return replace(take(tx, context, retrieved), ahead=context.ahead)


def _official(tx: Transaction, context: PollContext, retrieved: Retrieved) -> Polled:
    """Take over what IRCC says: rounds, corrections, and who is told of them."""
    source, document, now = context.source, retrieved.document, context.now
    known = tx.rounds.known(document, source.name, context.seen, above=_above(tx, context))
    decision = reconcile(document, known, source=source.name, now=context.seen)
    refused = _refused(tx, context, decision)
    if refused is not None:
        return _note_blind(tx, context, refused)
    waiting = tx.rounds.unconfirmed()
    changes = confirm_reported(decision.changes, waiting)
    _keep_bodies(tx, context, retrieved)
    if document.reports:
        tx.rounds.save(changes, page=retrieved.page, now=context.seen)
        tx.sources.save_reports(
            source.name, document, decision.settled, page=retrieved.page, now=context.seen
        )
    if decision.holds or context.memory.on_hold:
        tx.sources.replace_holds(source.name, decision.holds)
    queued = 0
    if not decision.baseline:
        reported = match_reports(tx, retrieved.page, context.seen) if changes else ()
        changes += reported
        queued = tx.queue.put(_word(tx, context, changes), now)
        if waiting or reported:
            queued += tx.queue.put(early_word(tx, context.address_book, now, context.seen), now)
    _tell_operator(tx, context, retrieved, decision)
    if waiting and not decision.stale:
        Incidents(tx, context.address_book, now).unconfirmed(overdue_reports(tx, context.seen))
    _remember(tx, context, retrieved, stale=decision.stale)
    return _done(source, decision, changes, queued)


def _secondary(tx: Transaction, context: PollContext, retrieved: Retrieved) -> Polled:
    """Keep what others say, beside the official figures; alert who wants early word."""
    source, now = context.source, context.now
    _keep_bodies(tx, context, retrieved)
    changes = ingest(tx, source, retrieved, context.seen)
    queued = tx.queue.put(_word(tx, context, changes), now)
    queued += tx.queue.put(early_word(tx, context.address_book, now, context.seen), now)
    incidents = Incidents(tx, context.address_book, now)
    incidents.source_recovered(source, context.memory)
    incidents.unreadable(source, retrieved.document.oddities)
    _remember(tx, context, retrieved, stale=False)
    return Polled(source=source.name, outcome="read", changes=changes, queued=queued)


def _word(
    tx: Transaction, context: PollContext, changes: Iterable[Change]
) -> Iterator[QueuedAlert]:
    return word_of(
        tx,
        context.address_book,
        changes,
        page_url=without_query(context.source.url),
        now=context.now,
        seen=context.seen,
    )


def _refused(tx: Transaction, context: PollContext, decision: Decision) -> PageError | None:
    """Say why a page that changes too much at once is not believed, if it is not.

    Corrections that are still there a day later are; new rounds only where the operator
    says so.
    """
    new, corrected = decision.too_many_new, decision.too_many_corrected
    if context.accept or not (new or corrected):
        return None
    if corrected and not new:
        incidents = Incidents(tx, context.address_book, context.now)
        if incidents.corrections_last(context.source, corrected, A_DAY):
            return None
    return PageError(
        f"{new or corrected}; nothing is taken from it (`watcher poll --accept` does)",
        Trouble.TOO_MUCH,
    )


def _above(tx: Transaction, context: PollContext) -> list[str]:
    """Name the official sources whose word counts for more: the first that are well."""
    official = [s for s in context.address_book.settings.sources if s.trust == "official"]
    names = [s.name for s in official]
    before = names[: names.index(context.source.name)] if context.source in official else []
    return [
        n
        for n in before
        if tx.incidents.open_episode(IncidentSubject(IncidentKind.SOURCE, n)) is None
    ]


def _keep_bodies(tx: Transaction, context: PollContext, retrieved: Retrieved) -> None:
    limit = context.address_book.settings.keep_pages
    for digest, body in retrieved.bodies.items():
        tx.sources.save_page(context.source.name, body, digest, now=context.now, limit=limit)


def _tell_operator(
    tx: Transaction, context: PollContext, retrieved: Retrieved, decision: Decision
) -> None:
    source, document = context.source, retrieved.document
    incidents = Incidents(tx, context.address_book, context.now)
    incidents.clock_compared(source, context.memory, context.ahead)
    if decision.stale:
        incidents.source_down(source, _stale_copy(source))
        return
    incidents.source_recovered(source, context.memory)
    if decision.baseline:
        count, newest = tx.rounds.count(), tx.rounds.newest_number()
        incidents.notify_operator(Baseline(source=source.name, rounds=count, newest=newest))
    oddities = [*document.oddities, *(o for r in document.reports for o in r.oddities)]
    incidents.unreadable(source, oddities)
    incidents.unknown_categories(source, decision.changes)
    incidents.contradicted(source, decision.contradictions)


def _remember(tx: Transaction, context: PollContext, retrieved: Retrieved, *, stale: bool) -> None:
    name, url = context.source.name, context.source.url
    if stale:
        tx.sources.record_stale(name, url, context.now)
        return
    tx.sources.record_page(
        name,
        url,
        validators=(retrieved.validators.etag, retrieved.validators.last_modified),
        page=retrieved.page,
        watermark=retrieved.watermark,
        now=context.now,
    )


def _nothing_new(context: PollContext) -> Polled:
    with context.store.writing(polling=True) as tx:
        incidents = Incidents(tx, context.address_book, context.now)
        incidents.clock_compared(context.source, context.memory, context.ahead)
        incidents.source_recovered(context.source, context.memory)
        if context.source.trust == "official":
            incidents.unconfirmed(overdue_reports(tx, context.seen))
        tx.sources.record_unchanged(context.source.name, context.now)
    return Polled(source=context.source.name, outcome="unchanged")


def _blind(context: PollContext, error: SourceError) -> Polled:
    with context.store.writing(polling=True) as tx:
        return _note_blind(tx, context, error)


def _note_blind(tx: Transaction, context: PollContext, error: SourceError) -> Polled:
    """Change nothing but the health of the source: not even its validators."""
    wait = error.retry_after if isinstance(error, FetchLater) else None
    Incidents(tx, context.address_book, context.now).source_down(context.source, error)
    tx.sources.record_failure(context.source.name, context.source.url, context.now, wait)
    queued = tx.queue.put(
        early_word(tx, context.address_book, context.now, context.seen), context.now
    )
    return Polled(
        source=context.source.name,
        outcome="failed",
        queued=queued,
        trouble=error.trouble,
        detail=without_url_secrets(str(error), context.source.url),
        wait=wait,
    )


def _waiting(source: Source, until: datetime) -> Polled:
    return Polled(
        source=source.name,
        outcome="waiting",
        trouble=Trouble.THROTTLED,
        detail=f"{public_url(source.url)} asked to be left alone until {until:%H:%M:%S} UTC",
    )


def _done(source: Source, decision: Decision, changes: tuple[Change, ...], queued: int) -> Polled:
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
        f"{public_url(source.url)} shows an older copy of the page, without the newest round; "
        "nothing is corrected from it",
        Trouble.STALE,
    )
