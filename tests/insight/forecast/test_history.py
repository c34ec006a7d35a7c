"""What was known on a day."""

from datetime import date

from tests.insight.forecast.histories import TODAY, a_history, rounds_at
from tests.values import a_reported_round, a_round
from watcher.insight.forecast.history import gaps_of, usual_gap


def test_rounds_of_the_day_itself_and_later_are_not_known() -> None:
    before, on, after = (
        a_round(number=str(n), date=date(2026, 10, n), category="cec") for n in (1, 2, 3)
    )

    assert [r.number for r in a_history(after, on, before).rounds["cec"]] == ["1"]


def test_rounds_without_day_category_or_cutoff_or_only_reported_say_nothing() -> None:
    known = a_history(
        a_round(date=None), a_round(category=None), a_round(cutoff=None), a_reported_round()
    )

    assert known.rounds == {}
    assert known.active() == ()


def test_a_category_is_active_for_a_year_and_the_latest_comes_first() -> None:
    known = a_history(
        a_round(number="1", category="stem", date=date(2025, 10, 1)),
        a_round(number="2", category="trades", date=date(2025, 10, 2)),
        a_round(number="3", category="cec", date=date(2026, 9, 1)),
    )

    assert known.active() == ("cec", "trades")


def test_two_rounds_of_one_day_stand_in_the_order_of_their_numbers() -> None:
    day = date(2018, 5, 30)
    known = a_history(a_round(number="91b", date=day), a_round(number="91a", date=day))

    assert [r.number for r in known.rounds["healthcare"]] == ["91a", "91b"]


def test_the_usual_gap_is_the_median() -> None:
    rounds = a_history(*rounds_at([500, 501, 502], every=14), *rounds_at([503], every=3)).rounds

    assert gaps_of(rounds["cec"]) == [14, 14, 11]
    assert usual_gap(rounds["cec"]) == 14
    assert usual_gap(rounds["cec"][:1]) is None
    assert TODAY not in {r.date for r in rounds["cec"]}
