"""Opening the database, and finding a running watcher."""

from dataclasses import replace
from pathlib import Path

import pytest

from watcher.adapters.lock import ServiceLock
from watcher.answers.snapshot import Snapshot, open_snapshot, service_status
from watcher.core.errors import NothingFound
from watcher.core.settings import Secret


def test_a_snapshot_sees_what_was_polled(snapshot: Snapshot) -> None:
    with open_snapshot(snapshot.settings, snapshot.now) as opened:
        assert opened.tx.rounds.count() == 4
        assert opened.now == snapshot.now


def test_where_nothing_was_polled_nothing_is_made(snapshot: Snapshot, tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    settings = replace(snapshot.settings, database=Secret(f"sqlite:///{missing}"))

    with (
        pytest.raises(NothingFound, match=f"there is no {missing}"),
        open_snapshot(settings, snapshot.now),
    ):
        pytest.fail("there is nothing to open")
    assert not missing.exists()


def test_a_watcher_is_seen_by_its_lock(tmp_path: Path) -> None:
    file = str(tmp_path / "watcher.db")

    assert service_status(file).running is False
    with ServiceLock(file):
        assert service_status(file).running
    assert service_status(None).running is None
