"""When reminders are told: once, at nine by the reader's clock, while they are of use."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.reminders import (
    Reminder,
    ReminderKind,
    due_reminders,
    next_reminder,
    reminder_time,
)

TEST = Reminder(
    kind=ReminderKind.LANGUAGE,
    day=date(2026, 3, 1),
    ends=date(2026, 9, 1),
    began=date(2024, 9, 1),
    name="PTE Core",
)
LATER = replace(TEST, day=date(2026, 6, 1))
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def due(
    now: datetime,
    *reminders: Reminder,
    since: datetime = LONG_AGO,
    told: Collection[str] = (),
    zone: str = "America/Toronto",
) -> list[Reminder]:
    return due_reminders(reminders, zone=zone, since=since, told=told, now=now)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        (date(2026, 3, 7), "America/Toronto", "2026-03-07T14:00"),
        (date(2026, 3, 8), "America/Toronto", "2026-03-08T13:00"),
        (date(2026, 10, 31), "America/Toronto", "2026-10-31T13:00"),
        (date(2026, 11, 1), "America/Toronto", "2026-11-01T14:00"),
        (date(2026, 11, 1), "Asia/Kolkata", "2026-11-01T03:30"),
        (date(2026, 4, 5), "Australia/Sydney", "2026-04-04T23:00"),
        (date(2026, 4, 4), "Australia/Sydney", "2026-04-03T22:00"),
    ],
)
def test_it_is_nine_by_the_readers_clock_whatever_the_clocks_did(
    day: date, zone: str, instant: str
) -> None:
    assert reminder_time(replace(TEST, day=day), zone) == at(instant)


@given(
    st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    st.sampled_from(["America/St_Johns", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_it_is_nine_on_that_day_in_every_zone(day: date, zone: str) -> None:
    local = reminder_time(replace(TEST, day=day), zone).astimezone(ZoneInfo(zone))

    assert (local.date(), local.time()) == (day, time(9))


def test_a_reminder_is_due_from_its_moment_on_and_not_before() -> None:
    assert due(at("2026-03-01T13:59"), TEST) == []
    assert due(at("2026-03-01T14:00"), TEST) == [TEST]


def test_what_was_told_or_came_before_it_was_asked_for_is_not_due() -> None:
    now = at("2026-03-01T14:00")

    assert due(now, TEST, told={TEST.key}) == []
    assert due(now, TEST, since=at("2026-03-01T14:01")) == []
    assert due(now, TEST, since=now) == [TEST]


def test_after_an_outage_the_last_of_a_subject_is_due_while_there_is_time() -> None:
    assert due(at("2026-07-15T00:00"), TEST, LATER) == [LATER]
    assert due(at("2026-07-15T00:00"), TEST, LATER, told={LATER.key}) == []
    assert due(at("2026-08-31T12:00"), LATER) == [LATER]
    assert due(at("2026-09-01T12:00"), LATER) == []


def test_subjects_do_not_silence_each_other() -> None:
    other = replace(TEST, name="TEF Canada")

    assert due(at("2026-03-02T00:00"), TEST, other) == [TEST, other]


def test_a_change_of_the_score_is_news_for_a_month() -> None:
    birthday = Reminder(
        kind=ReminderKind.BIRTHDAY, day=date(2026, 5, 1), ends=date(2026, 5, 1), points=-5, years=31
    )
    assert due(at("2026-05-30T12:00"), birthday) == [birthday]
    assert due(at("2026-05-31T12:00"), birthday) == []


def test_the_next_one_is_known() -> None:
    zone = "America/Toronto"

    assert next_reminder([LATER, TEST], zone=zone, now=LONG_AGO) == at("2026-03-01T14:00")
    assert next_reminder([TEST], zone=zone, now=at("2026-03-01T14:00")) is None
    assert next_reminder([], zone=zone, now=LONG_AGO) is None


def test_another_date_of_a_paper_is_another_reminder() -> None:
    moved = replace(TEST, ends=TEST.ends + timedelta(days=1))

    assert len({TEST.key, LATER.key, moved.key, replace(TEST, partner=True).key}) == 4
