"""Requests and results of each kind of source."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from watcher.adapters.database import PollState
from watcher.adapters.http import FetchedPage, NotModified, Validators
from watcher.core.documents import Piece
from watcher.core.errors import FetchForbidden, FetchLater
from watcher.core.model import Trouble
from watcher.core.settings import Source
from watcher.press.retrieve import MAX_LINKS, RetrievalContext, Retrieved, retrieve

pytestmark = pytest.mark.usefixtures("without_sandbox")

NOW = datetime(2026, 8, 20, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "https://news.example"
TEASER = "<p>Ottawa has held a new Express Entry draw. [&#8230;]</p>"
STORY = """<html><body><article><h1>CEC draw</h1><p>On August 20, 2026, IRCC issued 1,000
invitations to apply to Canadian Experience Class candidates in an Express Entry draw.
The minimum CRS score was 476.</p><p>IRCC has issued 99,000 ITAs in 2026.</p></article></body>
</html>"""


@dataclass(slots=True)
class Web:
    """Answers by address; an exception there is raised. Remembers what was asked."""

    pages: dict[str, bytes | Exception]
    listings: int | None = None
    unchanged: bool = False
    asked: list[str] = field(default_factory=list)
    validators: list[Validators] = field(default_factory=list)

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> FetchedPage | NotModified:
        asked = url or source.url
        self.asked.append(asked)
        self.validators.append(validators)
        if self.unchanged and url is None:
            return NotModified(validators=validators)
        body = self.pages[asked]
        if isinstance(body, Exception):
            raise body
        return FetchedPage(
            url=asked,
            body=body,
            validators=Validators(etag='"1"'),
            content_type=None,
            pages=self.listings,
        )


def a_feed(*entries: tuple[str, str, datetime], title: str = "New Express Entry draw") -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{SITE}/{slug}</link>"
        f"<guid>{slug}</guid><pubDate>{format_datetime(at)}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for slug, text, at in entries
    )
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
        f"<link>{SITE}</link><description>n</description>{items}</channel></rss>"
    ).encode()


def a_post(number: int, modified: str, text: str = STORY) -> dict[str, object]:
    return {
        "id": number,
        "date": "2026-08-20T09:00:00",
        "date_gmt": "2026-08-20T13:00:00",
        "modified_gmt": modified,
        "link": f"{SITE}/?p={number}",
        "title": {"rendered": "CEC draw"},
        "content": {"rendered": text},
    }


FEED = Source(name="news", kind="feed", url=f"{SITE}/feed", trust="secondary")
POSTS = Source(name="posts", kind="wordpress", url=f"{SITE}/wp-json/wp/v2/posts", trust="secondary")


def retrieved(
    source: Source,
    web: Web,
    *,
    seen: Mapping[str, bytes] | None = None,
    awaited: Sequence[Piece] = (),
    **memory: object,
) -> Retrieved | None:
    before = RetrievalContext(
        state=PollState(**memory),  # type: ignore[arg-type] # a test's own fields
        seen=lambda: seen or {},
        awaited=awaited,
    )
    return retrieve(source, before, fetcher=web, now=NOW)


def pieces(found: Retrieved | None) -> dict[str, Piece]:
    assert found is not None
    return {piece.key: piece for piece in found.document.pieces}


def test_a_page_that_has_not_changed_is_not_read() -> None:
    web = Web({}, unchanged=True)

    assert retrieved(FEED, web, etag='"0"', page=b"1") is None
    assert web.validators == [Validators(etag='"0"')]


def test_a_teaser_s_page_is_fetched_and_read_as_the_article_that_it_is() -> None:
    web = Web({
        FEED.url: a_feed(("draw", TEASER, NOW - HOUR)),
        f"{SITE}/draw": STORY.encode(),
    })  # fmt: skip

    found = retrieved(FEED, web)

    piece = pieces(found)["draw"]
    [report] = piece.reports
    assert web.asked == [FEED.url, f"{SITE}/draw"]
    assert (report.cutoff, report.invitations, report.category) == (476, 1000, "cec")
    assert [(claim.year, claim.invitations) for claim in piece.years] == [(2026, 99_000)]
    assert not piece.follow
    assert found is not None
    assert found.bodies[found.places["draw"]] == STORY.encode()


def test_an_entry_that_says_it_all_is_not_followed() -> None:
    web = Web({FEED.url: a_feed(("draw", STORY, NOW - HOUR))})

    assert pieces(retrieved(FEED, web))["draw"].reports[0].cutoff == 476
    assert web.asked == [FEED.url]


def test_a_page_that_fails_in_passing_is_asked_for_again() -> None:
    later = FetchLater("busy", Trouble.UNREACHABLE)
    web = Web({
        FEED.url: a_feed(("draw", TEASER, NOW - HOUR)),
        f"{SITE}/draw": later,
    })  # fmt: skip

    waiting = pieces(retrieved(FEED, web))["draw"]
    assert waiting.follow

    calm = Web({f"{SITE}/draw": STORY.encode()}, unchanged=True)
    found = retrieved(FEED, calm, awaited=[waiting], good_at=NOW, page=b"1")
    assert pieces(found)["draw"].reports[0].cutoff == 476


def test_patience_with_a_page_ends_after_two_days() -> None:
    later = FetchLater("busy", Trouble.UNREACHABLE)
    web = Web({
        FEED.url: a_feed(("draw", TEASER, NOW - 49 * HOUR)),
        f"{SITE}/draw": later,
    })  # fmt: skip

    assert not pieces(retrieved(FEED, web))["draw"].follow


def test_a_page_that_is_forbidden_leaves_the_entry_as_it_is() -> None:
    web = Web({
        FEED.url: a_feed(("draw", TEASER, NOW - HOUR)),
        f"{SITE}/draw": FetchForbidden("no"),
    })  # fmt: skip

    assert not pieces(retrieved(FEED, web))["draw"].follow


@pytest.mark.parametrize("days", [-11, 400])
def test_neither_history_nor_the_future_is_followed(days: int) -> None:
    web = Web({FEED.url: a_feed(("draw", TEASER, NOW + timedelta(days=days)))})

    assert not pieces(retrieved(FEED, web))["draw"].follow
    assert web.asked == [FEED.url]


def test_a_few_pages_are_asked_for_in_one_poll_the_others_in_the_next() -> None:
    many = [(f"draw{n}", TEASER, NOW - HOUR) for n in range(MAX_LINKS + 2)]
    web = Web({
        FEED.url: a_feed(*many),
        **{f"{SITE}/{slug}": STORY.encode() for slug, *_ in many},
    })  # fmt: skip

    left = [p for p in pieces(retrieved(FEED, web)).values() if p.follow]

    assert len(web.asked) == 1 + MAX_LINKS
    assert len(left) == 2


def test_a_listing_is_asked_for_what_changed_since_all_pages_of_it() -> None:
    newest = datetime(2026, 8, 20, 14, 0, tzinfo=UTC)
    body = json.dumps([a_post(7, "2026-08-20T14:00:00")]).encode()

    class Listing(Web):
        def fetch(
            self, source: Source, validators: Validators, *, url: str | None = None
        ) -> FetchedPage | NotModified:
            self.pages[url or ""] = body
            return Web.fetch(self, source, validators, url=url)

    web = Listing({}, listings=3)
    found = retrieved(POSTS, web, watermark=NOW - 5 * HOUR)

    assert found is not None
    assert len(web.asked) == 3
    assert all("modified_after=2026-08-20T13" in url for url in web.asked)
    assert [url.count("page=3") for url in web.asked] == [0, 0, 1]
    assert found.watermark == newest
    assert pieces(found)["7"].reports[0].cutoff == 476
    assert pieces(found)["7"].published == datetime(2026, 8, 20, 13, 0, tzinfo=UTC)


def test_a_post_of_tomorrow_does_not_hide_the_changes_until_then() -> None:
    posts = [a_post(7, "2026-08-20T14:00:00"), a_post(8, "2099-01-01T00:00:00")]

    class Listing(Web):
        def fetch(
            self, source: Source, validators: Validators, *, url: str | None = None
        ) -> FetchedPage | NotModified:
            self.pages[url or ""] = json.dumps(posts[len(self.asked) :][:1]).encode()
            return Web.fetch(self, source, validators, url=url)

    found = retrieved(POSTS, Listing({}, listings=2), watermark=NOW - 5 * HOUR)

    assert found is not None
    assert found.watermark == datetime(2026, 8, 20, 14, 0, tzinfo=UTC)
    assert set(pieces(found)) == {"7", "8"}


def test_a_listing_without_anything_new_is_no_news() -> None:
    class Empty(Web):
        def fetch(
            self, source: Source, validators: Validators, *, url: str | None = None
        ) -> FetchedPage | NotModified:
            self.pages[url or ""] = b"[]"
            return Web.fetch(self, source, validators, url=url)

    assert retrieved(POSTS, Empty({}), watermark=NOW - HOUR) is None


@pytest.mark.parametrize("kind", ["article", "rounds-table"])
def test_a_single_page_is_asked_for_conditionally(kind: str) -> None:
    source = Source(name="page", kind=kind, url=f"{SITE}/page", trust="secondary")  # type: ignore[arg-type] # kinds, from the list above
    web = Web({}, unchanged=True)

    assert retrieved(source, web, etag='"0"') is None
    assert web.validators == [Validators(etag='"0"')]
