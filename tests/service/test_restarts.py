"""The service while its database cannot be used: the disk is full, the file is gone.

Disks are full by the kernel's own limits: RLIMIT_FSIZE, lowered and lifted again from
outside, and, for root, a file system of two megabytes.
"""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.cli.terminal import watcher
from tests.running import Running
from tests.servers.http import HttpServer
from tests.service.test_service import (
    CONFIGURATION,
    HOOK,
    PAGE,
    PING,
    TAKEN,
    Holding,
    publish,
    recorded,
    told,
)
from watcher.adapters.database import DeliveryState

OPS = "/ops"
_MOUNT, _UMOUNT = shutil.which("mount") or "", shutil.which("umount") or ""
MORE = """
[operator]
channels = ["ops"]
ping = "{ping}"
[web]
listen = "127.0.0.1:0"
"""
# What takes a minute takes a fraction of a second here.
HURRIED = """
from datetime import timedelta
from watcher.service import database_health, restarts, service
database_health.OVER_AFTER = 0.3
database_health.RECURS_WITHIN = 0.0
database_health.TELL_AFTER = 0.1
restarts.DATABASE_RETRY_SECONDS = 0.2
service.DELIVER_EVERY = timedelta(seconds=0.1)
"""
FULL = "[watcher] The database: the disk is full"
MOVED = "[watcher] The database: its file was changed while in use"
EMPTY = "[watcher] The database: it is empty or gone"
WELL = "[watcher] The database: works again"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    """Serve a page with round 437, a webhook, the operator's, and the dead-man's switch."""
    with HttpServer() as server:
        publish(server, "437")
        for path in (HOOK, OPS, PING):
            server.at(path, TAKEN)
        yield server


def write(folder: Path, server: HttpServer) -> Path:
    text = CONFIGURATION.format(page=server.url(PAGE), hook=server.url(HOOK, scheme="json"))
    ops = f'[channels]\nops = "{server.url(OPS, scheme="json")}"'
    file = folder / "config.toml"
    file.write_text(text.replace("[channels]", ops) + MORE.format(ping=server.url(PING)))
    return file


@pytest.fixture
def config(tmp_path: Path, server: HttpServer) -> Path:
    return write(tmp_path, server)


def titles(server: HttpServer) -> list[str]:
    """Return what the operator was told of the database."""
    bodies = [json.loads(r.body) for r in server.requests if r.path == OPS]
    return [b["title"] for b in bodies if "database" in b["title"]]


def asked(server: HttpServer, path: str) -> int:
    return sum(request.path == path for request in server.requests)


def no_room(program: Running) -> None:
    """Let no file of the program grow beyond a page, from now on."""
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (4096, hard))


def room_again(program: Running) -> None:
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (hard, hard))


def status(config: Path) -> tuple[int, str]:
    ended = watcher("--config", config, "status", home=config.parent)
    return ended.exit_code, " ".join((ended.stdout + ended.stderr).split())


def test_a_database_that_cannot_be_written_is_told_without_it_once_and_once_when_over(
    config: Path, server: HttpServer
) -> None:
    with Running(config, before=HURRIED) as program:
        url = program.wait_for("web_listening")["url"]
        program.wait_for("delivery", about="notice", state="sent")
        no_room(program)
        program.wait_for("operator_told")
        ready = httpx.get(f"{url}readyz")
        pings = asked(server, PING)
        metrics = httpx.get(f"{url}metrics").text
        page = httpx.get(url).text
        code, said = status(config)
        pings_since = asked(server, PING) - pings
        room_again(program)
        program.wait_for("database_works")
        program.wait_for("delivery", about="notice", state="sent", times=2)
        again = httpx.get(f"{url}readyz")
        failures = program.logged("database_failed")

    assert ready.status_code == 503
    assert ready.text.startswith("not ready\nthe database: the disk fails, since 20")
    assert "\nwatcher_database_up 0.0\n" in metrics
    assert "Not well: the database: the disk fails." in page
    assert "All is well" not in page
    assert code == 1
    assert "WRONG: the database is in trouble since 20" in said
    assert "disk I/O error" in said
    assert pings_since == 0
    assert (again.status_code, again.text) == (200, "ready\n")
    assert len(failures) == 1
    assert titles(server) == ["[watcher] The database: the disk fails", WELL]


