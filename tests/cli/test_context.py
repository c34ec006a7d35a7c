"""Reading verbs neither create nor change a database."""

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.config.files import a_subscription, write
from tests.cli.installation import Installation
from tests.cli.terminal import watcher
from tests.values import a_subscription as a_person
from watcher.adapters.database import Store
from watcher.adapters.database.migrations import versions
from watcher.adapters.lock import ServiceLock
from watcher.cli.context import hint
from watcher.core.settings import Secret

LOOKING = (
    ("rounds",),
    ("round", "437"),
    ("explain", "437"),
    ("report", "437"),
    ("backtest",),
    ("deliveries",),
    ("retry", "--refused"),
    ("status",),
    ("backup", "copy.db"),
)
NEWEST = max(file.name[1:5] for file in Path(versions.__file__).parent.glob("r*.py"))
OLDER = (
    f"the database has schema 0000, which is older than this watcher's {NEWEST}: "
    "`watcher poll` or `watcher run` brings it up to date"
)
NEWER = (
    f"the database was written by a newer watcher (schema 9999, this one knows {NEWEST}); "
    "install that version, or use another database"
)
IDS = [verb for verb, *_ in LOOKING]


def test_of_thousands_of_names_a_hint_lists_the_first() -> None:
    names = [f"client-{n}" for n in range(1000, 3000)]

    assert hint("zoe", names) == f"known: {', '.join(names[:20])} and 1,980 more"
    assert hint("client-10001", names) == 'did you mean "client-1001"?'
    assert hint("zoe", []) == "known: none"


@pytest.mark.parametrize("verb", LOOKING, ids=IDS)
def test_where_nothing_was_polled_yet_a_sentence_says_what_to_run(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    file = write(
        tmp_path, a_subscription() + '[watcher]\ndatabase = "sqlite:///state/watcher.db"\n'
    )

    told = watcher("-c", file, *verb, home=tmp_path)

    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr == (
        f"watcher: nothing has been polled yet: there is no {tmp_path}/state/watcher.db; "
        "`watcher poll` polls once, `watcher run` for good\n"
    )
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (("rounds",), "no round is known yet"),
        (("backtest",), "no round is known yet"),
        (("chance",), "no round is known yet"),
        (("forecast",), "no round is known yet"),
        (("rank", "471"), "no round is known yet"),
        (("stats",), "no round is known yet"),
        (("chart", "cec", "-o", "x.svg"), "no round is known yet"),
        (("round", "385"), "no round #385 is known; none is yet"),
        (("explain", "385"), "no round #385 is known; none is yet"),
    ],
    ids=lambda given: given[0],
)
def test_where_no_round_is_known_yet_a_sentence_says_what_reads_the_page(
    tmp_path: Path, verb: tuple[str, ...], said: str
) -> None:
    file = write(tmp_path, a_subscription() + '[watcher]\ndatabase = "sqlite:///watcher.db"\n')
    store = Store(Secret(f"sqlite:///{tmp_path}/watcher.db"))
    store.migrate(datetime(2026, 8, 19, tzinfo=UTC))
    store.close()

    told = watcher("-c", file, *verb, home=tmp_path)

    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr.rstrip().startswith(f"watcher: {said}")
    assert told.stderr.endswith(" `watcher poll` reads the page\n")


@pytest.mark.parametrize("verb", LOOKING, ids=IDS)
@pytest.mark.parametrize(("schema", "why"), [("0000", OLDER), ("9999", NEWER)])
def test_a_database_of_another_schema_is_left_as_it_is(
    installation: Installation, verb: tuple[str, ...], schema: str, why: str
) -> None:
    with installation.scene.store.writing() as tx:
        assert tx.rounds.count() == 4
    installation.scene.store.close()
    with sqlite3.connect(installation.folder / "watcher.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
    connection.close()

    told = installation.run(*verb)

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == f"watcher: {why}\n"


@pytest.mark.parametrize("verb", [*IDS, "test"])
def test_every_verb_has_help_with_examples(tmp_path: Path, verb: str) -> None:
    told = watcher(verb, "--help", home=tmp_path, COLUMNS="100")

    assert told.exit_code == 0
    assert "Examples" in told.stdout
    assert told.stdout.count(f"watcher {verb}") >= 2


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription() + "[watcher]\ndatabase = 'sqlite:///x'\n")
    (tmp_path / "x").write_text("a letter to the editor" * 100)

    told = watcher("-c", file, "rounds", home=tmp_path)

    assert told.exit_code == 1
    assert "file is not a database" in told.stderr


def test_looking_does_not_wait_for_who_writes(installation: Installation) -> None:
    with installation.scene.store.writing() as tx:
        tx.sources.record_unchanged("ircc", installation.scene.now)

        assert installation.run("rounds").exit_code == 0
        assert installation.run_now("status").exit_code == 0


def test_looking_at_a_new_subscription_does_not_make_it_known(installation: Installation) -> None:
    installation.scene.settings = replace(
        installation.scene.settings, subscriptions=(a_person(name="cy"),)
    )
    installation.write()

    for verb in LOOKING[:5]:
        installation.run(*verb)

    with installation.scene.store.reading() as tx:
        assert sorted(tx.subscriptions.known_since()) == ["amara", "bo"]


def test_a_file_that_a_running_watcher_has_lost_is_not_called_unused(
    installation: Installation,
) -> None:
    store = installation.scene.store
    assert store.file is not None
    store.migrate(installation.scene.now)
    store.close()
    with ServiceLock(store.file):
        os.truncate(store.file, 0)
        for left in ("-wal", "-shm"):
            Path(f"{store.file}{left}").unlink(missing_ok=True)

        told = installation.run("status")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith(
        f"watcher: a watcher (process {os.getpid()}) runs on {store.file}, but the file "
        "is not what it has open any more"
    )
    assert "is empty, though a watcher has kept its history there" in told.stderr
