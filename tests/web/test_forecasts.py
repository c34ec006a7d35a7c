# ruff: noqa: RUF001 - differences are written with a minus, ranges with a dash
"""The page of what may come."""

from copy import copy
from datetime import UTC, datetime

import pytest

from tests.scene import Scene
from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.web.forecasts import forecasts_page


@pytest.fixture(name="visitor", scope="module")
def _visitor(years: Stage) -> Visitor:
    return Visitor(years.scene)


def test_each_active_category_has_a_row_and_leads_to_its_page(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts")

    rows = {row[0]: row for row in page.rows()}
    assert list(rows)[:3] == ["French", "CEC", "PNP"]
    assert rows["CEC"][1] == "523"
    assert 510 < int(rows["CEC"][2]) < 535
    assert rows["CEC"][-1].endswith("%")
    assert "/categories/cec" in page.links("table a")
    assert "By the rounds before August 20, 2026." in page.text


def test_ranges_are_drawn_on_one_scale_without_nominees(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts")

    names = page.every("#ranges-chart .at-desk text.name")
    assert "CEC" in names
    assert "PNP" not in names
    words = page.one("#ranges-chart .at-desk title")
    assert words.startswith("French-language proficiency: As likely as not between")
    assert words.endswith("The last was 382 on August 19, 2026.")


def test_where_no_cutoff_is_forecast_it_says_why(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts")

    (why,) = [line for line in page.every("p.small") if line.startswith("No cut-off for ")]
    assert "Military" in why
    assert why.endswith(": fewer than three rounds were held.")


def test_after_a_change_of_the_rules_it_says_so_first_and_shows_no_empty_columns(
    visitor: Visitor,
) -> None:
    scene = copy(visitor.scene)
    scene.now = datetime(2026, 11, 29, 15, tzinfo=UTC)
    page = Visitor(scene).get(forecasts_page, "/forecasts", "score=471&categories=cec,healthcare")

    why = "the rules for scores changed on November 3, 2026, and no round came since."
    assert page.one(".notice").endswith(why)
    told = page.one("section[aria-labelledby=you]")
    assert told.endswith(f"Nothing can be said of CEC and Healthcare: {why}")
    assert page.every("section[aria-labelledby=next] thead th") == [
        *("Category", "Last", "within 7 days", "14 days", "30 days")
    ]
    assert len(page.rows("section[aria-labelledby=next] table")[0]) == 5


def test_a_person_sees_the_chance_first_and_the_distance_to_each(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts", "score=471&categories=cec,military")

    told = page.one("section[aria-labelledby=you]")
    assert told.startswith("Your chance of an invitation, with 471 within 30 days")
    assert "Nothing can be said of Military: fewer than three rounds were held." in told
    rows = {row[0]: row for row in page.rows()}
    assert rows["CEC"][3].startswith("−")
    assert rows["PNP"][3].startswith("(−")  # not theirs
    assert page.one("#ranges-chart .at-desk text.mark") == "You: 471"
    assert page.answer.private


def test_a_category_that_counts_with_doubt_is_named(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts", "score=530&categories=cec,physicians")

    told = page.one("section[aria-labelledby=you]")
    assert "Counted with doubt, Physicians: fewer than three rounds were held." in told


def test_the_score_card_stands_beside_it(visitor: Visitor) -> None:
    page = visitor.get(forecasts_page, "/forecasts")

    card = page.one("section[aria-labelledby=card]")
    assert "Forecast before the rounds came" in card
    assert "cut-offs were on average" in card
    assert "Reckoned afterwards" in card
    assert "Nobody saw the reckoned ones" in card
    rows = {row[0]: row for row in page.rows("section[aria-labelledby=card] table")}
    assert rows["CEC"][5].endswith("%")
    assert float(rows["CEC"][2]) < float(rows["PNP"][2])
    details = page.rows("section[aria-labelledby=card] details table")
    assert details[0][0].startswith("#")
    assert details[0][5] in {"✓ yes", "✕ no"}


def test_in_french(visitor: Visitor) -> None:
    visitor = Visitor(visitor.scene)
    visitor.reader = type(visitor.reader)(language="fr", timezone="America/Toronto")
    page = visitor.get(forecasts_page, "/forecasts", "score=471")

    assert page.one("h1") == "Prévisions"
    assert "moins de trois rondes" in page.text


def test_before_the_first_poll_nothing_can_be_forecast(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(forecasts_page, "/forecasts")

    nothing, no_card = page.every(".empty")
    assert nothing == "Nothing can be forecast: no round of the last year is known."
    assert no_card.startswith("No forecast is kept yet")
