"""Delivery: one message from the queue to its channel, once.

    claim -> compose -> send -> record

A delivery leaves the queue only after the channel accepted it. After a crash the lease of an interrupted send runs
out: it is sent again, marked as doubtful. So nothing is lost, and at worst a message arrives twice.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from watcher.adapters.database import DeliveryState, LeasedDelivery, Store, Transaction
from watcher.core.alerts import held_until
from watcher.core.errors import DeliveryError, DeliveryRefused, StoreError, Unrecorded
from watcher.core.incidents import DEAD_AFTER, DeliveryGivenUp
from watcher.core.model import Alert, Message
from watcher.core.schedule import LONGEST_REST, quiet_until, retry_delay
from watcher.messages.figures import news_seen_at
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.composing import compose_delivery
from watcher.pipeline.incidents import Incidents

# Longer than any send may take, so that no live send is ever taken over: a minute of
# rate limit, a picture, and the deadline twice where a message is refused for its picture.
LEASE = timedelta(minutes=4)
GIVE_UP = timedelta(hours=72)
# But not before so many tries of it, or failures in a row of its server: a clock that is
# set ahead, or a machine that slept, must not expire everything at once.
TRIES = 8
# The tries of 72 hours, for a message dated in the future by a clock that ran ahead.
MOST_TRIES = 80
# A message that may have arrived is not sent again earlier.
DOUBTFUL = timedelta(minutes=10)
RECORD_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryContext:
    """The dependencies of delivering.

    ``send`` raises DeliveryError or DeliveryRefused; ``reserve`` returns the seconds until a target may be sent to;
    ``address_book`` is called each time, as a reload changes it; ``foresee`` adds forecasts, ``illustrate`` draws,
    ``complete`` adds what mail to people has.
    """

    store: Store
    send: Callable[[str, str, Message], str]
    address_book: Callable[[], AddressBook]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    owner: str
    reserve: Callable[[str, str], float] = lambda _channel, _target: 0.0
    illustrate: Callable[[Sequence[Alert]], bytes | None] = lambda _: None
    foresee: Callable[[Sequence[Alert]], Sequence[Alert]] = lambda alerts: alerts
    complete: Callable[[LeasedDelivery, Message], Message] = lambda _, message: message


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    """The outcome of one attempt; ``sent_after``: since its news was seen; ``rested``: quiet hours delayed it."""

    channel: str
    target: str
    state: DeliveryState
    answer: str
    about: str
    doubtful: bool = False
    sent_after: timedelta | None = None
    rested: bool = False

    @property
    def failed(self) -> bool:
        """Whether the channel did not take it."""
        return self.state is not DeliveryState.SENT


def claim_next(
    context: DeliveryContext, *, busy: Collection[str] = (), spare: bool = False
) -> LeasedDelivery | None:
    """Lease the next message that is due, so that nobody else sends it.

    Servers in *busy* are left alone; with *spare*, so are those that failed last.
    """
    now = context.clock()
    put_off: set[int] = set()
    with context.store.writing() as tx:
        while leased := tx.queue.lease_next(
            now, owner=context.owner, lease=LEASE, busy=busy, spare=spare
        ):
            morning = _end_of_quiet_hours(leased, now)
            if morning is None or not put_off.isdisjoint(leased.deliveries):
                return leased  # what cannot be put off is sent, rather than leased for ever
            # A retry, or the end of an outage, falls into quiet hours.
            tx.queue.postpone(leased, morning)
            put_off.update(leased.deliveries)
    return None


def deliver(context: DeliveryContext, leased: LeasedDelivery) -> DeliveryResult:
    """Send a claimed message and record what the channel answered.

    Logical pipeline::

        message = compose(alerts)          # a notice is composed when it is queued
        answer = send(channel, message)
        accepted -> sent | not now -> queued again, or expired | never -> refused

    Raises Unrecorded where the database does not take the answer.
    """
    # Compose: the text, and a picture for those who want one.
    message = leased.notice or _composed(context, leased)

    # Send: the only step that cannot be undone.
    try:
        answer = _send(context, leased, message)
    except DeliveryRefused as error:
        record = partial(_record_refusal, context, leased, error.answer)
    except DeliveryError as error:
        record = partial(_record_failure, context, leased, error)
    else:
        # With many tries, as far as its lease allows: else it would be sent twice.
        return _record(partial(_record_sent, context, leased, answer), tries=RECORD_TRIES)

    # Record: one transaction for the state of the delivery and all that follows from it.
    return _record(record)


def record_crash(
    context: DeliveryContext, leased: LeasedDelivery, error: Exception
) -> DeliveryResult:
    """Record that sending raised an unexpected exception: it is tried again later."""
    again = DeliveryError(f"watcher failed on this message: {type(error).__name__}", personal=True)
    return _record(partial(_record_failure, context, leased, again))


def set_aside(context: DeliveryContext, leased: LeasedDelivery) -> None:
    """Put off a message that is retried in a tight loop, and notify the operator."""
    now = context.clock()
    with context.store.writing() as tx:
        tx.queue.postpone(leased, now + LONGEST_REST)
        Incidents(tx, context.address_book(), now).delivery_repeats(leased.channel)


def _end_of_quiet_hours(leased: LeasedDelivery, now: datetime) -> datetime | None:
    """Return when the first of the alerts, or the reminder, may be told; None if one may be told now."""
    ends = [held_until(alert, now) for alert in leased.alerts]
    if leased.reminder is not None:
        reminded = leased.reminder
        ends.append(quiet_until(now, reminded.quiet_hours, reminded.timezone))
    resting = [end for end in ends if end is not None]
    return min(resting) if resting and len(resting) == len(ends) else None


def _composed(context: DeliveryContext, leased: LeasedDelivery) -> Message:
    message = compose_delivery(
        leased,
        settings=context.address_book().settings,
        now=context.clock(),
        foresee=context.foresee,
        illustrate=context.illustrate,
    )
    return context.complete(leased, message)


def _send(context: DeliveryContext, leased: LeasedDelivery, message: Message) -> str:
    """Send; where a message with a picture is refused, try the text alone."""
    try:
        return context.send(leased.channel, leased.target, message)
    except DeliveryRefused:
        if message.picture is None:
            raise
    return context.send(leased.channel, leased.target, replace(message, picture=None))


def _record(record: Callable[[], DeliveryResult], *, tries: int = 1) -> DeliveryResult:
    for _ in range(tries - 1):
        try:
            return record()
        except StoreError:
            continue  # each try has waited for the lock, 10 s on SQLite
    try:
        return record()
    except StoreError as error:
        raise Unrecorded(error, record) from error


def _record_sent(context: DeliveryContext, leased: LeasedDelivery, answer: str) -> DeliveryResult:
    now = context.clock()
    with context.store.writing() as tx:
        tx.queue.finish(leased, DeliveryState.SENT, answer, now)
        incidents = Incidents(tx, context.address_book(), now)
        failing = tx.servers.failing_channel(leased.server)
        if failing is not None:
            tx.servers.back_off(leased.server, failures=0, until=None, channel=failing)
            incidents.server_recovered(failing)
        incidents.channel_recovered(leased.channel, leased.target)
    # How late it was: of several alerts, after the news of the first.
    seen = [(at, alert) for alert in leased.alerts if (at := news_seen_at(alert))]
    return replace(
        _result(leased, DeliveryState.SENT, answer),
        sent_after=now - min(at for at, _ in seen) if seen else None,
        rested=bool(seen) and all(held_until(alert, at) for at, alert in seen),
    )


def _record_refusal(
    context: DeliveryContext, leased: LeasedDelivery, answer: str
) -> DeliveryResult:
    now = context.clock()
    with context.store.writing() as tx:
        tx.queue.finish(leased, DeliveryState.REFUSED, answer, now)
        if leased.letter_to is None:  # any stranger can type an address that is nobody's
            lost = _given_up(leased, "refused", answer)
            incidents = Incidents(tx, context.address_book(), now)
            incidents.channel_refused(leased.channel, leased.target, answer, lost)
    return _result(leased, DeliveryState.REFUSED, answer)


def _record_failure(
    context: DeliveryContext, leased: LeasedDelivery, error: DeliveryError
) -> DeliveryResult:
    """Queue a message again, and back its server off; after 72 hours let it expire."""
    now, answer = context.clock(), error.answer
    asked = min(error.retry_after or timedelta(), LONGEST_REST)
    patience = max(asked, DOUBTFUL) if error.doubtful else asked
    at = now + max(retry_delay(leased.attempts, chance=context.chance()), patience)
    tries = max(leased.attempts, 0 if error.personal else leased.failures + 1)
    expired = is_too_old(leased.created_at, now, at, tries)
    with context.store.writing() as tx:
        if not error.personal:
            _rest_server(tx, context, leased, error)
        if expired:
            tx.queue.finish(leased, DeliveryState.EXPIRED, answer, now)
            lost = _given_up(leased, "expired", answer)
            Incidents(tx, context.address_book(), now).delivery_expired(
                leased.channel, answer, lost
            )
        else:
            tx.queue.requeue(leased, answer, at, doubtful=error.doubtful, yields=not error.personal)
    return _result(leased, DeliveryState.EXPIRED if expired else DeliveryState.QUEUED, answer)


def is_too_old(created_at: datetime, now: datetime, at: datetime, tries: int) -> bool:
    """Tell whether a message that would next be tried *at* is given up now instead."""
    if created_at > now:
        return tries >= MOST_TRIES
    return at - created_at > GIVE_UP and tries >= TRIES


def _rest_server(
    tx: Transaction, context: DeliveryContext, leased: LeasedDelivery, error: DeliveryError
) -> None:
    """Back off the whole server; after some failures in a row notify once, of the channel that failed first."""
    now = context.clock()
    failures = tx.servers.failures(leased.server) + 1
    first = tx.servers.failing_channel(leased.server) or leased.channel
    rest = retry_delay(failures, chance=context.chance())
    rest = min(max(rest, error.retry_after or timedelta()), LONGEST_REST)
    tx.servers.back_off(leased.server, failures=failures, until=now + rest, channel=first)
    if failures >= DEAD_AFTER:
        waiting = tx.queue.count_waiting(server=leased.server)
        incidents = Incidents(tx, context.address_book(), now)
        incidents.server_down(first, error.answer, waiting=waiting)


def _given_up(
    leased: LeasedDelivery, why: Literal["refused", "expired"], answer: str
) -> DeliveryGivenUp | None:
    if leased.notice is not None:
        return None
    return DeliveryGivenUp(
        subscription=", ".join(leased.people),
        channel=leased.channel,
        number=leased.alerts[0].round.called if leased.alerts else None,
        why=why,
        answer=answer,
    )


def _result(leased: LeasedDelivery, state: DeliveryState, answer: str) -> DeliveryResult:
    what = f"#{leased.alerts[0].round.number}" if leased.alerts else "reminder"
    people = ", ".join(leased.people)
    return DeliveryResult(
        channel=leased.channel,
        target=leased.target,
        state=state,
        answer=answer,
        about=f"{what} to {people}" if people else "notice",
        doubtful=leased.doubtful,
    )
