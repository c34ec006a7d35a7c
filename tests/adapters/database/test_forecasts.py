"""Forecasts are kept as they were made."""

from dataclasses import replace
from datetime import date, datetime

from watcher.adapters.database import Store
from watcher.core.forecasts import KeptForecast


def a_forecast(now: datetime, **more: object) -> KeptForecast:
    usual = {
        "category": "cec",
        "as_of": date(2025, 12, 11),
        "made_at": now,
        "quantiles": {"0.05": 505, "0.5": 511, "0.95": 520},
        "within": {"7": 0.31, "14": 0.62, "30": 0.97},
    }
    return KeptForecast(**{**usual, **more})  # type: ignore[arg-type] # a test's own fields


def test_they_come_back_as_they_were(store: Store, now: datetime) -> None:
    made = a_forecast(now)
    silent = a_forecast(
        now,
        category="pnp",
        quantiles=None,
        within=None,
        withheld="the rules changed",
        reckoned=True,
    )
    with store.writing() as tx:
        tx.forecasts.keep([made, silent])
    with store.reading() as tx:
        assert tx.forecasts.since(date(2025, 12, 11)) == [made, silent]
        assert tx.forecasts.since(date(2025, 12, 12)) == []
        assert tx.forecasts.days(date(2025, 1, 1)) == {date(2025, 12, 11): False}


def test_one_that_was_made_stays(store: Store, now: datetime) -> None:
    made = a_forecast(now)
    with store.writing() as tx:
        tx.forecasts.keep([made])
        tx.forecasts.keep([replace(made, quantiles={"0.5": 400}, reckoned=True)])
        tx.forecasts.keep([])

    with store.reading() as tx:
        assert tx.forecasts.since(date.min) == [made]


def test_what_is_too_old_is_dropped(store: Store, now: datetime) -> None:
    older = a_forecast(now, as_of=date(2022, 1, 1))
    with store.writing() as tx:
        tx.forecasts.keep([older, a_forecast(now)])
        tx.forecasts.forget(date(2022, 1, 2))

    with store.reading() as tx:
        assert tx.forecasts.days(date.min) == {date(2025, 12, 11): False}
