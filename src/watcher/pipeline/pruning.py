"""Pruning: what is older than the configuration keeps goes, a little at a time, so that nobody waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.adapters.database import Store, Transaction
from watcher.core.settings import Settings

# A transaction of so many takes some milliseconds.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """How much was old: alerts with their deliveries, and spells of trouble."""

    alerts: int
    episodes: int


def prune(store: Store, settings: Settings, now: datetime) -> Pruned:
    """Drop what is old in small transactions; what waits stays, however old."""
    told, trouble = _ages(settings, now)
    alerts = _drop(store, lambda tx: tx.pruning.drop_alerts(told, _AT_ONCE))
    _drop(store, lambda tx: tx.pruning.drop_news(told, _AT_ONCE))
    episodes = _drop(store, lambda tx: tx.pruning.drop_episodes(trouble, _AT_ONCE))
    return Pruned(alerts=alerts, episodes=episodes)


def prunable(store: Store, settings: Settings, now: datetime) -> Pruned:
    """Count what :func:`prune` would drop."""
    told, trouble = _ages(settings, now)
    with store.reading() as tx:
        return Pruned(
            alerts=tx.pruning.count_alerts(told), episodes=tx.pruning.count_episodes(trouble)
        )


def _ages(settings: Settings, now: datetime) -> tuple[datetime, datetime]:
    told, trouble = settings.keep_told_days, settings.keep_trouble_days
    return now - timedelta(days=told), now - timedelta(days=trouble)


def _drop(store: Store, some: Callable[[Transaction], int]) -> int:
    dropped = 0
    while True:
        with store.writing() as tx:
            gone = some(tx)
        dropped += gone
        if gone < _AT_ONCE:
            return dropped
