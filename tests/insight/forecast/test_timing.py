"""When the next rounds come."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.insight.forecast.histories import TODAY, a_history, rounds_at
from watcher.insight.forecast.timing import Timing, base_rate, gaps_to_come


def test_the_base_rate_is_the_share_of_windows_with_a_round() -> None:
    once = a_history(*rounds_at([500], every=100)).rounds["cec"]

    assert base_rate(once, TODAY, 30) == pytest.approx(30 / 336)
    assert base_rate(once, TODAY + timedelta(days=300), 30) == 0


def test_rounds_close_together_are_not_counted_twice() -> None:
    weekly = a_history(*rounds_at([500] * 60, every=7)).rounds["cec"]

    assert base_rate(weekly, TODAY, 7) == 1
    assert base_rate(weekly, TODAY, 1) == pytest.approx(52 / 365)


def test_the_next_gap_is_longer_than_what_has_passed() -> None:
    gaps = gaps_to_come("cec", a_history(*rounds_at([500] * 20), *rounds_at([500], every=3)))

    assert gaps is not None
    assert gaps.draw(0.5) == 14
    assert gaps.draw(0.0, at_least=12) == 14
    assert gaps.draw(0.5, at_least=60) == 74
    assert gaps.ending(elapsed=12, days=3) == 1
    assert gaps.ending(elapsed=60, days=30) == 0


def test_a_week_follows_the_rhythm_that_14_and_30_days_do_not() -> None:
    rounds = rounds_at([500] * 30)
    soon, later = (
        dict(Timing(a_history(*rounds, as_of=TODAY - timedelta(days=back))).coming("cec", (7, 30)))
        for back in (3, 13)
    )

    assert soon[7] > 0.8
    assert later[7] < 0.2
    assert soon[30] == later[30] == 0.98


def test_after_a_long_gap_rounds_are_three_times_less_likely() -> None:
    rounds = rounds_at([500] * 30)
    day = TODAY - timedelta(days=14) + timedelta(days=43)
    known = a_history(*rounds, as_of=day)

    (share,) = (share for _, share in Timing(known).coming("cec", (7,)))

    assert share == pytest.approx(base_rate(known.rounds["cec"], day, 7) / 3)


def test_a_category_follows_the_cluster_that_is_under_way() -> None:
    pnp = rounds_at([700] * 30, category="pnp")
    cec = [replace(r, date=r.date + timedelta(days=1), category="cec") for r in pnp[:-1] if r.date]
    known = a_history(*pnp, *cec, as_of=TODAY - timedelta(days=13))

    assert dict(Timing(known).coming("cec", (7,)))[7] > 0.7
    assert dict(Timing(known).coming("pnp", (7,)))[7] < 0.2
