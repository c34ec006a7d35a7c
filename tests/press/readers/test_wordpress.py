"""Posts from the API of WordPress: requests and reports."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from watcher.core.documents import Document, Piece
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.press.readers.entries import read_wordpress
from watcher.press.retrieve import posts_url

TEXT = """<p>IRCC invited <strong>3</strong><strong>,500</strong> healthcare candidates
in an Express Entry draw today.</p><p>Minimum CRS required: <strong>462</strong>.</p>"""
SITE = "https://site.example"
SEEDS = Path(__file__).parents[4] / "shared/data/seeds"
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(),
    reason="published pages are not in the repository: put them at ../shared/data/seeds",
)
AFTER = datetime(2025, 11, 14, 17, 47, 44, tzinfo=UTC)


def a_post(number: int = 3847, **more: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "id": number,
        "date": "2025-11-15T03:47:43",
        "date_gmt": "2025-11-14T17:47:43",
        "modified_gmt": "2025-11-14T17:47:44",
        "link": f"{SITE}/?p={number}",
        "title": {"rendered": "Healthcare &amp; social services draw"},
        "content": {"rendered": TEXT, "protected": False},
        "excerpt": {"rendered": "<p>IRCC invited healthcare [&hellip;]</p>"},
    }
    return {**usual, **more}


def read(answer: object, **seen: bytes) -> Document:
    return read_wordpress(json.dumps(answer).encode(), seen=seen)


def only(document: Document) -> Piece:
    [piece] = document.pieces
    return piece


def test_a_post_is_read_with_its_day_in_gmt_never_in_its_site_s_own_time() -> None:
    piece = only(read([a_post()]))

    [report] = piece.reports
    assert piece.published == datetime(2025, 11, 14, 17, 47, 43, tzinfo=UTC)
    assert report.date == date(2025, 11, 14)
    assert (report.cutoff, report.invitations) == (462, 3500)
    assert report.category == "healthcare"


def test_a_post_is_known_by_its_id_and_its_title_is_text() -> None:
    piece = only(read([a_post()]))

    assert (piece.key, piece.link) == ("3847", f"{SITE}/?p=3847")
    assert piece.title == "Healthcare & social services draw"


def test_one_post_is_a_document_too() -> None:
    assert only(read(a_post())).key == "3847"


def test_a_post_without_its_gmt_date_has_none() -> None:
    post = a_post()
    del post["date_gmt"]

    assert only(read([post])).published is None


def test_a_post_that_is_known_is_not_read_again_unless_it_was_modified() -> None:
    first = read([a_post()])
    same = read([a_post()], **first.digests)
    modified = a_post(modified_gmt="2025-11-14T19:00:00")
    changed = read([modified], **first.digests)

    assert same.pieces == ()
    assert only(changed).key == "3847"


def test_a_protected_post_leads_to_its_page() -> None:
    hidden = a_post(
        title={"rendered": "New Express Entry draw"}, content={"rendered": "", "protected": True}
    )

    assert only(read([hidden])).follow


def test_nothing_modified_is_an_answer() -> None:
    document = read([])

    assert (document.pieces, document.digests) == ((), {})


@pytest.mark.parametrize(
    "as_printed", ["0000-00-00T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59", ""]
)
def test_an_instant_that_cannot_be_is_unknown(as_printed: str) -> None:
    read_ = read([a_post(date_gmt=as_printed, modified_gmt=as_printed)])

    assert (only(read_).published, read_.watermark) == (None, None)


def test_half_characters_and_nul_are_marked_not_kept() -> None:
    post = a_post(title={"rendered": "A \ud83d draw\x00"}, content={"rendered": "\ud83d"})

    assert only(read([post])).title == "A \ufffd draw\ufffd"


@needs_seeds
def test_the_post_that_this_began_from_is_read_rightly() -> None:
    [seed] = SEEDS.glob("004_*.txt")

    [report] = only(read_wordpress(seed.read_bytes(), seen={})).reports

    assert (report.main, report.number) == (True, None)
    assert report.date == date(2025, 11, 14)
    assert (report.category, report.cutoff, report.invitations) == ("healthcare", 462, 3500)
    assert report.tie_break == datetime(2024, 12, 2, 22, 19, tzinfo=UTC)
    assert report.precision["tie_break"] == "minute"


@pytest.mark.parametrize(
    ("body", "trouble", "said"),
    [
        (b"<html><title>Sorry</title></html>", Trouble.HTML, "titled 'Sorry'"),
        (b"not json", Trouble.NOT_JSON, "not JSON"),
        (b"[" * 100_000, Trouble.NOT_JSON, "not JSON"),
        (
            b'{"code": "rest_no_route", "message": "No route was found"}',
            Trouble.UNUSABLE,
            "the site's API says: No route was found",
        ),
        (b'[{"name": "x"}]', Trouble.LAYOUT, "nothing in the list is a post"),
        (b'"text"', Trouble.LAYOUT, "no list of posts"),
    ],
)
def test_what_is_no_answer_of_the_api_is_refused_with_a_sentence(
    body: bytes, trouble: Trouble, said: str
) -> None:
    with pytest.raises(PageError, match=said) as refused:
        read_wordpress(body, seen={})

    assert refused.value.trouble is trouble


@pytest.mark.parametrize(
    ("url", "path", "kept"),
    [
        (f"{SITE}/wp-json/wp/v2/posts", "/wp-json/wp/v2/posts", {}),
        (f"{SITE}/wp-json/wp/v2/posts/", "/wp-json/wp/v2/posts/", {}),
        (
            f"{SITE}/index.php?rest_route=/wp/v2/posts",
            "/index.php",
            {"rest_route": ["/wp/v2/posts"]},
        ),
        (
            f"{SITE}/?rest_route=%2Fwp%2Fv2%2Fposts&categories=5",
            "/",
            {"rest_route": ["/wp/v2/posts"], "categories": ["5"]},
        ),
        (
            f"{SITE}/wp-json/wp/v2/posts?per_page=10&search=draw",
            "/wp-json/wp/v2/posts",
            {"search": ["draw"], "per_page": ["10"]},
        ),
        (
            f"{SITE}/wp-json/wp/v2/posts?categories[]=5&categories[]=6&page=9",
            "/wp-json/wp/v2/posts",
            {"categories[]": ["5", "6"]},
        ),
    ],
)
def test_what_was_modified_since_is_asked_for_in_either_form(
    url: str, path: str, kept: dict[str, list[str]]
) -> None:
    asked = urlsplit(posts_url(url, after=AFTER, page=3))
    query = parse_qs(asked.query)

    assert (asked.netloc, asked.path) == ("site.example", path)
    assert query["modified_after"] == ["2025-11-14T17:47:44Z"]
    assert (query["orderby"], query["order"], query["page"]) == (["modified"], ["asc"], ["3"])
    assert {"per_page": ["100"], **query} == query | {"per_page": kept.get("per_page", ["100"])}
    assert kept.items() <= query.items()


def test_the_last_change_of_a_listing_is_found_also_of_what_is_known() -> None:
    later = a_post(2, modified_gmt="2025-11-14T18:00:00")
    listing = [later, a_post(1)]

    first = read(listing)
    again = read(listing, **first.digests)

    assert first.watermark == datetime(2025, 11, 14, 18, 0, tzinfo=UTC)
    assert (again.pieces, again.watermark) == ((), first.watermark)
    assert read([]).watermark is None
