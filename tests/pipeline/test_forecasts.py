"""Each day's forecasts are kept once, and those of the year before are reckoned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.adapters.database.values import PAGE
from tests.insight.forecast.histories import rounds_at
from watcher.adapters.database import Store
from watcher.core.model import NewRound, Round
from watcher.pipeline.forecasts import ForecastKeeper

NOW = datetime(2026, 10, 2, 16, 0, tzinfo=UTC)
TODAY = date(2026, 10, 2)
DAY = timedelta(days=1)


def save(store: Store, *rounds: Round) -> None:
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=r) for r in rounds], page=PAGE, now=NOW)


def kept(store: Store) -> list[tuple[date, bool]]:
    """Give the days that have forecasts, and whether they were reckoned."""
    with store.reading() as tx:
        return sorted(tx.forecasts.days(date.min).items())


@pytest.fixture
def history(store: Store) -> Store:
    """Hold six rounds of CEC, the first 84 days ago and the last 14 days ago."""
    save(store, *rounds_at([520, 518, 519, 521, 517, 520]))
    return store


def test_a_days_forecasts_are_kept_once(history: Store) -> None:
    keeper = ForecastKeeper(history)
    assert keeper.keep(NOW, changed=False) > 0
    while keeper.keep(NOW, changed=True):
        pass
    before = kept(history)

    assert keeper.keep(NOW, changed=True) == 0
    assert ForecastKeeper(history).keep(NOW + timedelta(hours=1), changed=False) == 0
    assert keeper.keep(NOW + DAY, changed=False) == 1
    assert kept(history) == [*before, (TODAY + DAY, False)]


def test_the_days_since_the_first_round_are_reckoned_thirty_at_a_time(history: Store) -> None:
    keeper = ForecastKeeper(history)
    first = TODAY - 83 * DAY  # the first round is known on the day after it

    assert keeper.keep(NOW, changed=False) == 31
    assert kept(history)[0] == (first, True)
    assert keeper.keep(NOW, changed=False) == 30
    assert keeper.keep(NOW, changed=False) == 23
    assert keeper.keep(NOW, changed=False) == 0
    assert [day for day, _ in kept(history)] == [first + n * DAY for n in range(84)]
    assert [day for day, reckoned in kept(history) if not reckoned] == [TODAY]


def test_days_on_which_nobody_watched_stay_without(history: Store) -> None:
    keeper = ForecastKeeper(history)
    while keeper.keep(NOW, changed=True):
        pass
    keeper.keep(NOW + 10 * DAY, changed=False)

    assert [day for day, reckoned in kept(history) if not reckoned] == [TODAY, TODAY + 10 * DAY]
    assert len(kept(history)) == 85


def test_after_a_round_of_today_the_next_one_is_forecast(history: Store) -> None:
    keeper = ForecastKeeper(history)
    keeper.keep(NOW, changed=False)
    (new,) = rounds_at([530], last=TODAY, every=0)
    save(history, new)
    keeper.keep(NOW, changed=True)

    with history.reading() as tx:
        today, tomorrow = (one for one in tx.forecasts.since(TODAY))
    assert (today.as_of, tomorrow.as_of) == (TODAY, TODAY + DAY)
    assert today.quantiles is not None
    assert tomorrow.quantiles is not None
    assert today.quantiles["0.50"] < tomorrow.quantiles["0.50"]


def test_of_nothing_nothing_is_forecast(store: Store) -> None:
    keeper = ForecastKeeper(store)

    assert keeper.keep(NOW, changed=False) == 0
    save(store, *rounds_at([520, 518, 519]))
    assert keeper.keep(NOW, changed=False) > 0


def test_what_is_older_than_three_years_is_dropped(history: Store) -> None:
    ForecastKeeper(history).keep(NOW, changed=False)
    later = NOW + 1000 * DAY
    save(history, *rounds_at([500, 510], last=later.date()))

    ForecastKeeper(history).keep(later, changed=False)
    assert (TODAY, False) in kept(history)
    save(history, *rounds_at([515], last=later.date() + 90 * DAY))
    ForecastKeeper(history).keep(later + 100 * DAY, changed=False)
    assert (TODAY, False) not in kept(history)
    assert (later.date(), False) in kept(history)
