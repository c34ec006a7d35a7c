# ruff: noqa: RUF001 - pages have minus signs
"""A person's case on the overview."""

from datetime import timedelta

from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.looking import Read, Visitor
from watcher.web.overview import overview_page
from watcher.web.request import ReaderPreferences

CEC = [a_row(str(440 - n), f"2026-0{8 - n}-12", drawCRS=str(520 + n)) for n in range(5)]


def case(scene: Scene, query: str, *, language: str = "en") -> Read:
    scene.publish(a_page(*CEC))
    scene.poll()
    visitor = Visitor(scene)
    if language == "fr":
        visitor.reader = ReaderPreferences(language="fr", timezone="America/Toronto")
    return visitor.get(overview_page, "/", query)


def test_the_verdict_is_read_at_a_glance(unpolled: Scene) -> None:
    page = case(unpolled, "score=521&categories=cec,healthcare")

    assert page.one("h1") == "CEC: +1 · Healthcare: no round yet"
    assert page.every(".standings h2") == ["CEC +1", "Healthcare no round yet"]


def test_each_category_has_its_trend_what_is_likely_next_and_the_last_that_took_the_score(
    unpolled: Scene,
) -> None:
    page = case(unpolled, "score=519&categories=cec")
    told = page.one(".standings li")

    assert told.startswith(
        "CEC 1 short Latest #440 7 days ago, cut-off 520 ▼ −1 "
        "A year 520 to 524; 0 of 5 would have invited you Next as likely as not between "
    )
    assert "within 14 days: " in told
    assert told.endswith("Last reached none so far")
    assert page.value(".spark", "aria-label") == (
        "Cut-offs since April 12, 2026: lowest 520, highest 524, now 520; your score is 519"
    )
    assert page.one("main h1 + p").startswith("Your chance to be invited: ")


def test_a_round_before_the_profile_was_there_is_said_to_be(unpolled: Scene) -> None:
    page = case(unpolled, "score=521&categories=cec&submitted=2026-08-18T12:00Z")

    assert page.one("h1") == "CEC: not yet in the pool"
    assert page.one(".standings li").endswith(
        "Last reached the latest, before you were in the pool"
    )


def test_where_nothing_is_forecast_the_reason_is_said(unpolled: Scene) -> None:
    page = case(unpolled, "score=521&categories=healthcare")

    assert "Next no round was ever held" in page.one(".standings li")
    assert "Your chance cannot be told: no round was ever held." in page.text


def test_after_a_change_of_the_rules_no_cutoff_is_forecast(unpolled: Scene) -> None:
    unpolled.now += timedelta(days=90)

    page = case(unpolled, "score=521&categories=cec")

    assert "Next the rules for scores changed on November 3, 2026" in page.one(".standings li")


def test_looking_back_counts_the_last_twelve_months_by_category(unpolled: Scene) -> None:
    page = case(unpolled, "score=522&categories=healthcare")

    assert page.one("main caption") == (
        "In the last twelve months 2 rounds would have invited 522, if you qualify for their "
        "categories. In brackets: not among your categories."
    )
    assert page.rows()[0][:4] == ["Canadian Experience Class", "520", "(+2)", "2 of 5"]


def test_a_score_alone_says_how_many_cutoffs_it_reaches(unpolled: Scene) -> None:
    page = case(unpolled, "score=521")

    assert page.one("h1") == "521 reaches the latest cut-off of 1 of 1 category"
    assert page.every(".standings") == []
    assert "Choose the categories that you may be in" in page.text


def test_the_case_is_told_in_french(unpolled: Scene) -> None:
    page = case(unpolled, "score=519&categories=cec", language="fr")

    assert page.one("h1") == "CEC: il en manque 1"


def test_how_many_have_more_points_is_said_where_the_pool_was_counted(unpolled: Scene) -> None:
    counted = a_row("441", "2026-08-18", drawCRS="519", dd17="200,000", dd1="1,000", dd2="9,000")
    unpolled.publish(a_page(counted, *CEC))
    unpolled.poll()

    page = Visitor(unpolled).get(overview_page, "/", "score=600")

    assert "1,000 people in the whole pool scored above 600." in page.one("main h1 + p")


def test_before_the_first_poll_a_case_is_empty_and_says_so(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(overview_page, "/", "score=471&categories=cec")

    assert page.one("h1") == "CEC: no round yet"
    assert "A year no round Next no round was ever held" in page.one(".standings li")
    assert "in the whole pool" not in page.text
