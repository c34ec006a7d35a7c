"""Forecasts are compared with the rounds that came, beside "same as last"."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insight.forecast.histories import real_rounds
from tests.values import a_reported_round, a_round
from watcher.core.forecasts import KeptForecast
from watcher.core.model import Round
from watcher.insight.score_card import ForecastScores, SoonScore, forecasts_to_keep, score_forecasts

CARD = Path(__file__).parents[2] / "docs/score-card.md"
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
UNTIL = date(2026, 6, 1)
NOW = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)


def cec(number: str, day: date, cutoff: int | None = 520, **more: Any) -> Round:
    """Draw at 14:30 UTC, unless *more* says otherwise."""
    drawn = datetime(day.year, day.month, day.day, 14, 30, tzinfo=UTC)
    return a_round(
        **{
            "number": number,
            "date": day,
            "category": "cec",
            "cutoff": cutoff,
            "drawn_at": drawn,
            **more,
        }
    )


LAST = cec("1", MONDAY - 14 * DAY, 520)


def forecast(as_of: date = MONDAY, median: int = 518, **more: Any) -> KeptForecast:
    """Forecast a cut-off five points around the median in one case of two, ten in four of five."""
    usual = {
        "category": "cec",
        "as_of": as_of,
        "made_at": datetime(as_of.year, as_of.month, as_of.day, 6, 0, tzinfo=UTC),
        "quantiles": {
            "0.10": median - 10,
            "0.25": median - 5,
            "0.50": median,
            "0.75": median + 5,
            "0.90": median + 10,
        },
        "within": {"7": 0.5, "14": 0.8, "30": 1.0},
    }
    return KeptForecast(**{**usual, **more})


def scored(forecasts: list[KeptForecast], *rounds: Round, until: date = UNTIL) -> ForecastScores:
    found = score_forecasts(forecasts, [LAST, *rounds], until)
    assert found is not None
    return found


def test_a_forecast_is_compared_with_the_round_that_came() -> None:
    found = scored([forecast()], cec("2", MONDAY + 2 * DAY, 525))

    (one,) = found.rounds
    assert (one.number, one.cutoff, one.median, one.error, one.last) == ("2", 525, 518, 7, 520)
    assert (one.half, one.half_held) == ((513, 523), False)
    assert (one.likely, one.likely_held) == ((508, 528), True)
    got = found.overall.cutoffs
    assert (got.rounds, got.silent, got.error, got.last_error) == (1, 0, 7.0, 5.0)
    assert (got.half_held, got.likely_held, got.likely_width) == (0.0, 1.0, 20.0)


def test_the_last_forecast_before_a_round_counts_for_it() -> None:
    made = [forecast(median=500), forecast(MONDAY + DAY, 519), forecast(MONDAY + 5 * DAY, 530)]
    found = scored(made, cec("2", MONDAY + 2 * DAY, 520), cec("3", MONDAY + 20 * DAY, 528))

    assert [(one.number, one.median, one.last) for one in found.rounds] == [
        ("3", 530, 520),
        ("2", 519, 520),
    ]
    assert found.overall.cutoffs.error == 1.5


@pytest.mark.parametrize(
    ("hour", "drawn_at", "counts"),
    [(14, "known", 1), (15, "known", 0), (3, "unknown", 1), (5, "unknown", 0)],
)
def test_only_what_was_made_before_the_round_was_drawn_counts(
    hour: int, drawn_at: str, counts: int
) -> None:
    # Where the hour is not known, the day begins at 05:00 UTC in Ottawa.
    made = forecast(made_at=datetime(2026, 3, 2, hour, 0, tzinfo=UTC))
    more = {} if drawn_at == "known" else {"drawn_at": None}
    found = scored([made], cec("2", MONDAY, 520, **more))

    assert len(found.rounds) == counts
    assert found.overall.within == {} or counts


def test_what_was_reckoned_afterwards_goes_by_its_day() -> None:
    late = datetime(2026, 5, 1, tzinfo=UTC)
    found = scored([forecast(made_at=late, reckoned=True)], cec("2", MONDAY, 520))

    assert [one.number for one in found.rounds] == ["2"]


def test_a_corrected_cutoff_changes_the_score() -> None:
    assert scored([forecast()], cec("2", MONDAY, 507)).overall.cutoffs.error == 11.0
    assert scored([forecast()], cec("2", MONDAY, 518)).overall.cutoffs.error == 0.0


def test_a_round_of_which_nothing_was_said_is_counted_as_silent() -> None:
    silent = forecast(quantiles=None, withheld="the rules changed")
    found = scored(
        [silent],
        cec("2", MONDAY + DAY),
        a_round(number="3", category="military", date=MONDAY + DAY, cutoff=400),
    )

    assert (found.overall.cutoffs.rounds, found.overall.cutoffs.silent) == (0, 2)
    assert [one.category for one in found.categories] == ["cec", "military"]
    assert found.overall.cutoffs.error is None


def test_rounds_of_before_and_on_the_first_day_are_not_called_silent() -> None:
    late = forecast(made_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    found = scored([late], cec("2", MONDAY))

    assert found.overall.cutoffs.silent == 0


def test_a_first_round_ever_has_no_last_one_to_compare_with() -> None:
    found = score_forecasts([forecast()], [cec("2", MONDAY + DAY)], UNTIL)

    assert found is not None
    assert (found.rounds, found.overall.cutoffs.silent) == ((), 1)


def test_only_confirmed_rounds_count() -> None:
    assert scored([forecast()], a_reported_round(category="cec", date=MONDAY)).rounds == ()


def test_chances_are_scored_when_their_span_is_over() -> None:
    made = [forecast(MONDAY), forecast(MONDAY + DAY)]
    drawn = cec("2", MONDAY + 7 * DAY)
    found = scored(made, drawn, until=MONDAY + 14 * DAY)

    # A round on the seventh day after is not within seven days, but within fourteen.
    assert dict(found.overall.within) == {
        "7": SoonScore(days=2, told=0.5, came=0.5, brier=0.25, base_brier=0.4809),
        "14": SoonScore(days=1, told=0.8, came=1.0, brier=0.04, base_brier=0.922),
    }


def test_without_forecasts_there_is_no_card() -> None:
    assert score_forecasts([], [LAST], UNTIL) is None


def test_what_is_kept_is_what_is_forecast_of_each_active_category() -> None:
    kept = {
        one.category: one
        for one in forecasts_to_keep(real_rounds(), date(2026, 10, 2), made_at=NOW)
    }

    assert (kept["cec"].withheld, kept["cec"].made_at, kept["cec"].reckoned) == (None, NOW, False)
    assert set(kept["cec"].quantiles or ()) >= {"0.10", "0.25", "0.50", "0.75", "0.90"}
    assert set(kept["cec"].within or ()) == {"7", "14", "30"}
    assert kept["military"].quantiles is None
    assert kept["military"].withheld == "fewer than three rounds were held"


def test_the_card_in_the_documents_is_that_of_these_forecasts() -> None:
    rounds, until = real_rounds(), date(2026, 10, 1)
    days = sorted({r.date for r in rounds if r.date and r.date.year == 2026})
    made = [
        one
        for day in (date(2026, 1, 1), *days)
        for one in forecasts_to_keep(rounds, day, made_at=NOW, reckoned=True)
    ]
    found = score_forecasts(made, rounds, until)

    assert found is not None
    got = found.overall.cutoffs
    assert got.error is not None
    assert got.last_error is not None
    assert got.error < got.last_error
    row = (
        f"| **all** | {got.rounds} | {got.silent} | {got.error:.1f} | {got.last_error:.1f} "
        f"| {got.half_held:.0%} | {got.likely_held:.0%} | {got.likely_width:.1f} |"
    )
    _, _, year = CARD.read_text(encoding="utf-8").partition("\n## 2026")
    wanted = "python -m bench.score_card > docs/score-card.md"
    assert row in year.partition("\n## ")[0].splitlines(), wanted


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(300, 600)), max_size=12),
    st.lists(st.tuples(st.integers(0, 40), st.integers(300, 600)), min_size=1, max_size=12),
    st.integers(0, 60),
)
def test_every_round_is_forecast_once_or_silent(
    made: list[tuple[int, int]], drawn: list[tuple[int, int]], until: int
) -> None:
    forecasts = {day: forecast(MONDAY + day * DAY, median) for day, median in made}
    rounds = {day: cec(str(day + 2), MONDAY + day * DAY, cutoff) for day, cutoff in drawn}
    end = MONDAY + until * DAY
    found = score_forecasts(forecasts.values(), [LAST, *rounds.values()], end)

    if found is None:
        assert not forecasts
        return
    first = min(forecasts)
    later = [day for day in rounds if first < day <= until or (day == first and day <= until)]
    assert len(found.rounds) + found.overall.cutoffs.silent == len(later)
    assert len({one.number for one in found.rounds}) == len(found.rounds)
    assert all(one.as_of <= one.date for one in found.rounds)
