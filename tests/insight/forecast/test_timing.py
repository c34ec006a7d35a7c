"""When the next rounds come."""

from datetime import timedelta

import pytest

from tests.insight.forecast.histories import TODAY, a_history, rounds_at
from watcher.insight.forecast.timing import base_rate, gaps_to_come


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
