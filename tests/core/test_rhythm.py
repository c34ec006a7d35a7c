"""How likely a round is on a day, and when on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.rhythm import (
    ARCHIVED,
    SLOTS,
    RoundSeen,
    RoundTimes,
    is_day_off,
    round_days,
    round_times,
    shares_of_day,
)

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
#: Three days in a row from each second Monday on, for a year before that Monday.
CLUSTERS = [MONDAY - (14 * n - m) * DAY for n in range(26, 0, -1) for m in range(3)]


def chance_on(day: date, held: list[date] = CLUSTERS) -> float:
    *_, today = round_days(held, day)
    assert today.day == day
    return today.chance


def test_the_chance_follows_what_became_of_such_days() -> None:
    assert chance_on(MONDAY) > 0.85
    assert chance_on(MONDAY + DAY, [*CLUSTERS, MONDAY]) > 0.85
    assert chance_on(MONDAY + 3 * DAY, [*CLUSTERS, *(MONDAY + n * DAY for n in range(3))]) < 0.05
    assert chance_on(MONDAY - 5 * DAY) < 0.05


def test_a_day_does_not_know_its_own_round() -> None:
    assert chance_on(MONDAY, [*CLUSTERS, MONDAY]) == chance_on(MONDAY)


def test_what_was_long_ago_counts_less() -> None:
    lately = [MONDAY - 28 * n * DAY for n in range(8, 0, -1)]
    before = [MONDAY - (14 * n + 28 * 8) * DAY for n in range(26, 0, -1)]

    assert 0.4 < chance_on(MONDAY - 14 * DAY, [*before, *lately]) < 0.75


def test_a_weekend_does_not_count_as_days_without_a_round() -> None:
    """After a Friday's, a round on Monday is one on the next workday: half of those had one."""
    friday = MONDAY - 3 * DAY
    pairs = [friday + (m - 28 * n) * DAY for n in range(13, 0, -1) for m in (0, 3)]
    single = [MONDAY - (28 * n - 14) * DAY for n in range(13, 0, -1)]

    assert 0.4 < chance_on(MONDAY, sorted([*pairs, *single, friday])) < 0.7


def test_days_off_have_hardly_a_round_whatever_is_known() -> None:
    assert chance_on(date(2026, 3, 7)) == 0.002
    assert chance_on(date(2026, 4, 3)) == 0.002


@pytest.mark.parametrize("day", [MONDAY, date(2020, 6, 3), date(2023, 7, 1)])
def test_without_any_round_a_day_is_as_likely_as_a_quarter_of_workdays(day: date) -> None:
    assert chance_on(day, []) == (0.002 if is_day_off(day) else 0.25)


def test_one_round_is_enough_to_go_on_from() -> None:
    assert 0.1 < chance_on(MONDAY, [MONDAY - DAY * 3]) < 0.4


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-18", "2026-07-01", "2026-08-03"),
        *("2026-09-07", "2026-09-30", "2026-10-12", "2026-11-11", "2026-12-25", "2026-11-28"),
        "2028-07-03",  # the first is a Saturday
        "2027-03-26",  # Good Friday
        "2049-04-16",  # and where Gauss has an exception
    ],
)
def test_holidays_of_ottawa_are_days_off(day: str) -> None:
    assert is_day_off(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-02-16", "2026-05-25", "2026-10-05", "2026-07-02"])
def test_other_days_are_none(day: str) -> None:
    # Rounds were held on Family Day, a holiday of Ontario.
    assert not is_day_off(date.fromisoformat(day))


def test_a_day_has_most_rounds_where_they_were_seen() -> None:
    shares = shares_of_day([(MONDAY, 12 * 60)] * 5)

    assert max(range(SLOTS), key=shares.__getitem__) in {71, 72}
    assert shares[72] > 500 * shares[10]
    assert min(shares) > 0


def test_the_newest_sightings_count_most() -> None:
    shares = shares_of_day([*[(MONDAY, 10 * 60)] * 15, *[(MONDAY, 14 * 60)] * 15])

    assert shares[84] > 1.9 * shares[60]


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1)), st.integers(0, 1439)).map(tuple), max_size=99)
)
def test_the_shares_of_a_day_add_up(sightings: list[tuple[date, int]]) -> None:
    shares = shares_of_day(sightings)

    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0


def seen(first_seen: str, read_before: timedelta | None) -> RoundSeen:
    at = datetime.fromisoformat(first_seen).replace(tzinfo=UTC)
    since = None if read_before is None else at - read_before - timedelta(days=10)
    return RoundSeen(at.date(), at, since)


def test_a_round_that_was_watched_for_is_a_sighting() -> None:
    times = round_times([seen("2026-09-03T15:42:10", timedelta(seconds=40))])

    assert times == RoundTimes(
        days=(date(2026, 9, 3),), sightings=(*ARCHIVED, (date(2026, 9, 3), 11 * 60 + 42))
    )


def test_an_own_sighting_stands_in_the_place_of_the_archived_one() -> None:
    times = round_times([seen("2026-08-19T15:30:10", timedelta(minutes=1))])

    assert dict(times.sightings)[date(2026, 8, 19)] == 11 * 60 + 30
    assert len(times.sightings) == len(ARCHIVED)


@pytest.mark.parametrize(
    "unwatched",
    [
        seen("2026-09-03T15:42:10", None),  # of the first page of all
        seen("2026-09-03T15:42:10", timedelta(hours=9)),  # after an outage
        seen("2026-09-03T15:42:10", timedelta(hours=-1)),  # the clock was set
        RoundSeen(date(2026, 9, 2), *seen("2026-09-03T15:42:10", timedelta(minutes=1))[1:]),
    ],
)
def test_a_round_that_was_there_already_is_none(unwatched: RoundSeen) -> None:
    assert round_times([unwatched]) == RoundTimes(days=(unwatched.day,))


def test_rounds_before_those_by_category_are_left_out() -> None:
    assert round_times([seen("2021-09-03T15:42:10", None)]) == RoundTimes()


def test_sixty_archived_rounds_are_known_oldest_first_each_on_its_workday() -> None:
    days = [day for day, _ in ARCHIVED]

    assert (len(days), days[0], days[-1]) == (60, date(2025, 11, 12), date(2026, 8, 19))
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 for day in days)


def test_sixty_archived_rounds_appeared_in_the_hours_of_ottawa_some_minutes_before_an_archive_had_them() -> (
    None
):
    assert dict(ARCHIVED)[date(2026, 8, 19)] == 11 * 60 + 46 - 10
    assert all(9 * 60 < minute < 18 * 60 + 30 for _, minute in ARCHIVED)
