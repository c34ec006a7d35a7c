"""A round that IRCC's page does not show, told by three news feeds: who hears what, once.

The whole program on loopback: pages, feeds, channels and the database are real ones.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest

from tests.pages import a_page, a_row, rows
from tests.servers.http import HttpServer, answer
from watcher.adapters.config import load
from watcher.service.once import PollOnceResult, poll_once

pytestmark = pytest.mark.usefixtures("without_sandbox")

START = datetime(2026, 8, 20, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEEDS = ("morning-post", "copycat", "own-desk")
#: Name, early, score.
PEOPLE = (
    ("anna", "always", 470),
    ("ben", "when-blind", 500),
    ("carla", "never", 500),
    ("dora", "never", 470),
    ("emil", "when-blind", 463),
    ("fred", "always", 450),
)

NEWS = """<p>Ottawa held another Express Entry draw on August 20, 2026, and asked 1,000
candidates of the Canadian Experience Class (CEC) to apply for permanent residence.</p>
<p>The lowest-ranked person invited had a Comprehensive Ranking System (CRS) score of {}.
Our desk will go on to follow the pool, the plans and the people behind every round that
the department holds this summer, whichever way the numbers go.</p>"""
OTHER_WORDS = """<p>Winners at last: IRCC issued 1,000 invitations to apply to Canadian
Experience Class candidates in the Express Entry draw of August 20, 2026.</p>
<p>The minimum CRS score was {}.</p>"""


class Town:
    """The pages, the feeds and the people's channels, on one loopback server."""

    def __init__(self, server: HttpServer, folder: Path) -> None:
        self._server = server
        self.now = START
        self.publish("/ee.json", a_page(*rows(10, day="2026-08-12")))
        for name in FEEDS:
            self.say(name)
        for name, *_ in PEOPLE:
            server.at(f"/{name}", answer())
        server.at("/ops", answer())
        config = folder / "config.toml"
        config.write_text(_config(server, folder))
        self._settings = load(config, {})

    def publish(self, path: str, body: bytes) -> None:
        self._server.at(path, answer(body))

    def break_the_page(self) -> None:
        self._server.at("/ee.json", answer(b"<html>busy</html>", status=503))

    def say(self, feed: str, text: str = "", title: str = "A new draw") -> None:
        """Let a feed show one entry, published now; none where there is no text."""
        self.publish(f"/{feed}.xml", _feed(feed, title, text, self.now))

    def poll(self, after: timedelta) -> PollOnceResult:
        self.now += after
        return poll_once(self._settings, as_of=self.now, spacing=timedelta())

    def heard(self, name: str) -> list[str]:
        """Return the titles that arrived on a person's channel, in order."""
        return [
            json.loads(request.body)["title"]
            for request in self._server.requests
            if request.method == "POST" and request.path == f"/{name}"
        ]

    def read(self, name: str) -> str:
        """Return the text that arrived last."""
        [*_, last] = [
            json.loads(request.body)["message"]
            for request in self._server.requests
            if request.method == "POST" and request.path == f"/{name}"
        ]
        return str(last)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Return a town in which ten rounds are history and the feeds tell of none."""
    with HttpServer() as server:
        town = Town(server, tmp_path)
        town.poll(timedelta())
        yield town


def gone_blind(town: Town) -> None:
    town.break_the_page()
    town.poll(60 * MINUTE)
    town.poll(11 * MINUTE)


def test_early_word_then_the_official_figures_each_once_to_whom_they_concern(town: Town) -> None:
    gone_blind(town)
    town.say("morning-post", NEWS.format(463))
    town.poll(9 * MINUTE)
    town.say("copycat", NEWS.format(463), "Big CEC draw today")
    town.say("own-desk", OTHER_WORDS.format(463))
    town.poll(20 * MINUTE)

    early = {name: town.heard(name) for name, *_ in PEOPLE}
    assert [name for name, titles in early.items() if titles] == ["anna", "ben", "emil"]
    assert all("not confirmed" in t for titles in early.values() for t in titles)
    assert "morning-post" in town.read("anna")

    new = a_row("438", "2026-08-20", drawCRS="476", drawDateTime="August 20, 2026 at 11:00:00 UTC")
    town.publish("/ee.json", a_page(new, *rows(10, day="2026-08-12")))
    town.poll(30 * MINUTE)
    town.poll(MINUTE)
    town.poll(MINUTE)

    later = {name: town.heard(name)[len(early[name]) :] for name, *_ in PEOPLE}
    told = {name: len(titles) for name, titles in later.items()}
    assert told == {"anna": 1, "ben": 0, "carla": 1, "dora": 0, "emil": 1, "fred": 0}
    assert all("#438" in t for titles in later.values() for t in titles)
    assert "short" in later["anna"][0]
    assert "invited" in later["carla"][0]


def test_while_the_page_is_well_only_who_always_wants_early_word_hears(town: Town) -> None:
    town.say("morning-post", NEWS.format(463))
    town.poll(10 * MINUTE)
    assert [n for n, *_ in PEOPLE if town.heard(n)] == ["anna"]

    gone_blind(town)

    assert [n for n, *_ in PEOPLE if town.heard(n)] == ["anna", "ben", "emil"]


def test_a_page_that_fails_for_a_minute_is_no_reason_for_early_word(town: Town) -> None:
    town.break_the_page()
    town.say("morning-post", NEWS.format(463))
    town.poll(10 * MINUTE)

    assert town.heard("ben") == []


def test_early_word_begins_when_the_page_was_blind_for_ten_minutes(town: Town) -> None:
    town.break_the_page()
    town.say("morning-post", NEWS.format(463))
    town.poll(10 * MINUTE)

    town.poll(timedelta(minutes=9, seconds=59))
    assert town.heard("ben") == []
    town.poll(timedelta(seconds=1))
    assert len(town.heard("ben")) == 1


def test_what_the_official_page_did_not_bear_out_in_time_is_not_told_later(town: Town) -> None:
    town.say("morning-post", NEWS.format(463))
    town.poll(10 * MINUTE)
    town.poll(16 * 60 * MINUTE)

    gone_blind(town)

    assert [n for n, *_ in PEOPLE if town.heard(n)] == ["anna"]


def test_a_news_site_alone_changes_no_round_that_ircc_shows(town: Town) -> None:
    town.say("morning-post", NEWS.replace("August 20", "August 12").format(463))
    once = town.poll(10 * MINUTE)

    assert [c for p in once.polled for c in p.changes] == []
    assert [n for n, *_ in PEOPLE if town.heard(n)] == []


def test_another_witness_that_disagrees_alerts_nobody_anew(town: Town) -> None:
    gone_blind(town)
    town.say("morning-post", NEWS.format(463))
    town.poll(9 * MINUTE)
    town.say("own-desk", OTHER_WORDS.format(467))
    town.poll(9 * MINUTE)

    assert [len(town.heard(n)) for n in ("anna", "ben", "emil")] == [1, 1, 1]


def test_two_witnesses_against_one_correct_a_report_to_those_who_heard_it(town: Town) -> None:
    gone_blind(town)
    town.say("morning-post", NEWS.format(463))
    town.poll(9 * MINUTE)
    town.say("copycat", OTHER_WORDS.replace("Winners at last", "Good news").format(472))
    town.say(
        "own-desk",
        "<p>Express Entry draw of August 20, 2026: Canadian Experience Class, "
        "1,000 invitations to apply, CRS cut-off 472.</p>",
    )
    town.poll(9 * MINUTE)

    assert [len(town.heard(n)) for n in ("anna", "ben", "emil")] == [2, 1, 2]
    assert "not confirmed" in town.heard("anna")[1]


def _config(server: HttpServer, folder: Path) -> str:
    sources = "".join(
        f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "{server.url(f"/{name}.xml")}"\n'
        "allow_private = true\nrobots = false\n"
        for name in FEEDS
    )
    people = "".join(
        f'[[subscription]]\nname = "{name}"\ncategories = ["cec"]\nscore = {score}\n'
        f'early = "{early}"\nchannels = ["{name}"]\n'
        for name, early, score in PEOPLE
    )
    names = ["ops", *(name for name, *_ in PEOPLE)]
    channels = "".join(f'{name} = "json://127.0.0.1:{server.port}/{name}"\n' for name in names)
    return (
        f'[watcher]\ndatabase = "sqlite:///{folder}/watcher.db"\n'
        f'[[source]]\nname = "ircc"\nurl = "{server.url("/ee.json")}"\n'
        f"{sources}[channels]\n{channels}"
        f'[operator]\nchannels = ["ops"]\n{people}'
    )


def _feed(name: str, title: str, text: str, now: datetime) -> bytes:
    """Write RSS 2.0 as WordPress does, its entries on the site of that name."""
    first = _item(name, "welcome", "Welcome", "<p>We are new here.</p>", START)
    news = _item(name, "draw", title, text, now) if text else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{name}</title><link>https://{name}.example/</link>"
        f"<description>News</description>{news}{first}</channel></rss>"
    ).encode()


def _item(name: str, slug: str, title: str, text: str, at: datetime) -> str:
    link = f"https://{name}.example/{slug}"
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link>"
        f"<guid>{link}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
