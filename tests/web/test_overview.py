# ruff: noqa: RUF001 - pages have minus signs, dashes and French apostrophes
"""What one sees at a glance."""

from datetime import timedelta

import pytest

from tests.cli.desk import HISTORY
from tests.parse.pages import a_page, a_row
from tests.scene import Scene
from tests.servers.http import answer
from tests.web.looking import Visitor
from watcher.web.asked import Reader
from watcher.web.pages.overview import overview


def test_the_latest_round_of_each_active_category_stands_with_its_change(
    visitor: Visitor,
) -> None:
    page = visitor.get(overview)

    assert page.rows() == [
        ["Canadian Experience Class", "#436", "520", "▼ −4", "1,000", "2026-08-12 7 days ago"],
        ["Provincial Nominee Program", "#435", "760", "–", "442", "2026-08-05 14 days ago"],
    ]  # fmt: skip


def test_a_category_without_a_round_for_a_year_stands_apart(visitor: Visitor) -> None:
    page = visitor.get(overview)

    assert page.every("details li") == [
        "#91b Federal Skilled Trades Program, 2018-05-30: cut-off 288"
    ]


def test_all_is_well_where_every_source_could_be_read(visitor: Visitor) -> None:
    page = visitor.get(overview)

    assert page.one(".verdict") == "✓ All is well: every source could be read."
    assert "well ircc Last read well: 1 minute ago" in page.one(".sources")


def test_a_blind_source_is_told_with_since_when_and_why(scene: Scene) -> None:
    scene.publish(answer(b"<html>Maintenance</html>"))
    scene.poll(after=timedelta(minutes=20))

    page = Visitor(scene).get(overview)

    assert page.one(".verdict").startswith("✕ Not well")
    assert "blind ircc since 2026-08-19 14:21" in page.one(".sources")
    assert "HTML instead of data" in page.one(".why")


def test_that_nobody_polls_any_more_is_told(scene: Scene) -> None:
    scene.now += timedelta(days=1)

    page = Visitor(scene).get(overview)

    assert "Not watching" in page.one(".verdict")


def test_before_the_first_poll_the_page_says_what_to_do(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(overview)

    assert "No round is known yet." in page.one(".empty")
    assert "watcher status" in page.one(".empty")


def test_nobody_sees_a_subscription_who_has_not_signed_in(visitor: Visitor) -> None:
    page = visitor.get(overview)

    assert "amara" not in page.html
    assert "521" not in page.html
    assert not page.answer.private


def test_who_has_signed_in_sees_what_the_latest_rounds_mean(visitor: Visitor) -> None:
    visitor.signs_in()

    page = visitor.get(overview)

    assert page.rows('section[aria-labelledby="yours"] table') == [
        ["amara", "521", "#436 7 days ago", "Canadian Experience Class", "invited, 1 point above the cut-off"],
        ["bo", "500", "#436 7 days ago", "Canadian Experience Class", "short by 20 points"],
        ["bo", "500", "#435 14 days ago", "Provincial Nominee Program", "short by 260 points"],
    ]  # fmt: skip
    assert page.answer.private


def test_without_a_token_the_page_says_where_one_is_set(scene: Scene) -> None:
    page = Visitor(scene, token=None).get(overview)

    assert "[web] token" in page.one('section[aria-labelledby="yours"]')


def test_when_rounds_usually_come_is_told_once_there_are_enough(scene: Scene) -> None:
    days = ("08-18", "08-17", "08-13", "08-11", "08-10", "08-06")
    more = [
        a_row(str(450 - n), f"2026-{day}", drawCRS="500") for n, day in enumerate(days)
    ]
    scene.publish(a_page(*more, *HISTORY))
    scene.poll()

    page = Visitor(scene).get(overview)

    told = page.one('section[aria-labelledby="when"]')
    assert "9 rounds in the last two years, most of them on" in told
    assert page.rows("table.narrow")[1][:2] == ["Tuesday", "3"]


def test_french_readers_get_french_words_figures_and_hours(visitor: Visitor) -> None:
    visitor.reader = Reader(language="fr", timezone="Asia/Kolkata")

    page = visitor.get(overview)

    assert page.value("html", "lang") == "fr"
    assert page.rows()[0][:2] == ["Catégorie de l’expérience canadienne", "#436"]
    assert page.rows()[0][4] == "1 000"
    assert "Asia/Kolkata (UTC+05:30)" in page.one("footer")


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_page_says_which_appearance_was_chosen(
    visitor: Visitor, theme: str
) -> None:
    chosen = {"auto": "auto", "light": "light", "dark": "dark"}[theme]
    visitor.reader = Reader(language="en", timezone="UTC", theme=chosen)  # type: ignore[arg-type]  # one of three

    assert visitor.get(overview).value("html", "data-theme") == theme
