"""Which way things go."""

from datetime import date

import pytest

from tests.values import a_reported_round, a_round
from watcher.core.model import Round
from watcher.core.pool import Band, Pool
from watcher.insight.trends import active, by_month, cutoffs, pools


def cec(number: str, day: date | None, cutoff: int | None = 520, **more: object) -> Round:
    return a_round(number=number, date=day, category="cec", cutoff=cutoff, **more)


def pool(day: date | None, total: int) -> Pool:
    band = Band(label="0-1200", low=0, high=1200, count=total)
    return Pool(as_on=day, bands=(band,), total=total)


def test_the_cutoffs_of_a_category_are_followed_oldest_first() -> None:
    rounds = [
        cec("436", date(2026, 8, 18), 523),
        a_round(number="435", category="pnp", cutoff=760),
        cec("420", date(2026, 6, 1), 516),
    ]

    points = cutoffs(rounds, ["cec"])["cec"]

    assert [(p.day, p.cutoff) for p in points] == [
        (date(2026, 6, 1), 516),
        (date(2026, 8, 18), 523),
    ]


def test_two_rounds_of_one_day_are_two_points() -> None:
    day = date(2018, 5, 30)
    points = cutoffs([cec("91b", day, 288), cec("91a", day, 440)], ["cec"])["cec"]

    assert [p.round.number for p in points] == ["91a", "91b"]


@pytest.mark.parametrize(
    "round_",
    [
        cec("1", None),
        cec("1", date(2026, 1, 1), None),
        a_reported_round(category="cec", date=date(2026, 1, 1)),
    ],
    ids=["without a day", "without a cut-off", "only reported"],
)
def test_what_is_not_known_is_no_point(round_: Round) -> None:
    points = cutoffs([round_], ["cec"])["cec"]

    assert points == []


def test_a_span_has_its_first_day_and_nothing_before() -> None:
    rounds = [cec("2", date(2026, 1, 2)), cec("1", date(2026, 1, 1))]

    points = cutoffs(rounds, ["cec"], since=date(2026, 1, 2))["cec"]

    assert [p.round.number for p in points] == ["2"]


def test_series_stand_in_the_order_asked_for_empty_ones_too() -> None:
    found = cutoffs([cec("1", date(2026, 1, 1))], ["pnp", "cec"])

    assert [(slug, len(points)) for slug, points in found.items()] == [("pnp", 0), ("cec", 1)]


def test_invitations_are_added_up_by_month_and_a_month_without_a_round_is_there() -> None:
    rounds = [
        cec("3", date(2026, 2, 28), invitations=500),
        cec("2", date(2025, 12, 31), invitations=2000),
        cec("1", date(2025, 12, 1), invitations=1000),
    ]

    months = by_month(rounds)

    assert [(m.first, m.rounds, m.invitations) for m in months] == [
        (date(2025, 12, 1), 2, 3000),
        (date(2026, 1, 1), 0, 0),
        (date(2026, 2, 1), 1, 500),
    ]


def test_a_round_that_does_not_say_how_many_is_counted_as_unknown_not_as_none() -> None:
    rounds = [
        cec("2", date(2026, 2, 2), invitations=None),
        cec("1", date(2026, 2, 1), invitations=7),
    ]

    (month,) = by_month(rounds)

    assert (month.rounds, month.invitations, month.unknown) == (2, 7, 1)


def test_months_are_those_of_the_categories_asked_for() -> None:
    rounds = [cec("1", date(2026, 1, 1), invitations=5)]

    assert by_month(rounds, ["pnp"]) == []
    assert by_month(rounds, ["cec"])[0].invitations == 5


def test_a_count_of_the_pool_that_several_rounds_repeat_stands_once() -> None:
    day = date(2026, 8, 1)
    rounds = [
        cec("2", date(2026, 8, 5), pool=pool(day, 230_001)),
        cec("1", date(2026, 8, 4), pool=pool(day, 230_000)),
    ]

    counted = pools(rounds)

    assert list(counted) == [day]
    assert counted[day].total == 230_001  # as the later round has it


def test_a_pool_without_its_day_is_not_drawn() -> None:
    assert pools([cec("1", date(2026, 8, 4), pool=pool(None, 1))]) == {}


def test_pools_stand_oldest_first_and_not_before_the_span() -> None:
    rounds = [cec(str(n), date(2026, n, 10), pool=pool(date(2026, n, 1), n)) for n in (3, 2, 1)]

    found = pools(rounds, since=date(2026, 2, 1))

    assert list(found) == [date(2026, 2, 1), date(2026, 3, 1)]


def test_active_categories_are_named_the_busiest_first() -> None:
    rounds = [
        a_round(number="4", category="pnp", date=date(2026, 3, 1)),
        cec("3", date(2026, 2, 1)),
        a_round(number="2", category="pnp", date=date(2026, 1, 1)),
        a_round(number="1", category="fst", date=date(2020, 1, 1)),
    ]

    assert active(rounds, date(2026, 1, 1)) == ["pnp", "cec"]
