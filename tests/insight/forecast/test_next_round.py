"""The forecast of a category's next round."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.forecast.histories import TODAY, a_history, real_rounds, rounds_at
from tests.values import a_reported_round
from watcher.insight.forecast.history import history_of
from watcher.insight.forecast.next_round import forecast_next_rounds, next_cutoff_after

DAYS = st.dates(date(2016, 1, 1), TODAY)


@settings(max_examples=12, deadline=None)
@given(DAYS)
def test_quantiles_never_cross_and_chances_grow_with_the_span(day: date) -> None:
    for one in forecast_next_rounds(history_of(real_rounds(), day)):
        assert (one.cutoff is None) == (one.withheld is not None)
        if one.cutoff is not None:
            values = list(one.cutoff.quantiles.values())
            assert len(values) == 19
            assert values == sorted(values)
        soon = list(one.within.values())
        assert soon == sorted(soon)
        assert all(0 <= share <= 1 for share in soon)
        if one.invitations is not None:
            assert one.invitations.low <= one.invitations.median <= one.invitations.high


@settings(max_examples=12, deadline=None)
@given(DAYS)
def test_rounds_from_the_day_on_change_nothing(day: date) -> None:
    known = [r for r in real_rounds() if r.date and r.date < day]

    assert forecast_next_rounds(history_of(real_rounds(), day)) == forecast_next_rounds(
        history_of(known, day)
    )


def test_a_steady_category_is_expected_where_it_was() -> None:
    (one,) = forecast_next_rounds(a_history(*rounds_at([510, 511] * 15)))

    assert one.cutoff is not None
    assert one.cutoff.median in {510, 511}
    assert one.cutoff.half[0] >= 508
    assert one.last.cutoff == 511
    assert one.within["14"] > 0.9


def test_of_what_is_withheld_the_last_round_and_the_times_are_said() -> None:
    (one,) = forecast_next_rounds(a_history(*rounds_at([510, 511])))

    assert one.cutoff is None
    assert one.invitations is None
    assert str(one.withheld) == "fewer than three rounds were held"
    assert one.last.date == TODAY - timedelta(days=14)
    assert 0 < one.within["7"] < 1


def test_of_the_very_first_rounds_nothing_is_forecast() -> None:
    (one,) = forecast_next_rounds(a_history(*rounds_at([510, 511, 512])))

    assert one.cutoff is None
    assert str(one.withheld) == "fewer than three rounds were held"


def test_after_the_last_round_of_its_category_the_range_of_the_next_is_known() -> None:
    rounds = rounds_at([510, 511] * 15)

    last, earlier = (next_cutoff_after(one, rounds, TODAY) for one in (rounds[-1], rounds[-2]))

    assert last is not None
    assert 505 < last[0] <= last[1] < 515
    assert earlier is None


def test_it_is_known_on_the_very_day_of_the_round() -> None:
    rounds = rounds_at([510, 511] * 15, last=TODAY + timedelta(days=14))

    assert rounds[-1].date == TODAY
    assert next_cutoff_after(rounds[-1], rounds, TODAY)


def test_after_a_round_that_is_only_reported_or_withheld_nothing_is_known() -> None:
    rounds = rounds_at([510, 511] * 15)
    reported = a_reported_round(category="cec", date=TODAY)

    assert next_cutoff_after(reported, [*rounds, reported], TODAY) is None
    assert next_cutoff_after(rounds[1], rounds[:2], TODAY) is None
