"""The summary of a round to the operator, once: when nothing waits any more, or after an hour."""

from datetime import datetime, timedelta

from watcher.adapters.database import DeliveryState, RoundTotals, Store, Transaction
from watcher.core.summaries import RoundSummary
from watcher.messages.summaries import compose_summary
from watcher.pipeline.channels import AddressBook

# What still waits then is held by quiet hours or a server that fails: the operator hears of it now.
AT_LATEST = timedelta(hours=1)
# Rounds told before are history: whoever switches the summary on hears of the next.
_LOOKED_BACK = timedelta(days=2)
_REASONS = 3


def queue_summaries(store: Store, address_book: AddressBook, now: datetime) -> int:
    """Queue the summaries that have come due; return how many. Their queueing is what marks them as told."""
    operator = address_book.settings.operator
    if not operator.summary or not operator.channels:
        return 0
    since = now - _LOOKED_BACK
    with store.reading() as tx:
        if not tx.round_reports.unsummarised(since):
            return 0
    with store.writing(polling=True) as tx:
        told = tx.round_reports.unsummarised(since)
        return sum(_queue(tx, address_book, number, at, now) for number, at in told.items())


def _queue(
    tx: Transaction, address_book: AddressBook, number: str, told_at: datetime, now: datetime
) -> bool:
    settings, totals = address_book.settings, tx.round_reports.totals(number)
    waiting = _count(totals, DeliveryState.QUEUED, DeliveryState.SENDING)
    if totals.people < settings.operator.summary or (waiting and now - told_at < AT_LATEST):
        return False
    found = tx.rounds.by_number([number]).get(number)
    summary = RoundSummary(
        number=found.called if found else number,
        people=totals.people,
        due=sum(totals.states.values()) - _count(totals, DeliveryState.SUPERSEDED),
        sent=_count(totals, DeliveryState.SENT),
        waiting=waiting,
        refused=_count(totals, DeliveryState.REFUSED, DeliveryState.EXPIRED),
        suppressed=_count(totals, DeliveryState.SUPPRESSED),
        doubtful=totals.doubtful,
        slowest=totals.slowest,
        reasons=tx.round_reports.reasons(number, _REASONS),
    )
    tx.alerts.put_notice(
        compose_summary(summary, language=settings.language, timezone=settings.timezone),
        address_book.addresses(settings.operator.channels),
        now,
        address_book.servers(settings.operator.channels),
        number=number,
    )
    return True


def _count(totals: RoundTotals, *states: DeliveryState) -> int:
    return sum(totals.states.get(state, 0) for state in states)
