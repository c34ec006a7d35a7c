"""What the rounds of a year add up to, by category and month, beside earlier years."""

from datetime import UTC, date, datetime
from functools import cache

from tests.values import a_reported_round, a_round
from watcher.core.model import FIGURES, Round
from watcher.demo.published import feed_bytes, published_rounds
from watcher.insight.stats import (
    CutoffSpan,
    DayGaps,
    RoundTotal,
    by_category,
    by_months,
    dated_rounds,
    earlier_years,
    gaps_within,
    of_year,
    total_of,
)
from watcher.ircc.rounds_json import read_rounds_json

END = date(2025, 12, 31)


def cec(number: str, day: date | None, invitations: int | None = 1000, **more: object) -> Round:
    return a_round(
        **{"number": number, "date": day, "category": "cec", "invitations": invitations, **more}
    )


@cache
def published() -> list[tuple[date, Round]]:
    """Give all rounds that were published up to October 2026."""
    document = read_rounds_json(feed_bytes(published_rounds()), seen={})
    return dated_rounds(
        Round(
            number=report.number or "",
            first_seen=datetime(2026, 11, 1, tzinfo=UTC),
            **{figure: getattr(report, figure) for figure in FIGURES},
        )
        for report in document.reports
    )


def test_up_to_11_december_2025_there_were_102599_invitations() -> None:
    until = date(2025, 12, 11)

    assert total_of(of_year(published(), 2025, until)) == RoundTotal(
        rounds=55, invitations=102_599, unknown=0
    )
    assert {one.category: one.total.rounds for one in by_category(published(), 2025, until)} == {
        "pnp": 23,
        "cec": 14,
        "french": 8,
        "healthcare": 7,
        "education": 2,
        "trades": 1,
    }


def test_every_published_year_adds_up_by_category_and_by_month() -> None:
    for year in range(2015, 2027):
        end = date(year, 12, 31)
        whole = total_of(of_year(published(), year, end))
        parts = [one.total for one in by_category(published(), year, end)]
        months = by_months(published(), year, end)
        assert sum(part.invitations for part in parts) == whole.invitations
        assert sum(month.total.rounds for month in months) == whole.rounds
        assert all(
            sum(part.invitations for part in month.categories.values()) == month.total.invitations
            for month in months
        )


def test_a_round_that_does_not_say_how_many_is_counted_as_such() -> None:
    dated = dated_rounds([cec("2", date(2025, 2, 1), None), cec("1", date(2025, 1, 1))])

    assert total_of(dated) == RoundTotal(rounds=2, invitations=1000, unknown=1)


def test_only_confirmed_rounds_with_a_day_count() -> None:
    day = date(2025, 1, 1)
    rounds = [cec("1", None), a_reported_round(category="cec", date=day), cec("2", day)]

    assert [r.number for _, r in dated_rounds(rounds)] == ["2"]


def test_a_category_has_its_span_of_cutoffs_its_gaps_and_the_year_before() -> None:
    rounds = [
        cec("5", date(2025, 3, 10), cutoff=515),
        cec("4", date(2025, 2, 8), cutoff=530),
        cec("3", date(2025, 1, 9), cutoff=None),
        cec("2", date(2024, 12, 20)),
        cec("1", date(2024, 3, 10)),
        a_round(number="6", date=date(2025, 1, 2), category=None),
    ]
    found, unnamed = by_category(dated_rounds(rounds), 2025, date(2025, 3, 10))

    assert (found.category, found.total.rounds, found.last) == ("cec", 3, date(2025, 3, 10))
    assert found.cutoffs == CutoffSpan(lowest=515, highest=530, last=515)
    # The first of the year came 20 days after the last of the year before.
    assert found.days_between == DayGaps(median=30, shortest=20, longest=30)
    assert found.year_before == RoundTotal(rounds=1, invitations=1000, unknown=0)
    assert (unnamed.category, unnamed.days_between) == ("unknown", None)


def test_a_category_without_a_cutoff_has_no_span() -> None:
    (found,) = by_category(dated_rounds([cec("1", date(2025, 1, 9), cutoff=None)]), 2025, END)

    assert found.cutoffs is None


def test_months_without_a_round_are_there_too() -> None:
    rounds = [cec("1", date(2025, 1, 9)), cec("2", date(2025, 3, 9)), cec("3", date(2025, 4, 1))]
    months = by_months(dated_rounds(rounds), 2025, date(2025, 3, 31))

    assert [(month.first.month, month.total.rounds) for month in months] == [(1, 1), (2, 0), (3, 1)]
    assert list(months[0].categories) == ["cec"]


def test_earlier_years_are_summed_to_the_same_day_and_whole() -> None:
    rounds = [
        cec("4", date(2025, 2, 28)),
        cec("3", date(2024, 12, 1)),
        cec("2", date(2024, 2, 29)),
        cec("1", date(2022, 2, 28)),
    ]
    earlier = earlier_years(dated_rounds(rounds), 2025, date(2025, 2, 28))

    assert [(one.year, one.to_day.rounds, one.whole.rounds) for one in earlier] == [
        (2024, 0, 2),
        (2022, 1, 1),
    ]


def test_two_rounds_of_one_day_are_one_day_with_a_round() -> None:
    day = date(2025, 1, 10)
    rounds = [cec("1", date(2025, 1, 3)), cec("2a", day), cec("2b", day), cec("3", END)]

    assert gaps_within(dated_rounds(rounds), 2025, date(2025, 1, 10)) == DayGaps(
        median=7, shortest=7, longest=7
    )
