"""The report of a round: every delivery, and everybody else with why."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import PurePath

import pytest

from tests.values import a_reported_round, a_round, a_subscription
from watcher.adapters.database import Store, Transaction
from watcher.answers.report import DeliveryState, not_concerned, round_report, told_lines
from watcher.answers.snapshot import Snapshot
from watcher.core.model import NewRound, Round
from watcher.core.people import Person, Rule
from watcher.core.settings import QuietHours, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.recipients import Recipients

MINUTE = timedelta(minutes=1)
NIGHT = datetime(2025, 12, 12, 4, 0, tzinfo=UTC)  # 23:00 in Ottawa
ROUND = a_round(first_seen=NIGHT)
SETTINGS = Settings(
    file=PurePath("config.toml"),
    database=Secret(""),
    subscriptions=(
        a_subscription(name="amara", score=480),
        a_subscription(name="bo", score=470),
        a_subscription(name="later", score=480),
    ),
)


def a_person(name: str, *, score: int, hours: QuietHours | None = None) -> Person:
    rule = Rule(categories=frozenset({"healthcare"}), score=score)
    return Person(name=name, channels=("mail",), rules=(rule,), quiet_hours=hours)


def tell(tx: Transaction, round_: Round) -> None:
    settings = replace(SETTINGS, subscriptions=SETTINGS.subscriptions[:2])
    book = AddressBook(settings=settings, targets=lambda _: ("",))
    change = NewRound(round=round_)
    tx.rounds.save([change], page=b"page", now=NIGHT)
    Recipients(tx, book, now=NIGHT, seen=NIGHT).queue_alerts([change], "")


@pytest.fixture
def told(store: Store) -> Store:
    """One of the file and one at night are told; two score too little, one of each came later."""
    quiet = QuietHours(start=time(22), end=time(7))
    people = [a_person("quiet", score=480, hours=quiet), a_person("short", score=470)]
    with store.writing() as tx:
        tx.subscriptions.register(["amara", "bo"], NIGHT - MINUTE)
        tx.people.put_many(people, NIGHT - MINUTE)
        tx.people.put(a_person("newer", score=480), NIGHT + MINUTE)
        tell(tx, ROUND)
    return store


def test_a_line_says_when_it_was_queued_and_that_quiet_hours_hold_it(told: Store) -> None:
    with told.reading() as tx:
        snapshot = Snapshot(store=told, tx=tx, settings=SETTINGS, now=NIGHT)
        lines = {line.person: line for line in told_lines(snapshot, ROUND)}

    assert list(lines) == ["amara", "quiet"]
    assert (lines["amara"].held, lines["quiet"].held) == (False, True)
    assert lines["quiet"].due_at == datetime(2025, 12, 12, 12, 0, tzinfo=UTC)
    assert lines["amara"].queued_at == NIGHT
    assert (lines["amara"].score, lines["amara"].points, lines["amara"].took) == (480, 4, None)
    assert lines["amara"].state is DeliveryState.QUEUED


def test_everybody_else_is_named_with_why(told: Store) -> None:
    with told.reading() as tx:
        snapshot = Snapshot(store=told, tx=tx, settings=SETTINGS, now=NIGHT + MINUTE)
        why = {one.subscription: one.why for one in not_concerned(snapshot, ROUND)}
        report = round_report(snapshot, ROUND)

    later = "no news: subscribed after it was first seen, or held long before"
    assert why == {"bo": "short", "later": later, "newer": later, "short": "short"}
    assert report.not_told == {"short": 2, later: 2}
    assert report.totals.people == 2
    assert report.totals.states == {"queued": 2}
    assert report.totals.slowest is None


def test_one_person_is_judged_without_the_others(told: Store) -> None:
    with told.reading() as tx:
        snapshot = Snapshot(store=told, tx=tx, settings=SETTINGS, now=NIGHT + MINUTE)
        found = {
            name: [one.why for one in not_concerned(snapshot, ROUND, person=name)]
            for name in ("short", "bo", "quiet", "nobody")
        }

    assert found == {"short": ["short"], "bo": ["short"], "quiet": [], "nobody": []}


def test_of_a_report_those_wait_who_want_no_early_word(store: Store) -> None:
    reported = a_reported_round(first_seen=NIGHT)
    person = a_person("never early", score=480)
    never = replace(person, rules=(replace(person.rules[0], early="never"),))
    with store.writing() as tx:
        tx.people.put(never, NIGHT - MINUTE)
        snapshot = Snapshot(store=store, tx=tx, settings=SETTINGS, now=NIGHT)
        why = {one.person: one.why for one in not_concerned(snapshot, reported)}

    assert why["never early"] == "told when it is confirmed"
    assert why["amara"] == "the figures or the subscription were others when it was seen"
