"""Looking back: verdicts on past rounds, and what other scores would have changed."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.values import a_round, a_subscription
from watcher.core.category import ALL
from watcher.core.model import Round, VerdictKind
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.insight.backtest import (
    JudgedRound,
    ScoreStep,
    YearOfCategory,
    category_records,
    changed_by,
    is_near,
    judged_rounds,
    score_steps,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AMARA = a_subscription(score=471, submitted=datetime(2025, 11, 20, 15, tzinfo=UTC))


def cec(number: str, cutoff: int | None, day: date = date(2026, 6, 1), **more: object) -> Round:
    held = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    usual: dict[str, object] = {"category": "cec", "drawn_at": held, "tie_break": held}
    return a_round(number=number, cutoff=cutoff, date=day, **{**usual, **more})


def looked_back(*rounds: Round, person: Subscription = AMARA) -> list[JudgedRound]:
    return list(judged_rounds(rounds, person))


def test_each_round_has_its_verdict_and_its_distance() -> None:
    rounds = [
        cec("5", 470),
        cec("4", 471),
        cec("3", 475),
        cec("2", 300, category="pnp"),
        cec("1", 300, day=date(2025, 11, 19)),
    ]

    found = [(one.number, one.verdict.kind, one.verdict.points) for one in looked_back(*rounds)]

    assert found == [
        ("5", VerdictKind.INVITED, 1),
        ("4", VerdictKind.INVITED_ON_TIE_BREAK, 0),
        ("3", VerdictKind.SHORT, 4),
        ("2", VerdictKind.OTHER_CATEGORY, None),
        ("1", VerdictKind.NOT_IN_POOL, None),
    ]


def test_a_round_without_its_day_is_left_out_and_one_with_its_time_has_its_day_in_ottawa() -> None:
    night = datetime(2026, 6, 2, 1, tzinfo=UTC)

    (one,) = looked_back(
        replace(cec("1", 470), date=None, drawn_at=None),
        replace(cec("2", 470, drawn_at=night), date=None),
    )

    assert (one.number, one.date) == ("2", date(2026, 6, 1))


def test_points_needed_end_at_the_cutoff_only_where_the_tie_break_is_reached() -> None:
    late = datetime(2025, 11, 1, tzinfo=UTC)
    rounds = [
        cec("8", 470),
        cec("7", 475),
        cec("6", 475, tie_break=late),
        cec("5", 475, tie_break=None),
        cec("4", 471, tie_break=late),
        cec("3", None),
        cec("2", 475, category="pnp"),
        cec("1", 475, day=date(2025, 11, 1)),
    ]

    needed = {one.number: one.needed for one in looked_back(*rounds)}

    assert needed == {"8": 0, "7": 4, "6": 5, "5": 5, "4": 1, "3": None, "2": None, "1": None}


def test_no_more_points_are_needed_than_the_scale_has() -> None:
    nowhere = cec("1", 1200, tie_break=None)

    assert [one.needed for one in looked_back(nowhere)] == [None]
    assert [one.needed for one in looked_back(replace(nowhere, cutoff=1199))] == [729]


def test_near_is_short_by_so_many_points_or_missed_on_the_tie_break() -> None:
    late = datetime(2025, 11, 1, tzinfo=UTC)
    rounds = [cec("4", 481), cec("3", 482), cec("2", 471, tie_break=late), cec("1", 470)]

    near = [one.number for one in looked_back(*rounds) if is_near(one, 10)]

    assert near == ["4", "2"]


def test_the_best_category_invited_most_often_and_then_lies_nearest() -> None:
    days = [date(2026, month, 1) for month in (6, 5, 4, 3)]
    rounds = [
        cec("9", 520, days[0]),
        cec("8", 470, days[1], category="healthcare"),
        cec("7", 468, days[2], category="healthcare"),
        cec("6", 476, days[3], category="healthcare"),
        cec("5", 300, days[3], category="pnp"),
        cec("4", 400, date(2025, 1, 1), category="healthcare"),
    ]
    wanted = {"cec", "healthcare", "stem"}
    person = replace(AMARA, categories=frozenset(wanted))

    records = category_records(looked_back(*rounds, person=person), wanted)

    found = [(r.category, r.rounds, r.invited, r.needed, r.last and r.last.number) for r in records]
    assert found == [
        ("healthcare", 3, 2, 5, "8"),
        ("cec", 1, 0, 49, None),
        ("stem", 0, 0, None, None),
    ]


def test_the_last_that_invited_is_the_latest_whatever_the_order() -> None:
    rounds = [cec("99", 470, date(2026, 1, 7)), cec("100", 470, date(2026, 1, 7)), cec("98", 470)]

    (record,) = category_records(looked_back(*rounds[:2]), {"cec"})
    (later,) = category_records(looked_back(*rounds), {"cec"})

    assert record.last is not None
    assert later.last is not None
    assert (record.last.number, later.last.number) == ("100", "98")


def test_who_wants_everything_has_a_record_of_each_category_that_was_drawn() -> None:
    person = replace(AMARA, categories=frozenset({ALL}))
    judged = looked_back(cec("2", 480), cec("1", 700, category="pnp"), person=person)

    records = category_records(judged, person.categories)

    assert [r.category for r in records] == ["cec", "pnp"]


def test_each_step_says_which_rounds_come_in_and_how_many_there_are_by_then() -> None:
    rounds = [
        cec("6", 470),
        cec("5", 475),
        cec("4", 475, category="healthcare"),
        cec("3", 475, date(2025, 12, 1)),
        cec("2", 480),
        cec("1", None),
    ]

    assert list(score_steps(looked_back(*rounds))) == [
        ScoreStep(
            points=4,
            gained=(
                YearOfCategory(category="cec", year=2026, numbers=("5",)),
                YearOfCategory(category="healthcare", year=2026, numbers=("4",)),
                YearOfCategory(category="cec", year=2025, numbers=("3",)),
            ),
            invited=4,
        ),
        ScoreStep(
            points=9, gained=(YearOfCategory(category="cec", year=2026, numbers=("2",)),), invited=5
        ),
    ]


def test_twelve_points_more_gain_rounds_and_bring_others_to_the_cutoff() -> None:
    rounds = [
        cec("104", 470),
        cec("100", 483),
        cec("99", 480),
        cec("98", 483, tie_break=None),
        cec("97", 490),
    ]

    changed = changed_by(12, rounds, AMARA)

    assert (changed.points, changed.invited, changed.lost) == (12, 3, ())
    assert changed.gained == (YearOfCategory(category="cec", year=2026, numbers=("99", "100")),)
    assert changed.undecided == (YearOfCategory(category="cec", year=2026, numbers=("98",)),)


def test_fewer_points_lose_rounds() -> None:
    rounds = [cec("2", 470), cec("1", 460)]

    changed = changed_by(-5, rounds, AMARA)

    assert (changed.invited, changed.gained, changed.undecided) == (1, (), ())
    assert changed.lost == (YearOfCategory(category="cec", year=2026, numbers=("2",)),)


def test_fewer_points_may_leave_it_undecided() -> None:
    changed = changed_by(-1, [cec("1", 470, tie_break=None)], AMARA)

    assert (changed.invited, changed.gained, changed.lost) == (0, (), ())
    assert changed.undecided == (YearOfCategory(category="cec", year=2026, numbers=("1",)),)


instants = st.none() | st.integers(-400, 400).map(lambda days: NOON + timedelta(days=days, hours=3))
histories = st.lists(
    st.builds(
        a_round,
        number=st.integers(1, 500).map(str),
        date=st.none() | st.dates(date(2025, 6, 1), date(2026, 12, 1)),
        drawn_at=instants,
        category=st.sampled_from(["cec", "healthcare", "pnp", None]),
        cutoff=st.none() | st.integers(440, 500),
        tie_break=instants,
    ),
    max_size=12,
)
people = st.builds(
    a_subscription,
    score=st.integers(440, 500),
    submitted=instants,
    categories=st.sets(st.sampled_from(["cec", "healthcare", "stem", ALL]), min_size=1).map(
        frozenset
    ),
)


@given(histories, people)
def test_looking_back_counts_what_the_verdicts_say_round_by_round(
    rounds: list[Round], person: Subscription
) -> None:
    dated = [r for r in rounds if r.date is not None or r.drawn_at is not None]

    looked = list(judged_rounds(rounds, person))

    assert Counter(one.verdict.kind for one in looked) == Counter(
        judge(round_, person).kind for round_ in dated
    )
    records = category_records(looked, person.categories)
    of_a_category = [one for one in looked if one.category is not None]
    assert sum(record.invited for record in records) == sum(
        one.verdict.kind.invites for one in of_a_category
    )


@given(histories, people, st.integers(0, 80))
def test_more_points_never_lose_a_round(
    rounds: list[Round], person: Subscription, more: int
) -> None:
    before = list(judged_rounds(rounds, person))

    changed = changed_by(more, rounds, person)

    assert changed.lost == ()
    by_then = [step.invited for step in score_steps(before) if step.points <= more]
    now = sum(one.verdict.kind.invites for one in before)
    assert changed.invited == (by_then[-1] if by_then else now)
