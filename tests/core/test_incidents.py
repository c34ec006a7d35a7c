"""One alarm an episode, one all-clear."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.values import an_episode
from watcher.core.incidents import (
    IncidentKind,
    IncidentSubject,
    Lateness,
    is_worth_telling,
    lateness_of,
)

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TOLD = an_episode("source ircc", NOW - MINUTE)


@pytest.mark.parametrize(
    ("stored", "subject"),
    [
        ("source a b", IncidentSubject(IncidentKind.SOURCE, "a b")),
        ("told ircc", IncidentSubject(IncidentKind.SOURCE_TOLD, "ircc")),
        ("late ircc", IncidentSubject(IncidentKind.SOURCE_LATE, "ircc")),
        ("clock ircc", IncidentSubject(IncidentKind.CLOCK, "ircc")),
        ("corrections ircc", IncidentSubject(IncidentKind.CORRECTIONS, "ircc")),
        ("channel bo", IncidentSubject(IncidentKind.CHANNEL, "bo")),
        ("channel bo ", IncidentSubject.of_target("bo", "")),
        ("channel bo 42", IncidentSubject.of_target("bo", "42")),
        ("expired bo", IncidentSubject(IncidentKind.CHANNEL_EXPIRED, "bo")),
        ("configuration", IncidentSubject(IncidentKind.CONFIGURATION)),
        ("web page", IncidentSubject(IncidentKind.WEB)),
    ],
)
def test_a_subject_is_stored_as_text_and_read_back(stored: str, subject: IncidentSubject) -> None:
    assert str(subject) == stored
    assert IncidentSubject.parse(stored) == subject


def test_a_subject_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="weather"):
        IncidentSubject.parse("weather")


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ("channel bo", ("bo", "")),
        ("channel bo 42", ("bo", "42")),
        ("channel bo mail", ("bo mail", "")),
        ("channel bo mail 42", ("bo mail", "42")),
        ("expired bo", ("bo", "")),
        ("channel bob", None),
        ("source bo", None),
    ],
)
def test_the_names_of_channels_tell_them_from_their_targets(
    stored: str, found: tuple[str, str] | None
) -> None:
    assert IncidentSubject.parse(stored).channel_and_target(["bo", "bo mail"]) == found


@pytest.mark.parametrize(("days", "late"), [(36, False), (37, False), (38, True), (400, True)])
def test_late_is_longer_than_the_longest_gap_seen_and_a_day(days: int, *, late: bool) -> None:
    drawn = [NOW - timedelta(days=days + 5), NOW - timedelta(days=days)]

    found = lateness_of(drawn, NOW)

    assert found == (Lateness(days=days, longest=36) if late else None)


def test_a_longer_gap_within_three_years_raises_the_mark() -> None:
    drawn = [NOW - timedelta(days=d) for d in (500, 440, 400, 50)]

    assert lateness_of(drawn, NOW) is None
    assert lateness_of(drawn[2:], NOW + timedelta(days=302)) is not None


def test_with_no_round_known_nothing_is_late() -> None:
    assert lateness_of([], NOW) is None


def test_a_round_of_a_day_that_is_yet_to_come_hides_no_silence() -> None:
    drawn = [NOW - timedelta(days=40), NOW + timedelta(days=300)]

    assert lateness_of(drawn, NOW) == Lateness(days=40, longest=36)


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        (None, True),  # it still runs, and is not over: nothing flaps
        (NOW - timedelta(days=1), True),
        (NOW - timedelta(days=1) + timedelta(seconds=1), False),
        (NOW, False),
        (NOW + timedelta(seconds=1), True),  # noted by a clock that ran ahead
    ],
)
def test_trouble_flaps_within_a_day_of_the_end_of_the_last(
    ended: datetime | None, *, told: bool
) -> None:
    last = replace(TOLD, ended_at=ended)

    worth = is_worth_telling("blocked", since=NOW, last=last, now=NOW)

    assert worth is told


@pytest.mark.parametrize(("older", "late"), [(timedelta(), False), (timedelta(seconds=1), True)])
def test_a_gap_counts_while_both_its_ends_lie_within_three_years(
    older: timedelta, *, late: bool
) -> None:
    began = NOW - timedelta(days=1095)
    monthly = [NOW - timedelta(days=d) for d in range(1035, 40, -30)]

    found = lateness_of([began - older, *monthly], NOW)

    assert found == (Lateness(days=45, longest=36) if late else None)


@pytest.mark.parametrize(
    ("ahead", "late"), [(timedelta(days=1), None), (timedelta(days=1, seconds=1), 40)]
)
def test_a_round_may_be_dated_a_day_ahead(ahead: timedelta, late: int | None) -> None:
    drawn = [NOW - timedelta(days=40), NOW + ahead]

    found = lateness_of(drawn, NOW)

    assert (found.days if found else None) == late
