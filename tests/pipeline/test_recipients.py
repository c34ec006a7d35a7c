"""Until when a report that nobody confirms is worth telling."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.values import a_report, a_reported_round, a_subscription
from watcher.adapters.database import Store
from watcher.core.settings import Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.recipients import Recipients

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
    address_book = AddressBook(
        settings=Settings(
            file=PurePath("config.toml"), database=Secret(""), subscriptions=(person,)
        ),
        targets=lambda _: ("",),
    )
    with store.writing() as tx:
        tx.subscriptions.register([person.name], seen - DAY)
        change = replace(a_report(), reported=reported)
        tx.rounds.save([change], page=b"news", now=seen)

        Recipients(tx, address_book, now=now, seen=now).queue_early_alerts()

        assert [d.subscription for d in tx.deliveries.search()] == told
