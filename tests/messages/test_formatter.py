# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Time and number as one reader writes them, over changes of daylight saving too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.messages.reading import printed
from tests.values import a_round, a_subscription, an_alert
from watcher.core.category import CATEGORIES, recognise
from watcher.core.model import NewRound
from watcher.core.settings import Language
from watcher.messages import compose
from watcher.messages.formatter import Formatter

SUMMER = datetime(2026, 8, 1, 12, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "written"),
    [
        ("en", "Asia/Kolkata", "August 1, 2026 at 17:35:07 IST (Asia/Kolkata)"),
        ("en", "America/Toronto", "August 1, 2026 at 08:05:07 EDT (America/Toronto)"),
        ("en", "UTC", "August 1, 2026 at 12:05:07 UTC"),
        ("en", "Asia/Dubai", "August 1, 2026 at 16:05:07 UTC+04:00 (Asia/Dubai)"),
        ("en", "Asia/Kathmandu", "August 1, 2026 at 17:50:07 UTC+05:45 (Asia/Kathmandu)"),
        ("fr", "America/Toronto", "1er août 2026 à 8~h~05~min~07~s HAE (America/Toronto)"),
        ("fr", "Europe/Paris", "1er août 2026 à 14~h~05~min~07~s CEST (Europe/Paris)"),
        (
            "fr",
            "America/Sao_Paulo",
            "1er août 2026 à 9~h~05~min~07~s UTC-03:00 (America/Sao_Paulo)",
        ),
        ("fr", "UTC", "1er août 2026 à 12~h~05~min~07~s UTC"),
    ],
)
def test_an_instant_names_its_zone(language: Language, zone: str, written: str) -> None:
    assert Formatter(language, zone).instant_and_zone(SUMMER) == printed(written)


def test_what_was_written_for_one_zone_is_not_read_in_another() -> None:
    evening = datetime(2026, 8, 1, 23, 5, tzinfo=UTC)

    assert Formatter("en", "America/Toronto").day(evening) == "August 1, 2026"
    assert Formatter("en", "Asia/Kolkata").day(evening) == "August 2, 2026"
    assert Formatter("fr", "America/Vancouver").letters(evening) == "HAP"
    assert Formatter("fr", "America/Toronto").letters(evening) == "HAE"


@pytest.mark.parametrize(
    ("instant", "english", "french"),
    [  # Toronto sprang forward on 2026-03-08 at 07:00 UTC and fell back on 2026-11-01 at 06:00
        (
            datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC),
            "March 8, 2026 at 01:59:59 EST",
            "8 mars 2026 à 1~h~59~min~59~s HNE",
        ),
        (
            datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
            "March 8, 2026 at 03:00:00 EDT",
            "8 mars 2026 à 3~h~00~min~00~s HAE",
        ),
        (
            datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
            "November 1, 2026 at 01:30:00 EDT",
            "1er novembre 2026 à 1~h~30~min~00~s HAE",
        ),
        (
            datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
            "November 1, 2026 at 01:30:00 EST",
            "1er novembre 2026 à 1~h~30~min~00~s HNE",
        ),
    ],
)
def test_the_hour_that_comes_twice_is_told_apart(
    instant: datetime, english: str, french: str
) -> None:
    assert Formatter("en", "America/Toronto").instant(instant) == english
    assert Formatter("fr", "America/Toronto").instant(instant) == printed(french)


def test_the_sixty_days_are_counted_in_hours_that_pass_not_on_the_wall() -> None:
    # 23:30 in Toronto on 2026-02-10; sixty days later, in summer time, it is 00:30.
    round_ = a_round(date=date(2026, 2, 10), drawn_at=datetime(2026, 2, 11, 4, 30, tzinfo=UTC))
    alert = an_alert(change=NewRound(round=round_))

    text = compose([alert], now=SUMMER).text

    assert "Held: February 10, 2026 at 23:30 EST" in text
    assert "until April 12, 2026." in text


def test_without_a_time_the_sixty_days_are_counted_from_the_day() -> None:
    alert = an_alert(change=NewRound(round=a_round(date=date(2026, 2, 10), drawn_at=None)))

    assert "until April 11, 2026." in compose([alert], now=SUMMER).text


def test_the_day_of_a_deadline_is_the_readers() -> None:
    round_ = a_round(drawn_at=datetime(2025, 12, 11, 20, 0, tzinfo=UTC))
    alert = an_alert(
        change=NewRound(round=round_), subscription=a_subscription(timezone="Asia/Kolkata")
    )

    assert "until February 10, 2026." in compose([alert], now=SUMMER).text


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (timedelta(0), "less than a second", "moins d’une~seconde"),
        (timedelta(seconds=1), "1 second", "1~seconde"),
        (timedelta(seconds=59.9), "59 seconds", "59~secondes"),
        (timedelta(seconds=61), "1 minute and 1 second", "1~minute et 1~seconde"),
        (timedelta(hours=1, seconds=59), "1 hour", "1~heure"),
        (timedelta(hours=3, minutes=49), "3 hours and 49 minutes", "3~heures et 49~minutes"),
        (timedelta(days=1, minutes=59), "1 day", "1~jour"),
        (timedelta(days=356, hours=23), "356 days and 23 hours", "356~jours et 23~heures"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(
    span: timedelta, english: str, french: str
) -> None:
    assert Formatter("en", "UTC").span(span) == english
    assert Formatter("fr", "UTC").span(span) == printed(french)


def test_thousands_are_set_as_the_language_sets_them() -> None:
    assert Formatter("en", "UTC").number(27332) == "27,332"
    assert Formatter("fr", "UTC").number(27332) == "27\u202f332"


def test_french_binds_its_punctuation_but_leaves_what_comes_from_outside() -> None:
    said = Formatter("fr", "UTC").gettext("Nom : « {name} » ; bien ?", name="Foo : bar ?")

    assert said == "Nom\u00a0: «\u00a0Foo : bar ?\u00a0»\u202f; bien\u202f?"


def test_a_category_is_named_in_the_language_and_an_unknown_one_by_its_slug() -> None:
    assert Formatter("en", "UTC").category("cec") == "Canadian Experience Class"
    assert Formatter("fr", "UTC").category("cec") == "Catégorie de l\u2019expérience canadienne"
    assert Formatter("fr", "UTC").category("chefs-and-bakers") == "Chefs and bakers"


def test_every_category_is_recognised_by_its_french_name() -> None:
    french = {slug: Formatter("fr", "UTC").category(slug) for slug in CATEGORIES}

    assert {slug: recognise(name).category for slug, name in french.items()} == {
        slug: slug for slug in CATEGORIES
    }
