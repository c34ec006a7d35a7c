"""Delivery: one message from the queue to its channel, once.

    lease -> compose -> send -> record (see ``recording``)

A delivery leaves the queue only after the channel accepted it. After a crash the lease of an interrupted send runs
out: it is sent again, marked as doubtful. So nothing is lost, and at worst a message arrives twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.adapters.database import DeliveryState, DueLane, LeasedDelivery, Store
from watcher.core.errors import DeliveryError, DeliveryRefused, catch_unexpected
from watcher.core.model import Alert, Message
from watcher.core.schedule import LONGEST_REST
from watcher.core.sending_limits import SendLimits
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.composing import compose_delivery
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.left_alone import may_leave

# A minute of rate limit, a picture, and the deadline twice where a message is refused for
# its picture: with less left of its lease no send begins, so no live one is taken over.
LONGEST_SEND = timedelta(minutes=3)
# And so long a batch may take until its last message leaves.
LONGEST_IN_HAND = timedelta(minutes=2)
LEASE = LONGEST_SEND + LONGEST_IN_HAND
# Messages that wait in hand for one recipient who may be written to only so often.
MOST_FOR_ONE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryContext:
    """The dependencies of delivering.

    ``send`` raises DeliveryError or DeliveryRefused; ``limits`` are those of a server;
    ``address_book`` is called each time, as a reload changes it; ``foresee`` adds forecasts, ``illustrate`` draws,
    ``complete`` adds what mail to people has.
    """

    store: Store
    send: Callable[[str, str, Message], str]
    address_book: Callable[[], AddressBook]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    owner: str
    limits: Callable[[str], SendLimits] = lambda _server: SendLimits()
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


def lease(context: DeliveryContext, lanes: Iterable[DueLane], limit: int) -> list[LeasedDelivery]:
    """Lease the most urgent messages of servers, each as many as *limit*, so that nobody else sends them.

    What has fallen into quiet hours meanwhile (a retry, the end of an outage) is put off instead. A recipient who may
    be written to only so often has few of them; the others follow, so that they hold up nobody.
    """
    now = context.clock()
    leased: list[LeasedDelivery] = []
    with context.store.writing() as tx:
        found = tx.queue.lease(lanes, now, owner=context.owner, lease=LEASE, limit=limit)
        same: Counter[tuple[str, str]] = Counter()
        for message in may_leave(tx, found, now):
            seconds = context.limits(message.server).per_target_seconds
            same[message.server, message.target] += 1 if seconds else 0
            ahead = same[message.server, message.target] - MOST_FOR_ONE
            if ahead > 0:
                tx.queue.release(message, now + timedelta(seconds=seconds * ahead))
            else:
                leased.append(message)
    return leased


def lease_next(context: DeliveryContext, server: str, limit: int) -> list[LeasedDelivery]:
    """Lease the most urgent messages of one server that may leave; none where nothing is due there."""
    found: list[LeasedDelivery] = []
    while not found:
        with context.store.reading() as tx:
            due = tx.queue.due_in(server, context.clock(), LEASE)
        if due is None:
            break
        found = lease(context, [due], limit)
    return found


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
        tx.queue.release(leased, now + LONGEST_REST)
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
