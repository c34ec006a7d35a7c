"""Untrusted text is escaped on every page."""

from datetime import date

import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.values import a_subscription
from tests.web.looking import Visitor
from watcher.core.documents import Piece
from watcher.core.errors import DeliveryRefused
from watcher.core.model import Report
from watcher.web.account import deliveries_page, refusal_page, save_preferences
from watcher.web.overview import overview_page
from watcher.web.rounds import round_page, rounds_page

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def evil(scene: Scene) -> Visitor:
    """Let a site, a server and the configuration say what would be carried out."""
    people = [a_subscription(name=EVIL, categories=frozenset({"all"}), score=600, channels=("bo",))]
    scene.enroll(*people)
    scene.channels.failures["bo"] = [DeliveryRefused(EVIL)]
    scene.publish(a_page(a_row("437", "2026-08-19"), *HISTORY))
    scene.poll()
    scene.deliver()
    piece = Piece(
        key="a",
        digest=b"a",
        link="javascript:alert(3)",
        title=EVIL,
        reports=(Report(number="437", date=date(2026, 8, 19), cutoff=1, quotes={"cutoff": EVIL}),),
    )  # fmt: skip
    with scene.store.writing() as tx:
        tx.claims.save(EVIL, "feed", [piece], pages={}, page=b"p", now=scene.now)
        (claim,) = tx.claims.all()
        tx.claims.join(claim, "437", EVIL)
    visitor = Visitor(scene)
    visitor.signs_in()
    return visitor


def test_no_page_carries_out_what_somebody_else_has_written(evil: Visitor) -> None:
    pages = [
        evil.get(overview_page),
        evil.get(rounds_page, "/rounds", "year=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
        evil.get(round_page, "/rounds/437", number="437"),
        evil.get(round_page, "/rounds/x", number=EVIL),
        evil.get(deliveries_page, "/deliveries"),
    ]
    bodies = [page.html for page in pages]
    bodies.append(evil.post(save_preferences, "/preferences", zone=EVIL).body.decode())
    bodies += [
        evil.get(lambda context, request: refusal_page(context, request, 401), f"/{EVIL}").html,
        evil.get(lambda context, request: refusal_page(context, request, 404), f"/{EVIL}").html,
    ]

    for body in bodies:
        assert "<script>" not in body
        assert "<img src=x" not in body
        assert 'href="javascript:' not in body
    assert "&lt;script&gt;alert(1)" in pages[2].html  # the words of the site
    assert "&lt;script&gt;alert(1)" in pages[4].html  # the answer of the server


def test_no_page_has_a_script_or_a_style_within(evil: Visitor) -> None:
    """The policy would refuse them, and so they must not be needed."""
    for page in (
        evil.get(overview_page),
        evil.get(rounds_page, "/rounds"),
        evil.get(round_page, "/rounds/437", number="437"),
        evil.get(deliveries_page, "/deliveries"),
    ):
        assert " style=" not in page.html
        assert " onclick=" not in page.html
        assert "<style" not in page.html
        assert "<script" not in page.html.replace('<script src="/static/', "")
