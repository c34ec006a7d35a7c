"""A token in the address of a source is shown nowhere."""

from dataclasses import replace

import pytest

from tests.cli.installation import HISTORY, Installation
from tests.pages import a_page, a_row
from tests.servers.http import answer
from tests.web.stage import Stage
from watcher.adapters.config import all_secrets
from watcher.core.settings import Secret, Source
from watcher.pipeline.poll import poll
from watcher.pipeline.poll_context import PollContext

TOKEN = "s3cr3t-of-ours"
PAGES = (
    "/", "/rounds", "/rounds/437", "/rounds/436", "/sources", "/status", "/programs",
    "/deliveries", "/metrics", "/readyz", "/api/v1/rounds", "/api/v1/rounds/437",
    "/api/v1/status", "/api/v1/sources", "/feeds/rounds.atom", "/feeds/rounds.json",
    "/fr/", "/rounds.csv",
)  # fmt: skip
VERBS = (
    ("status",), ("sources",), ("config",), ("rounds",), ("round", "437"), ("reports",),
    ("deliveries",), ("explain", "437"), ("check",),
)  # fmt: skip
NEWS = b"""<html><head><title>Express Entry draw 437</title></head><body><article>
<p>On August 19, 2026, IRCC held Express Entry draw 437 for candidates of the Canadian
Experience Class. It invited 3,000 candidates with a CRS score of at least 471.</p>
</article></body></html>"""


@pytest.fixture
def private(installation: Installation) -> Installation:
    """Both sources ask with a token: one went blind, one tells of a new round."""
    scene = installation.scene
    scene.source = replace(scene.source, url=f"{scene.source.url}?token={TOKEN}")
    news = Source(
        name="news",
        kind="article",
        url=scene.server.at("/news", answer(NEWS)) + f"?token={TOKEN}",
        trust="secondary",
        robots=False,
        allow_private=True,
    )
    people = [replace(p, early="always") for p in scene.settings.subscriptions]
    scene.settings = replace(
        scene.settings, sources=(scene.source, news), subscriptions=tuple(people)
    )
    installation.write(
        f'[[source]]\nname = "news"\nkind = "article"\nurl = "{news.url}"\n'
        "robots = false\nallow_private = true"
    )
    scene.poll()
    context = PollContext(
        source=news,
        fetcher=scene.fetcher,
        store=scene.store,
        address_book=scene.address_book,
        now=scene.now,
    )
    told = poll(context)
    assert [change.reported.claimed for change in told.changes] == ["437"]  # type: ignore[union-attr]  # a round that is reported
    scene.publish(answer(f"no /feed?token={TOKEN} here".encode(), status=404))
    for _ in range(20):
        scene.poll()
    scene.deliver()
    return installation


def test_no_message_and_no_verb_says_it(private: Installation) -> None:
    sent = private.scene.channels.sent
    said = [f"{one.title}\n{one.text}" for one in sent]
    for verb in VERBS:
        for form in ((), ("--json",)):
            result = private.run(*verb, *form)
            said.append(result.output)

    assert [text for text in said if TOKEN in text] == []
    assert any("Source ircc" in text for text in said)  # the operator was told
    assert any("#437 (reported" in text for text in said)  # and a person
    assert any("/news" in text for text in said)
    assert "?***" in private.run("config").output


def test_no_page_and_no_answer_shows_it(private: Installation) -> None:
    with Stage(private.scene, token=Secret("a-token-of-the-page")) as stage:
        pages = {path: stage.get(path) for path in PAGES}

    assert [path for path, page in pages.items() if TOKEN in page.text] == []
    assert "/news" in pages["/rounds/437"].text + pages["/api/v1/rounds/437"].text


def test_a_round_that_names_no_page_of_its_own_does_not_lead_to_the_feed(
    private: Installation,
) -> None:
    new = a_row("438", "2026-08-19", drawName="General", drawCRS="300", drawNumberURL="438")
    private.scene.publish(a_page(new, *HISTORY))
    private.scene.poll()
    private.scene.deliver()

    [told] = [s for s in private.scene.channels.sent if "#438" in s.title]
    assert private.scene.source.url.partition("?")[0] in told.text
    assert TOKEN not in told.text


def test_the_log_is_told_of_it_too(private: Installation) -> None:
    assert f"token={TOKEN}" in all_secrets(private.scene.settings)
