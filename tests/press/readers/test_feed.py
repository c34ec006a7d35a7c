"""Feeds of every make: which entries are read, and what of their rounds."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from watcher.core.documents import Document, Piece
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.readers.feed import read_feed

NEWS = """IRCC issued 1,000 invitations to apply to healthcare candidates in an Express
Entry draw held on December 11, 2025. The minimum CRS score was 476."""
CAPTURES = Path(__file__).parents[4] / "shared/data/rss"
needs_captures = pytest.mark.skipif(
    not CAPTURES.is_dir(),
    reason="published pages are not in the repository: put them at ../shared/data/rss",
)


def rss(*items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>News</title><link>https://news.example</link>{head}"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(
    guid: str = "385",
    *,
    title: str = "Healthcare draw",
    text: str = NEWS,
    summary: str = "In short.",
    date_: str = "Thu, 11 Dec 2025 13:00:00 -0500",
    link: str = "https://news.example/385",
) -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>"
        f"<pubDate>{date_}</pubDate><description><![CDATA[{summary}]]></description>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    )


def read(
    body: bytes, seen: Mapping[str, bytes] | None = None, info: DocumentInfo = NO_INFO
) -> Document:
    return read_feed(body, seen=seen or {}, info=info)


def only(document: Document) -> Piece:
    [piece] = document.pieces
    return piece


def test_the_whole_text_of_an_entry_is_read_not_its_summary() -> None:
    piece = only(read(rss(item())))

    [report] = piece.reports
    assert (report.main, report.date, report.category) == (True, date(2025, 12, 11), "healthcare")
    assert (report.cutoff, report.invitations) == (476, 1000)
    assert report.quotes["cutoff"] == "The minimum CRS score was 476."


def test_an_entry_has_its_key_its_link_and_its_time_in_utc() -> None:
    piece = only(read(rss(item())))

    assert (piece.key, piece.link) == ("385", "https://news.example/385")
    assert piece.published == datetime(2025, 12, 11, 18, 0, tzinfo=UTC)
    assert piece.title == "Healthcare draw"


def test_today_is_the_day_of_the_entry() -> None:
    text = NEWS.replace("on December 11, 2025", "today")

    assert only(read(rss(item(text=text)))).reports[0].date == date(2025, 12, 11)


def test_an_entry_that_is_known_is_not_read_again() -> None:
    first = read(rss(item("1"), item("2")))
    again = read(rss(item("3"), item("1"), item("2")), seen=first.digests)

    assert [piece.key for piece in again.pieces] == ["3"]
    assert set(again.digests) == {"1", "2", "3"}


def test_an_entry_that_was_edited_is_read_again() -> None:
    first = read(rss(item()))
    edited = read(rss(item(text=NEWS.replace("476", "467"))), seen=first.digests)

    assert only(edited).reports[0].cutoff == 467


def test_the_oldest_entry_comes_first_and_a_doubled_one_counts_once() -> None:
    new = item("new", date_="Fri, 12 Dec 2025 13:00:00 +0000")

    read_ = read(rss(new, item("old"), item("old", title="Again")))

    assert [piece.key for piece in read_.pieces] == ["old", "new"]


def test_an_entry_without_a_guid_is_known_by_its_link() -> None:
    bare = "<item><title>A draw</title><link>https://news.example/x</link></item>"

    assert only(read(rss(bare))).key == "https://news.example/x"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@x.org", "http://[", "/x"]
)
def test_a_link_that_leads_to_no_page_is_none(link: str) -> None:
    assert only(read(rss(item(link=link)))).link is None


@pytest.mark.parametrize(
    ("title", "text", "follow"),
    [
        ("IRCC holds new Express Entry draw", "Ottawa has held a draw. [&#8230;]", True),
        ("1,000 invited in healthcare draw", "", True),
        ("Nouveau tirage d'Entr\u00e9e express", "Le tirage a eu lieu. [&#8230;]", True),
        ("IRCC holds new Express Entry draw", NEWS, False),
        ("OINP invites 1,252 Express Entry profiles", "In a draw. [&#8230;]", False),
        ("First IEC round of invitations", "Sent today. [&#8230;]", False),
        ("Manitoba: Expression of Interest Draw #165", "Letters. [&#8230;]", False),
        ("Express Entry: is it worth the cost?", "It depends. [&#8230;]", False),
        ("How to settle in Halifax", "Pack warmly. [&#8230;]", False),
    ],
)
def test_the_page_of_a_federal_draw_is_wanted_where_the_entry_says_too_little(
    title: str, text: str, *, follow: bool
) -> None:
    entry = item(title=title, text=text, summary="")

    assert only(read(rss(entry))).follow is follow


def test_atom_is_read() -> None:
    atom = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
    <title>News</title><entry><id>tag:news.example,2025:385</id><title>A draw</title>
    <link href="https://news.example/385"/><updated>2025-12-11T18:00:00Z</updated>
    <content type="html">&lt;p&gt;{NEWS}&lt;/p&gt;</content></entry></feed>"""

    piece = only(read(atom.encode()))

    assert piece.key == "tag:news.example,2025:385"
    assert piece.reports[0].cutoff == 476
    assert piece.published == datetime(2025, 12, 11, 18, 0, tzinfo=UTC)


