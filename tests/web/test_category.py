# ruff: noqa: RUF001 - differences are written with a minus, ranges with a dash
"""The page of one category."""

import pytest

from tests.scene import Scene
from tests.web.looking import Visitor
from tests.web.stage import Stage, report
from watcher.web.category import category_page

CEC = {"slug": "cec"}
YOU = "score=512&categories=cec,healthcare"


@pytest.fixture(name="visitor", scope="module")
def _visitor(years: Stage) -> Visitor:
    return Visitor(years.scene)


def test_it_shows_the_last_round_and_how_often_they_come(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", **CEC)

    assert page.one("h1") == "Canadian Experience Class"
    assert page.every("section[aria-labelledby=now] dd") == [
        *("523", "▲ +7", "1,000", "August 18, 2026", "2 days ago, #436"),
        *("21 rounds, cut-offs 507 to 534", "65,250 invitations"),
        *("mostly about 14 days", "from 6 to 30 days"),
    ]


def test_it_shows_trend_rounds_forecast_and_pool(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", **CEC)

    assert page.every("#cutoffs-chart .at-desk text.name") == ["CEC"]
    assert len(page.every("#cutoffs-chart .at-desk rect.ahead")) == 1
    assert "The bar at its end: where the next cut-off is in four of five cases." in page.text
    assert page.rows("section[aria-labelledby=rounds] table")[0] == [
        *("#436", "2026-08-18", "523", "▲ +7", "1,000")
    ]
    assert "As likely as not between" in page.one("section[aria-labelledby=ahead]")
    bands = [row[0] for row in page.rows("section[aria-labelledby=pool] table")]
    assert bands[:4] == ["601–1200", "501–600", "451–500", "401–450"]
    assert "the cut-off" in page.one("section[aria-labelledby=pool] tr.here")


def test_the_score_card_of_the_category_is_folded(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", **CEC)

    folded = page.one("section[aria-labelledby=ahead] details")
    assert folded.startswith("How good such forecasts were")
    assert "cut-offs were on average" in folded


def test_what_is_not_forecast_has_its_reason(visitor: Visitor) -> None:
    few = visitor.get(category_page, "/categories/military", slug="military")
    never = visitor.get(category_page, "/categories/researchers", slug="researchers")

    assert "No cut-off is forecast: fewer than three rounds were held." in few.text
    assert "No cut-off is forecast: no round was ever held." in never.text
    assert "No round of this category was ever held." in never.text


def test_a_person_is_told_first_how_far_it_is(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", YOU, **CEC)

    told = page.one("section[aria-labelledby=you]")
    assert told.startswith("You, with 512 −11 from the last cut-off, 523")
    assert "of 21 rounds in the last twelve months would have invited you, if you qualify" in told
    assert "Chance of an invitation in this category: " in told
    assert "people in the whole pool scored above 512." in told
    assert page.every("#cutoffs-chart .at-desk text.mark") == ["You: 512"]
    assert page.rows("section[aria-labelledby=rounds] table")[0][3] == "−11"
    assert page.answer.private


def test_a_person_that_was_not_in_the_pool_is_not_promised_anything(visitor: Visitor) -> None:
    query = "score=900&categories=cec&submitted=2026-08-19T15:00Z"
    page = visitor.get(category_page, "/categories/cec", query, **CEC)

    told = page.one("section[aria-labelledby=you]")
    assert "No round in the last twelve months while you were in the pool." in told


def test_nobody_has_no_line_of_their_own(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", **CEC)

    assert page.every("section[aria-labelledby=you]") == []
    assert not page.answer.private


def test_it_leads_to_feed_calendar_table_and_all_rounds(visitor: Visitor) -> None:
    page = visitor.get(category_page, "/categories/cec", **CEC)

    assert page.links("section[aria-labelledby=follow] a") == [
        "/feeds/cec.atom",
        "/rounds.ics?category=cec",
        "/rounds.csv?category=cec",
        "/api/v1/rounds?category=cec",
    ]
    assert "/rounds?category=cec" in page.links()


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("health", "Healthcare and social services occupations"),
        ("Canadian Experience Class", "Canadian Experience Class"),
        ("frensh", "French-language proficiency"),
        ("<b>cooks</b>", ""),
    ],
)
def test_an_unknown_category_has_the_nearest(visitor: Visitor, asked: str, near: str) -> None:
    page = visitor.get(category_page, "/categories/x", slug=asked)

    assert page.answer.status == 404
    assert page.one("h1") == f"No category is called “{asked}”."
    assert near in page.one(".empty")


def test_a_category_of_a_site_alone_is_shown_as_reported(scene: Scene) -> None:
    report(scene, category="cooks", name="Cooks and bakers", cutoff=444)

    page = Visitor(scene).get(category_page, "/categories/cooks", slug="cooks")

    assert page.one("h1") == "Cooks"
    assert "Reported, not confirmed" in page.one(".notice")
    assert "444" in page.one(".notice")


def test_before_the_first_poll_there_is_a_page_without_figures(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(category_page, "/categories/cec", YOU, **CEC)

    assert page.answer.status == 200
    assert page.every("section[aria-labelledby=pool]") == []
