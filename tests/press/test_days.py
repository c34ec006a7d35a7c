"""Days in running text: which are found, and which day is meant."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.press.days import find_days, resolved

# A Thursday, 10:30 in Ottawa.
PUBLISHED = datetime(2025, 12, 11, 15, 30, tzinfo=UTC)


def days(text: str, published: datetime | None = None) -> list[tuple[str, str | None]]:
    """Give what is found as printed, and the day that is meant."""
    return [
        (text[day.start : day.end], str(on) if (on := resolved(day, published)) else None)
        for day in find_days(text)
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("December 11, 2025", "2025-12-11"),
        ("December 11 2025", "2025-12-11"),
        ("Dec. 11, 2025", "2025-12-11"),
        ("Feb. 3, 2025", "2025-02-03"),
        ("Sept 9, 2024", "2024-09-09"),
        ("August 19th, 2026", "2026-08-19"),
        ("August 19th 2026", "2026-08-19"),
        ("March 02. 2024", "2024-03-02"),
        ("May 19,2022", "2022-05-19"),
        ("MAY 19, 2022", "2022-05-19"),
        ("may 19, 2022", "2022-05-19"),
        ("November the 9th, 2025", "2025-11-09"),
        ("22nd December 2016", "2016-12-22"),
        ("2nd of May 2025", "2025-05-02"),
        ("the 9th of November, 2025", "2025-11-09"),
        ("10 June, 2025", "2025-06-10"),
        ("Thursday, December 11, 2025", "2025-12-11"),
        ("Thu, 11 Dec 2025", "2025-12-11"),
        ("Sept 4/25", "2025-09-04"),
        ("Sept. 4/2025", "2025-09-04"),
        ("Sep-04-2025", "2025-09-04"),
        ("4-Sep-25", "2025-09-04"),
        ("04-September-2025", "2025-09-04"),
        ("July 20th , 2022", "2022-07-20"),
        ("2 mai 2025", "2025-05-02"),
        ("1er mai 2025", "2025-05-01"),
        ("le jeudi 11 d\u00e9cembre 2025", "2025-12-11"),
        ("mar. 4 nov. 2025", "2025-11-04"),
        ("mar. 4, 2025", "2025-03-04"),
        ("15 f\u00e9vr. 2023", "2023-02-15"),
        ("15 ao\u00fbt 2023", "2023-08-15"),
        ("2025-12-11", "2025-12-11"),
        ("2025-12-11T11:51:44Z", "2025-12-11"),
        ("2025/12/11", "2025-12-11"),
        ("11-01-2023", "2023-01-11"),  # round 237, as once published
        ("12-04-2023", "2023-04-12"),  # round 246
        ("13/10/2026", "2026-10-13"),
        ("10/13/2026", "2026-10-13"),
        ("10/10/2026", "2026-10-10"),
        ("draw #205 \u2013 September 15, 2021", "2021-09-15"),
        ("#5 May 2, 2025", "2025-05-02"),
        ("12:30 May 2, 2025", "2025-05-02"),
    ],
)
def test_a_day_with_its_year_needs_no_publication(text: str, day: str) -> None:
    assert [on for _, on in days(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "March 2026",
        "in May",
        "March 1500",
        "March 15,000 candidates",
        "mars 15 000 candidats",
        "May 2 500 candidates",  # the 2nd, or 2,500 of them in May?
        "you may 2 times",
        "December 100",
        "May 5%",
        "July 4 - 7",
        "4 - 7 July 2025",
        "11/10/2026",  # the 11th, or the 10th?
        "31/13/2026",
        "32 December 2025",
        "2025-13-01",
        "v2025.05.02.1",
        "2025.05.02.1",
        "draw #12 May 2015",
        "10.5 May",
        "1234 May",
        "12:30 May",
        "Marchand 5, 2025",
        "maybe 5",
        "the day before yesterday",
        "avant-hier",
        "as India Today reports",
        "draws are held on Wednesdays",
        "Wednesday",
        "next Thursday",
        "jeudi prochain",
        "le jeudi",
        "todays",
    ],
)
def test_what_is_no_single_day_is_not_found(text: str) -> None:
    assert days(text, PUBLISHED) == []


def test_every_day_is_found_in_order_with_the_place_where_it_stands() -> None:
    text = "Today, not on Tuesday: Dec 3 \u2013 800 ITAs; December 16: 1,085; 2 mai 2025."

    assert days(text, PUBLISHED) == [
        ("Today", "2025-12-11"),
        ("on Tuesday", "2025-12-09"),
        ("Dec 3", "2025-12-03"),
        ("December 16", None),  # 360 days back, or five days ahead
        ("2 mai 2025", "2025-05-02"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("December 11", "2025-12-11"),
        ("December 12", "2025-12-12"),  # it has begun in Asia
        ("December 13", None),
        ("January 16", "2025-01-16"),
        ("January 14", None),  # 331 days ago, or 34 ahead
        ("February 29", None),
        ("May 2", "2025-05-02"),
        ("today", "2025-12-11"),
        ("this morning", "2025-12-11"),
        ("Earlier today", "2025-12-11"),
        ("yesterday", "2025-12-10"),
        ("aujourd'hui", "2025-12-11"),
        ("aujourd\u2019hui", "2025-12-11"),
        ("ce matin", "2025-12-11"),
        ("hier", "2025-12-10"),
        ("on Thursday", "2025-12-11"),
        ("on Friday", "2025-12-05"),
        ("last Thursday", "2025-12-04"),
        ("last Wednesday", "2025-12-10"),
        ("jeudi", "2025-12-11"),
        ("jeudi dernier", "2025-12-04"),
        ("Mercredi, IRCC a", "2025-12-10"),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_publication(
    text: str, day: str | None
) -> None:
    assert [on for _, on in days(text, PUBLISHED)] == [day]
    assert [on for _, on in days(text)] == [None]


def test_a_day_is_that_of_ottawa_where_the_text_came_out_after_midnight_utc() -> None:
    late = datetime(2025, 12, 12, 3, tzinfo=UTC)

    assert days("today", late) == [("today", "2025-12-11")]
    assert days("on Friday", late) == [("on Friday", "2025-12-05")]


@pytest.mark.parametrize("text", ["February 29, 2026", "31 avril 2026", "2026-02-30"])
def test_a_day_that_does_not_exist_is_found_and_stays_unknown(text: str) -> None:
    assert days(text, PUBLISHED) == [(text, None)]


def test_a_february_29_without_a_year_is_that_of_the_last_leap_year() -> None:
    april = datetime(2024, 4, 2, 15, tzinfo=UTC)

    assert days("February 29", april) == [("February 29", "2024-02-29")]


WRITTEN = st.sampled_from(
    ["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%b. %d %Y", "%A, %B %d, %Y", "%Y-%m-%d"]
)


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), WRITTEN)
def test_whatever_day_is_written_in_a_sentence_is_read_back(day: date, form: str) -> None:
    text = f"IRCC drew on {day.strftime(form)}, inviting 1,000 with 476 points."

    assert [on for _, on in days(text)] == [str(day)]


@given(st.text("MayDec 0123456789/-.,#:th\n", max_size=60))
def test_no_text_breaks_it_and_places_never_overlap(text: str) -> None:
    found = find_days(text)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(resolved(day, PUBLISHED) is None or day.end > day.start for day in found)


def test_a_long_text_full_of_days_is_read_once_from_end_to_end() -> None:
    text = "On Monday, May 2 and on Friday; " * 20_000

    assert len(find_days(text)) == 60_000 - 20_000


def test_what_only_looks_like_a_name_is_no_day() -> None:
    assert find_days("on fr\u0131day, and ju\u0131n 5, 2025") == ()
