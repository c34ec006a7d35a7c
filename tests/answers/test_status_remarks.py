"""The remarks in ``status``."""

import json
from datetime import timedelta

import pytest

from tests.cli.installation import Installation, said
from tests.cli.test_unconfirmed import report
from watcher.adapters.lock import ServiceLock
from watcher.core.documents import Piece
from watcher.core.errors import FetchLater, PageError
from watcher.core.model import Report, Trouble
from watcher.core.settings import source_of
from watcher.pipeline.incidents import Incidents

URL = "https://post.example/feed"
POST = f'[[source]]\nname = "post"\nkind = "feed"\nurl = "{URL}"\n'


@pytest.fixture
def post(installation: Installation) -> Installation:
    """Let a news site be a source, too, that was polled well a minute ago."""
    installation.write(POST)
    with installation.scene.store.writing() as tx:
        tx.sources.record_page(
            "post", URL, validators=(None, None), page=b"1", now=installation.scene.now
        )
    installation.scene.poll()
    return installation


def blind(installation: Installation, error: PageError | FetchLater) -> None:
    with installation.scene.store.writing() as tx:
        source = source_of("post", "feed", URL)
        Incidents(tx, installation.scene.address_book, installation.scene.now).source_down(
            source, error
        )
        wait = error.retry_after if isinstance(error, FetchLater) else None
        tx.sources.record_failure("post", URL, installation.scene.now, wait)


def tells(installation: Installation, *reports: Report, source: str = "post") -> None:
    piece = Piece(key="1", digest=b"1", reports=reports)
    with installation.scene.store.writing() as tx:
        tx.claims.save(source, "feed", [piece], pages={}, page=b"1", now=installation.scene.now)


def remarks(installation: Installation) -> list[str]:
    told = installation.run_now("status", "--json")
    shown = json.loads(told.stdout)
    assert (told.exit_code, shown["wrong"]) == (0, [])
    sentences: list[str] = shown["remarks"]
    return sentences


def test_where_all_sources_are_well_there_is_nothing_to_note(post: Installation) -> None:
    assert remarks(post) == []


def test_a_news_site_that_is_blind_is_noted_and_not_wrong(post: Installation) -> None:
    blind(post, PageError("the feed has no entries", Trouble.EMPTY))
    post.scene.poll(after=timedelta(minutes=5))

    [told] = remarks(post)
    lines = said(post.run_now("status"))

    assert told == (
        "source post has been blind for 5 minutes, and IRCC's figures do not depend on "
        "it: no rounds on the page: the feed has no entries"
    )
    assert lines[-2:] == [f"note: {told}", "All is well."]


def test_an_official_page_that_is_blind_is_wrong_and_not_noted(post: Installation) -> None:
    post.scene.publish(b"<html>busy</html>")
    post.scene.poll()

    told = json.loads(post.run_now("status", "--json").stdout)

    assert (len(told["wrong"]), told["remarks"]) == (1, [])


def test_a_news_site_that_nobody_polls_is_wrong(installation: Installation) -> None:
    installation.write(POST)

    told = installation.run_now("status")

    assert told.exit_code == 1
    assert said(told)[-1].startswith("WRONG: source post has never been polled: ")


def test_until_when_a_site_asked_to_be_left_alone_is_told_to_programs(post: Installation) -> None:
    busy = FetchLater("busy", Trouble.THROTTLED, timedelta(minutes=40))
    blind(post, busy)

    _, shown = sorted(
        json.loads(post.run_now("status", "--json").stdout)["sources"],
        key=lambda source: str(source["name"]),
    )

    assert (shown["state"], shown["waits_until"]) == ("blind", "2026-08-19T18:42:00Z")


def test_a_round_that_is_only_reported_is_noted(post: Installation) -> None:
    report(post)
    post.scene.poll(after=timedelta(minutes=7))

    [told] = remarks(post)
    [shown] = json.loads(post.run_now("status", "--json").stdout)["unconfirmed"]

    assert told == (
        "round #438 (cec, 2026-08-19) is reported, and not confirmed for 7 minutes: "
        "`watcher round 438` has who says so"
    )
    assert (shown["number"], shown["confirmed"]) == ("reported-2026-08-19-cec", False)


def test_what_fits_no_round_is_counted_unless_it_is_only_mentioned(post: Installation) -> None:
    tells(post, Report(cutoff=300, main=True), Report(cutoff=301))

    [told] = remarks(post)

    assert told.startswith("of what was told in the last 30 days, 1 report fits no ")


def test_what_fitted_no_round_long_ago_is_counted_no_more(post: Installation) -> None:
    tells(post, Report(cutoff=300, main=True))
    post.scene.now += timedelta(days=31)
    with post.scene.store.writing() as tx:
        tx.sources.record_unchanged("post", post.scene.now)
    post.scene.poll()

    assert remarks(post) == []


def test_a_page_that_is_not_served_is_noted_while_a_watcher_runs(post: Installation) -> None:
    why = "127.0.0.1:8470: Address already in use"
    with post.scene.store.writing() as tx:
        Incidents(tx, post.scene.address_book, post.scene.now).web_page(why)

    assert remarks(post) == []
    with ServiceLock(post.scene.store.file):
        [remark] = remarks(post)
    assert "the web page has not been served for" in remark
    assert why in remark
