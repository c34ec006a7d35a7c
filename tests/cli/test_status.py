"""``status`` and ``backup``."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY, NARROW, Installation, cells, said
from tests.pages import a_row
from watcher.adapters.database import REVISION
from watcher.adapters.lock import ServiceLock
from watcher.core.settings import Secret

NEW = a_row("437", "2026-08-19", drawCRS="520")


def test_all_is_well_after_a_good_poll(installation: Installation) -> None:
    installation.scene.now += timedelta(minutes=3)
    files = (installation.folder / "watcher.db", installation.folder / "watcher.db-wal")
    size = sum(file.stat().st_size for file in files)

    told = installation.run_now("status", **NARROW)

    assert (told.exit_code, told.stderr) == (0, "")
    assert said(told) == [
        "",
        " source   state   last good poll   last change     next poll",
        " ──────────────────────────────────────────────────────────────",
        " ircc     well    3 minutes ago    3 minutes ago   none planned",
        "",
        "newest round   #436 cec, 7 days ago",
        "watcher        none is running",
        "queue          0 queued, 0 sending, 1 sent, 0 refused, 0 expired, 0 superseded, 0 suppressed",
        f"configuration  {installation.file}",
        f"database       {installation.folder}/watcher.db, {size / 1000:.1f} kB, schema {REVISION}",
        "",
        "All is well.",
    ]


def test_a_running_watcher_is_seen_by_its_lock(installation: Installation) -> None:
    with ServiceLock(installation.scene.store.file):
        lines = said(installation.run_now("status"))

    assert f"watcher        runs as process {os.getpid()}" in lines
    assert cells(lines[3])[-1] == "in 1 minute"
    assert lines[-1] == "All is well."


def test_a_poll_that_should_have_been_is_overdue(installation: Installation) -> None:
    installation.scene.now += timedelta(minutes=15)

    with ServiceLock(installation.scene.store.file):
        lines = said(installation.run_now("status"))

    assert cells(lines[3])[-1] == "overdue"
    assert lines[-1] == "All is well."


def test_a_watcher_that_ended_leaves_its_lock_but_runs_no_more(installation: Installation) -> None:
    with ServiceLock(installation.scene.store.file):
        pass

    assert "watcher        none is running" in said(installation.run_now("status"))


def test_looking_at_the_lock_does_not_take_it(installation: Installation) -> None:
    with ServiceLock(installation.scene.store.file):
        installation.run_now("status")
        installation.run_now("status")

    with ServiceLock(installation.scene.store.file):
        pass


def test_programs_get_the_whole_condition(installation: Installation) -> None:
    with ServiceLock(installation.scene.store.file):
        shown = json.loads(installation.run_now("status", "--json").stdout)

    assert shown["at"] == "2026-08-19T18:01:00Z"
    assert shown["service"] == {"running": True, "process": str(os.getpid())}
    assert shown["sources"] == [
        {
            "name": "ircc",
            "trust": "official",
            "state": "well",
            "since": None,
            "why": None,
            "polled_at": "2026-08-19T18:01:00Z",
            "good_at": "2026-08-19T18:01:00Z",
            "changed_at": "2026-08-19T18:01:00Z",
            "next_poll_by": "2026-08-19T18:02:50Z",
            "next_poll": {
                "by": "2026-08-19T18:02:50Z",
                "reason": "round hours",
                "why": "a round is possible now (Wednesday, 7 days since the last, 21% of such "
                "days have one; 14:01 is when they appear)",
                "chance": pytest.approx(0.214, abs=0.001),
            },
            "waits_until": None,
        }
    ]
    assert shown["newest"]["number"] == "436"
    assert (shown["channels"], shown["resting"], shown["configuration"]) == ([], [], None)
    assert shown["database"]["place"] == f"{installation.folder}/watcher.db"
    assert shown["database"]["schema"] == REVISION
    assert shown["database"]["bytes"] > 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is hidden from root: run it as another user")
def test_behind_the_lock_of_another_user_a_watcher_may_be_running(
    installation: Installation,
) -> None:
    (installation.folder / "watcher.db.lock").touch(mode=0o000)

    lines = said(installation.run_now("status"))

    assert "watcher        none is running" in lines


def test_messages_that_wait_are_counted(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)

    lines = said(installation.run_now("status"))
    queue = json.loads(installation.run_now("status", "--json").stdout)["queue"]

    assert "newest round    #437 cec, today" in lines
    assert (
        "queue           2 queued, 0 sending, 1 sent, 0 refused, 0 expired, 0 superseded, 0 suppressed"
        in lines
    )
    assert "oldest waiting  since 2026-08-19 14:02:00 EDT" in lines
    assert lines[-1] == "All is well."
    assert queue == {
        "queued": 2,
        "sending": 0,
        "sent": 1,
        "refused": 0,
        "expired": 0,
        "superseded": 0,
        "suppressed": 0,
        "oldest_waiting": "2026-08-19T18:02:00Z",
        "longest_due": "2026-08-19T18:02:00Z",
    }


def test_a_copy_holds_what_the_database_holds(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    copy = installation.folder / "copy.db"

    told = installation.run("backup", copy)

    size = copy.stat().st_size / 1000
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == (f"Copied {installation.folder}/watcher.db to {copy}: {size:.1f} kB.\n")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        numbers = connection.execute("SELECT number FROM rounds ORDER BY 1").fetchall()
    assert numbers == [("434",), ("435",), ("436",), ("437",), ("91b",)]


def test_a_copy_replaces_no_file(installation: Installation) -> None:
    copy = installation.folder / "copy.db"
    copy.write_text("mine")

    told = installation.run("backup", copy)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (f"watcher: {copy} exists; name another file, or move it away\n")
    assert copy.read_text() == "mine"


@pytest.mark.parametrize("place", ["none/copy.db", "watcher.db/copy.db"])
def test_a_copy_that_cannot_be_written_ends_with_1(installation: Installation, place: str) -> None:
    told = installation.run("backup", installation.folder / place)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith(f"watcher: {installation.folder / place} cannot be written")


def test_a_postgresql_database_is_copied_by_its_own_program(
    installation: Installation, postgresql_database: Secret
) -> None:
    told = installation.run("--database", postgresql_database.value, "backup", "copy.db")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "watcher: a PostgreSQL database is backed up with pg_dump\n"


def test_on_postgresql_those_that_run_are_on_record(
    installation: Installation, postgresql_database: Secret
) -> None:
    database = ("--database", postgresql_database.value)
    now = installation.scene.now

    told = installation.run(*database, "status", "--json", "--as-of", now.isoformat())

    shown = json.loads(told.stdout)
    told_people = said(installation.run(*database, "status"))
    assert told.exit_code == 1
    assert cells(told_people[3]) == ["ircc", "not polled", "never", "never", "none planned"]
    assert "newest round   none is known yet" in told_people
    assert "watcher        none is running" in told_people
    assert shown["service"] == {"running": False, "process": None}
    assert shown["database"]["bytes"] is None
    [sentence] = shown["wrong"]
    assert sentence == (
        "source ircc has never been polled: no watcher is running on this "
        "database; start it (`watcher run`)"
    )
