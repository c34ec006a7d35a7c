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
    # Nobody is to wait for the database while a hundred thousand deliveries are summed up.
    with store.reading() as tx:
        rounds = tx.round_reports.unsummarised(since).items()
        found = {number: _summary(tx, operator.summary, number, at, now) for number, at in rounds}
    due = {number: summary for number, summary in found.items() if summary is not None}
    if not due:
        return 0
    with store.writing(polling=True) as tx:
        left = due.keys() & tx.round_reports.unsummarised(
            since
        )  # another process may have told some
        for number in sorted(left):
            _queue(tx, address_book, number, due[number], now)
    return len(left)


def _summary(
    tx: Transaction, at_least: int, number: str, told_at: datetime, now: datetime
) -> RoundSummary | None:
    """Sum a round up; None where too few were told, or some may still be before long."""
    totals = tx.round_reports.totals(number)
    waiting = _count(totals, DeliveryState.QUEUED, DeliveryState.SENDING)
    if totals.people < at_least or (waiting and now - told_at < AT_LATEST):
        return None
    found = tx.rounds.by_number([number]).get(number)
    return RoundSummary(
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


def _queue(
    tx: Transaction, address_book: AddressBook, number: str, summary: RoundSummary, now: datetime
) -> None:
    settings = address_book.settings
    tx.alerts.put_notice(
        compose_summary(summary, language=settings.language, timezone=settings.timezone),
        address_book.addresses(settings.operator.channels),
        now,
        address_book.servers(settings.operator.channels),
        number=number,
    )


def _count(totals: RoundTotals, *states: DeliveryState) -> int:
    return sum(totals.states.get(state, 0) for state in states)
