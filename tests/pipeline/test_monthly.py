"""Monthly messages: once a month, at nine by the clock of their reader, to those who want one."""

from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import Any

import pytest

from tests.adapters.database import claiming
from tests.adapters.database.values import keep
from tests.values import a_person, a_round, a_rule, a_subscription, an_episode
from watcher.adapters.database import DeliveryState, Store
from watcher.core.monthly import MonthlyNote, WatchedRule
from watcher.core.settings import Secret, Settings, Source, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.monthly import MonthlyNotes

DAY = timedelta(days=1)
NINE_IN_TORONTO = datetime(2026, 1, 1, 14, tzinfo=UTC)
NINE_IN_KOLKATA = datetime(2026, 1, 1, 3, 30, tzinfo=UTC)
BEFORE = datetime(2025, 12, 20, tzinfo=UTC)
IRCC = Source(name="ircc", kind="ircc-json", url="https://www.canada.ca/x.json")


def address_book(*subscriptions: Subscription) -> AddressBook:
    settings = Settings(
        file=PurePath("x"),
        database=Secret(""),
        channels={"mail": None},  # type: ignore[dict-item] # only its name counts here
        sources=(IRCC,),
        subscriptions=subscriptions,
    )
    return AddressBook(settings=settings, targets=lambda _: ("",))


def enroll(store: Store, *names: str, came: datetime = BEFORE, **person: Any) -> None:
    with store.writing() as tx:
        for name in names:
            usual = {"monthly": True, "channels": (f"mail:{name}@example.org",)}
            tx.people.put(a_person(name=name, **{**usual, **person}), came)


def told(store: Store) -> list[str]:
    with store.reading() as tx:
        return sorted(str(d.subscription) for d in tx.deliveries.search())


def look(store: Store, now: datetime, *subscriptions: Subscription) -> datetime:
    """Look as a process does that has just started."""
    return MonthlyNotes(store, at_once=2).queue(address_book(*subscriptions), now)


def test_who_wants_one_is_told_at_nine_by_their_clock_and_once(store: Store) -> None:
    enroll(store, "amara", "bo", "cyd")
    enroll(store, "divya", timezone="Asia/Kolkata")
    enroll(store, "eve", monthly=False)

    look(store, NINE_IN_KOLKATA - timedelta(seconds=1))
    assert told(store) == []
    look(store, NINE_IN_KOLKATA)
    assert told(store) == ["divya"]
    look(store, NINE_IN_TORONTO)
    look(store, NINE_IN_TORONTO + DAY)
    assert told(store) == ["amara", "bo", "cyd", "divya"]


def test_one_process_looks_at_nobody_twice(store: Store) -> None:
    enroll(store, "amara")
    notes = MonthlyNotes(store)

    notes.queue(address_book(), NINE_IN_TORONTO)
    enroll(store, "bo")
    notes.queue(address_book(), NINE_IN_TORONTO + DAY)
    assert told(store) == ["amara"]

    notes.queue(address_book(), datetime(2026, 2, 1, 14, tzinfo=UTC))
    assert told(store) == ["amara", "amara", "bo"]


def test_a_crash_between_two_hundreds_repeats_nothing_and_leaves_nobody_out(store: Store) -> None:
    enroll(store, "amara", "bo", "cyd", "divya", "eve")

    def addresses(channel: str) -> tuple[str, ...]:
        raise RuntimeError(channel)

    enroll(store, "cyd", channels=("broken",))
    broken = AddressBook(settings=address_book().settings, targets=addresses)
    with pytest.raises(RuntimeError):
        MonthlyNotes(store, at_once=2).queue(broken, NINE_IN_TORONTO)
    assert told(store) == ["amara", "bo"]

    look(store, NINE_IN_TORONTO)
    assert told(store) == ["amara", "bo", "cyd", "divya", "eve"]


def test_who_came_after_the_hour_waits_for_the_next_month(store: Store) -> None:
    enroll(store, "amara", came=NINE_IN_TORONTO + timedelta(minutes=1))

    look(store, NINE_IN_TORONTO + DAY)

    assert told(store) == []


def test_so_does_somebody_who_came_into_the_file_after_it(store: Store) -> None:
    amara = a_subscription(name="amara", channels=("mail",), monthly=True)
    with store.writing() as tx:
        tx.subscriptions.register(["amara"], NINE_IN_TORONTO + timedelta(minutes=1))

    look(store, NINE_IN_TORONTO + DAY, amara)

    assert told(store) == []


def test_after_an_outage_of_a_week_it_is_left_out(store: Store) -> None:
    enroll(store, "amara")

    look(store, NINE_IN_TORONTO + 7 * DAY + timedelta(seconds=1))

    assert told(store) == []


def test_somebody_of_the_file_has_one_whatever_their_rules(store: Store) -> None:
    rules = (
        a_subscription(name="amara/cec", person="amara", monthly=True),
        a_subscription(name="amara/all", person="amara", monthly=True),
        a_subscription(name="bo"),
    )
    with store.writing() as tx:
        tx.subscriptions.register([rule.name for rule in rules], BEFORE)

    for _ in range(2):
        look(store, NINE_IN_TORONTO, *rules)

    assert told(store) == ["amara"]


def claimed(store: Store) -> MonthlyNote:
    """Claim the one message that is queued."""
    note = claiming.claimed(store, NINE_IN_TORONTO).monthly
    assert note is not None
    return note


def test_it_has_the_last_round_and_how_many_there_were(store: Store) -> None:
    enroll(store, "amara", rules=(a_rule(categories=frozenset({"cec"}), score=471),))
    keep(
        store,
        a_round(),
        a_round(number="384", date=date(2025, 12, 1)),
        a_round(number="383", date=date(2025, 11, 30)),
    )

    look(store, NINE_IN_TORONTO)

    note = claimed(store)
    assert (note.person, note.month, note.rounds) == ("amara", date(2026, 1, 1), 2)
    assert note.last is not None
    assert note.last.number == "385"
    assert note.rules == (WatchedRule(categories=frozenset({"cec"}), score=471),)
    assert note.blind_since is None


def test_where_the_watch_is_blind_it_has_since_when(store: Store) -> None:
    enroll(store, "amara")
    with store.writing() as tx:
        tx.incidents.open(an_episode("source ircc", BEFORE))

    look(store, NINE_IN_TORONTO)

    assert claimed(store).blind_since == BEFORE


def test_who_unsubscribed_has_none(store: Store) -> None:
    enroll(store, "amara")
    with store.writing() as tx:
        tx.suppressions.add("mail", "amara@example.org", "unsubscribed", BEFORE)

    look(store, NINE_IN_TORONTO)

    with store.reading() as tx:
        assert [d.state for d in tx.deliveries.search()] == [DeliveryState.SUPPRESSED]


@pytest.mark.parametrize(
    ("now", "again"),
    [("14:00:00", "14:15"), ("14:07:59", "14:15"), ("14:14:59.9", "14:15"), ("23:59:00", "00:00")],
)
def test_the_next_look_is_at_the_next_quarter_of_an_hour(
    store: Store, now: str, again: str
) -> None:
    at = datetime.fromisoformat(f"2026-01-20T{now}+00:00")

    assert f"{look(store, at):%H:%M}" == again
