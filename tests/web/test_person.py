"""Who asks: read from the address or a session, carried through links, and kept nowhere."""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.core.test_scores import with_profile
from tests.scene import Scene
from tests.web.looking import Visitor
from tests.web.scraped import Scraped
from tests.web.stage import Stage
from watcher.web import overview
from watcher.web.person import Asker, carry, person_of
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse
from watcher.web.rounds import round_page

AMARA = "score=471&categories=healthcare,cec&submitted=2025-11-20T15:00Z"
CARRIED = "score=471&categories=cec,healthcare&submitted=2025-11-20T15:00:00Z"
PAGES = ["/", "/rounds", "/rounds?year=2026&per_page=1", "/rounds/436", "/rounds/9999", "/trends", "/programs", "/preferences"]  # fmt: skip


@pytest.fixture(name="visitor", scope="module")
def _visitor(standing: Stage) -> Visitor:
    return Visitor(standing.scene)


def read(visitor: Visitor, query: str) -> Asker:
    found: list[Asker] = []

    def _page(context: RequestContext, request: WebRequest) -> WebResponse:
        found.append(person_of(context, request))
        return WebResponse(body=b"")

    visitor.get(_page, "/", query)
    return found[0]


def test_an_address_says_score_categories_and_submission(visitor: Visitor) -> None:
    person = read(visitor, AMARA)

    assert person.rule is not None
    assert person.rule.score == 471
    assert person.categories == ["cec", "healthcare"]
    assert person.rule.submitted == datetime(2025, 11, 20, 15, tzinfo=UTC)
    assert (person.query, person.submitted) == (CARRIED, "2025-11-20T10:00")
    assert person.misread == ()


def test_a_form_says_the_same(visitor: Visitor) -> None:
    fields = "score=471&categories=healthcare&categories=cec&submitted=2025-11-20T10:00"

    assert read(visitor, fields).query == CARRIED


@pytest.mark.parametrize("query", ["", "score=", "categories=cec", "lang=fr", "person=amara"])
def test_nobody_is_there_without_a_score(visitor: Visitor, query: str) -> None:
    assert read(visitor, query) == Asker()


def test_of_a_score_alone_every_category_is_compared(visitor: Visitor) -> None:
    person = read(visitor, "score=471")

    assert person.rule is not None
    assert person.rule.categories == {"all"}
    assert (person.query, person.categories) == ("score=471", [])


def test_a_day_alone_promises_no_tie(visitor: Visitor) -> None:
    person = read(visitor, "score=471&submitted=2025-11-20")

    assert person.rule is not None
    assert person.rule.submitted == datetime(2025, 11, 21, 4, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("score=9999", "“9999” is no CRS score: that is a whole number from 1 to 1200. So nothing is compared with it."),
        ("score=4%B2", "is no CRS score"),
        ("score=471&categories=helthcare", "No category is called “helthcare”, it was left out. Perhaps Healthcare and social services occupations?"),
        ("score=471&categories=%3Cb%3E", "No category is called “<b>”, it was left out."),
        ("score=471&submitted=soon", "“soon” is no instant such as 2025-11-20 15:00, so ties are left open."),
        ("score=471&submitted=0001-01-01", "“0001-01-01” is no instant"),
        ("score=471&submitted=9999-12-31T23:59Z", "“9999-12-31T23:59Z” is no instant"),
    ],
)  # fmt: skip
def test_what_is_misread_is_said_kindly(visitor: Visitor, query: str, said: str) -> None:
    page = visitor.get(overview.overview_page, "/", query)

    assert said in page.one(".notice")


def test_of_many_categories_that_are_none_a_few_are_named(visitor: Visitor) -> None:
    person = read(visitor, f"score=471&categories=cec,{','.join('ab' * n for n in range(1, 40))}")

    assert person.categories == ["cec"]
    assert [one.given for one in person.misread] == ["ab", "abab", "ababab"]


