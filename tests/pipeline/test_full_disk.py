"""A disk that fills up in mid-transaction: a clear error, a sound database, and work goes on when there is room.

The disk is a small tmpfs, which only root may mount.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.pipeline.test_people import HEADING, load, wait_for
from tests.pipeline.test_workers import Stage
from tests.values import a_person
from watcher.adapters.database import DeliveryState, Store
from watcher.core.errors import StoreError
from watcher.core.sending_limits import SendLimits
from watcher.core.settings import Secret
from watcher.pipeline.delivery import LEASE

_ROOM = 2_000_000


class SmallDisk:
    """A file system of some megabytes; a ballast takes what is left of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "watcher.db"
        self._ballast = folder / "ballast"

    def fill(self, *, but: int = 0) -> None:
        """Leave so many bytes."""
        free = os.statvfs(self.folder)
        with self._ballast.open("wb") as ballast:
            ballast.write(b"\0" * max(free.f_bavail * free.f_bsize - but, 0))

    def make_room(self) -> None:
        """Take the ballast away."""
        self._ballast.unlink()

    def check(self) -> None:
        """See that SQLite finds nothing wrong."""
        with closing(sqlite3.connect(self.file)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert opened.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Mount a disk of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("a small disk cannot be mounted here: there is no mount")
    mounted = [mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here: mount -t tmpfs")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run([umount, "-l", str(folder)], check=True)


@pytest.fixture
def small(disk: SmallDisk, now: datetime) -> Iterator[Store]:
    """Open a database on the small disk."""
    with closing(Store(Secret(f"sqlite:///{disk.file}"))) as store:
        store.migrate(now)
        yield store


def names(store: Store) -> int:
    with store.reading() as tx:
        return tx.people.count()


def clients(count: int) -> str:
    lines = (f"client-{i:05},,cec; french,471,client{i}@example.com" for i in range(count))
    return HEADING + "\n".join(lines)


def test_an_import_for_which_there_is_no_room_changes_nothing_and_works_later(
    disk: SmallDisk, small: Store, now: datetime
) -> None:
    load(small, now, clients(10))
    disk.fill(but=_ROOM // 4)

    with pytest.raises(StoreError, match="full") as failed:
        load(small, now, clients(4000))

    assert failed.value.fault == "full"
    assert "make room on the disk" in str(failed.value)
    disk.check()
    assert names(small) == 10

    disk.make_room()
    assert load(small, now, clients(4000)).is_applied
    disk.check()
    assert names(small) == 4000


def test_a_round_for_many_people_is_queued_whole_or_not_at_all(
    disk: SmallDisk, small: Store, now: datetime
) -> None:
    people = [a_person(name=f"client-{i:05}") for i in range(1500)]
    disk.fill(but=_ROOM // 4)

    with pytest.raises(StoreError, match="make room on the disk"):
        wait_for(small, now, *people)

    disk.check()
    with small.reading() as tx:
        assert tx.deliveries.search() == []

    disk.make_room()
    wait_for(small, now, *people)
    with small.reading() as tx:
        assert len(tx.deliveries.search()) == 1500


def test_a_copy_for_which_there_is_no_room_is_not_left_in_half(
    disk: SmallDisk, small: Store, now: datetime
) -> None:
    load(small, now, clients(1000))
    disk.fill(but=_ROOM // 4)

    with pytest.raises(StoreError, match="not enough room"):
        small.back_up(str(disk.folder / "copy.db"))

    assert not (disk.folder / "copy.db").exists()
    disk.make_room()
    small.back_up(str(disk.folder / "copy.db"))


class FillsTheDisk(list[str]):
    """What a server took: with the first of it the disk is full."""

    def __init__(self, disk: SmallDisk) -> None:
        super().__init__()
        self._disk = disk

    def append(self, channel: str) -> None:
        if not self:
            self._disk.fill()
        super().append(channel)


def test_what_was_sent_while_the_disk_was_full_is_recorded_when_there_is_room_and_sent_once(
    disk: SmallDisk, small: Store
) -> None:
    stage = Stage(small, SendLimits(connections=1, per_second=1_000_000))
    stage.put(*(f"client-{i:03}" for i in range(40)), lane="mail")
    stage.servers.sent = FillsTheDisk(disk)

    with pytest.raises(StoreError, match="full"):
        stage.workers.drain()

    assert len(stage.servers.sent) < 40  # nothing more is begun that could not be recorded
    assert isinstance(stage.failed[0], StoreError)
    assert stage.failed[0].fault == "full"
    disk.make_room()
    disk.check()

    stage.now += LEASE + timedelta(minutes=10)
    stage.workers.drain()
    stage.workers.stop(0)

    disk.check()
    assert sorted(stage.servers.sent) == [f"client-{i:03}" for i in range(40)]
    with small.reading() as tx:
        assert {d.state for d in tx.deliveries.search()} == {DeliveryState.SENT}


@pytest.mark.parametrize("room", range(4096, 400_000, 40_000))
def test_wherever_it_fills_up_what_was_kept_stays(
    disk: SmallDisk, small: Store, now: datetime, room: int
) -> None:
    wait_for(small, now, a_person(name="waits"))
    disk.fill(but=room)

    fault = None
    try:
        with small.writing() as tx:
            tx.people.put_many((a_person(name=f"client-{i:05}") for i in range(600)), now)
    except StoreError as error:
        fault = error.fault

    assert (fault, names(small)) in {(None, 600), ("full", 0)}
    disk.check()
    with small.reading() as tx:
        assert [d.state for d in tx.deliveries.search()] == [DeliveryState.QUEUED]
