"""One message, once: claim -> compose -> send -> record.

A delivery leaves the queue only after the channel accepted it. The worst that a
crash can do is say it twice, and the queue knows that it may have: the lease of a
send that was cut off runs out, and the row is marked doubtful.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, Protocol

from watcher.adapters.database import DeliveryState, LeasedDelivery, Store, Transaction
from watcher.core.alerts import rests_until
from watcher.core.errors import DeliveryError, DeliveryRefused, StoreError, Unrecorded
from watcher.core.incidents import DEAD_AFTER, DeliveryGivenUp
from watcher.core.model import Alert, Message
from watcher.core.schedule import LONGEST_REST, retry_delay
from watcher.core.settings import Settings
from watcher.messages import compose
from watcher.messages.lateness import told_from
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents

# Longer than any send may take, so that no live send is ever taken over: a minute of
# pace, a picture, and the deadline twice where a message is refused for its picture.
LEASE = timedelta(minutes=4)
GIVE_UP = timedelta(hours=72)
# But not before so many tries of it, or failures in a row of its server: an hour or
# more apart. A clock that leaps, or a machine that slept, gives nothing up at once.
TRIES = 8
# As many as 72 hours have, where a clock that ran ahead hides how old a message is.
MOST_TRIES = 80
# A message that may have arrived is not said again before so long.
DOUBTFUL = timedelta(minutes=10)
RECORD_TRIES = 8


class Sends(Protocol):
    """What deliver needs of the notifying door.

    Returns the channel's own answer; raises DeliveryError or DeliveryRefused.
    """

    def __call__(self, channel: str, target: str, message: Message) -> str:
        """Send one message to one target of a channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    """How one message ended this time.

    An alert that was sent has left ``sent_after`` its news was seen; ``rested`` says
    that it came into quiet hours, and so waited for their end.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryContext:
    """What a delivery needs: the queue, the door, the people, a clock and some chance.

    ``desk`` is asked each time: a reload changes who the operator is. ``illustrate``
    draws a picture for alerts, or gives None: an alert never waits for one that fails.
    """

    store: Store
    send: Sends
    address_book: Callable[[], AddressBook]
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    owner: str
    reserve: Callable[[str, str], float] = lambda _channel, _target: 0.0
    illustrate: Callable[[Sequence[Alert]], bytes | None] = lambda _: None


def claim_next(
    post: DeliveryContext, *, busy: Collection[str] = (), spare: bool = False
) -> LeasedDelivery | None:
    """Lease the next message that is due, so that nobody else sends it.

    Lanes in *busy* are left alone; with *spare*, so are those that failed last.
    """
    now = post.clock()
    put_off: set[int] = set()
    with post.store.writing() as tx:
        while claim := tx.queue.lease_next(
            now, owner=post.owner, lease=LEASE, busy=busy, spare=spare
        ):
            morning = _morning(claim, now)
            if morning is None or not put_off.isdisjoint(claim.deliveries):
                return claim  # what cannot be put off is said rather than asked for ever
            # A retry, or an outage that is over, has come into somebody's night.
            tx.queue.postpone(claim, morning)
            put_off.update(claim.deliveries)
    return None


def _morning(claim: LeasedDelivery, now: datetime) -> datetime | None:
    """Return when the first of the alerts may be told; None if one may be told now."""
    quiet = [rests_until(alert, now) for alert in claim.alerts]
    ends = [until for until in quiet if until is not None]
    return min(ends) if ends and len(ends) == len(quiet) else None


def set_aside(post: DeliveryContext, claim: LeasedDelivery) -> None:
    """Put a message that comes up again and again off for as long as a server may rest.

    Why it does nobody foresaw: so the operator is told.
    """
    now = post.clock()
    with post.store.writing() as tx:
        tx.queue.postpone(claim, now + LONGEST_REST)
        Incidents(tx, post.address_book(), now).delivery_repeats(claim.channel)


def send(post: DeliveryContext, claim: LeasedDelivery) -> DeliveryResult:
    """Send a claimed message and record what the channel answered.

    Raises Unrecorded where the database does not take the answer.
    """
    message = claim.notice or _worded(post, claim)
    try:
        answer = _said(post, claim, message)
    except DeliveryRefused as error:
        return _recorded(partial(_record, post, claim, DeliveryState.REFUSED, error.answer))
    except DeliveryError as error:
        return _recorded(partial(_try_again, post, claim, error))
    return _recorded(partial(_sent, post, claim, answer))


def _recorded(record: Callable[[], DeliveryResult]) -> DeliveryResult:
    try:
        return record()
    except StoreError as error:
        raise Unrecorded(error, record) from error


def _worded(post: DeliveryContext, claim: LeasedDelivery) -> Message:
    """Word alerts, with a picture at the first attempt: whatever fails goes without."""
    shared = _is_shared(post.address_book().settings, claim.channel)
    message = compose(claim.alerts, now=post.clock(), shared=shared)
    if claim.attempts > 1 or not any(a.subscription.picture for a in claim.alerts):
        return message
    return replace(message, picture=post.illustrate(claim.alerts))


def _is_shared(settings: Settings, channel: str) -> bool:
    """Tell whether several subscriptions are told at the address of a channel."""
    known = settings.channels
    same = {n for n in known if channel in known and known[n].url == known[channel].url}
    names = {channel, *same}
    return sum(not names.isdisjoint(s.channels) for s in settings.subscriptions) > 1


def _said(post: DeliveryContext, claim: LeasedDelivery, message: Message) -> str:
    """Send; where a message with a picture is refused, try the words alone."""
    try:
        return post.send(claim.channel, claim.target, message)
    except DeliveryRefused:
        if message.picture is None:
            raise
    return post.send(claim.channel, claim.target, replace(message, picture=None))


def failed(post: DeliveryContext, claim: LeasedDelivery, error: Exception) -> DeliveryResult:
    """Record that sending failed in a way that nobody foresaw: back off, and tell."""
    answer = f"watcher failed on this message: {type(error).__name__}"
    again = DeliveryError(answer, personal=True)
    return _recorded(partial(_try_again, post, claim, again))


def _sent(post: DeliveryContext, claim: LeasedDelivery, answer: str) -> DeliveryResult:
    """Record an acceptance, as stubbornly as its lease allows: else it is said twice."""
    for _ in range(RECORD_TRIES - 1):
        try:
            return _record(post, claim, DeliveryState.SENT, answer)
        except StoreError:
            continue  # each try has waited for the lock, 10 s on SQLite
    return _record(post, claim, DeliveryState.SENT, answer)


def _record(
    post: DeliveryContext, claim: LeasedDelivery, state: DeliveryState, answer: str
) -> DeliveryResult:
    now = post.clock()
    with post.store.writing() as tx:
        tx.queue.finish(claim, state, answer, now)
        incidents = Incidents(tx, post.address_book(), now)
        if state is DeliveryState.SENT:
            failing = tx.servers.failing_channel(claim.server)
            if failing is not None:
                tx.servers.back_off(claim.server, failures=0, until=None, channel=failing)
                incidents.server_recovered(failing)
            incidents.channel_recovered(claim.channel, claim.target)
        else:
            lost = _lost(claim, "refused", answer)
            incidents.channel_refused(claim.channel, claim.target, answer, lost)
    ended = _outcome(claim, state, answer)
    return _with_lateness(ended, claim, now) if state is DeliveryState.SENT else ended


def _try_again(
    post: DeliveryContext, claim: LeasedDelivery, error: DeliveryError
) -> DeliveryResult:
    """Back off, both this message and its whole server; after 72 hours give it up."""
    now = post.clock()
    asked = min(error.retry_after or timedelta(), LONGEST_REST)
    patience = max(asked, DOUBTFUL) if error.doubtful else asked
    at = now + max(retry_delay(claim.attempts, chance=post.chance()), patience)
    tries = max(claim.attempts, 0 if error.personal else claim.failures + 1)
    is_over = is_too_old(claim.created_at, now, at, tries)
    state = DeliveryState.EXPIRED if is_over else DeliveryState.QUEUED
    with post.store.writing() as tx:
        incidents = Incidents(tx, post.address_book(), now)
        if not error.personal:
            _rest(tx, post, claim, error)
        if state is DeliveryState.EXPIRED:
            tx.queue.finish(claim, state, error.answer, now)
            lost = _lost(claim, "expired", error.answer)
            incidents.delivery_expired(claim.channel, error.answer, lost)
        else:
            tx.queue.requeue(
                claim, error.answer, at, doubtful=error.doubtful, yields=not error.personal
            )
    return _outcome(claim, state, error.answer)


def is_too_old(created_at: datetime, now: datetime, at: datetime, tries: int) -> bool:
    """Tell whether a message that would next be tried *at* is given up now instead."""
    if created_at > now:
        return tries >= MOST_TRIES
    return at - created_at > GIVE_UP and tries >= TRIES


def _rest(
    tx: Transaction, post: DeliveryContext, claim: LeasedDelivery, error: DeliveryError
) -> None:
    """Let the whole server rest; after some failures in a row it is called dead.

    That is told once, of the channel that met the first failure.
    """
    now = post.clock()
    failures = tx.servers.failures(claim.server) + 1
    first = tx.servers.failing_channel(claim.server) or claim.channel
    rest = retry_delay(failures, chance=post.chance())
    rest = min(max(rest, error.retry_after or timedelta()), LONGEST_REST)
    tx.servers.back_off(claim.server, failures=failures, until=now + rest, channel=first)
    if failures >= DEAD_AFTER:
        waiting = tx.queue.count_waiting(server=claim.server)
        incidents = Incidents(tx, post.address_book(), now)
        incidents.server_down(first, error.answer, waiting=waiting)


def _lost(
    claim: LeasedDelivery, why: Literal["refused", "expired"], answer: str
) -> DeliveryGivenUp | None:
    if not claim.alerts:
        return None
    return DeliveryGivenUp(
        subscription=", ".join(a.subscription.name for a in claim.alerts),
        channel=claim.channel,
        number=claim.alerts[0].round.called,
        why=why,
        answer=answer,
    )


def _outcome(claim: LeasedDelivery, state: DeliveryState, answer: str) -> DeliveryResult:
    people = ", ".join(alert.subscription.name for alert in claim.alerts)
    about = f"#{claim.alerts[0].round.number} to {people}" if people else "notice"
    return DeliveryResult(
        channel=claim.channel,
        target=claim.target,
        state=state,
        answer=answer,
        about=about,
        doubtful=claim.doubtful,
    )


def _with_lateness(sent: DeliveryResult, claim: LeasedDelivery, now: datetime) -> DeliveryResult:
    """Say how long after its news an alert left; of several, after the first of them."""
    seen = [(at, alert) for alert in claim.alerts if (at := told_from(alert))]
    if not seen:
        return sent  # a notice to the operator
    return replace(
        sent,
        sent_after=now - min(at for at, _ in seen),
        rested=all(rests_until(alert, at) for at, alert in seen),
    )