def test_a_new_category_is_known_by_its_rounds(visitor: Visitor) -> None:
    assert read(visitor, "score=471&categories=fst").categories == ["fst"]


def test_a_session_chooses_a_subscription_and_the_address_goes_first(standing: Stage) -> None:
    visitor = Visitor(standing.scene)
    visitor.signs_in()

    chosen = read(visitor, "person=amara")

    assert (chosen.subscription, chosen.query) == ("amara", "person=amara")
    assert chosen.rule == standing.scene.settings.subscriptions[0]
    assert read(visitor, "person=nobody") == Asker()
    assert read(visitor, "") == Asker()
    assert read(visitor, "score=471&person=amara").subscription is None


def test_the_only_subscription_of_a_session_need_not_be_chosen(standing: Stage) -> None:
    scene = standing.scene
    before = scene.settings
    visitor = Visitor(scene)
    visitor.signs_in()
    try:
        scene.settings = replace(before, subscriptions=before.subscriptions[:1])

        assert read(visitor, "").subscription == "amara"
        assert read(visitor, "score=").subscription is None
    finally:
        scene.settings = before


@settings(deadline=None, max_examples=60)
@given(
    score=st.one_of(st.integers(0, 1300).map(str), st.text(max_size=6)),
    categories=st.lists(st.sampled_from(["cec", "fst", "all", "CEC ", "none", "<b>", ""])),
    submitted=st.one_of(st.datetimes(timezones=st.timezones()).map(str), st.text(max_size=30)),
)
def test_whatever_is_given_is_read_and_what_is_carried_reads_the_same(
    standing: Stage, score: str, categories: list[str], submitted: str
) -> None:
    visitor = Visitor(standing.scene)
    given = {"score": score, "categories": categories, "submitted": submitted}

    person = read(visitor, urlencode(given, doseq=True))

    assert re.fullmatch("[-\\w=&,:.%+]*", person.query)
    again = read(visitor, person.query)
    assert (again.rule, again.values, again.submitted) == (
        person.rule,
        person.values,
        person.submitted,
    )
    assert again.misread == ()


def test_a_profile_is_compared_by_the_score_of_the_day_and_old_rules_are_told(scene: Scene) -> None:
    scene.settings = replace(
        scene.settings, subscriptions=(with_profile(name="amara", categories=frozenset({"cec"})),)
    )
    visitor = Visitor(scene)
    visitor.signs_in()
    before = visitor.get(overview.overview_page)
    scene.now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    after = visitor.get(overview.overview_page)
    round_ = visitor.get(round_page, "/rounds/434", number="434")

    said = "by rules that changed on November 3, 2026: the points since are not known"
    assert said not in before.text
    assert after.one(".warned") == said
    assert "Your score of" in round_.one("main > section")
    assert round_.one("p.person").startswith(f"You: 374 {said} CEC")
    assert "amara.toml" not in before.html + after.html
    assert before.one("form.person .small").startswith("As the subscription amara has it in the")


