"""Pruning by the ages that the configuration gives."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.adapters.database.test_pruning import kept, told
from tests.pipeline.test_people import SETTINGS
from watcher.adapters.database import Store
from watcher.pipeline.pruning import Pruned, prunable, prune

DAY = timedelta(days=1)


def test_two_years_are_kept_unless_told_otherwise(store: Store, now: datetime) -> None:
    for days in (731, 729, 100, 0):
        told(store, now - days * DAY, f"{days} days")

    assert prunable(store, SETTINGS, now) == Pruned(alerts=1, episodes=0)
    assert prune(store, SETTINGS, now) == Pruned(alerts=1, episodes=0)
    assert kept(store) == ["0 days", "100 days", "729 days"]

    prune(store, replace(SETTINGS, keep_told_days=90), now)

    assert kept(store) == ["0 days"]


def test_more_than_one_transaction_takes_is_dropped_in_several(store: Store, now: datetime) -> None:
    told(store, now - 1000 * DAY, *(f"p{i}" for i in range(1203)))

    assert prune(store, SETTINGS, now).alerts == 1203
    assert kept(store) == []
