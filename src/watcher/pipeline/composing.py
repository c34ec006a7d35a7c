"""Composing: what a claimed message says, in the words of its reader."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from watcher.adapters.database import LeasedDelivery
from watcher.core.alerts import waits_for_digest
from watcher.core.model import Alert, Message
from watcher.core.settings import Settings
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
    known = settings.channels
    same = {n for n in known if channel in known and known[n].url == known[channel].url}
    names = {channel, *same}
    return sum(not names.isdisjoint(s.channels) for s in settings.subscriptions) > 1
