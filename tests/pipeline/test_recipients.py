"""Whom a change is told: the same whether they stand in the file or are rows, and reports for ten days."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import PurePath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.database.claiming import claim, claimed
from tests.adapters.database.counting import statements
from tests.values import a_report, a_reported_round, a_round, a_subscription
from watcher.adapters.database import (
    DeliveryRecord,
    DeliveryState,
    LeasedDelivery,
    Store,
    Transaction,
)
from watcher.core.model import Change, ConfirmedRound, CorrectedRound, NewRound, Round
from watcher.core.people import Person, Rule, subscriptions_of
from watcher.core.settings import EARLY, Secret, Settings, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.recipients import Recipients

PEOPLE = 21
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "told"), [(10 * DAY, ["amara"]), (10 * DAY + timedelta(microseconds=1), [])]
)
def test_early_word_of_a_report_is_given_within_ten_days_of_it(
    store: Store, now: datetime, age: timedelta, told: list[str]
) -> None:
    seen = now - age
    reported = a_reported_round(first_seen=seen, date=date(2025, 12, 1))
    person = a_subscription(early="always", categories=frozenset({"all"}), score=600)
    address_book = a_book(person)
    with store.writing() as tx:
        tx.subscriptions.register([person.name], seen - DAY)
        change = replace(a_report(), reported=reported)
        tx.rounds.save([change], page=b"news", now=seen)

        Recipients(tx, address_book, now=now, seen=now).queue_early_alerts()

        assert [d.subscription for d in tx.deliveries.search()] == told


SCORES = (450, 460, 463, 470, 480)
CATEGORIES = ("cec", "french", "all")


def a_rule(n: int) -> Rule:
    """Build the n-th of all the rules that differ in what decides of a change."""
    return Rule(
        categories=frozenset({CATEGORIES[n % 3]}),
        score=SCORES[n // 3 % 5],
        near=10 if n % 2 else None,
        tell_when="every-round" if n % 7 == 0 else "invited",
        early=EARLY[n % 3],
    )


#: The figures of a round as they stand one after the other; the first may be a report.
figures = st.lists(
    st.tuples(st.sampled_from(["cec", "french", None]), st.none() | st.sampled_from(SCORES)),
    min_size=1,
    max_size=4,
    unique=True,
)


def changes(
    stands: Sequence[tuple[str | None, int | None]], now: datetime, *, reported: bool
) -> Iterator[Change]:
    """Make the changes that lead from one state of a round to the next."""
    round_: Round | None = None
    for category, cutoff in stands:
        if round_ is None:
            build = a_reported_round if reported else a_round
            round_ = build(first_seen=now, date=now.date(), category=category, cutoff=cutoff)
            yield replace(a_report(), reported=round_) if reported else NewRound(round=round_)
            continue
        before, round_ = (
            round_,
            replace(round_, number="385", confirmed=True, category=category, cutoff=cutoff),
        )
        round_ = replace(round_, revision=before.revision + 1)
        if before.confirmed:
            yield CorrectedRound(before=before, after=round_)
        else:
            yield ConfirmedRound(reported=before, confirmed=round_)


def mark_sent(tx: Transaction, names: Collection[str], now: datetime) -> None:
    for waits in tx.deliveries.search(states=[DeliveryState.QUEUED]):
        if waits.subscription in names:
            leased = LeasedDelivery(
                deliveries=(waits.id,),
                lease_until=now,
                channel="mail",
                target="",
                server="mail",
                attempts=1,
                due_at=now,
                doubtful=False,
            )
            tx.queue.finish(leased, DeliveryState.SENT, "250 OK", now)


def a_book(*subscriptions: Subscription) -> AddressBook:
    return AddressBook(
        settings=Settings(
            file=PurePath("config.toml"), database=Secret(""), subscriptions=subscriptions
        ),
        targets=lambda _: ("",),
    )


class UndoneError(Exception):
    """Ends a transaction of which nothing is kept."""


def told(
    store: Store, now: datetime, every: Iterable[Change], sent: Collection[int]
) -> list[tuple[str, str, str, int, str]]:
    """Tell the same people twice, from the file and as rows, and return whom of what; keep nothing."""
    people = [
        Person(name=f"row-{n}", channels=("mail",), rules=(a_rule(n),)) for n in range(PEOPLE)
    ]
    as_rows = [s for person in people for s in subscriptions_of(person)]
    in_file = [replace(s, name=s.name.replace("row", "file"), person=None) for s in as_rows]
    found: list[DeliveryRecord] = []
    with suppress(UndoneError), store.writing() as tx:
        tx.people.put_many(people, now - DAY)
        tx.subscriptions.register([s.name for s in in_file], now - DAY)
        for change in every:
            tx.rounds.save([change], page=b"page", now=now)
            recipients = Recipients(tx, a_book(*in_file), now=now, seen=now)
            recipients.queue_alerts([change], "https://canada.ca/rounds")
            recipients.queue_early_alerts()
            mark_sent(tx, {f"{kind}-{n}" for n in sent for kind in ("row", "file")}, now)
        found = tx.deliveries.search()
        raise UndoneError
    return [
        (*(d.subscription or "").split("-"), d.change, d.revision, d.state.value)  # type: ignore[misc]
        for d in found
    ]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stands=figures, reported=st.booleans(), sent=st.sets(st.integers(0, PEOPLE - 1)))
def test_people_who_are_rows_are_told_what_the_same_people_in_the_file_are_told(
    store: Store,
    now: datetime,
    stands: list[tuple[str | None, int | None]],
    reported: bool,  # noqa: FBT001
    sent: set[int],
) -> None:
    found = told(store, now, changes(stands, now, reported=reported), sent)

    of = {kind: sorted(rest for first, *rest in found if first == kind) for kind in ("row", "file")}
    assert of["row"] == of["file"]


def test_several_rules_of_a_person_that_one_round_meets_make_one_message_on_each_channel(
    store: Store, now: datetime
) -> None:
    scores = {"healthcare": 500, "cec": 500, "all": 476}
    rules = tuple(
        Rule(name=name, categories=frozenset({name}), score=score) for name, score in scores.items()
    )
    people = [Person(name=name, channels=("mail", "tg"), rules=rules) for name in ("amara", "bo")]
    with store.writing() as tx:
        tx.people.put_many(people, now)
        change = NewRound(round=a_round(first_seen=now))
        tx.rounds.save([change], page=b"page", now=now)
        queued = Recipients(tx, a_book(), now=now, seen=now).queue_alerts([change], "")

    assert queued == 8
    messages = [claimed(store, now) for _ in range(4)]
    assert claim(store, now) is None
    assert sorted((m.channel, *m.people) for m in messages) == [
        ("mail", "amara/healthcare", "amara/all"),
        ("mail", "bo/healthcare", "bo/all"),
        ("tg", "amara/healthcare", "amara/all"),
        ("tg", "bo/healthcare", "bo/all"),
    ]


def test_a_poll_of_an_unchanged_page_asks_nothing_about_people(store: Store, now: datetime) -> None:
    with store.writing() as tx, statements() as said:
        recipients = Recipients(tx, a_book(a_subscription()), now=now, seen=now)
        assert recipients.queue_alerts([], "") + recipients.queue_early_alerts() == 0

    tables = ("people", "rules", "rule_categories", "subscriptions", "alerts", "deliveries")
    assert not [s for s, _ in said if any(f"FROM {t}" in s or f"INTO {t}" in s for t in tables)]
