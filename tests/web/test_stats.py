# ruff: noqa: RUF001 - ranges are written with a dash
"""The page of a year."""

from datetime import timedelta

import pytest

from tests.scene import Scene
from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.core.documents import Piece, YearClaim
from watcher.core.model import Report
from watcher.web.stats import stats_page


@pytest.fixture(name="visitor", scope="module")
def _visitor(years: Stage) -> Visitor:
    return Visitor(years.scene)


def test_the_running_year_is_summed_up_beside_the_one_before(visitor: Visitor) -> None:
    page = visitor.get(stats_page, "/stats")

    assert page.one("h1") == "The year 2026 so far, until August 20, 2026"
    facts = page.every("section[aria-labelledby=sum] dd")
    assert facts == ["119,865", "49", "1 (1–25)", "55,820 invitations", "32 rounds"]
    assert page.rows("section[aria-labelledby=categories] table")[1] == [
        *("CEC", "49,250", "(19,850)", "14", "(8)", "507–523", "523", "14 (13–29)")
    ]
    assert page.links("nav.years a")[0] == "/stats?year=2026"


def test_months_are_drawn_by_category_and_told_in_a_table(visitor: Visitor) -> None:
    page = visitor.get(stats_page, "/stats")

    assert page.every(".at-desk .bar title")[-1].startswith(
        "August 2026 so far: 15,249 (CEC: 4,000"
    )
    assert len(page.every(".at-desk .bar.open rect")) >= 3
    last, *_ = page.rows("section[aria-labelledby=months] table")
    assert last[0] == "August 2026"
    assert "CEC 4,000 (2)" in last[3]


def test_a_past_year_is_whole(visitor: Visitor) -> None:
    page = visitor.get(stats_page, "/stats", "year=2025")

    assert page.one("h1") == "The year 2025"
    assert page.one("section[aria-labelledby=sum] dd") == "113,998"
    assert page.value("nav.years [aria-current]", "href") == "/stats?year=2025"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("year=2099", "No round of 2099 is known."),
        ("year=soon", "year = soon is not understood, and was left out."),
    ],
)
def test_a_year_without_rounds_and_none_at_all_are_told(
    visitor: Visitor, query: str, told: str
) -> None:
    assert told in visitor.get(stats_page, "/stats", query).text


def test_before_the_first_poll_no_year_is_known(unpolled: Scene) -> None:
    assert Visitor(unpolled).get(stats_page, "/stats").one(".empty") == "No round is known yet."


def test_of_many_texts_the_newest_stand_first_some_are_folded_and_not_all_shown(
    scene: Scene,
) -> None:
    pieces = [
        Piece(
            key=str(n), digest=b"", link=None, title=f"Text {n}", reports=(Report(),),
            published=scene.now - timedelta(days=n),
            years=(YearClaim(year=2026, invitations=n, quote="so many"),),
        )
        for n in range(70)
    ]  # fmt: skip
    with scene.store.writing() as tx:
        tx.claims.save("news", "article", pieces, pages={}, page=b"", now=scene.now)

    page = Visitor(scene).get(stats_page, "/stats")

    told = page.every("section[aria-labelledby=told] li")
    assert len(told) == 60
    assert "Text 0" in told[0]
    assert len(page.every("section[aria-labelledby=told] details li")) == 52
    assert page.one("section[aria-labelledby=told] summary") == "52 more"


def test_what_texts_say_stands_beside_what_the_rounds_add_up_to(scene: Scene) -> None:
    claims = (
        YearClaim(year=2026, invitations=5_000, quote="5,000 invitations in 2026"),
        YearClaim(year=2026, category="cec", rounds=2, quote="two rounds of CEC"),
    )
    piece = Piece(
        key="1", digest=b"", link="javascript:alert(1)", title="The year", published=scene.now,
        reports=(Report(),), years=claims,
    )  # fmt: skip
    with scene.store.writing() as tx:
        tx.claims.save("news", "article", [piece], pages={}, page=b"", now=scene.now)

    page = Visitor(scene).get(stats_page, "/stats")

    differs, same = page.every("section[aria-labelledby=told] li")
    assert differs.startswith("5,000 invitations: The year, 2026-08-19 ≠ The rounds add up to")
    assert "4,442 invitations." in differs
    assert "5,000 invitations in 2026" in differs
    assert "≠" not in same
    assert "The rounds add up to 2 rounds." in same
    assert page.links("section[aria-labelledby=told] a") == []
