"""The chance to be invited within some time."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.insight.forecast.histories import TODAY, a_history, real_rounds, rounds_at
from watcher.insight.forecast.chances import Chances
from watcher.insight.forecast.history import history_of

SLUGS = st.sets(st.sampled_from(["cec", "pnp", "french", "healthcare", "trades"]), min_size=1)


@settings(max_examples=6, deadline=None)
@given(st.dates(date(2023, 8, 1), TODAY), SLUGS, st.integers(1, 1200))
@example(date(2024, 7, 8), {"french"}, 150)  # drawn apart, 90 days were less likely than 60
def test_a_longer_span_and_a_higher_score_are_never_less_likely(
    day: date, slugs: set[str], score: int
) -> None:
    chances = Chances(history_of(real_rounds(), day))

    found = [chances.chance(points, slugs).within for points in (score, min(score + 7, 1200))]

    spoken = [list(within.values()) for within in found if within]
    assert len(spoken) in {0, 2}
    for within in spoken:
        assert within == sorted(within)
        assert all(0 <= share <= 1 for share in within)
    for lower, higher in pairwise(spoken):
        assert all(one <= other for one, other in zip(lower, higher, strict=True))


def test_a_further_category_is_never_less_likely() -> None:
    chances = Chances(history_of(real_rounds(), TODAY))

    alone, both = (chances.chance(515, slugs).within for slugs in ({"cec"}, {"cec", "french"}))

    assert alone
    assert both
    assert all(both[span] >= alone[span] for span in alone)


def test_two_categories_miss_only_together() -> None:
    chances = Chances(history_of(real_rounds(), TODAY))

    healthcare, french, both = (
        chances.chance(473, slugs).within
        for slugs in ({"healthcare"}, {"french"}, {"healthcare", "french"})
    )

    assert healthcare
    assert french
    assert both
    assert healthcare["30"] > 0.1
    for span, found in both.items():
        missed = (1 - healthcare[span]) * (1 - french[span])
        assert found == pytest.approx(1 - missed, abs=0.002)


def test_the_same_data_give_the_same_chance() -> None:
    one, other = (Chances(history_of(real_rounds(), TODAY)).chance(515, {"cec"}) for _ in range(2))

    assert one == other


def test_well_above_a_steady_cutoff_it_is_likely_and_well_below_not() -> None:
    chances = Chances(a_history(*rounds_at([510, 511] * 15)))

    high, low = (chances.chance(score, {"cec"}).within for score in (530, 480))

    assert high
    assert low
    assert high["30"] > 0.9
    assert low["90"] < 0.1


def test_what_cannot_be_said_is_left_out_and_named() -> None:
    chances = Chances(a_history(*rounds_at([510, 511] * 15), *rounds_at([470], category="trades")))

    both, only = (chances.chance(505, slugs) for slugs in ({"cec", "trades"}, {"trades"}))

    assert both.within == chances.chance(505, {"cec"}).within
    assert both.withheld is None
    assert {slug: str(why) for slug, why in both.left_out.items()} == {
        "trades": "fewer than three rounds were held"
    }
    assert only.within is None
    assert str(only.withheld) == "fewer than three rounds were held"


def test_a_category_counts_with_two_rounds_or_after_a_long_gap_and_that_is_said() -> None:
    known = [*rounds_at([510, 511] * 15), *rounds_at([470, 471], category="trades", every=60)]

    found = Chances(a_history(*known)).chance(505, {"trades"})

    assert found.within
    assert 0 < found.within["30"] < found.within["90"]
    assert found.left_out == {}
    assert {slug: str(why) for slug, why in found.doubtful.items()} == {
        "trades": "fewer than three rounds were held"
    }


def test_after_a_change_with_unknown_points_the_categorys_first_round_breaks_the_silence() -> None:
    steady, day = [510, 511] * 10, date(2026, 11, 17)

    before = a_history(*rounds_at(steady, last=date(2026, 11, 3)), as_of=day)
    after = a_history(*rounds_at([*steady, 430], last=day), as_of=day)

    assert Chances(before).chance(520, {"cec"}).within is None
    assert Chances(after).chance(520, {"cec"}).within


def test_a_change_whose_points_are_known_only_makes_it_doubtful() -> None:
    day = date(2025, 4, 1)
    found = Chances(a_history(*rounds_at([510, 511] * 15, last=date(2025, 3, 25)), as_of=day))

    assert found.chance(520, {"cec"}).within
    assert list(found.chance(520, {"cec"}).doubtful) == ["cec"]


def test_the_very_first_rounds_give_nothing_to_draw_from() -> None:
    found = Chances(a_history(*rounds_at([510, 511, 512]))).chance(520, {"cec"})

    assert found.within is None
    assert str(found.withheld) == "fewer than three rounds were held"


def test_nobody_who_waits_for_nothing_is_told_a_chance() -> None:
    found = Chances(a_history(*rounds_at([510, 511] * 15))).chance(520, [])

    assert (found.within, found.withheld) == (None, None)


def test_cutoffs_far_from_the_years_mean_are_expected_to_come_back() -> None:
    high = rounds_at([500] * 20 + [530])

    low, stayed = (
        Chances(a_history(*rounds)).chance(515, {"cec"}).within
        for rounds in (high, rounds_at([530] * 21))
    )

    assert low
    assert stayed
    assert low["90"] > stayed["90"] + 0.2


def test_after_a_change_with_unknown_points_nothing_comes_back_to_the_cutoffs_before() -> None:
    day = date(2026, 12, 1)
    before = rounds_at([550] * 20, last=date(2026, 11, 1))
    new = [*before, *rounds_at([500], last=date(2026, 11, 30), every=2)]

    found = Chances(a_history(*new, as_of=day)).chance(505, {"cec"}).within

    assert found
    assert found["30"] > 0.5


def test_at_the_very_cutoff_the_tie_break_decides_half_of_the_time() -> None:
    chances = Chances(a_history(*rounds_at([510] * 30)))

    below, at, above = (chances.chance(score, {"cec"}).within for score in (509, 510, 511))

    assert below == {"30": 0, "60": 0, "90": 0}
    assert above
    assert above["30"] > 0.98
    assert at
    assert at["30"] == pytest.approx(above["30"] / 2, abs=0.001)
