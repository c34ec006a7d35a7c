"""The level of a cut-off, and how far rounds strayed from it."""

from datetime import date, timedelta

import pytest

from tests.insight.forecast.histories import TODAY, a_history, rounds_at
from watcher.insight.forecast.levels import Surprise, deviations_of, levels_of


def test_elsewhere_the_last_cutoff_says_nearly_all_but_pnp_returns_to_its_level() -> None:
    known = a_history(*rounds_at([500, 520]), *rounds_at([700, 800], category="pnp"))

    assert levels_of(known)["cec"][0].at == pytest.approx(518)
    assert levels_of(known)["pnp"][0].at == pytest.approx(735)


def test_the_spread_follows_the_surprises_and_one_outlier_is_capped() -> None:
    steady = levels_of(a_history(*rounds_at([500] * 12)))["cec"][0]
    restless = levels_of(a_history(*rounds_at([500, 540] * 6)))["cec"][0]
    outlier = levels_of(a_history(*rounds_at([500] * 11 + [1100])))["cec"][0]

    assert steady.spread < 4
    assert 30 < restless.spread < 40
    assert outlier.spread < 40


def test_surprises_count_in_both_directions_and_own_ones_four_times() -> None:
    day = date(2026, 9, 1)
    found = deviations_of(
        "cec",
        {"cec": [Surprise(date=day, ratio=1.0)], "pnp": [Surprise(date=day, ratio=-3.0)]},
        TODAY,
    )

    assert found is not None
    assert [found.quantile(share) for share in (0.05, 0.2, 0.5, 0.8, 0.95)] == [-3, -1, -1, 1, 3]


def test_surprises_of_over_four_years_ago_say_nothing() -> None:
    old = {"cec": [Surprise(date=date(2022, 9, 1), ratio=1.0)]}

    assert deviations_of("cec", old, TODAY) is None


@pytest.mark.parametrize("last", [date(2026, 7, 1), date(2025, 3, 25)])
def test_a_round_that_was_not_to_be_forecast_surprises_nobody(last: date) -> None:
    steady = rounds_at([510] * 6, last=last)
    far = rounds_at([400], last=last + timedelta(days=60), every=1)
    known = a_history(*steady, *far, as_of=date(2026, 12, 31))

    assert [s.ratio for s in levels_of(known)["cec"][1]] == [0, 0, 0]


def test_after_a_change_with_unknown_points_the_level_begins_anew_and_the_spread_is_wide() -> None:
    before = rounds_at([730] * 10, category="pnp", last=date(2026, 11, 1))
    known = a_history(
        *before, *rounds_at([650], category="pnp", last=date(2026, 11, 20)), as_of=date(2026, 12, 1)
    )

    level, surprises = levels_of(known)["pnp"]

    assert level.at == 650
    assert level.spread > 2 * levels_of(a_history(*before))["pnp"][0].spread
    assert {one.ratio for one in surprises} == {0}
