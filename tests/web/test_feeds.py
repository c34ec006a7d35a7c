"""Atom and JSON Feed, parsed by feedparser."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.stage import Stage, report
from watcher.web.feeds import xml_safe

STRANGE = 'Cooks & "bakers" of \N{MAPLE LEAF}'


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


def parsed(stage: Stage, address: str) -> Any:
    answer = stage.get(address)
    assert answer.status_code == 200, answer.text
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_every_round_is_an_entry_newest_first(stage: Stage) -> None:
    found = parsed(stage, "/feeds/rounds.atom")

    assert found.version == "atom10"
    assert found.feed.title == "Express Entry rounds"
    assert [entry.title for entry in found.entries] == [
        "#436 Canadian Experience Class: cut-off 520",
        "#435 Provincial Nominee Program: cut-off 760",
        "#434 Canadian Experience Class: cut-off 524",
        "#91b Federal Skilled Trades Program: cut-off 288",
    ]
    assert found.entries[0].link == f"{stage.base}/rounds/436"
    assert found.entries[0].tags[0].term == "cec"
    assert "1,000 invitations" in found.entries[0].content[0].value


def test_history_was_published_when_it_was_drawn(stage: Stage) -> None:
    found = parsed(stage, "/feeds/rounds.atom")

    assert found.entries[0].published == "2026-08-12T14:35:37Z"


def test_a_new_round_was_published_when_it_was_seen(scene: Scene) -> None:
    scene.publish(a_page(a_row("437", "2026-08-19"), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        first = parsed(stage, "/feeds/rounds.atom").entries[0]

    assert first.published == first.updated == "2026-08-19T18:02:00Z"


def test_a_correction_changes_the_entry_and_makes_no_second_one(scene: Scene) -> None:
    with Stage(scene) as stage:
        before = parsed(stage, "/feeds/rounds.atom").entries
    corrected = a_row("436", "2026-08-12", drawCRS="521")
    scene.publish(a_page(corrected, *HISTORY[1:]))
    scene.poll(after=timedelta(hours=1))

    with Stage(scene) as stage:
        after = parsed(stage, "/feeds/rounds.atom").entries

    assert [e.id for e in after] == [e.id for e in before]
    assert after[0].title.endswith("cut-off 521")
    assert after[0].updated == "2026-08-19T19:01:00Z"
    assert after[1].updated == before[1].updated


def test_a_reported_round_says_so_and_its_confirmation_is_the_same_entry(scene: Scene) -> None:
    report(scene, "437", category="cec")
    with Stage(scene) as stage:
        reported = parsed(stage, "/feeds/rounds.atom").entries[0]
    scene.publish(a_page(a_row("437", "2026-08-19", drawCRS="515"), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        confirmed = parsed(stage, "/feeds/rounds.atom").entries[0]

    assert reported.content[0].value.startswith("Reported, not confirmed")
    assert not confirmed.content[0].value.startswith("Reported")
    assert reported.id == confirmed.id


@pytest.mark.parametrize(
    ("address", "title", "found"),
    [
        ("cec.atom", "Express Entry rounds: Canadian Experience Class", 2),
        ("cec.atom?score=521", "Express Entry rounds: Canadian Experience Class, that would have invited 521", 1),
        ("rounds.atom?category=cec&category=fst", "Express Entry rounds: Canadian Experience Class and Federal Skilled Trades Program", 3),
        ("rounds.atom?score=300", "Express Entry rounds, that would have invited 300", 1),
        ("stem.atom", "Express Entry rounds: STEM occupations", 0),
    ],
)  # fmt: skip
def test_feeds_are_per_category_and_score(
    stage: Stage, address: str, title: str, found: int
) -> None:
    told = parsed(stage, f"/feeds/{address}")

    assert told.feed.title == title
    assert len(told.entries) == found


def test_a_feed_names_itself_with_its_query(stage: Stage) -> None:
    found = parsed(stage, "/feeds/cec.atom?score=521&lang=fr")

    links = {link.rel: link.href for link in found.feed.links}
    assert links["self"] == f"{stage.base}/feeds/cec.atom?score=521&lang=fr"
    assert links["alternate"] == f"{stage.base}/rounds"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("rounds.atom", "rounds.atom"),
        ("rounds.atom?lang=fr", "rounds.atom"),
        ("rounds.atom?lang=fr&zone=Asia/Kolkata&utm_source=x", "rounds.atom"),
        ("cec.atom?lang=fr&score=521", "cec.atom?score=521"),
        ("cec.atom?score=521&category=fst", "cec.atom?score=521"),
        ("rounds.atom?score=521&category=fst,cec", "rounds.atom?category=fst&category=cec&score=521"),
    ],
)  # fmt: skip
def test_a_feed_is_the_same_feed_in_every_language(stage: Stage, address: str, key: str) -> None:
    assert parsed(stage, f"/feeds/{address}").feed.id == f"{stage.base}/feeds/{key}"


def test_french_readers_get_french_entries(stage: Stage) -> None:
    found = parsed(stage, "/feeds/pnp.atom?lang=fr")

    assert found.feed.language == "fr"
    assert found.entries[0].title == (
        "#435 Programme des candidats des provinces\N{NO-BREAK SPACE}: seuil 760"
    )


def test_names_from_outside_stay_text_and_xml_stays_xml(scene: Scene) -> None:
    scene.publish(a_page(a_row("437", "2026-08-19", drawName=STRANGE), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        body = stage.get("/feeds/rounds.atom").text
        found = parsed(stage, "/feeds/rounds.atom")
        (first, *_) = stage.get("/feeds/rounds.json").json()["items"]

    assert "Cooks &amp;" in body
    assert len(found.entries) == 5
    assert first["title"].startswith('#437 Cooks & "bakers" of')


@pytest.mark.parametrize("character", ["\x0b", "\ufffe", "\ud83d", "\x00"])
def test_what_xml_cannot_hold_becomes_a_mark(character: str) -> None:
    assert xml_safe(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_json_feed_has_the_same_entries(stage: Stage) -> None:
    answer = stage.get("/feeds/rounds.json?score=521")

    assert answer.headers["content-type"] == "application/feed+json"
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"{stage.base}/feeds/rounds.json?score=521"
    atom = parsed(stage, "/feeds/rounds.atom?score=521")
    assert [item["id"] for item in told["items"]] == [e.id for e in atom.entries]
    assert [item["title"] for item in told["items"]] == [e.title for e in atom.entries]
    assert told["items"][0]["tags"] == ["cec"]


@pytest.mark.parametrize(
    "address", ["nope.atom", "cec.rss", "cec", ".atom", "rounds.atom.json", "..%2frounds.atom"]
)
def test_a_feed_of_nothing_is_not_found(stage: Stage, address: str) -> None:
    assert stage.get(f"/feeds/{address}").status_code == 404


@pytest.mark.parametrize("address", ["rounds.atom", "rounds.json"])
def test_a_feed_that_has_not_changed_is_not_sent_again(stage: Stage, address: str) -> None:
    first = stage.get(f"/feeds/{address}")

    again = stage.get(f"/feeds/{address}", if_none_match=first.headers["etag"])

    assert again.status_code == 304
