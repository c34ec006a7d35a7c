"""One service on one SQLite database, however the one before it ended."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from watcher.adapters.lock import ServiceLock, reported_trouble
from watcher.adapters.lock import lock_holder as holding
from watcher.core.errors import StoreError

HOLDER = """
import sys
from watcher.adapters.lock import ServiceLock, reported_trouble
from watcher.adapters.lock import lock_holder as holding
with ServiceLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "watcher.db")


@pytest.fixture
def holder(database: str) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock in another process, until it reads a line or is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_service_is_refused_and_told_who_runs(
    database: str, holder: subprocess.Popen[str]
) -> None:
    with (
        pytest.raises(StoreError, match=rf"another watcher \(process {holder.pid}\)"),
        ServiceLock(database),
    ):
        pytest.fail("both hold it")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_service_that_died_holds_nothing(
    database: str, holder: subprocess.Popen[str], how: signal.Signals
) -> None:
    holder.send_signal(how)
    holder.wait()

    with ServiceLock(database):
        pass


def test_a_service_that_ended_holds_nothing(database: str, holder: subprocess.Popen[str]) -> None:
    holder.communicate("end\n")

    with ServiceLock(database):
        pass


def test_a_refused_service_leaves_the_lock_to_its_holder(
    database: str, holder: subprocess.Popen[str]
) -> None:
    for _ in range(2):
        with pytest.raises(StoreError, match=str(holder.pid)), ServiceLock(database):
            pytest.fail("both hold it")


def test_a_second_service_in_the_same_process_is_refused_too(database: str) -> None:
    with (
        ServiceLock(database),
        pytest.raises(StoreError, match=f"process {os.getpid()}"),
        ServiceLock(database),
    ):
        pytest.fail("both hold it")


def test_a_service_that_fails_lets_go(database: str) -> None:
    with pytest.raises(RuntimeError), ServiceLock(database):
        raise RuntimeError("failed")

    with ServiceLock(database):
        pass


def test_the_lock_is_a_file_beside_the_database_that_says_who_holds_it(database: str) -> None:
    file = Path(f"{database}.lock")
    file.write_text("a process with a very long number, once")

    with ServiceLock(database):
        assert file.read_text().split() == [str(os.getpid())]

    assert file.exists()  # to delete it would let two in: one on each file


def test_the_lock_is_for_its_owner_alone(database: str) -> None:
    with ServiceLock(database):
        mode = Path(f"{database}.lock").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600


def test_services_on_two_databases_do_not_meet(tmp_path: Path) -> None:
    with ServiceLock(str(tmp_path / "one.db")), ServiceLock(str(tmp_path / "two.db")):
        pass


def test_on_postgresql_there_may_be_many() -> None:
    with ServiceLock(None), ServiceLock(None):
        pass


def test_a_lock_that_cannot_be_made_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "watcher.db.lock").mkdir()

    with (
        pytest.raises(StoreError, match="belong to the user that runs watcher"),
        ServiceLock(str(tmp_path / "watcher.db")),
    ):
        pass


def test_whoever_holds_it_can_leave_word_and_take_it_back(database: str) -> None:
    with ServiceLock(database) as held:
        assert reported_trouble(database) is None

        held.report("since noon:\nthe disk is full" + " of everything" * 500)
        assert (reported_trouble(database) or "").startswith("since noon: the disk is full of")
        assert holding(database) == str(os.getpid())
        size = Path(f"{database}.lock").stat().st_size

        held.report("since noon: the disk is full")
        assert reported_trouble(database) == "since noon: the disk is full"
        # On a full disk there is room only where something stands already.
        assert Path(f"{database}.lock").stat().st_size == size

        held.report(None)
        assert reported_trouble(database) is None


def test_word_of_a_process_that_ended_counts_no_more(database: str) -> None:
    with ServiceLock(database) as held:
        held.report("since noon: the disk is full")

    assert reported_trouble(database) is None
