# ruff: noqa: RUF001 - pages have minus signs, dashes and French apostrophes
"""The overview."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.servers.http import answer
from tests.values import a_subscription, an_episode
from tests.web.looking import Visitor
from tests.web.scraped import NEWS
from watcher.core.model import Trouble
from watcher.core.settings import Channel, Secret
from watcher.web.overview import about_page, overview_page
from watcher.web.render import PageFormatter
from watcher.web.request import ReaderPreferences


def test_the_latest_round_of_each_active_category_stands_with_its_change(visitor: Visitor) -> None:
    page = visitor.get(overview_page)

    assert page.rows() == [
        ["Canadian Experience Class", "520", "▼ −4", "#436", "2026-08-12 7 days ago", "1,000"],
        ["Provincial Nominee Program", "760", "–", "#435", "2026-08-05 14 days ago", "442"],
    ]  # fmt: skip


def test_a_category_without_a_round_for_a_year_stands_apart(visitor: Visitor) -> None:
    page = visitor.get(overview_page)

    assert page.every("section details li") == [
        "#91b Federal Skilled Trades Program, 2018-05-30: cut-off 288"
    ]


def test_all_is_well_where_every_source_could_be_read(visitor: Visitor) -> None:
    page = visitor.get(overview_page)

    assert page.one(".verdict") == "✓ All is well: every source could be read."
    assert "well ircc Last read well: 1 minute ago" in page.one(".sources")


def test_a_blind_source_is_told_with_since_when_and_why(scene: Scene) -> None:
    scene.publish(answer(b"<html>Maintenance</html>"))
    scene.poll(after=timedelta(minutes=20))

    page = Visitor(scene).get(overview_page)

    assert page.one(".verdict").startswith("✕ Not well")
    assert "blind ircc since 2026-08-19 14:21" in page.one(".sources")
    assert "HTML instead of data" in page.one(".why")


def test_that_nobody_polls_any_more_is_told(scene: Scene) -> None:
    scene.now += timedelta(days=1)

    page = Visitor(scene).get(overview_page)

    assert "Not watching" in page.one(".verdict")


def test_before_the_first_poll_the_page_says_what_to_do(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(overview_page)

    assert "No round is known yet." in page.one(".empty")
    assert "watcher status" in page.one(".empty")


def test_a_blind_news_site_is_in_the_headline_and_takes_nothing_from_ircc(scene: Scene) -> None:
    scene.settings = replace(scene.settings, sources=(scene.source, NEWS))
    trouble(scene, f"source {NEWS.name}", Trouble.BLOCKED)

    page = Visitor(scene).get(overview_page)

    assert page.one(".verdict") == ("! IRCC's page could be read, another source could not.")
    assert page.value("details.sources-line", "class") == "sources-line secondary"


def test_a_channel_that_refuses_is_in_the_headline_without_its_name(scene: Scene) -> None:
    scene.settings = replace(
        scene.settings, channels={"bo-mail": Channel(name="bo-mail", url=Secret("x:"))}
    )
    trouble(scene, "channel bo-mail", Trouble.BLOCKED)

    page = Visitor(scene).get(overview_page)

    assert page.one(".verdict") == (
        "! IRCC's page could be read, but alerts may not reach everybody."
    )
    assert "bo-mail" not in page.html


def test_what_is_wrong_with_ircc_itself_goes_before_all_else(scene: Scene) -> None:
    scene.settings = replace(scene.settings, sources=(scene.source, NEWS))
    trouble(scene, f"source {NEWS.name}", Trouble.BLOCKED)
    trouble(scene, f"late {scene.source.name}", Trouble.LATE)

    page = Visitor(scene).get(overview_page)

    assert page.one(".verdict") == ("! IRCC has published no round for longer than ever seen.")


def test_a_subscription_stays_though_its_categories_had_no_round_for_a_year(scene: Scene) -> None:
    scene.settings = replace(
        scene.settings,
        subscriptions=(
            a_subscription(name="chi", categories=frozenset({"fst"}), score=300, submitted=None),
            a_subscription(name="dee", categories=frozenset({"stem", "trades"})),
        ),
    )
    visitor = Visitor(scene)
    visitor.signs_in()

    page = visitor.get(overview_page)

    assert page.rows('section[aria-labelledby="yours"] table') == [
        ["chi", "300", "#91b 8 years ago", "Federal Skilled Trades Program", "invited, 12 points above the cut-off"],
        ["dee", "488", "–", "STEM occupations, Trades occupations", "No round of these categories is known."],
    ]  # fmt: skip


def trouble(scene: Scene, about: str, what: Trouble) -> None:
    with scene.store.writing() as tx:
        spell = an_episode(about, scene.now, told=False, trouble=what, detail="details")
        tx.incidents.open(spell)
        tx.sources.record_page(
            NEWS.name, NEWS.url, validators=(None, None), page=b"1", now=scene.now
        )


def test_nobody_sees_a_subscription_who_has_not_signed_in(visitor: Visitor) -> None:
    page = visitor.get(overview_page)

    assert "amara" not in page.html
    assert "521" not in page.html
    assert not page.answer.private


def test_who_has_signed_in_sees_what_the_latest_rounds_mean(visitor: Visitor) -> None:
    visitor.signs_in()

    page = visitor.get(overview_page)

    assert page.rows('section[aria-labelledby="yours"] table') == [
        ["amara", "521", "#436 7 days ago", "Canadian Experience Class", "invited, 1 point above the cut-off"],
        ["bo", "500", "#436 7 days ago", "Canadian Experience Class", "short by 20 points"],
        ["bo", "500", "#435 14 days ago", "Provincial Nominee Program", "short by 260 points"],
    ]  # fmt: skip
    assert page.answer.private


def test_who_comes_for_rounds_is_not_asked_to_sign_in(scene: Scene) -> None:
    page = Visitor(scene, token=None).get(overview_page)

    assert "token" not in page.text
    assert page.one("main form strong") == "What do the latest rounds mean for you?"


def test_when_rounds_usually_come_is_told_once_there_are_enough(scene: Scene) -> None:
    days = ("08-18", "08-17", "08-13", "08-11", "08-10", "08-06")
    more = [a_row(str(450 - n), f"2026-{day}", drawCRS="500") for n, day in enumerate(days)]
    for shown in (more[3:], more):
        scene.publish(a_page(*shown, *HISTORY))
        scene.poll()

    page = Visitor(scene).get(overview_page)

    told = page.one('section[aria-labelledby="when"]')
    assert "9 rounds in the last two years, most of them on" in told
    assert page.rows("table.narrow")[1][:2] == ["Tuesday", "3"]


def test_french_readers_get_french_words_figures_and_hours(visitor: Visitor) -> None:
    visitor.reader = ReaderPreferences(language="fr", timezone="Asia/Kolkata")

    page = visitor.get(overview_page)

    assert page.value("html", "lang") == "fr"
    assert page.rows()[0][:2] == ["Catégorie de l’expérience canadienne", "520"]
    assert page.rows()[0][5] == "1 000"
    assert "Asia/Kolkata (UTC+05:30)" in page.one("footer")


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_page_says_which_appearance_was_chosen(visitor: Visitor, theme: str) -> None:
    chosen = {"auto": "auto", "light": "light", "dark": "dark"}[theme]
    visitor.reader = ReaderPreferences(language="en", timezone="UTC", theme=chosen)  # type: ignore[arg-type]  # one of three

    assert visitor.get(overview_page).value("html", "data-theme") == theme


def test_score_tie_break_and_categories_are_explained_with_irccs_pages(visitor: Visitor) -> None:
    page = visitor.get(about_page, "/about")

    assert page.every("main h2")[:3] == ["CRS score", "Tie-break", "Categories"]
    assert len([link for link in page.links() if link.startswith("https://www.canada.ca/en/")]) == 3
    visitor.reader = ReaderPreferences(language="fr", timezone="America/Toronto")
    french = visitor.get(about_page, "/about").links()
    assert len([link for link in french if link.startswith("https://www.canada.ca/fr/")]) == 3


def test_the_operators_pages_are_in_the_navigation_of_a_session_alone(visitor: Visitor) -> None:
    public = visitor.get(overview_page).links("header nav a")
    visitor.signs_in()

    assert "/deliveries" not in public
    assert "/deliveries" in visitor.get(overview_page).links("header nav a")


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "yesterday"), (99, "99 days ago"), (100, "3 months ago"), (729, "23 months ago"), (731, "2 years ago")],
)  # fmt: skip
def test_how_long_ago_is_said_in_days_months_or_years(days: int, said: str) -> None:
    now = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)

    assert PageFormatter("en", "UTC", now).days_ago(now.date() - timedelta(days=days)) == said
