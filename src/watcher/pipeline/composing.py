"""Composing: what a claimed message says, in the words of its reader."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from watcher.adapters.database import LeasedDelivery
from watcher.core.alerts import waits_for_digest
from watcher.core.model import Alert, Message
from watcher.core.settings import Secret, Settings
from watcher.messages import compose, compose_digest, compose_monthly, compose_reminder


def compose_delivery(
    leased: LeasedDelivery,
    *,
    settings: Settings,
    now: datetime,
    foresee: Callable[[Sequence[Alert]], Sequence[Alert]],
    illustrate: Callable[[Sequence[Alert]], bytes | None],
) -> Message:
    """Compose the message of alerts, with a picture at the first attempt only, or that of a reminder."""
    shared = _is_shared(settings, leased.channel)
    if leased.reminder is not None:
        return compose_reminder(leased.reminder, now=now, shared=shared)
    if leased.monthly is not None:
        return compose_monthly(leased.monthly, shared=shared)
    if _is_digest(leased.alerts):
        return compose_digest(leased.alerts, due_at=leased.due_at, now=now, shared=shared)
    message = compose(foresee(leased.alerts), now=now, shared=shared)
    if leased.attempts > 1 or not any(a.subscription.picture for a in leased.alerts):
        return message
    return replace(message, picture=illustrate(leased.alerts))


def _is_digest(alerts: Sequence[Alert]) -> bool:
    """Tell whether alerts waited for each other: for a digest, or for the end of a mute."""
    return len({a.round.number for a in alerts}) > 1 or all(map(waits_for_digest, alerts))


def _is_shared(settings: Settings, channel: str) -> bool:
    """Tell whether several subscriptions are told at the address of a channel."""
    known = settings.channels.get(channel)
    readers = _readers(_Same(settings))
    return readers[known.url if known else channel] > 1


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Settings that are equal to themselves alone: to compare thousands of people takes longer than to count them."""

    settings: Settings

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.settings is self.settings

    def __hash__(self) -> int:
        return id(self.settings)


@lru_cache(maxsize=2)
def _readers(same: _Same) -> Counter[Secret | str]:
    """Count the subscriptions that are told at each address, or under each name that has none."""
    known = same.settings.channels
    counted: Counter[Secret | str] = Counter()
    for subscription in same.settings.subscriptions:
        counted.update({known[n].url if n in known else n for n in subscription.channels})
    return counted
