"""The charts and their tables."""

from datetime import timedelta

import pytest

from tests.scene import Scene
from tests.web.looking import Read, Visitor
from tests.web.stage import Stage
from watcher.web.trends import trends_page

NAME = ".at-desk text.name"


@pytest.fixture(name="visitor", scope="module")
def _visitor(standing: Stage) -> Visitor:
    return Visitor(standing.scene)


def test_the_busiest_categories_are_drawn_at_first_sight(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends")

    assert page.every(f"#cutoffs-chart {NAME}") == ["CEC"]
    assert page.every(f"#nominees-chart {NAME}") == ["PNP"]
    assert page.one("h3") == "Provincial nominees, on a scale of their own"


def test_chosen_categories_are_drawn_and_stay_chosen(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "category=fst&span=all")

    assert page.every(f"#cutoffs-chart {NAME}") == ["FST"]
    assert page.one("#choose summary") == "Categories: FST"
    assert page.value("input[name=category][checked]", "value") == "fst"
    assert page.one("select[name=span] option[selected]") == "everything"


def test_the_table_beside_the_chart_has_the_same_rounds(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "category=cec")

    told = page.every("#cutoffs-chart .at-desk a.dot title")
    assert told == [
        "Canadian Experience Class, round #434 on August 4, 2026: cut-off 524, 3,000 invitations",
        "Canadian Experience Class, round #436 on August 12, 2026: cut-off 520, 1,000 invitations",
    ]
    assert page.rows('section[aria-labelledby="cutoffs"] table') == [
        ["Canadian Experience Class", "#436", "2026-08-12", "520", "1,000"],
        ["Canadian Experience Class", "#434", "2026-08-04", "524", "3,000"],
    ]


def test_a_mark_leads_to_its_round(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "category=pnp")

    assert page.links("#cutoffs-chart .at-desk a") == ["/rounds/435"]


def test_a_score_is_a_line_with_its_words(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "category=cec&score=471")

    assert page.one("text.mark") == "You: 471"


def test_invitations_are_told_by_month(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "category=cec&category=pnp")

    assert page.every(".at-desk .bar title") == ["August 2026 so far: 4,442"]
    assert page.rows('section[aria-labelledby="months"] table') == [["August 2026", "3", "4,442"]]


def test_the_pool_has_a_line_for_each_band_and_a_table(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends")

    assert len(page.every(f"#pool-chart {NAME}")) == 7
    for row in page.rows('section[aria-labelledby="pool"] table'):
        assert len(row) == 9  # the day, each band, all


@pytest.mark.parametrize("query", ["category=fst&span=1", "span=1&category=general"])
def test_where_nothing_is_to_be_drawn_the_page_says_what_to_do(
    visitor: Visitor, query: str
) -> None:
    page = visitor.get(trends_page, "/trends", query)

    assert "Choose another category or a longer span." in page.text


def ticked(page: Read) -> list[str]:
    return [
        slug
        for slug in ("cec", "pnp", "fst")
        if page.value(f'input[value="{slug}"][checked]', "value")
    ]


@pytest.mark.parametrize(
    ("query", "boxes"),
    [
        ("", ["cec", "pnp"]),
        ("category=fst", ["fst"]),
        ("category=&category=fst", ["fst"]),
        ("category=", []),
        ("category=&span=all&score=", []),
        ("category=cook", ["cec", "pnp"]),
        ("category=all", ["cec", "pnp"]),
    ],
)
def test_what_is_ticked_is_what_is_drawn(visitor: Visitor, query: str, boxes: list[str]) -> None:
    page = visitor.get(trends_page, "/trends", f"{query}&span=all")

    assert ticked(page) == boxes
    assert len(page.every(f"#charts {NAME}")) == len(boxes) + 7  # with the bands of the pool
    assert bool(page.every(".bar")) == bool(boxes)
    none = "No category is chosen: tick one or more above."
    assert (none in page.text) == (not boxes)
    assert page.every("#pool-chart text.name")  # which is of all categories


def test_a_form_says_so_where_no_box_is_ticked(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends")

    assert page.value('#choose input[type=hidden][name="category"]', "value") == ""


def test_what_is_wrong_with_a_score_is_said_once_above(visitor: Visitor) -> None:
    page = visitor.get(trends_page, "/trends", "score=9999&year=1")

    above, beside = page.every(".notice[role=status]")
    assert above.startswith("“9999” is no CRS score")
    assert beside == "year = 1 is not understood, and was left out."


def test_a_person_has_the_chosen_categories_and_keeps_them_in_the_form(visitor: Visitor) -> None:
    page = visitor.get(
        trends_page, "/trends", "score=471&categories=pnp&submitted=2025-11-20T15:00Z&span=all"
    )

    assert ticked(page) == ["pnp"]
    assert page.value("#choose input[name=score]", "value") == "471"
    assert page.value("#choose input[name=categories]", "value") == "pnp"
    assert page.value("#choose input[name=submitted]", "value") == "2025-11-20T15:00:00Z"


def test_a_subscription_has_a_score_that_is_not_typed(visitor: Visitor) -> None:
    visitor = Visitor(visitor.scene)
    visitor.signs_in()
    page = visitor.get(trends_page, "/trends", "person=amara")

    assert page.every("#choose input[name=score]") == []
    assert page.one(".at-desk text.mark") == "You: 521"


def test_a_category_looks_the_same_whatever_else_is_drawn(visitor: Visitor) -> None:
    alone = visitor.get(trends_page, "/trends", "category=pnp")
    both = visitor.get(trends_page, "/trends", "category=cec&category=pnp")

    assert alone.looks() == {"PNP": "series s4"}
    assert both.looks() == {"CEC": "series s1", "PNP": "series s4"}


def test_charts_end_today_and_not_with_the_last_round(scene: Scene) -> None:
    scene.now += timedelta(days=70)

    page = Visitor(scene).get(trends_page, "/trends", "category=cec")

    assert page.every(".at-desk .bar title") == [
        "August 2026: 4,000",
        "September 2026: 0",
        "October 2026 so far: 0",
    ]


def test_before_the_first_poll_there_is_nothing_to_draw(unpolled: Scene) -> None:
    page = Visitor(unpolled).get(trends_page, "/trends")

    assert page.every(".empty strong") == ["There is nothing to draw."] * 3
