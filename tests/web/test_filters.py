"""Filters and sort orders of a query, valid and invalid."""

import pytest

from tests.web.looking import Visitor
from tests.web.stage import Stage
from tests.web.test_rounds import numbers
from watcher.web.rounds import rounds_page


@pytest.fixture(name="visitor", scope="module")
def _visitor(standing: Stage) -> Visitor:
    return Visitor(standing.scene)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=pnp", ["#435"]),
        ("category=pnp&category=fst", ["#435", "#91b"]),
        ("category=pnp,fst", ["#435", "#91b"]),
        ("category=all", ["#436", "#435", "#434", "#91b"]),
        ("year=2018", ["#91b"]),
        ("score=520", ["#436", "#435", "#434", "#91b"]),
        ("score=520&reached=1", ["#436", "#91b"]),
        ("reached=1", ["#436", "#435", "#434", "#91b"]),
        ("sort=cutoff&order=asc", ["#91b", "#436", "#434", "#435"]),
        ("sort=cutoff", ["#435", "#434", "#436", "#91b"]),
        ("order=asc", ["#91b", "#434", "#435", "#436"]),
        ("per_page=2&page=2", ["#434", "#91b"]),
        ("category=cec&year=2018", []),
    ],
)
def test_rounds_are_filtered_sorted_and_paged(
    visitor: Visitor, query: str, found: list[str]
) -> None:
    assert numbers(visitor.get(rounds_page, "/rounds", query)) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year=last", "year = last is not understood, and was left out."),
        ("category=cook", "category = cook is not understood, and was left out."),
        ("sort=luck", "sort = luck is not understood, and was left out."),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_shown(
    visitor: Visitor, query: str, said: str
) -> None:
    page = visitor.get(rounds_page, "/rounds", query)

    assert page.one(".notice") == said
    assert len(numbers(page)) == 4
