"""A picture for an alert, and an alert without one."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.values import a_round, a_subscription, an_alert
from watcher.adapters.database import Store
from watcher.core.errors import ChartError
from watcher.core.model import Alert, NewRound
from watcher.pipeline import charts
from watcher.pipeline.charts import ChartRenderer


class Renderer:
    """Returns the words of a chart in place of a PNG; or nothing, for a reason."""

    def __init__(self, why_not: str = "") -> None:
        self.why_not = why_not

    def __call__(self, svg: str) -> bytes:
        if self.why_not:
            raise ChartError(self.why_not)
        return svg.partition("<desc>")[2].partition("</desc>")[0].encode()


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    renderer = Renderer()
    monkeypatch.setattr(charts, "png_of", renderer)
    return renderer


@pytest.fixture
def alert(store: Store, now: datetime) -> Alert:
    """Alert amara, who wants pictures, to #436; the store knows it and #434."""
    earlier = a_round(number="434", category="cec", date=date(2026, 8, 4), cutoff=524)
    round_ = a_round(number="436", category="cec", date=date(2026, 8, 12), cutoff=520)
    changes = [NewRound(round=earlier), NewRound(round=round_), NewRound(round=a_round())]
    with store.writing() as tx:
        tx.rounds.save(changes, page=b"page", now=now)
    person = a_subscription(score=521, picture=True)
    return an_alert(subscription=person, change=NewRound(round=round_))


def test_it_shows_the_rounds_of_the_category_up_to_the_alert_and_the_score(
    store: Store,
    alert: Alert,
    renderer: Renderer,  # noqa: ARG001 - it draws
) -> None:
    drawn = ChartRenderer(store)([alert])

    assert drawn == (
        b"Canadian Experience Class. Cut-offs of 2 rounds, August 4, 2026 to "
        b"August 12, 2026. #436: 520. You: 521"
    )


def test_whoever_wants_none_gets_none(store: Store, alert: Alert) -> None:
    plain = replace(alert, subscription=a_subscription(picture=False))

    assert ChartRenderer(store)([plain]) is None


def test_a_round_without_a_category_has_no_picture(store: Store, alert: Alert) -> None:
    unknown = replace(alert.round, category=None)

    drawn = ChartRenderer(store)([replace(alert, change=NewRound(round=unknown))])

    assert drawn is None


def test_what_fails_is_logged_once_and_again_after_it_went_well(
    store: Store, alert: Alert, renderer: Renderer, caplog: pytest.LogCaptureFixture
) -> None:
    renderer.why_not = "pictures need resvg"
    draw = ChartRenderer(store)
    for _ in range(3):
        assert draw([alert]) is None
    assert caplog.messages == ["picture_failed"]

    renderer.why_not = ""
    assert draw([alert]) is not None
    renderer.why_not = "pictures need resvg"
    draw([alert])

    assert caplog.messages == ["picture_failed", "picture_failed"]
