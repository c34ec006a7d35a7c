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


def test_a_score_stands_beside_every_cutoff(visitor: Visitor) -> None:
    query = "score=520&categories=cec,pnp&submitted=2026-08-01T12:00Z"
    page = visitor.get(rounds_page, "/rounds", query)

    assert [row[4] for row in page.rows()] == [
        "0, too late",
        "−240",
        "−4",
        "(+232) not yet in the pool",
    ]


def test_a_score_filters_where_that_is_asked_for(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "score=520&reached=1")

    assert page.one(".found").startswith("2 rounds with a cut-off that 520 reaches, if you qualify")
    assert page.every("input[name=reached][checked]") == [""]
    assert "/rounds.csv?score=520&per_page=50" in page.links()
    assert all("reached=1" in link for link in page.links("thead a"))


def test_headings_sort_and_say_how_it_is_sorted(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "year=2026&sort=cutoff")

    assert page.links("thead a") == [
        "/rounds?year=2026",
        "/rounds?year=2026&sort=category&order=asc",
        "/rounds?year=2026&sort=cutoff&order=asc",
        "/rounds?year=2026&sort=invitations",
    ]
    assert page.every("th[aria-sort=descending]") == ["Cut-off"]
    by_date = visitor.get(rounds_page, "/rounds", "order=asc")
    assert by_date.every("th[aria-sort=ascending]") == ["Date"]
    assert by_date.links("thead a")[0] == "/rounds?"


def test_who_has_categories_may_see_only_those(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "score=520&categories=cec,pnp&sort=cutoff")
    link = "/rounds?category=cec&category=pnp&sort=cutoff&score=520&categories=cec,pnp"

    assert link in page.links(".found a")
    only = visitor.get(rounds_page, "/rounds", link.partition("?")[2])
    assert numbers(only) == ["#435", "#434", "#436"]
    assert "Only your categories" not in only.text


@pytest.mark.parametrize(
    ("number", "query", "said"),
    [
        ("434", "score=530&categories=cec", "You: +6 Your score of 530 is 6 points above its cut-off. By the published figures, it invited you."),
        ("434", "score=523&categories=cec", "You: 1 short Your score of 523 is 1 point below its cut-off."),
        ("436", "score=520&categories=cec", "You: 0, the tie-break decides Your score is exactly its cut-off: the tie-break decides. Say when your profile was submitted."),
        ("436", "score=520&categories=cec&submitted=2026-06-13T12:00Z", "You: 0, in time Your score is exactly its cut-off, and your profile was submitted 6 hours and 34 minutes before the tie-break. By the published figures, it invited you."),
        ("436", "score=520&categories=cec&submitted=2026-06-14T12:00Z", "You: 0, too late Your score is exactly its cut-off, and your profile was submitted 17 hours and 25 minutes after the tie-break."),
        ("436", "score=530&categories=pnp", "You: +10 Your score of 530 is 10 points above its cut-off. That is so if you qualify for it: Canadian Experience Class is not among your categories."),
        ("435", "score=520&categories=pnp", "You: 240 short Your score of 520 is 240 points below its cut-off. Nominees have 600 points for their nomination in their score."),
        ("91b", "score=300&submitted=2026-06-14T12:00Z", "You: not yet in the pool Your profile was submitted after this round: you were not yet in the pool. Its cut-off was +12 points from your score."),
    ],
)  # fmt: skip
def test_the_page_of_a_round_says_first_what_it_meant(
    visitor: Visitor, number: str, query: str, said: str
) -> None:
    page = visitor.get(round_page, f"/rounds/{number}", query, number=number)

    assert page.one("main > section") == said


def test_a_filter_that_leaves_nothing_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "year=2016")

    assert page.one(".empty") == "No round matches. Choose fewer conditions, or another year."


def test_a_page_has_fifty_rounds_and_its_json_the_same(unpolled: Scene) -> None:
    more = [a_row(str(437 + n), f"2026-08-{n % 19 + 1:02}") for n in range(60)]
    unpolled.publish(a_page(*reversed(more), *HISTORY))
    unpolled.poll()

    page = Visitor(unpolled).get(rounds_page, "/rounds")

    assert len(page.rows()) == 50
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
    assert "← the cut-off" in page.one("tr.here")


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
