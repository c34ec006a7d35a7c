"""Charts of pages, for a desk and for a phone."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from selectolax.lexbor import LexborHTMLParser

from tests.values import a_round
from watcher.core.pool import Band, Pool
from watcher.insight.trends import CutoffPoint, Month
from watcher.web.drawing import PageChart, cutoff_charts, month_chart, pool_chart
from watcher.web.render import PageFormatter

NOW = datetime(2026, 8, 20, 15, tzinfo=UTC)
ENGLISH = PageFormatter("en", "America/Toronto", NOW)
FRENCH = PageFormatter("fr", "America/Toronto", NOW)


def points(**cutoffs: int) -> Mapping[str, Sequence[CutoffPoint]]:
    """Make one round of each category."""
    day = date(2026, 6, 4)
    return {
        slug: [CutoffPoint(day=day, cutoff=n, round=a_round(category=slug, cutoff=n, date=day))]
        for slug, n in cutoffs.items()
    }


def words(chart: PageChart, kind: str, size: str = "at-desk") -> list[str]:
    found = LexborHTMLParser(chart.svg).css(f".{size} text")
    return [node.text() for node in found if node.attributes.get("class") == kind]


def test_nominees_stand_below_the_others_in_a_smaller_chart_of_the_same_days() -> None:
    others, nominees = cutoff_charts(points(cec=520, pnp=742), ENGLISH)

    assert (others.id, nominees.id) == ("cutoffs-chart", "nominees-chart")
    assert (words(others, "name"), words(nominees, "name")) == (["CEC"], ["PNP"])
    assert re.findall(r'viewBox="0 0 (\d+ \d+)"', others.svg + nominees.svg) == [
        *("900 400", "360 320"),
        *("900 200", "360 200"),
    ]
    assert words(others, "tick x") == words(nominees, "tick x")


def test_nominees_alone_have_the_whole_chart() -> None:
    (chart,) = cutoff_charts(points(pnp=742), ENGLISH)

    assert chart.id == "cutoffs-chart"
    assert 'viewBox="0 0 900 400"' in chart.svg


def test_a_score_is_drawn_where_it_can_be_compared() -> None:
    others, nominees = cutoff_charts(points(cec=520, pnp=742), ENGLISH, score=471)
    assert (words(others, "mark"), words(nominees, "mark")) == (["You: 471"], [])

    others, nominees = cutoff_charts(points(cec=520, pnp=742), FRENCH, score=1071)
    assert words(nominees, "mark") == ["Vous\N{NO-BREAK SPACE}: 1071"]


def test_axes_have_units_and_on_a_phone_short_months() -> None:
    (chart,) = cutoff_charts(points(cec=520), FRENCH)

    assert words(chart, "unit") == ["Points SCG"]
    assert words(chart, "tick x")[:2] == ["juillet 2026", "août 2026"]
    assert words(chart, "tick x", "on-phone")[:2] == ["juil.", "août"]


def test_without_rounds_there_is_no_chart() -> None:
    assert cutoff_charts({}, ENGLISH) == []
    assert month_chart([], ENGLISH) is None
    assert pool_chart({}, ENGLISH) is None


def test_the_present_month_is_not_over() -> None:
    months = [
        Month(first=date(2026, n, 1), rounds=1, invitations=1000 * n, unknown=0) for n in (7, 8)
    ]

    chart = month_chart(months, ENGLISH)

    assert chart is not None
    bars = LexborHTMLParser(chart.svg).css(".at-desk g")
    assert [bar.text() for bar in bars] == ["July 2026: 7,000", "August 2026 so far: 8,000"]
    assert [bar.attributes["class"] for bar in bars] == ["bar", "bar open"]


def test_a_band_without_a_count_has_no_mark() -> None:
    bands = (
        Band(label="501-600", low=501, high=600, count=18_000),
        Band(label="0-300", low=0, high=300, count=None),
    )
    pool = Pool(bands=bands, total=None, as_on=date(2026, 8, 16))

    chart = pool_chart({date(2026, 8, 16): pool}, ENGLISH)

    assert chart is not None
    assert words(chart, "name") == ["501\N{EN DASH}600"]
