"""One message, once: claim -> compose -> send -> record.

A delivery leaves the queue only after the channel accepted it. The worst that a
crash can do is say it twice, and the queue knows that it may have: the lease of a
send that was cut off runs out, and the row is marked doubtful.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from watcher.alarm import Alarm, Desk
from watcher.errors import DeliveryError, DeliveryRefused
from watcher.health import DEAD_AFTER
from watcher.message import compose
from watcher.model import Message
from watcher.notice import DeliveryGivenUp
from watcher.pace import retry_delay
from watcher.store import Claim, State, Store

# Longer than any send may take, so that no live send is ever taken over.
LEASE = timedelta(minutes=3)
GIVE_UP = timedelta(hours=72)


class Sends(Protocol):
    """What deliver needs of the notifying door.

    Returns the channel's own answer; raises DeliveryError or DeliveryRefused.
    """

    def __call__(self, channel: str, target: str, message: Message) -> str:
        """Send one message to one target of a channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How one message ended this time."""

    channel: str
    target: str
    state: State
    answer: str
    about: str
    doubtful: bool = False

    @property
    def failed(self) -> bool:
        """Whether the channel did not take it."""
        return self.state is not State.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a delivery needs: the queue, the door, the people, a clock and some chance.

    ``desk`` is asked each time: a reload changes who the operator is.
    """

    store: Store
    send: Sends
    desk: Callable[[], Desk]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    owner: str


def deliver(post: Post, *, busy: Collection[str] = ()) -> Delivery | None:
    """Send the next message that is due; None when there is none.

    Channels in *busy* are left alone. Raises StoreError if the database fails: the
    message then stays leased, and is sent again when its lease has run out.
    """
    claim = claim_next(post, busy=busy)
    return None if claim is None else send(post, claim)


def claim_next(post: Post, *, busy: Collection[str] = ()) -> Claim | None:
    """Lease the next message that is due, so that nobody else sends it."""
    with post.store.writing() as tx:
        return tx.queue.claim(post.clock(), owner=post.owner, lease=LEASE, busy=busy)


def send(post: Post, claim: Claim) -> Delivery:
    """Send a claimed message and record what the channel answered."""
    message = claim.notice or compose(claim.alerts, now=post.clock())
    try:
        answer = post.send(claim.channel, claim.target, message)
    except DeliveryRefused as error:
        return _record(post, claim, State.REFUSED, error.answer)
    except DeliveryError as error:
        return _try_again(post, claim, error)
    return _record(post, claim, State.SENT, answer)


def _record(post: Post, claim: Claim, state: State, answer: str) -> Delivery:
    now = post.clock()
    with post.store.writing() as tx:
        tx.queue.end(claim, state, answer, now)
        alarm = Alarm(tx, post.desk(), now)
        if state is State.SENT:
            tx.queue.rest(claim.channel, failures=0, until=None)
            alarm.channel_well(claim.channel, claim.target)
        else:
            lost = _lost(claim, "refused", answer)
            alarm.refused(claim.channel, claim.target, answer, lost)
    return _outcome(claim, state, answer)


def _try_again(post: Post, claim: Claim, error: DeliveryError) -> Delivery:
    """Back off, both this message and its whole channel; after 72 hours give it up."""
    now = post.clock()
    asked = error.retry_after or timedelta()
    at = now + max(retry_delay(claim.attempts, chance=post.chance()), asked)
    state = State.EXPIRED if at - claim.created_at > GIVE_UP else State.QUEUED
    with post.store.writing() as tx:
        alarm = Alarm(tx, post.desk(), now)
        failures = tx.queue.failures(claim.channel) + 1
        rest = max(retry_delay(failures, chance=post.chance()), asked)
        tx.queue.rest(claim.channel, failures=failures, until=now + rest)
        if failures >= DEAD_AFTER:
            alarm.channel_fails(claim.channel, error.answer)
        if state is State.EXPIRED:
            tx.queue.end(claim, state, error.answer, now)
            lost = _lost(claim, "expired", error.answer)
            alarm.expired(claim.channel, error.answer, lost)
        else:
            tx.queue.again(claim, error.answer, at)
    return _outcome(claim, state, error.answer)


def _lost(
    claim: Claim, why: Literal["refused", "expired"], answer: str
) -> DeliveryGivenUp | None:
    if not claim.alerts:
        return None
    return DeliveryGivenUp(
        subscription=", ".join(a.subscription.name for a in claim.alerts),
        channel=claim.channel,
        number=claim.alerts[0].round.number,
        why=why,
        answer=answer,
    )


def _outcome(claim: Claim, state: State, answer: str) -> Delivery:
    people = ", ".join(alert.subscription.name for alert in claim.alerts)
    about = f"#{claim.alerts[0].round.number} to {people}" if people else "notice"
    return Delivery(
        channel=claim.channel,
        target=claim.target,
        state=state,
        answer=answer,
        about=about,
        doubtful=claim.doubtful,
    )
