"""``backup``, ``restore`` and ``prune``."""

from pathlib import Path

from tests.cli.terminal import watcher
from tests.cli.test_people_import import home, load
from watcher.adapters.lock import ServiceLock

__all__ = ["home"]


def test_a_copy_is_made_and_gone_back_to(home: Path) -> None:
    load(home)
    assert watcher("backup", "copy.db", home=home).stdout.startswith("Copied ")
    watcher("people", "remove", "amara", "--yes", home=home)

    asked = watcher("restore", "copy.db", home=home, typed="n\n")
    done = watcher("restore", "copy.db", "--yes", home=home)

    assert asked.exit_code == 1
    assert done.exit_code == 0
    assert f"{home / 'watcher.db'} is what copy.db holds. What was there: " in done.stdout
    assert watcher("people", "show", "amara", home=home).exit_code == 0


def test_while_a_watcher_runs_a_copy_is_made_and_none_restored(home: Path) -> None:
    load(home)
    with ServiceLock(str(home / "watcher.db")):
        assert watcher("backup", "copy.db", home=home).exit_code == 0
        refused = watcher("restore", "copy.db", "--yes", home=home)

    assert refused.exit_code == 1
    assert "runs on this database" in refused.stderr


def test_what_is_old_is_counted_dropped_and_its_room_given_back(home: Path) -> None:
    load(home)

    assert watcher("prune", "--dry-run", home=home).stdout == (
        "Old: 0 alerts with what was sent, 0 spells of trouble. Nothing was dropped.\n"
    )
    said = watcher("prune", "--vacuum", home=home).stdout.splitlines()

    assert said[0] == "Dropped: 0 alerts with what was sent, 0 spells of trouble."
    assert said[1].endswith(" were given back to the disk.")
