"""How a database comes to have today's tables, and which are left alone."""

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from tests.adapters.database.values import corrected, keep, lease_next
from tests.values import a_round
from watcher.adapters import database as package
from watcher.adapters.database import Store
from watcher.adapters.database.engine import make_engine
from watcher.adapters.database.migrate import upgrade
from watcher.adapters.database.schema import REVISION, metadata
from watcher.core.errors import StoreError
from watcher.core.model import CorrectedRound, Verdict, VerdictKind
from watcher.core.scores import DatedScore
from watcher.core.settings import QuietHours, Secret

SCRIPTS = Path(package.__file__).parent / "migrations"

#: A migration of some later watcher; "crash" makes it fail after its first half.
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade():
    op.create_table("rumours", sa.Column("said", sa.Text))
    op.execute("DELETE FROM rounds")
    {then}
"""


@contextmanager
def engine_of(address: Secret) -> Iterator[Engine]:
    engine = make_engine(address.value)
    try:
        yield engine
    finally:
        engine.dispose()


def file_of(address: Secret) -> str | None:
    _, sqlite, file = address.value.partition("sqlite:///")
    return file if sqlite else None


def revision_of(address: Secret) -> object:
    with engine_of(address) as engine, engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def stamp(address: Secret, revision: str) -> None:
    with engine_of(address) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def migrate(address: Secret, now: datetime) -> str | None:
    with closing(Store(address)) as store:
        return store.migrate(now)


@pytest.fixture
def database(unused: Secret, now: datetime) -> Secret:
    """Migrate a database of its own: these tests change more than rows."""
    migrate(unused, now)
    return unused


def test_an_unused_database_gets_the_tables_that_the_code_expects(
    unused: Secret, now: datetime
) -> None:
    copy = migrate(unused, now)

    with engine_of(unused) as engine, engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    assert copy is None


def test_the_migrations_lead_to_the_same_tables(unused: Secret) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine_of(unused) as engine:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, metadata) == []
    assert revision_of(unused) == REVISION


OLD_ALERT = """{
"subscription": {"name": "amara", "categories": ["cec"], "score": 476, "channels": ["mail"],
  "submitted": "2025-11-20T15:00:00Z", "quiet_hours": {"start": "22:00:00", "end": "07:00:00"}},
"change": {"before": {"number": "385", "first_seen": "2025-12-11T16:02:10Z", "cutoff": 477},
  "after": {"number": "385", "first_seen": "2025-12-11T16:02:10Z", "cutoff": 476, "revision": 2}},
"verdict": {"kind": "invited on the tie-break", "points": 0, "margin": "P1Y5DT16H44M30.5S", "due": true,
  "clauses": [{"text": "category cec is among cec", "holds": true}]},
"earlier_verdict": {"kind": "short", "points": 1, "margin": null, "due": false, "clauses": []},
"previous": null, "next_cutoff": null, "page_url": "https://www.canada.ca/feed.json", "seen_at": null}"""


def test_an_upgraded_database_delivers_what_was_queued(unused: Secret, now: datetime) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine_of(unused) as engine, engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        insert = text(
            "INSERT INTO alerts (subscription, number, change, revision, payload, created_at)"
            " VALUES (:name, '385', 'corrected', 2, :payload, :now)"
        )
        names = ("amara", "bo")
        connection.execute(
            insert, [{"name": name, "payload": OLD_ALERT, "now": now} for name in names]
        )
        connection.execute(
            text(
                "INSERT INTO deliveries (alert, channel, target, lane, bundle, state, urgent,"
                " attempts, next_attempt_at, doubtful, created_at) SELECT id, 'mail', subscription,"
                " 'mail', subscription, 'queued', :yes, 0, :now, :no, :now FROM alerts"
            ),
            {"now": now, "yes": True, "no": False},
        )

    with closing(Store(unused)) as store:
        store.migrate(now)
        with store.writing() as tx:
            leased = lease_next(tx, now, owner="me", lease=timedelta(minutes=4), busy=())

    assert leased is not None
    [alert] = leased.alerts
    assert alert.subscription.quiet_hours == QuietHours(start=time(22), end=time(7))
    assert isinstance(alert.change, CorrectedRound)
    assert alert.change == corrected(alert.change.before, cutoff=476)
    assert alert.verdict == Verdict(
        kind=VerdictKind.INVITED_ON_TIE_BREAK,
        points=0,
        margin=timedelta(days=370, hours=16, minutes=44, seconds=30.5),
        due=True,
        score=DatedScore(points=476),
    )
    assert alert.earlier_verdict == Verdict(kind=VerdictKind.SHORT, points=1, due=False)
    with engine_of(unused) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM news")) == 1


def test_the_queue_is_indexed_in_the_order_in_which_messages_leave(database: Secret) -> None:
    with engine_of(database) as engine, engine.connect() as connection:
        found = connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'ix_deliveries_open'")
            if engine.dialect.name == "sqlite"
            else text("SELECT pg_get_indexdef('ix_deliveries_open'::regclass)")
        )

    assert "(priority, lane, next_attempt_at, id)" in str(found)
    assert "WHERE" in str(found)


def test_the_code_works_with_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_database_that_is_up_to_date_is_left_as_it_is(
    database: Secret, now: datetime, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())

    assert migrate(database, now) is None
    assert sorted(tmp_path.iterdir()) == before


def test_a_database_of_a_newer_watcher_is_refused_and_not_touched(
    database: Secret, now: datetime, tmp_path: Path
) -> None:
    stamp(database, "9999")
    before = sorted(tmp_path.iterdir())

    with pytest.raises(StoreError, match=f"schema 9999, this one knows {REVISION}"):
        migrate(database, now)

    assert revision_of(database) == "9999"
    assert sorted(tmp_path.iterdir()) == before


def test_watchers_that_start_at_once_on_an_unused_database_all_start(
    unused: Secret, now: datetime
) -> None:
    start = Barrier(3)
    with engine_of(unused) as engine, engine.connect():
        pass  # to switch a new file to WAL is the one thing SQLite does not wait for

    def begin(_: int) -> str | None:
        with closing(Store(unused)) as store:
            start.wait()
            return store.migrate(now)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(begin, range(3))) == [None, None, None]
    assert revision_of(unused) == REVISION


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Copy our migrations, for a later watcher to add to."""
    return Path(shutil.copytree(SCRIPTS, tmp_path / "later"))


