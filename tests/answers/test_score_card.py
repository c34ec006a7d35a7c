"""The score card: forecasts that were made, and apart from them those reckoned afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.values import a_round
from watcher.adapters.database import Store
from watcher.answers.score_card import score_card
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.core.forecasts import KeptForecast
from watcher.core.model import NewRound

NOW = datetime(2025, 12, 20, 17, 0, tzinfo=UTC)
QUANTILES = {"0.10": 465, "0.25": 470, "0.50": 475, "0.75": 480, "0.90": 485}


def forecast(day: int, **more: object) -> KeptForecast:
    usual = {
        "category": "healthcare",
        "as_of": date(2025, 12, day),
        "made_at": datetime(2025, 12, day, 6, tzinfo=UTC),
        "quantiles": QUANTILES,
        "within": {"7": 0.5, "14": 0.8, "30": 1.0},
    }
    return KeptForecast(**{**usual, **more})  # type: ignore[arg-type] # a test's own fields


@pytest.fixture
def december(store: Store, snapshot: Snapshot) -> Iterator[Snapshot]:
    """Hold three healthcare rounds: 14 November, 11 and 16 December 2025; the page was read on the 18th."""
    rounds = [
        a_round(number="379", date=date(2025, 11, 14), cutoff=462),
        a_round(number="385", first_seen=datetime(2025, 12, 18, 17, tzinfo=UTC)),
        a_round(number="387", date=date(2025, 12, 16), drawn_at=None, cutoff=480),
    ]
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=r) for r in rounds], page=b"page", now=NOW)
        tx.forecasts.keep(
            [
                forecast(10, reckoned=True, made_at=NOW),
                forecast(11, reckoned=True, made_at=NOW),
                forecast(15),
                forecast(15, category="pnp", quantiles=None, withheld="the rules changed"),
            ]
        )
    with store.reading() as tx:
        yield replace(snapshot, store=store, tx=tx, now=NOW)


def test_what_was_made_and_what_was_reckoned_stand_apart(december: Snapshot) -> None:
    card = score_card(december)

    assert card.made is not None
    assert card.reckoned is not None
    assert [(one.number, one.as_of.day) for one in card.made.rounds] == [("387", 15)]
    assert [(one.number, one.as_of.day) for one in card.reckoned.rounds] == [("385", 11)]
    # What is reckoned ends where it ends: later rounds are not called silent.
    assert (card.reckoned.until, card.reckoned.overall.cutoffs.silent) == (date(2025, 12, 11), 0)


def test_it_goes_no_further_than_the_page_was_read(december: Snapshot) -> None:
    card = score_card(december)

    assert card.made is not None
    assert card.made.until == date(2025, 12, 18)


def test_one_category_is_scored_alone(december: Snapshot) -> None:
    card = score_card(december, "pnp")

    assert card.reckoned is None
    assert card.made is not None
    assert card.made.rounds == ()


def test_programs_get_every_scored_round(december: Snapshot) -> None:
    made = json_object(score_card(december))["made"]

    assert isinstance(made, dict)
    assert made["since"] == "2025-12-15"
    assert made["rounds"] == [
        {
            "category": "healthcare",
            "number": "387",
            "date": "2025-12-16",
            "as_of": "2025-12-15",
            "cutoff": 480,
            "median": 475,
            "last": 476,
            "half": [470, 480],
            "likely": [465, 485],
        }
    ]
    assert made["overall"]["cutoffs"] == {
        "rounds": 1,
        "silent": 0,
        "error": 5.0,
        "last_error": 4.0,
        "half_held": 1.0,
        "likely_held": 1.0,
        "likely_width": 20.0,
    }


def test_without_forecasts_both_are_empty(snapshot: Snapshot) -> None:
    card = score_card(snapshot)

    assert (card.made, card.reckoned) == (None, None)
