"""Poll: one source, once, from its page to queued alerts. Read this first.

    fetch -> parse -> reconcile -> store -> judge -> queue    (then delivery.py sends)

All that follows from a page is one transaction, and the page's validators are its
last step: a crash at any point repeats the poll and loses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from watcher.adapters.database import CacheRecord, Transaction
from watcher.core.errors import FetchLater, PageError, SourceError
from watcher.core.incidents import Baseline, IncidentKind, IncidentSubject
from watcher.core.model import Change, Trouble
from watcher.core.reconcile import Decision, reconcile
from watcher.core.redaction import public_url, without_query, without_url_secrets
from watcher.core.schedule import LONGEST_WAIT, plausible
from watcher.core.settings import Source
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.poll_context import PollContext, fetch_and_parse, with_state, writing
from watcher.pipeline.recipients import Recipients
from watcher.press.ingest import confirm_reported, ingest, match_reports, overdue_reports
from watcher.press.retrieve import Retrieved

# For how long a page has to insist on many corrections until they are believed.
_INSISTS_FOR = timedelta(days=1)

PollOutcome = Literal["read", "unchanged", "baseline", "waiting", "failed", "crashed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """The outcome of one poll; ``trouble`` None: the source is well.

    ``queued`` counts deliveries; ``wait`` is the time that the site asked us to wait, ``ahead`` how far our clock is
    ahead of the network (behind: negative).
    """

    source: str
    outcome: PollOutcome
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


def poll(context: PollContext) -> PollResult:
    """Poll a source once; all that follows from its page is queued when this returns.

    Raises StoreError if the database fails; nothing of the poll is kept then. Logical pipeline::

        document = parse(fetch(source, validators))     # unchanged or unreadable: noted, done
        decision = reconcile(document, known)           # from here on one transaction
        changes = store(decision, document, raw page)
        queue(judge(changes, subscriptions))
        remember(validators)
    """
    context = with_state(context)
    if _is_to_wait(context):
        return _waiting(context)
    # Fetch, with the validators of the last good poll, and parse what came.
    try:
        context, retrieved = fetch_and_parse(context)
    except SourceError as error:
        with writing(context) as tx:
            return _note_failure(tx, context, error)
    if retrieved is None:
        return _note_unchanged(context)
    with writing(context) as tx:
        # Reconcile with what is known: this alone decides what the page changes.
        decision = _reconcile(tx, context, retrieved)
        refused = _why_refused(tx, context, decision)
        if refused is not None:
            return _note_failure(tx, context, refused)
        # Store the changes, with the raw page that they come from.
        changes = _store(tx, context, retrieved, decision)
        # Judge every change for every subscription, and queue the alerts.
        queued = 0 if decision.baseline else _queue_alerts(tx, context, changes)
        _notify_operator(tx, context, retrieved, decision)
        # Last, the validators: until they are kept, the next poll reads the page again.
        _remember_page(tx, context, retrieved, stale=decision.stale)
    outcome: PollOutcome = "baseline" if decision.baseline else "read"
    stale = _stale_copy(context.source) if decision.stale else None
    return _result(context, outcome, changes=changes, queued=queued, error=stale)


def _is_to_wait(context: PollContext) -> bool:
    """Tell whether the site has asked us to wait until later."""
    until, now = context.state.not_before, context.now
    return until is not None and now < until and plausible(until, now, LONGEST_WAIT)


def _reconcile(tx: Transaction, context: PollContext, retrieved: Retrieved) -> Decision:
    if not context.is_official:
        return Decision()  # secondary sources are compared where they are stored
    name, document = context.source.name, retrieved.document
    known = tx.rounds.known(document, name, context.seen, above=_sources_above(tx, context))
    return reconcile(document, known, source=name, now=context.seen)


def _sources_above(tx: Transaction, context: PollContext) -> list[str]:
    """Name the official sources with a higher rank: those listed first that are well."""
    official = [s for s in context.address_book.settings.sources if s.trust == "official"]
    first = official[: official.index(context.source)] if context.source in official else []
    down = [IncidentSubject(IncidentKind.SOURCE, source.name) for source in first]
    return [subject.name for subject in down if tx.incidents.open_episode(subject) is None]


def _why_refused(tx: Transaction, context: PollContext, decision: Decision) -> PageError | None:
    """Return why a page that changes too much at once is refused, if it is.

    Corrections are accepted once they have stood for a day; new rounds only by the operator.
    """
    new, corrected = decision.too_many_new, decision.too_many_corrected
    if context.accept or not (new or corrected):
        return None
    if corrected and not new:
        incidents = Incidents(tx, context.address_book, context.now)
        if incidents.corrections_last(context.source, corrected, _INSISTS_FOR):
            return None
    return PageError(
        f"{new or corrected}; nothing is taken from it (`watcher poll --accept` does)",
        Trouble.TOO_MUCH,
    )


def _store(
    tx: Transaction, context: PollContext, retrieved: Retrieved, decision: Decision
) -> tuple[Change, ...]:
    """Save the raw bytes, the reports in them, and the resulting changes; return the changes."""
    source, seen, page = context.source, context.seen, retrieved.page
    limit = context.address_book.settings.keep_pages
    for digest, body in retrieved.bodies.items():
        tx.sources.save_page(source.name, body, digest, now=context.now, limit=limit)
    if not context.is_official:
        return ingest(tx, source, retrieved, seen)
    changes = confirm_reported(decision.changes, tx.rounds.unconfirmed())
    if retrieved.document.reports:
        tx.rounds.save(changes, page=page, now=seen)
        tx.sources.save_reports(
            source.name, retrieved.document, decision.settled, page=page, now=seen
        )
    if decision.holds or context.state.on_hold:
        tx.sources.replace_holds(source.name, decision.holds)
    if changes and not decision.baseline:
        # A round that is known now may be the one that a claim was waiting for.
        changes += match_reports(tx, page, seen)
    return changes


def _queue_alerts(tx: Transaction, context: PollContext, changes: Iterable[Change] = ()) -> int:
    recipients = Recipients(tx, context.address_book, now=context.now, seen=context.seen)
    page_url = without_query(context.source.url)
    queued = recipients.queue_alerts(changes, page_url)
    return queued + recipients.queue_early_alerts()


def _notify_operator(
    tx: Transaction, context: PollContext, retrieved: Retrieved, decision: Decision
) -> None:
    source, document = context.source, retrieved.document
    incidents = Incidents(tx, context.address_book, context.now)
    if context.is_official:
        incidents.clock_compared(source, context.state, context.clock_ahead)
    if decision.stale:
        incidents.source_down(source, _stale_copy(source))
        return
    incidents.source_recovered(source, context.state)
    if decision.baseline:
        count, newest = tx.rounds.count(), tx.rounds.newest_number()
        incidents.notify_operator(Baseline(source=source.name, rounds=count, newest=newest))
    oddities = [*document.oddities, *(o for r in document.reports for o in r.oddities)]
    incidents.unreadable(source, oddities if context.is_official else document.oddities)
    incidents.unknown_categories(source, decision.changes)
    incidents.contradicted(source, decision.contradictions)
    if context.is_official:
        incidents.unconfirmed(overdue_reports(tx, context.seen))


def _remember_page(
    tx: Transaction, context: PollContext, retrieved: Retrieved, *, stale: bool
) -> None:
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
        cached=_cache_record(context),
    )


def _cache_record(context: PollContext) -> CacheRecord:
    age, before = context.cached.age, context.state.longest_age
    longest = max((said for said in (age, before) if said is not None), default=None)
    return CacheRecord(age=age, longest_age=longest, cache_control=context.cached.control)


def _waiting(context: PollContext) -> PollResult:
    until = f"{context.state.not_before:%H:%M:%S} UTC"
    why = f"{public_url(context.source.url)} asked to be left alone until {until}"
    return _result(context, "waiting", error=FetchLater(why, Trouble.THROTTLED))


def _note_unchanged(context: PollContext) -> PollResult:
    with writing(context) as tx:
        incidents = Incidents(tx, context.address_book, context.now)
        incidents.clock_compared(context.source, context.state, context.clock_ahead)
        incidents.source_recovered(context.source, context.state)
        if context.is_official:
            incidents.unconfirmed(overdue_reports(tx, context.seen))
        tx.sources.record_unchanged(context.source.name, context.now, _cache_record(context))
    return _result(context, "unchanged")


def _note_failure(tx: Transaction, context: PollContext, error: SourceError) -> PollResult:
    """Change nothing but the health of the source: not even its validators."""
    source = context.source
    Incidents(tx, context.address_book, context.now).source_down(source, error)
    failed = _result(context, "failed", error=error)
    tx.sources.record_failure(source.name, source.url, context.now, failed.wait)
    queued = _queue_alerts(tx, context)  # a blind official page makes early alerts due
    return replace(failed, queued=queued, detail=without_url_secrets(failed.detail, source.url))


def _stale_copy(source: Source) -> PageError:
    return PageError(
        f"{public_url(source.url)} shows an older copy of the page, without the newest round; "
        "nothing is corrected from it",
        Trouble.STALE,
    )


def _result(
    context: PollContext,
    outcome: PollOutcome,
    *,
    changes: tuple[Change, ...] = (),
    queued: int = 0,
    error: SourceError | None = None,
) -> PollResult:
    return PollResult(
        source=context.source.name,
        outcome=outcome,
        changes=changes,
        queued=queued,
        trouble=error.trouble if error else None,
        detail=str(error or ""),
        wait=error.retry_after if isinstance(error, FetchLater) else None,
        ahead=context.clock_ahead,
    )
