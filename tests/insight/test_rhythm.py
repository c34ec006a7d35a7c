"""When rounds usually come."""

from datetime import UTC, date, datetime, time, timedelta

from tests.values import a_reported_round, a_round
from watcher.core.model import Round
from watcher.insight.trends import rhythm

TODAY = date(2026, 8, 20)  # a Thursday
MONDAY = date(2026, 8, 3)


def on(day: date, hour: int = 14, minute: int = 30, late: timedelta | None = None) -> Round:
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    seen = at + (timedelta(hours=4) if late is None else late)
    return a_round(number=day.isoformat(), date=day, drawn_at=at, first_seen=seen)


def days(*offsets: int) -> list[Round]:
    return [on(MONDAY + timedelta(days=n)) for n in offsets]


def test_too_few_rounds_tell_nothing() -> None:
    assert rhythm(days(0, 1, 2, 3), TODAY) is None


def test_rounds_are_counted_by_the_day_of_the_week() -> None:
    found = rhythm(days(0, 1, 2, 7, 9), TODAY)

    assert found is not None
    assert found.weekdays == (2, 1, 2, 0, 0, 0, 0)
    assert found.rounds == 5


def test_rounds_before_the_last_two_years_or_only_reported_say_nothing() -> None:
    old = [on(date(2020, 1, day)) for day in range(1, 9)]
    reported = a_reported_round(date=MONDAY)

    assert rhythm([*old, reported, *days(0, 1, 2)], TODAY) is None


def test_eight_of_ten_are_within_the_hours_in_ottawa() -> None:
    # 14:30 UTC is 10:30 in Ottawa in summer; one early and one late are left out.
    rounds = days(0, 1, 2, 3, 4, 7, 8, 9)
    rounds += [on(date(2026, 8, 13), hour=11, minute=5), on(date(2026, 8, 14), hour=21)]

    found = rhythm(rounds, TODAY)

    assert found is not None
    assert (found.from_, found.until) == (time(10, 30), time(10, 30))


def test_hours_are_told_to_the_half_hour_around_them() -> None:
    rounds = [on(MONDAY + timedelta(days=n), hour=14, minute=44) for n in range(5)]

    found = rhythm(rounds, TODAY)

    assert found is not None
    assert (found.from_, found.until) == (time(10, 30), time(11, 0))


def test_the_gap_is_between_days_not_between_rounds() -> None:
    twice = on(MONDAY, hour=16)
    found = rhythm([*days(0, 2, 4, 7, 9), twice], TODAY)

    assert found is not None
    assert found.gap == 2


def test_how_late_rounds_are_published_is_told_of_those_that_were_watched_for() -> None:
    baseline = on(MONDAY).first_seen
    watched = [on(MONDAY + timedelta(days=n), late=timedelta(hours=n)) for n in (1, 2, 3, 4)]
    after_days = on(MONDAY + timedelta(days=5), late=timedelta(days=3))

    found = rhythm([on(MONDAY), *watched, after_days], TODAY, baseline=baseline)

    assert found is not None
    assert (found.published_after, found.timed) == (timedelta(hours=3), 4)


def test_of_history_alone_nothing_is_told_of_publishing() -> None:
    rounds = [
        a_round(number=str(n), date=MONDAY, drawn_at=None, first_seen=on(MONDAY).first_seen)
        for n in range(5)
    ]

    found = rhythm(rounds, TODAY, baseline=on(MONDAY).first_seen)

    assert found is not None
    assert (found.published_after, found.timed, found.from_) == (None, 0, None)
