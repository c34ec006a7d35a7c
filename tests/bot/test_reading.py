"""What people write is read as what it is, or as nothing; never as something else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.bot.reading import (
    Submission,
    parse_asked_round,
    parse_category,
    parse_number,
    parse_score,
    parse_submission,
    parse_zone,
    plain_line,
)
from watcher.core.category import CATEGORIES

NOW = datetime(2026, 8, 19, 18, tzinfo=UTC)
TORONTO = "America/Toronto"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day and so on


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2025-11-20T15:00:00Z", at(2025, 11, 20, 15)),
        ("2025-11-20T15:00:07.123Z", at(2025, 11, 20, 15, 0, 7)),
        ("2025-11-20T15:00:00+05:30", at(2025, 11, 20, 9, 30)),
        ("2025-11-20 15:00", at(2025, 11, 20, 20)),
        ("2025-07-20 15:00", at(2025, 7, 20, 19)),
        ("20 nov 2025 10:00 EST", at(2025, 11, 20, 15)),
        ("Nov 20, 2025 at 3:04:05 p.m. EST", at(2025, 11, 20, 20, 4, 5)),
        ("November 20th, 2025 12 am UTC", at(2025, 11, 20)),
        ("20/11/2025 3pm UTC-5", at(2025, 11, 20, 20)),
        ("20 novembre 2025 à 15 h 00", at(2025, 11, 20, 20)),
        ("le 1er décembre 2025 à 15h30 HNE", at(2025, 12, 1, 20, 30)),
        ("jeudi 20 novembre 2025, 15 h 04 min 05 s", at(2025, 11, 20, 20, 4, 5)),
        ("2025-11-20 15:00 Kolkata", at(2025, 11, 20, 9, 30)),
        ("2025-11-20 15:00 America/St Johns", at(2025, 11, 20, 18, 30)),
        ("2025-11-20 15:00 New York", at(2025, 11, 20, 20)),
    ],
)
def test_instants_are_read_in_many_forms(written: str, instant: datetime) -> None:
    found = parse_submission(written, TORONTO, NOW)

    assert isinstance(found, Submission)
    assert found.at == instant
    assert not found.day_only


def test_without_a_zone_it_is_that_of_the_person() -> None:
    found = parse_submission("2025-11-20 15:00", "Asia/Kolkata", NOW)

    assert found == Submission(at=at(2025, 11, 20, 9, 30))


def test_a_day_alone_ends_in_ottawa() -> None:
    found = parse_submission("20 novembre 2025", "Asia/Kolkata", NOW)

    assert found == Submission(at=at(2025, 11, 21, 4, 59, 59), day_only=True)


def test_today_may_be_the_day_though_it_is_not_over() -> None:
    assert parse_submission("2026-08-19", TORONTO, NOW) == Submission(
        at=at(2026, 8, 20, 3, 59, 59), day_only=True
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "day"),
        ("yesterday", "day"),
        ("11/10/2025", "day"),  # October or November
        ("2025-11-20 or 2025-11-21", "day"),
        ("20 November", "day"),
        ("2025-02-30", "day"),
        ("2025-11-20 noon", "time"),
        ("2025-11-20 25:00", "time"),
        ("2025-11-20 13:00 pm", "time"),
        ("2025-11-20 15:00 IST", "zone"),  # India, Israel or Ireland
        ("2025-11-20 15:00 CST", "zone"),
        ("2025-11-20 15:00 UTC+99", "zone"),
        ("2014-12-31", "early"),
        ("2026-08-20", "late"),
        ("2026-08-19 20:00 UTC", "late"),
    ],
)
def test_what_may_be_two_things_is_neither(written: str, why: str) -> None:
    assert parse_submission(written, TORONTO, NOW) == why


@settings(max_examples=40)
@given(st.text(max_size=60) | st.from_regex(r"[0-9: hT+Z./-]{1,30}", fullmatch=True))
def test_any_text_is_read_within_bounds_or_not_at_all(text: str) -> None:
    line = plain_line(text) or ""
    found = parse_submission(line, TORONTO, NOW)
    if isinstance(found, Submission):
        assert datetime(2015, 1, 1, tzinfo=UTC) <= found.at
    score = parse_score(line)
    assert score is None or 1 <= score <= 1200
    assert parse_category(line) in {None, *CATEGORIES}
    assert len(parse_asked_round(line) or "") <= 6
    parse_zone(line)


def test_a_line_is_one_line_without_controls_or_is_too_long() -> None:
    assert plain_line(" a\n\tb\u202ec\x00 ") == "a b c"
    assert plain_line("\uff14\uff18\uff18") == "488"  # as some keyboards write it
    assert plain_line("x" * 200) == "x" * 200
    assert plain_line("x" * 201) is None


@pytest.mark.parametrize("written", ["488", "CRS 488", "488 points", "note SCG : 488", "score=488"])
def test_scores_are_read_with_a_word_around(written: str) -> None:
    assert parse_score(written.replace("note", "")) == 488


@pytest.mark.parametrize("written", ["", "0", "1201", "4 8 8", "1e3", "-5", "9" * 5000])
def test_what_is_no_score_is_none(written: str) -> None:
    assert parse_score(written) is None


def test_numbers_have_bounds() -> None:
    assert parse_number("365", 1, 365) == 365
    assert parse_number("366", 1, 365) is None
    assert parse_number("0", 1, 365) is None
    assert parse_number("\u0663", 1, 365) is None


@pytest.mark.parametrize(("written", "number"), [("#385", "385"), ("91A", "91a"), ("x", None)])
def test_rounds_are_numbers(written: str, number: str | None) -> None:
    assert parse_asked_round(written) == number


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("CEC", "cec"),
        ("health", "healthcare"),
        ("Professions de la santé", "healthcare"),
        ("senior", "senior-managers"),
        ("tra", None),  # trades or transport
        ("", None),
    ],
)
def test_categories_are_read_by_any_name_or_its_beginning(written: str, slug: str | None) -> None:
    assert parse_category(written) == slug


def test_zones_are_read_by_name_or_city() -> None:
    assert parse_zone("asia/kolkata") == "Asia/Kolkata"
    assert parse_zone("Toronto") == "America/Toronto"
    assert parse_zone("new york") == "America/New_York"
    assert parse_zone("Atlantis") is None