@pytest.mark.parametrize(
    ("link", "carried"),
    [
        ("/", "/?score=471&amp;categories=cec"),
        ("/rounds?year=2026", "/rounds?year=2026&amp;score=471&amp;categories=cec"),
        ("/rounds/436#pool", "/rounds/436?score=471&amp;categories=cec#pool"),
        ("/?score=", "/?score="),
        ("/?person=bo", "/?person=bo"),
        ("/rounds.csv", "/rounds.csv"),
        ("/feeds/cec.atom", "/feeds/cec.atom"),
        ("/static/watcher.1.css", "/static/watcher.1.css"),
        ("#content", "#content"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://www.canada.ca/", "https://www.canada.ca/"),
    ],
)
def test_links_to_pages_carry_the_person(visitor: Visitor, link: str, carried: str) -> None:
    person = read(visitor, "score=471&categories=cec")

    assert carry(f'<a href="{link}">', person) == f'<a href="{carried}">'
    assert carry(f'<a href="{link}">', Asker()) == f'<a href="{link}">'


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_every_page_carries_the_person(standing: Stage, address: str) -> None:
    more = "&" if "?" in address else "?"
    page = standing.get(f"{address}{more}{AMARA}").text

    links = [node.attributes["href"] or "" for node in LexborHTMLParser(page).css("a")]
    without = [link for link in links if link.startswith("/") and CARRIED not in link]
    files = ("/feeds/", "/api/", "/rounds.", "/metrics", "/healthz", "/readyz", "/?score=")
    assert [link for link in without if not link.startswith(files)] == []
    assert len(links) - len(without) > 5


@pytest.mark.parametrize("address", PAGES)
def test_a_page_made_for_a_person_is_stored_nowhere(standing: Stage, address: str) -> None:
    more = "&" if "?" in address else "?"
    answer = standing.get(f"{address}{more}{AMARA}")

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert answer.headers["referrer-policy"] == "same-origin"


def test_nothing_of_a_person_is_in_the_servers_cache_its_log_or_its_metrics(
    standing: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    site = Scraped(standing.scene.store, standing.scene.now, standing.scene.source)
    caplog.set_level(logging.DEBUG)
    for address in PAGES:
        site.get(f"{address}{'&' if '?' in address else '?'}score=477&categories=cec")
    site.get("/feeds/rounds.atom?score=477")

    app = site.web_app
    assert list(app._cache._responses) == []  # noqa: SLF001 - what it keeps shows nowhere else
    assert "477" not in caplog.text
    assert "477" not in site.get("/metrics").text
    site.get("/")
    assert len(app._cache._responses) == 1  # noqa: SLF001 - so that the first is no accident


@pytest.mark.parametrize(
    "query",
    ["Score=477", "x=1;score=477", "score[]=477", "%73core%00=477", "next=%2F%3Fscore%3D477"],
)
@pytest.mark.parametrize("address", ["/", "/preferences", "/feeds/rounds.atom", "/rounds/436"])
def test_a_misspelt_or_nested_score_is_kept_by_nobody_either(
    standing: Stage, address: str, query: str
) -> None:
    site = Scraped(standing.scene.store, standing.scene.now, standing.scene.source)
    answer = site.get(f"{address}?{query}")

    assert answer.headers["cache-control"] in {"no-store", "private, no-cache"}
    assert list(site.web_app._cache._responses) == []  # noqa: SLF001 - as above


def test_in_a_session_a_feed_for_a_score_is_kept_by_nobody_else_either(standing: Stage) -> None:
    client = standing.a_client()
    standing.sign_in(client)

    answer = client.get("/feeds/rounds.atom?score=477")
    assert answer.headers["cache-control"] == "private, no-cache"
    client.close()


@pytest.mark.parametrize("address", ["/feeds/rounds.atom", "/api/v1/rounds", "/rounds.ics"])
def test_a_feed_for_a_score_is_checked_cheaply_and_kept_by_nobody_else(
    standing: Stage, address: str
) -> None:
    first = standing.get(f"{address}?score=477")
    again = standing.get(f"{address}?score=477", if_none_match=first.headers["etag"])

    assert first.headers["cache-control"] == "private, no-cache"
    assert again.status_code == 304
    assert standing.get(address).headers["cache-control"] == "public, no-cache"


def test_a_page_that_fails_is_logged_without_its_person(
    standing: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _broken(_: object, request: WebRequest) -> Asker:
        raise RuntimeError(request.query_string)

    monkeypatch.setattr("watcher.web.render.person_of", _broken)
    site = Scraped(standing.scene.store, standing.scene.now, standing.scene.source)

    assert site.get("/rounds?score=477").status_code == 500
    assert "RuntimeError" in caplog.text
    assert "in _broken" in caplog.text
    assert "477" not in caplog.text
