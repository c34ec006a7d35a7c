"""Recording what came of sending, of many messages in one transaction with all that follows from it.

What was accepted ends; a server that failed rests; what nobody will ever take is told to the operator.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from watcher.adapters.database import DeliveryState, LeasedDelivery, Transaction
from watcher.core.alerts import held_until
from watcher.core.errors import DeliveryError, DeliveryRefused, StoreError
from watcher.core.incidents import DEAD_AFTER, DeliveryGivenUp, IncidentKind, IncidentSubject
from watcher.core.schedule import LONGEST_REST, retry_delay
from watcher.messages.figures import news_seen_at
from watcher.pipeline.delivery import Attempt, DeliveryContext, DeliveryResult
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.readers import reader_of

GIVE_UP = timedelta(hours=72)
# But not before so many tries of it, or failures in a row of its server: a clock that is
# set ahead, or a machine that slept, must not expire everything at once.
TRIES = 8
# The tries of 72 hours, for a message dated in the future by a clock that ran ahead.
MOST_TRIES = 80
# A message that may have arrived is not sent again earlier.
DOUBTFUL = timedelta(minutes=10)
# A message that failed with its server is tried again so much later than that: another
# one is the next to be tried, and one that always fails holds up nobody.
AFTER_ITS_SERVER = timedelta(seconds=5)
# Of what was accepted, as many as its lease allows: else it would be sent twice.
RECORD_TRIES = 8


def record(context: DeliveryContext, attempts: Sequence[Attempt]) -> list[DeliveryResult]:
    """Record attempts in one transaction, and return how each message ended, in their order.

    Raises StoreError where the database does not take them.
    """
    accepted = any(attempt.error is None for attempt in attempts)
    for _ in range(RECORD_TRIES - 1 if accepted else 0):
        try:
            return _record(context, attempts)
        except StoreError:
            continue  # each try has waited for the lock, 10 s on SQLite
    return _record(context, attempts)


def _record(context: DeliveryContext, attempts: Sequence[Attempt]) -> list[DeliveryResult]:
    now = context.clock()
    with context.store.writing() as tx:
        recording = _Recording(context, tx, now)
        # A server that takes one message and not another is well.
        for attempt in attempts:
            if isinstance(attempt.error, DeliveryRefused):
                recording.refused(attempt.leased, attempt.answer, gone=attempt.error.gone)
            elif attempt.error is not None:
                recording.failed(attempt.leased, attempt.error)
        recording.sent([a for a in attempts if a.error is None])
    return [recording.result(attempt) for attempt in attempts]


class _Recording:
    """Records attempts within one transaction, at one instant."""

    def __init__(self, context: DeliveryContext, tx: Transaction, now: datetime) -> None:
        self._context = context
        self._tx = tx
        self._now = now
        self._incidents = Incidents(tx, context.address_book(), now)
        self._expired: set[tuple[int, ...]] = set()

    def sent(self, attempts: Sequence[Attempt]) -> None:
        """Record what was accepted, and that whoever took it is well."""
        tx, now = self._tx, self._now
        tx.queue.finish_sent([(a.leased, a.answer) for a in attempts], now)
        servers = {attempt.leased.server for attempt in attempts}
        to = {(attempt.leased.channel, attempt.leased.target) for attempt in attempts}
        subjects = [subject for one in to for subject in _subjects(*one)]
        failing, troubled = tx.incidents.troubled_among(servers, subjects)
        for server, channel in failing.items():
            tx.servers.back_off(server, failures=0, until=None, channel=channel)
            self._incidents.server_recovered(channel)
            tx.queue.wake(server, now, AFTER_ITS_SERVER)
        for channel, target in sorted(to):
            if not troubled.isdisjoint(_subjects(channel, target)):
                self._incidents.channel_recovered(channel, target)

    def refused(self, leased: LeasedDelivery, answer: str, *, gone: bool) -> None:
        """Record what will never be taken; where there is nobody any more, nothing is written again."""
        if gone and reader_of(leased) is not None:
            address = leased.channel, leased.target
            self._tx.suppressions.add(*address, "refused", self._now, detail=answer)
        self._tx.queue.finish(leased, DeliveryState.REFUSED, answer, self._now)
        if leased.letter_to is None:  # any stranger can type an address that is nobody's
            lost = _given_up(leased, "refused", answer)
            self._incidents.channel_refused(leased.channel, leased.target, answer, lost)

    def failed(self, leased: LeasedDelivery, error: DeliveryError) -> None:
        """Queue a message again, and back its server off; after 72 hours let it expire."""
        now, answer = self._now, error.answer
        asked = min(error.retry_after or timedelta(), LONGEST_REST)
        chance = self._context.chance()
        delay = _delay(leased.attempts, asked, chance)
        if error.doubtful:
            delay = max(delay, DOUBTFUL)
        tries, at = leased.attempts, now + delay
        if not error.personal:
            failures, rested = self._rest_server(leased, answer, asked, chance)
            tries, at = max(tries, failures), max(at, rested + AFTER_ITS_SERVER)
        if not is_too_old(leased.due_at, now, now + delay, tries):
            self._tx.queue.requeue(leased, answer, at, doubtful=error.doubtful)
            return
        self._expired.add(leased.deliveries)
        self._tx.queue.finish(leased, DeliveryState.EXPIRED, answer, now)
        others = 0
        if not error.personal:
            # It is tried once an hour: of all that waits for it, each would be until it is given up.
            others = self._tx.queue.expire(leased.server, now + delay - GIVE_UP, answer, now)
        lost = _given_up(leased, "expired", answer, others)
        self._incidents.delivery_expired(leased.channel, answer, lost)

    def result(self, attempt: Attempt) -> DeliveryResult:
        """Say how a message ended."""
        leased, error = attempt.leased, attempt.error
        if error is None:
            state = DeliveryState.SENT
        elif isinstance(error, DeliveryRefused):
            state = DeliveryState.REFUSED
        elif leased.deliveries in self._expired:
            state = DeliveryState.EXPIRED
        else:
            state = DeliveryState.QUEUED
        result = _result(leased, state, attempt.answer)
        if state is not DeliveryState.SENT:
            return result
        # How late it was: of several alerts, after the news of the first.
        seen = [(at, alert) for alert in leased.alerts if (at := news_seen_at(alert))]
        return replace(
            result,
            sent_after=self._now - min(at for at, _ in seen) if seen else None,
            rested=bool(seen) and all(held_until(alert, at) for at, alert in seen),
        )

    def _rest_server(
        self, leased: LeasedDelivery, answer: str, asked: timedelta, chance: float
    ) -> tuple[int, datetime]:
        """Back off the whole server; return how often it failed in a row, and until when it rests.

        After some failures in a row it is told once, of the channel that failed first.
        """
        tx, now = self._tx, self._now
        known = tx.servers.find(leased.server)
        if known is not None and known.until and now < known.until <= now + LONGEST_REST:
            # It was being written to by several at once, and failed all of them: that is one failure.
            until = max(known.until, now + asked)
            failures, first = known.failures, known.channel
        else:
            failures = 1 if known is None else known.failures + 1
            first = known.channel if known is not None and known.failures else leased.channel
            until = now + _delay(failures, asked, chance)
        tx.servers.back_off(leased.server, failures=failures, until=until, channel=first)
        if failures >= DEAD_AFTER:
            waiting = partial(tx.queue.count_waiting, server=leased.server)
            self._incidents.server_down(first, answer, waiting=waiting)
        return failures, until


def is_too_old(due_at: datetime, now: datetime, at: datetime, tries: int) -> bool:
    """Tell whether a message that would next be tried *at* is given up now instead."""
    if due_at > now:
        return tries >= MOST_TRIES
    return at - due_at > GIVE_UP and tries >= TRIES


def _delay(tries: int, asked: timedelta, chance: float) -> timedelta:
    """Wait for as long as was asked; without being asked, or where that leads nowhere, for longer each time."""
    if asked and tries < DEAD_AFTER:
        return asked
    return max(retry_delay(tries, chance=chance), asked)


def _subjects(channel: str, target: str) -> Collection[IncidentSubject]:
    """Name what is over when a channel takes a message."""
    return (
        IncidentSubject(IncidentKind.CHANNEL, channel),
        IncidentSubject(IncidentKind.CHANNEL_EXPIRED, channel),
        IncidentSubject.of_target(channel, target),
    )


def _given_up(
    leased: LeasedDelivery, why: Literal["refused", "expired"], answer: str, others: int = 0
) -> DeliveryGivenUp | None:
    if leased.notice is not None:
        return None
    return DeliveryGivenUp(
        subscription=", ".join(leased.people),
        channel=leased.channel,
        number=leased.alerts[0].round.called if leased.alerts else None,
        why=why,
        answer=answer,
        others=others,
    )


def _result(leased: LeasedDelivery, state: DeliveryState, answer: str) -> DeliveryResult:
    alone = "monthly message" if leased.monthly else "reminder"
    if leased.letter_to is not None:
        alone = "letter"
    what = f"#{leased.alerts[0].round.number}" if leased.alerts else alone
    people = ", ".join(leased.people)
    return DeliveryResult(
        channel=leased.channel,
        target=leased.target,
        state=state,
        answer=answer,
        about=f"{what} to {people}" if people else "notice",
        doubtful=leased.doubtful,
    )
