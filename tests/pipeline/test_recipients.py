"""Until when a report that nobody confirms is worth telling, and what is forecast beside the news."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.values import a_report, a_reported_round, a_round, a_subscription
from watcher.adapters.database import QueuedAlert, Store
from watcher.core.model import NewRound
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

        words = list(Recipients(tx, address_book, now=now, seen=now).early_alerts())

    assert [word.alert.subscription.name for word in words] == told


@pytest.fixture
def judged(store: Store, now: datetime) -> Callable[[], QueuedAlert]:
    """Judge the last of six rounds, two weeks apart, for somebody just short of it."""
    days = [now.date() - timedelta(days=14 * back) for back in reversed(range(6))]
    known = [
        a_round(
            number=str(400 + n), date=day, drawn_at=None, category="cec", cutoff=510, first_seen=now
        )
        for n, day in enumerate(days)
    ]
    person = a_subscription(near=10, score=505, categories=frozenset({"cec"}), submitted=None)
    settings = Settings(file=PurePath("config.toml"), database=Secret(""), subscriptions=(person,))

    def judge_last() -> QueuedAlert:
        with store.writing() as tx:
            tx.subscriptions.register([person.name], now - DAY)
            tx.rounds.save([NewRound(round=one) for one in known], page=b"page", now=now)
            book = AddressBook(settings=settings, targets=lambda _: ("",))
            recipients = Recipients(tx, book, now=now, seen=now)
            (alert,) = recipients.alerts_for([NewRound(round=known[-1])], "https://a.example")
        return alert

    return judge_last  # fmt: skip


def test_a_near_miss_says_where_the_next_cutoff_may_lie(judged: Callable[[], QueuedAlert]) -> None:
    low, high = judged().alert.next_cutoff or (0, 0)

    assert 500 < low <= 510 <= high < 520


def test_a_bug_in_the_forecast_costs_the_line_and_not_the_alert(
    judged: Callable[[], QueuedAlert],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("watcher.pipeline.recipients.next_cutoff_after", broken)

    assert judged().alert.next_cutoff is None
    assert "forecast_failed" in caplog.text
