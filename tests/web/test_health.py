"""Gauges from the database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.adapters.database.values import an_alert_to, keep
from tests.values import a_reported_round, a_round, an_episode
from tests.web.queued import end_next, queue
from tests.web.scraped import IRCC, Scraped
from watcher.adapters.database import DeliveryState, QueuedAlert, Store
from watcher.core.alerts import Priority
from watcher.core.workers import Worker

DRAWN = datetime(2025, 12, 11, 11, 51, 44, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_deliveries_are_told_by_state_and_kind(store: Store, now: datetime) -> None:
    site = Scraped(store, now, hook="json://localhost", copy="json://127.0.0.1")
    queue(store, now, "copy", "amara", "bo")
    queue(store, now, "hook", "carl")
    queue(store, now, "of-yesterday", "dee")
    end_next(store, now, DeliveryState.SENT)

    deliveries = site.figures()["watcher_deliveries"]

    assert len(deliveries) == 7 * 2
    assert {tuple(dict(labels).values()): n for labels, n in deliveries.items() if n} == {
        ("json", "sent"): 2,  # the two are one person, and make one message
        ("json", "queued"): 1,
        ("unknown", "queued"): 1,
    }


def test_the_queue_is_as_old_as_what_waits_longest(store: Store, now: datetime) -> None:
    site = Scraped(store, now, hook="json://localhost")
    assert site.figure("watcher_queue_oldest_seconds") == 0

    with store.writing() as tx:
        due = now + timedelta(hours=9)  # quiet hours
        item = QueuedAlert(
            alert=an_alert_to("amara"), targets=[("hook", "")], due_at=due, priority=Priority.REST
        )
        tx.alerts.put([item], now)
    site.now = now + timedelta(hours=2)
    assert site.figure("watcher_queue_oldest_seconds") == 7200
    assert site.figure("watcher_queue_due_seconds") == 0

    site.now = now + timedelta(hours=9, minutes=1)
    assert site.figure("watcher_queue_due_seconds") == 60


def test_rounds_are_counted_and_the_newest_has_its_time(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    assert site.figure("watcher_newest_round_drawn_timestamp_seconds") is None

    keep(store, a_round(drawn_at=DRAWN), a_round(number="384", drawn_at=DRAWN - HOUR))
    keep(store, a_reported_round())

    assert site.figure("watcher_rounds", state="confirmed") == 2
    assert site.figure("watcher_rounds", state="reported") == 1
    drawn = site.figure("watcher_newest_round_drawn_timestamp_seconds")
    assert drawn == DRAWN.timestamp()


def test_a_source_is_in_one_state_and_says_when_it_was_well(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    good = now - 5 * MINUTE
    with store.writing() as tx:
        tx.sources.record_page("ircc", IRCC.url, validators=(None, None), page=b"1", now=good)
        tx.sources.record_failure("ircc", IRCC.url, now, None)
    ours = {"source": "ircc", "trust": "official"}
    last = "watcher_source_last_poll_timestamp_seconds"
    last_good = "watcher_source_last_good_poll_timestamp_seconds"
    assert site.figure("watcher_source_up", **ours) == 1
    assert site.figure(last, **ours) == now.timestamp()
    assert site.figure(last_good, **ours) == good.timestamp()

    with store.writing() as tx:
        tx.incidents.open(an_episode("source ircc", now))

    assert site.figure("watcher_source_up", **ours) == 0
    states = site.figures()["watcher_source_state"]
    assert {dict(labels)["state"]: n for labels, n in states.items()} == {
        "well": 0,
        "late": 0,
        "blind": 1,
        "not_polled": 0,
    }


def test_channels_in_trouble_and_a_refused_file_are_counted(store: Store, now: datetime) -> None:
    site = Scraped(store, now, hook="json://localhost", phone="tgram://1:a/2")
    assert site.figure("watcher_config_last_reload_successful") == 1
    with store.writing() as tx:
        for about, trouble in (
            ("channel hook", "failing"),
            ("channel phone 2", "refused"),
            ("channel of-yesterday", "refused"),
            ("configuration", "refused"),
        ):
            tx.incidents.open(an_episode(about, now, trouble=trouble))

    name = "watcher_channels_in_trouble"
    assert site.figure(name, trouble="failing") == 1
    assert site.figure(name, trouble="refused") == 1
    assert site.figure(name, trouble="expired") == 0
    assert site.figure("watcher_config_last_reload_successful") == 0


def test_processes_are_counted_by_kind_the_dead_apart(store: Store, now: datetime) -> None:
    worker = Worker(
        name="alpha deliver 1",
        token="a",
        host="alpha",
        kind="deliver",
        process=1,
        version="1.0",
        configuration="f00d",
        started_at=now,
        seen_at=now,
    )
    with store.writing() as tx:
        tx.workers.put(worker)
        tx.workers.put(replace(worker, name="alpha deliver 2", seen_at=now - 2 * MINUTE))
    site = Scraped(store, now)

    assert site.figure("watcher_workers", kind="deliver", state="alive") == 1
    assert site.figure("watcher_workers", kind="deliver", state="dead") == 1
    assert site.figure("watcher_workers", kind="run", state="dead") == 0