def test_rss_1_is_read() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://news.example">
    <title>News</title></channel><item rdf:about="https://news.example/385">
    <title>A draw</title><link>https://news.example/385</link>
    <description>{NEWS}</description></item></rdf:RDF>"""

    assert only(read(rdf.encode())).reports[0].cutoff == 476


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "items": [
            {
                "id": "385",
                "url": "https://news.example/385",
                "title": "A draw",
                "content_html": f"<p>{NEWS}</p>",
                "date_published": "2025-12-11T13:00:00-05:00",
            },
            {"title": "without an id"},
            "no item",
        ],
    }

    read_ = read(json.dumps(feed).encode())

    assert (read_.title, only(read_).reports[0].invitations) == ("News", 1000)
    assert only(read_).published == datetime(2025, 12, 11, 18, 0, tzinfo=UTC)


def test_a_broken_feed_is_read_as_far_as_it_goes_and_that_is_said() -> None:
    broken = rss(item("1"), item("2").replace("</item>", "")).replace(b"</rss>", b"")

    read_ = read(broken)

    assert read_.pieces[0].reports[0].cutoff == 476
    assert [o.why for o in read_.oddities] == ["broken XML, read as far as it goes"]


@pytest.mark.parametrize(
    ("body", "trouble", "said"),
    [
        (b"", Trouble.EMPTY, "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", Trouble.HTML, "titled 'Log in'"),
        (b"<html><body></body></html>", Trouble.HTML, "without a title"),
        (rss(), Trouble.EMPTY, "no entries"),
        (
            b"<?xml version='1.0'?><!DOCTYPE html><html><title>Log in</title></html>",
            Trouble.HTML,
            "titled 'Log in'",
        ),
        (b"<!-- x --><html><title>Sorry</title></html>", Trouble.HTML, "'Sorry'"),
        (b"Access denied", Trouble.LAYOUT, "no feed"),
        (b"<?xml version='1.0'?><note>hello</note>", Trouble.LAYOUT, "no feed"),
        (b'{"rounds": []}', Trouble.LAYOUT, "no JSON Feed"),
        (b'{"items": ', Trouble.NOT_JSON, "not JSON"),
        (b"[" * 200_000, Trouble.NOT_JSON, "not JSON"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_sentence(
    body: bytes, trouble: Trouble, said: str
) -> None:
    with pytest.raises(PageError, match=said) as refused:
        read(body)

    assert refused.value.trouble is trouble


@needs_captures
@pytest.mark.parametrize("name", sorted({p.name.split("__")[1] for p in CAPTURES.glob("*.rss")}))
def test_of_a_second_capture_only_the_new_entries_are_read(name: str) -> None:
    first, second = sorted(CAPTURES.glob(f"*__{name}"))
    before = read(first.read_bytes())

    after = read(second.read_bytes(), seen=before.digests)

    fresh = {k for k, d in after.digests.items() if before.digests.get(k) != d}
    assert {piece.key for piece in after.pieces} == fresh
    assert read(second.read_bytes(), seen=after.digests).pieces == ()


@needs_captures
def test_of_the_captures_of_a_consultant_each_new_round_is_reported_once() -> None:
    first, second = sorted(CAPTURES.glob("*__immigrationcoach_feed.rss"))
    before = read(first.read_bytes())
    after = read(second.read_bytes(), seen=before.digests)

    numbers = [
        [r.number for p in document.pieces for r in p.reports if r.main]
        for document in (before, after)
    ]

    assert numbers == [["232", "233", "234", "235", "236", "237"], ["238"]]


@needs_captures
def test_of_the_captures_of_a_province_no_round_is_reported() -> None:
    for capture in CAPTURES.glob("*__immigratemanitoba_feed.rss"):
        assert read(capture.read_bytes()).every_report == ()