def test_an_older_database_is_copied_before_it_is_changed(
    database: Secret, now: datetime, later: Path
) -> None:
    with closing(Store(database)) as store:
        keep(store, a_round())
    (later / "versions/r9999.py").write_text(LATER.format(before=REVISION, then="pass"))

    with engine_of(database) as engine:
        copy = upgrade(engine, file_of(database), now, scripts=later, head="9999")
        tables = inspect(engine).get_table_names()

    assert "rumours" in tables
    assert revision_of(database) == "9999"
    if file_of(database) is None:
        assert copy is None
        return
    assert copy == f"{file_of(database)}.before-9999.20251211T160210Z"
    assert revision_of(Secret(f"sqlite:///{copy}")) == REVISION
    with closing(Store(Secret(f"sqlite:///{copy}"))) as store, store.reading() as tx:
        assert tx.rounds.newest_number() == "385"


def test_a_migration_that_fails_halfway_leaves_the_database_as_it_was(
    database: Secret, now: datetime, later: Path
) -> None:
    with closing(Store(database)) as store:
        keep(store, a_round())
    (later / "versions/r9999.py").write_text(
        LATER.format(before=REVISION, then="raise RuntimeError('halfway')")
    )

    with engine_of(database) as engine:
        with pytest.raises(RuntimeError, match="halfway"):
            upgrade(engine, file_of(database), now, scripts=later, head="9999")
        tables = inspect(engine).get_table_names()

    assert "rumours" not in tables
    assert revision_of(database) == REVISION
    with closing(Store(database)) as store, store.reading() as tx:
        assert tx.rounds.newest_number() == "385"


def test_where_nothing_was_ever_kept_there_is_nothing_to_look_at(
    unused: Secret, tmp_path: Path
) -> None:
    assert Store.open_existing(unused) is None
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_was_used_is_looked_at_as_it_is(database: Secret) -> None:
    store = Store.open_existing(database)

    assert store is not None
    with store.reading() as tx:
        assert tx.rounds.count() == 0
    store.close()


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("9999", "written by a newer watcher"),
        ("0000", "older than this watcher's .* `watcher poll` or `watcher run`"),
    ],
)
def test_a_database_of_another_schema_is_not_looked_at(
    database: Secret, revision: str, sentence: str
) -> None:
    stamp(database, revision)

    with pytest.raises(StoreError, match=sentence):
        Store.open_existing(database)

    assert revision_of(database) == revision


def test_whoever_looks_does_not_wait_for_whoever_writes(database: Secret) -> None:
    with closing(Store(database)) as store, store.writing() as tx:
        tx.servers.back_off("mail", failures=1, until=None)
        looking = Store.open_existing(database)

        assert looking is not None
        looking.close()


def test_what_waits_is_kept_when_a_delivery_gets_to_know_its_server(
    unused: Secret, now: datetime
) -> None:
    leave_behind(unused, "0002", BEFORE_LANES, now)
    migrate(unused, now)

    with closing(Store(unused)) as store, store.writing() as tx:
        [waiting] = tx.deliveries.search()
        assert (waiting.channel, waiting.state) == ("ops", "queued")
        assert tx.queue.count_waiting(server="ops") == 1


#: A notice that waits, as a watcher before lanes has left it.
BEFORE_LANES = (
    (
        "INSERT INTO alerts (subscription, number, change, revision, payload, created_at) "
        "VALUES (NULL, NULL, 'notice', 0, '{}', :now)"
    ),
    (
        "INSERT INTO deliveries (alert, channel, target, bundle, state, urgent, attempts, "
        "next_attempt_at, doubtful, created_at) SELECT id, 'ops', '', 'notice', 'queued', "
        "false, 0, :now, false, :now FROM alerts"
    ),
    "INSERT INTO channels (name, failures, not_before) VALUES ('ops', 1, :now)",
)


def test_texts_and_people_from_before_say_nothing_of_years_and_asked_for_no_reminders(
    unused: Secret, now: datetime
) -> None:
    leave_behind(unused, "0004", BEFORE_YEARS, now)
    migrate(unused, now)

    with closing(Store(unused)) as store, store.writing() as tx:
        assert tx.claims.of_year(2026) == []
        assert tx.forecasts.since(now.date()) == []
        assert tx.reminders.asked_since(["amara"], now) == {"amara": now}


def leave_behind(database: Secret, revision: str, rows: Iterable[str], now: datetime) -> None:
    """Make a database as an older watcher has left it."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine_of(database) as engine, engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for row in rows:
            connection.execute(text(row), {"now": now.replace(tzinfo=None), "page": b"page"})


#: A text and a person, before there were years and reminders.
BEFORE_YEARS = (
    (
        "INSERT INTO pieces (source, piece, kind, digest, origins, wording, awaited, page, "
        "first_seen, seen_at) VALUES ('news', '1', 'article', :page, '[]', '[]', false, :page, "
        ":now, :now)"
    ),
    "INSERT INTO subscriptions (name, known_since) VALUES ('amara', :now)",
)