def test_an_answer_that_could_not_be_recorded_is_recorded_when_it_can_be(
    config: Path, server: HttpServer
) -> None:
    hook = Holding(server, HOOK)
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")
        publish(server, "438", "437")
        hook.wait_until_asked()
        no_room(program)
        hook.let_go()
        program.wait_for("operator_told")
        room_again(program)
        program.wait_for("delivery", about="#438 to amara", state="sent")

    assert [t for t in told(config) if t[0] == "438"] == [("438", DeliveryState.SENT, False)]
    assert asked(server, HOOK) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of two megabytes, which takes root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = [_MOUNT, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if (
        not _MOUNT
        or os.geteuid() != 0
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run([_UMOUNT, "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left on a disk."""
    path = folder / "fill"
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        while os.write(file, b"x" * 4096):
            pass
    except OSError:
        os.close(file)
    return path


def test_a_full_disk_is_told_and_over_when_there_is_room(
    small_disk: Path, server: HttpServer
) -> None:
    config = write(small_disk, server)
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")
        filling = fill(small_disk)
        program.wait_for("operator_told")
        code, said = status(config)
        filling.unlink()
        program.wait_for("database_works")
        program.wait_for("delivery", about="notice", times=2)

    assert code == 1
    assert "full" in said
    assert f"make room on the disk (df -h {small_disk}" in said
    assert titles(server) == [FULL, WELL]


def test_a_service_that_starts_on_a_full_disk_says_so_once_and_waits(
    small_disk: Path, server: HttpServer
) -> None:
    config = write(small_disk, server)
    filling = fill(small_disk)
    with Running(config, before=HURRIED) as program:
        program.wait_for("operator_told")
        filling.unlink()
        program.wait_for("started")
        program.wait_for("database_works")
        program.signal(signal.SIGTERM)

        assert program.exit_status() == 0
    assert titles(server)[0] == FULL


def rounds(config: Path) -> list[str]:
    return [r.number for r in recorded(config, lambda tx: tx.rounds.all())]


def lose(config: Path, how: str) -> None:
    database = config.parent / "watcher.db"
    match how:
        case "deleted":
            database.unlink()
        case "moved away":
            database.rename(config.parent / "elsewhere.db")
        case "its WAL deleted":
            Path(f"{database}-wal").unlink()
        case "its WAL and shared memory deleted":
            Path(f"{database}-wal").unlink()
            Path(f"{database}-shm").unlink()
        case "emptied, all of it in the WAL":
            os.truncate(database, 0)
        case _:  # replaced
            with closing(sqlite3.connect(database)) as opened:
                opened.execute("VACUUM INTO ?", (f"{database}.copy",))
            Path(f"{database}.copy").rename(database)


@pytest.mark.parametrize(
    "how",
    [
        "deleted",
        "moved away",
        "its WAL deleted",
        "its WAL and shared memory deleted",
        "emptied, all of it in the WAL",
        "replaced",
    ],
)
def test_a_database_file_that_is_changed_under_a_service_loses_nothing(
    config: Path, server: HttpServer, how: str
) -> None:
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")
        program.wait_for("delivery", about="notice")
        publish(server, "438", "437")
        program.wait_for("delivery", about="#438 to amara")
        lose(config, how)
        program.wait_for("database_rescued")
        program.wait_for("started", times=2)
        publish(server, "439", "438", "437")
        program.wait_for("delivery", about="#439 to amara")
        program.wait_for("operator_told")

    assert sorted(rounds(config)) == ["437", "438", "439"]
    assert asked(server, HOOK) == 2
    assert titles(server)[0] == (EMPTY if "emptied" in how else MOVED)


def test_an_emptied_database_is_no_new_history(config: Path, server: HttpServer) -> None:
    database = config.parent / "watcher.db"
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")
        program.wait_for("delivery", about="notice")
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.truncate(database, 0)

        assert program.exit_status() == 2
    with Running(config, before=HURRIED) as program:
        assert program.exit_status() == 2
        assert "is gone, though a watcher has kept its history there" in program.log
    assert titles(server)[0] == EMPTY
    assert not database.exists()

    Path(f"{database}.marker").unlink()
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")


def zero_a_page(database: Path, table: str) -> None:
    """Write zeros over the middle of a table, as a disk may do."""
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = opened.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
        ).fetchone()
    with database.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(bytes(4096))


def test_pages_that_nobody_reads_are_missed_at_the_start(config: Path, server: HttpServer) -> None:
    with Running(config, before=HURRIED) as program:
        program.wait_for("polled", outcome="baseline")
        program.signal(signal.SIGTERM)
        assert program.exit_status() == 0
    zero_a_page(config.parent / "watcher.db", "oddities")

    with Running(config, before=HURRIED) as program:
        program.wait_for("operator_told")
        program.wait_for("started")
        code, said = status(config)

    assert code == 1
    assert "is damaged" in said
    assert titles(server) == ["[watcher] The database: it is damaged"]
