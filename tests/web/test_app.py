"""Last-Modified and conditional requests, and who waits for whom."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Event

import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.scraped import Scraped
from tests.web.stage import PATIENCE, Stage, report
from watcher.web.person import Asker
from watcher.web.request import WebRequest
from watcher.web.response import ModificationTimes

NOW = datetime(2026, 8, 19, 18, 1, 0, 500_000, tzinfo=UTC)
WHOLE = NOW.replace(microsecond=0)
FEEDS = ["/feeds/rounds.atom", "/feeds/cec.json", "/rounds.ics", "/rounds.csv", "/api/v1/rounds"]  # fmt: skip


def test_an_answer_is_as_old_as_its_bytes() -> None:
    dated = ModificationTimes()

    assert dated.since("a", "1", NOW) == WHOLE
    assert dated.since("a", "1", NOW + timedelta(hours=1)) == WHOLE
    assert dated.since("b", "1", NOW + timedelta(hours=1)) == WHOLE + timedelta(hours=1)
    assert dated.since("a", "2", NOW + timedelta(hours=2)) == WHOLE + timedelta(hours=2)


def test_two_answers_never_have_the_same_time() -> None:
    dated = ModificationTimes()
    dated.since("a", "1", NOW)

    assert dated.since("a", "2", NOW) == WHOLE + timedelta(seconds=1)
    assert dated.since("a", "3", NOW - timedelta(days=1)) == WHOLE + timedelta(seconds=2)


def test_what_is_forgotten_counts_as_changed() -> None:
    dated = ModificationTimes()
    dated.since("a", "1", NOW)
    for n in range(256):
        dated.since(n, "1", NOW)

    later = NOW + timedelta(hours=1)
    assert dated.since("a", "1", later) == WHOLE + timedelta(hours=1)


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_says_since_when_it_is_so_and_is_not_sent_again(
    standing: Stage, address: str
) -> None:
    first = standing.get(address)
    modified = first.headers["last-modified"]

    again = standing.get(address, if_modified_since=modified)

    assert parsedate_to_datetime(modified) <= standing.scene.now
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["last-modified"] == modified


@pytest.mark.parametrize(
    "since", ["Mon, 01 Jan 2024 00:00:00 GMT", "yesterday", "", "Mon, 99 Jan 2024 99:00:00 GMT"]
)  # fmt: skip
def test_an_older_time_or_none_at_all_gets_the_feed(standing: Stage, since: str) -> None:
    answer = standing.get("/feeds/rounds.atom", if_modified_since=since)

    assert answer.status_code == 200


def test_the_tag_decides_where_both_are_sent(standing: Stage) -> None:
    modified = standing.get("/feeds/rounds.atom").headers["last-modified"]

    answer = standing.get(
        "/feeds/rounds.atom", if_none_match='"another"', if_modified_since=modified
    )

    assert answer.status_code == 200


def test_pages_that_say_how_long_ago_have_no_such_time(standing: Stage) -> None:
    assert "last-modified" not in standing.get("/").headers


def test_a_confirmation_to_the_letter_changes_the_time_too(scene: Scene) -> None:
    site = Scraped(scene.store, scene.now, scene.source)
    report(scene, "437", category="cec")
    first = site.get("/feeds/rounds.atom").headers["last-modified"]
    scene.publish(a_page(a_row("437", "2026-08-19", drawCRS="515"), *HISTORY))
    scene.poll(after=timedelta(minutes=20))

    site.now = scene.now
    site.monotonic = lambda: time.monotonic() + 2  # what was looked up is old by then
    answer = site.get("/feeds/rounds.atom", {"If-Modified-Since": first})

    assert answer.status_code == 200
    assert "Reported" not in answer.text
    before, after = map(parsedate_to_datetime, (first, answer.headers["last-modified"]))
    assert after > before


def test_neither_public_pages_nor_probes_wait_for_a_persons_page(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = Event(), Event()

    def _slow(_: object, request: WebRequest) -> Asker:
        if request.names_person:
            begun.set()
            assert ended.wait(PATIENCE)
        return Asker()

    monkeypatch.setattr("watcher.web.render.person_of", _slow)
    with Stage(scene) as stage, stage.a_client() as other, ThreadPoolExecutor(1) as elsewhere:
        asked = elsewhere.submit(other.get, "/about?score=471")
        assert begun.wait(PATIENCE)
        statuses = [stage.get(page).status_code for page in ("/about", "/readyz", "/metrics")]
        ended.set()

        assert statuses == [200, 200, 200]
        assert asked.result().status_code == 200
