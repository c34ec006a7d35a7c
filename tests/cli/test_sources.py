"""``sources``: health, track record and presets."""

import json
from datetime import timedelta

import pytest

from tests.answers.test_status_remarks import POST, URL, blind
from tests.cli.installation import HISTORY, NARROW, Installation, cells, said
from tests.pages import a_page, a_row
from tests.servers.http import answer
from watcher.adapters.lock import ServiceLock
from watcher.core.documents import Piece
from watcher.core.errors import FetchLater, PageError
from watcher.core.model import Report, Trouble

NEW = a_row("437", "2026-08-19", drawCRS="471")
RIGHT = Report(number="437", cutoff=471, main=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def post(installation: Installation) -> Installation:
    """Let a news site be a source that was read once, when it told of old rounds."""
    installation.write(POST)
    tells(installation, "old", Report(number="436", cutoff=520, main=True))
    installation.scene.poll()
    return installation


def tells(installation: Installation, key: str, report: Report) -> None:
    piece = Piece(key=key, digest=b"1", reports=(report,))
    now = installation.scene.now
    with installation.scene.store.writing() as tx:
        tx.claims.save("post", "feed", [piece], pages={}, page=b"1", now=now)
        tx.sources.record_page("post", URL, validators=(None, None), page=b"1", now=now)
        for claim in tx.claims.unjoined():
            tx.claims.join(claim, claim.report.number, "by its number")


def shown(installation: Installation, name: str) -> dict[str, object]:
    every = json.loads(installation.run_now("sources", "--json").stdout)["sources"]
    [one] = [source for source in every if source["name"] == name]
    return dict(one)


def test_each_source_stands_in_a_row_with_its_health(post: Installation) -> None:
    lines = said(post.run_now("sources"))

    assert cells(lines[1]) == [
        "source", "kind", "trust", "health", "polled", "changed", "rounds",
        "against IRCC", "wrong", "unjoined",
    ]  # fmt: skip
    rows = sorted(cells(line) for line in lines[3:5])
    assert rows == [
        ["ircc", "ircc-json", "official", "well", "0 min", "1 min", "4"],
        ["post", "feed", "secondary", "well", "1 min", "1 min", "1", "-", "0 of 1", "0"],
    ]  # fmt: skip


def test_eighty_columns_hold_what_matters_of_it(post: Installation) -> None:
    lines = said(post.run_now("sources", **NARROW))

    assert cells(lines[1])[:3] == ["source", "health", "changed"]
    assert max(map(len, lines)) <= 80


def test_a_source_that_is_later_than_ircc_says_by_how_much(post: Installation) -> None:
    post.publish(NEW, *HISTORY)
    post.scene.now += 84 * MINUTE
    tells(post, "new", RIGHT)

    found = shown(post, "post")
    lines = said(post.run_now("sources"))

    assert (found["against_official"], found["timed"]) == (84 * 60.0, 1)
    assert any("+84 min (1)" in line for line in lines)


def test_a_source_that_is_earlier_than_ircc_says_by_how_much(post: Installation) -> None:
    post.scene.now += MINUTE
    tells(post, "new", RIGHT)
    post.scene.now += 5 * 60 * MINUTE
    post.publish(NEW, *HISTORY)

    found = shown(post, "post")

    assert found["against_official"] == -301 * 60.0
    assert any("-5 h (1)" in line for line in said(post.run_now("sources")))


def test_what_it_told_when_it_was_first_read_says_nothing_of_how_early_it_is(
    post: Installation,
) -> None:
    found = shown(post, "post")

    assert (found["rounds"], found["against_official"], found["timed"]) == (1, None, 0)


def test_a_source_is_wrong_of_rounds_it_tells_of_not_of_what_it_mentions(
    post: Installation,
) -> None:
    tells(post, "wrong", Report(number="434", cutoff=463, main=True))
    tells(post, "aside", Report(number="435", cutoff=463))

    found = shown(post, "post")

    assert (found["wrong"], found["rounds"]) == (1, 2)


def test_what_fits_no_round_is_counted(post: Installation) -> None:
    tells(post, "odd", Report(cutoff=300, main=True))

    assert shown(post, "post")["unjoined"] == 1
    assert (
        "1 report fits no round: `watcher reports --unjoined` says why"
        in said(post.run_now("sources"))
    )  # fmt: skip


def test_a_blind_source_says_since_when_and_why(post: Installation) -> None:
    blind(post, PageError("the feed has no entries", Trouble.EMPTY))
    post.scene.poll(after=5 * MINUTE)

    lines = said(post.run_now("sources"))

    assert any("blind 5 min" in line for line in lines)
    assert "post: no rounds on the page: the feed has no entries" in lines
    assert shown(post, "post")["health"] == "blind"


def test_a_site_that_asked_to_be_left_alone_is_waited_for(post: Installation) -> None:
    blind(post, FetchLater("busy", Trouble.THROTTLED, 40 * MINUTE))

    found = shown(post, "post")

    assert (found["health"], found["waits_until"]) == ("waiting", "2026-08-19T18:42:00Z")
    assert any("waiting 40 min" in line for line in said(post.run_now("sources")))


def test_a_source_that_was_never_asked_says_so(installation: Installation) -> None:
    installation.write(POST)

    assert shown(installation, "post")["health"] == "never asked"


def test_without_a_database_no_source_was_ever_asked(installation: Installation) -> None:
    installation.scene.store.close()
    (installation.folder / "watcher.db").unlink()

    told = installation.run_now("sources")

    assert told.exit_code == 0
    assert cells(said(told)[3]) == [
        "ircc", "ircc-json", "official", "never asked", "never", "never", "-"
    ]  # fmt: skip
    assert not (installation.folder / "watcher.db").exists()


def test_presets_are_listed_with_their_addresses_and_whether_they_are_on(
    installation: Installation,
) -> None:
    installation.write('[[source]]\npreset = "canadim"\n')

    lines = said(installation.run("sources", "--presets"))
    below = said(installation.run("sources"))
    presets = json.loads(installation.run("sources", "--presets", "--json").stdout)["presets"]

    at = lines.index("canadim: on, feed, the blog of Canadim, a law firm")
    assert lines[at + 1] == "  https://www.canadim.com/feed/"
    assert [p["name"] for p in presets if p["on"]] == ["canadim"]
    assert any(cells(line)[:2] == ["cic-news", "off"] for line in below)


def test_a_source_without_a_fixed_pace_says_when_it_is_polled_next_and_why(
    post: Installation,
) -> None:
    with ServiceLock(post.scene.store.file):
        lines = said(post.run_now("sources"))
        found, fixed = shown(post, "ircc")["next_poll"], shown(post, "post")["next_poll"]

    [at] = [n for n, line in enumerate(lines) if line.startswith("ircc: polled next")]
    told = " ".join(lines[at : at + 3])
    assert (
        "ircc: polled next in 110 s: a round is possible now (Wednesday, 7 days since the last, "
        "21% of such days have one; 14:02 is when they appear)" in told
    )
    assert "post: polled next" not in told
    assert isinstance(found, dict)
    assert list(found) == ["by", "reason", "why", "chance"]
    assert isinstance(fixed, dict)
    assert fixed["why"] == "every 10 minutes, as the configuration says"


def test_a_poll_that_is_late_is_overdue(post: Installation) -> None:
    post.scene.now += 15 * MINUTE
    with ServiceLock(post.scene.store.file):
        lines = said(post.run_now("sources"))

    assert any("polled next at once (it is overdue)" in line for line in lines)


def test_where_no_watcher_runs_no_poll_is_planned(post: Installation) -> None:
    assert shown(post, "ircc")["next_poll"] is None
    assert not any("polled next" in line for line in said(post.run_now("sources")))


def test_what_the_official_page_says_of_caches_is_shown(installation: Installation) -> None:
    headers = {"Age": "12", "Cache-Control": "max-age=300"}
    installation.scene.publish(answer(a_page(*HISTORY), headers=headers))
    installation.scene.poll()

    lines = said(installation.run_now("sources"))

    assert (
        "ircc: the copy that was read last was 12 s old, 12 s at most, Cache-Control: max-age=300"
        in lines
    )
    assert shown(installation, "ircc")["cache"] == {
        "age": 12,
        "longest_age": 12,
        "cache_control": "max-age=300",
    }
