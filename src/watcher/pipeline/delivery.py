"""Delivery: one message from the queue to its channel, once.

    lease -> compose -> send -> record (see ``recording``)

A delivery leaves the queue only after the channel accepted it. After a crash the lease of an interrupted send runs
out: it is sent again, marked as doubtful. So nothing is lost, and at worst a message arrives twice.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.adapters.database import DeliveryState, LeasedDelivery, Store, Transaction
from watcher.core.errors import DeliveryError, DeliveryRefused, catch_unexpected
from watcher.core.model import Alert, Message
from watcher.core.schedule import LONGEST_REST
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.composing import compose_delivery
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.left_alone import may_leave

# Longer than any send may take, so that no live send is ever taken over: a minute of
# rate limit, a picture, and the deadline twice where a message is refused for its picture.
LEASE = timedelta(minutes=4)


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
class Attempt:
    """What came of sending a leased message once: the ``error``, if it was not taken; ``crash``: one of ours."""

    leased: LeasedDelivery
    answer: str
    error: DeliveryError | None = None
    crash: Exception | None = None


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
        while leased := _lease_next(tx, context, now, busy, spare=spare):
            # What cannot be put off is sent, rather than leased for ever.
            if not put_off.isdisjoint(leased.deliveries) or may_leave(tx, [leased], now):
                return leased
            put_off.update(leased.deliveries)
    return None


def _lease_next(
    tx: Transaction, context: DeliveryContext, now: datetime, busy: Collection[str], *, spare: bool
) -> LeasedDelivery | None:
    due = tx.queue.due_lanes(now, LEASE, limit=len(busy) + 1, spare=spare)
    free = [lane for lane in due if lane.name not in busy][:1]
    found = tx.queue.lease(free, now, owner=context.owner, lease=LEASE, limit=1) if free else []
    return found[0] if found else None


def attempt(context: DeliveryContext, leased: LeasedDelivery) -> Attempt:
    """Send a leased message, and return what its channel answered; nothing is recorded yet.

    Logical pipeline::

        message = compose(alerts)          # a notice is composed when it is queued
        answer = send(channel, message)
        accepted -> sent | not now -> queued again, or expired | never -> refused
    """
    made = Attempt(leased=leased, answer="")
    with catch_unexpected() as caught:
        # Compose: the text, and a picture for those who want one.
        message = leased.notice or _composed(context, leased)

        # Send: the only step that cannot be undone.
        try:
            made = Attempt(leased=leased, answer=_send(context, leased, message))
        except DeliveryError as error:
            made = Attempt(leased=leased, answer=error.answer, error=error)
    if caught.error is None:
        return made

    # A fault of ours: it is tried again later.
    fault = f"watcher failed on this message: {type(caught.error).__name__}"
    again = DeliveryError(fault, personal=True)
    return Attempt(leased=leased, answer=fault, error=again, crash=caught.error)


def set_aside(context: DeliveryContext, leased: LeasedDelivery) -> None:
    """Put off a message that is retried in a tight loop, and notify the operator."""
    now = context.clock()
    with context.store.writing() as tx:
        tx.queue.postpone(leased, now + LONGEST_REST)
        Incidents(tx, context.address_book(), now).delivery_repeats(leased.channel)


def _composed(context: DeliveryContext, leased: LeasedDelivery) -> Message:
    if leased.fault is not None:
        raise leased.fault
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
