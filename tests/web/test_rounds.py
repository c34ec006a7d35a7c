# ruff: noqa: RUF001 - pages have dashes between figures
"""The list of rounds, and the page of one."""

from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.looking import Read, Visitor
from tests.web.stage import Stage
from watcher.web.request import ReaderPreferences
from watcher.web.rounds import round_page, rounds_page


@pytest.fixture(name="visitor", scope="module")
def _visitor(standing: Stage) -> Visitor:
    return Visitor(standing.scene)


def numbers(page: Read) -> list[str]:
    return [row[0] for row in page.rows()]


def test_the_whole_history_stands_newest_first(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds")

    assert numbers(page) == ["#436", "#435", "#434", "#91b"]
    assert page.one(".found strong") == "4 rounds"


def test_a_score_at_the_cutoff_itself_leaves_the_tie_break_to_decide(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "score=520")

    assert page.rows()[0][5] == "at the cut-off: the tie-break decides"
    assert page.rows()[1][5] == "232 above"


def test_a_filter_that_leaves_nothing_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "year=2016")

    assert page.one(".empty") == "No round matches. Choose fewer conditions, or another year."


def test_a_page_has_fifty_rounds_and_its_json_the_same(unpolled: Scene) -> None:
    more = [a_row(str(437 + n), f"2026-08-{n % 19 + 1:02}") for n in range(60)]
    unpolled.publish(a_page(*reversed(more), *HISTORY))
    unpolled.poll()

    page = Visitor(unpolled).get(rounds_page, "/rounds")

    assert len(page.rows()) == 50
    assert page.one("select[name=per_page] option[selected]") == "50"
    assert "/api/v1/rounds?per_page=50" in page.links()


def test_pages_lead_to_each_other_and_keep_the_filter(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "per_page=1&page=2&category=cec")

    assert page.links(".pages a") == [
        "/rounds?category=cec&per_page=1&page=1",
        "/rounds?category=cec&per_page=1&page=1",
        "/rounds?category=cec&per_page=1&page=2",
    ]
    assert page.one(".pages [aria-current]") == "2"


def test_the_tie_break_is_told_in_the_readers_zone(visitor: Visitor) -> None:
    visitor = Visitor(visitor.scene)  # not the one of the other tests
    visitor.reader = ReaderPreferences(language="en", timezone="Asia/Kolkata")
    there = visitor.get(rounds_page, "/rounds").rows()[0][-1]
    visitor.reader = ReaderPreferences(language="en", timezone="America/Toronto")
    here = visitor.get(rounds_page, "/rounds").rows()[0][-1]

    assert here != there
    assert (here, there) == ("2026-06-13 14:34:05", "2026-06-14 00:04:05")


def test_a_round_shows_its_figures_and_its_neighbours(visitor: Visitor) -> None:
    page = visitor.get(round_page, "/rounds/436", number="436")

    assert page.one("h1") == "#436 Canadian Experience Class"
    assert page.every(".facts .major dd") == ["520", "1,000"]
    neighbours = page.one('section[aria-labelledby="neighbours"]')
    assert "Before #434 2026-08-04, cut-off 524" in neighbours
    assert "After none of this category after" in neighbours


@pytest.mark.parametrize("written", ["436", "#436", " 436 "])
def test_a_round_is_found_by_its_number_as_people_write_it(visitor: Visitor, written: str) -> None:
    page = visitor.get(round_page, "/rounds/x", number=written)

    assert page.one("h1").startswith("#436")


def test_a_number_that_is_not_known_leads_to_the_nearest(visitor: Visitor) -> None:
    page = visitor.get(round_page, "/rounds/100", number="100")

    assert page.answer.status == 404
    assert page.one("h1") == "No round #100 is known."
    assert page.links("main .empty a") == ["/rounds/91b", "/rounds/434", "/rounds"]


def test_the_band_of_the_pool_that_has_the_cutoff_is_marked(visitor: Visitor) -> None:
    page = visitor.get(round_page, "/rounds/436", number="436")

    assert page.one("tr.here th") == "501–600"
    assert "the cut-off is in here" in page.one("tr.here")


def test_what_was_corrected_is_told_from_what_to_what_and_when(scene: Scene) -> None:
    corrected = a_row("436", "2026-08-12", drawCRS="521")
    scene.publish(a_page(corrected, *HISTORY[1:]))
    scene.poll(after=timedelta(hours=1))

    page = Visitor(scene).get(round_page, "/rounds/436", number="436")

    row = page.rows('section[aria-labelledby="revisions"] table')[0]
    assert row == ["2", "cut-off", "520", "521", "2026-08-19 15:01", "ircc"]


def test_each_source_stands_with_what_it_says(visitor: Visitor) -> None:
    page = visitor.get(round_page, "/rounds/436", number="436")

    row = page.rows('section[aria-labelledby="sources"] table')[0]
    assert row[0] == "ircc"
    assert row[2:6] == ["2026-08-12", "Canadian Experience Class", "520", "1,000"]
