"""Subscriptions with a profile, on the pages: the score of a day, and which rules it is of."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.core.crs.people import BACHELOR
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.values import a_subscription
from tests.web.looking import Visitor
from watcher.web.overview import overview_page
from watcher.web.rounds import round_page

#: 379 points; 374 from the thirtieth birthday on.
AMARA = a_subscription(
    categories=frozenset({"cec"}),
    score=None,
    profile=replace(BACHELOR, age=None, born=date(1996, 9, 2)),
    submitted=None,
)


@pytest.fixture(name="visitor")
def _visitor(scene: Scene) -> Visitor:
    scene.enroll(AMARA)
    scene.now = datetime(2026, 8, 30, 16, tzinfo=UTC)
    rows = [a_row("451", "2026-09-02", drawCRS="376"), a_row("450", "2026-09-01", drawCRS="376")]
    scene.publish(a_page(*rows))
    scene.poll()
    scene.now = datetime(2026, 9, 3, 16, tzinfo=UTC)
    visitor = Visitor(scene)
    visitor.signs_in()
    return visitor


def test_each_round_is_judged_with_the_score_of_its_day(visitor: Visitor) -> None:
    before = visitor.get(round_page, "/rounds/450", number="450")
    after = visitor.get(round_page, "/rounds/451", number="451")

    assert "Your score of 379 is 3 points above its cut-off." in before.text
    assert "Your score of 374 is 2 points below its cut-off." in after.text
    assert "rules before" not in before.text + after.text


def test_since_the_rules_changed_every_page_says_so_once(visitor: Visitor) -> None:
    visitor.scene.now = datetime(2026, 11, 4, 16, tzinfo=UTC)
    said = "by rules that changed on November 3, 2026"

    assert visitor.get(overview_page).html.count(said) == 1
    assert visitor.get(round_page, "/rounds/451", number="451").html.count(said) == 1
