"""Feeds as they should not be: zones, links and characters that are none."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.press.readers.test_feed import NEWS, item, only, read, rss
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.press.blocks import DocumentInfo
from watcher.press.readers.feed import MAX_ENTRIES


def test_an_entity_that_leads_to_a_file_gives_nothing() -> None:
    declared = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    feed = rss(item(title="A draw &file;")).decode().replace("<rss", f"{declared}<rss")

    assert only(read(feed.encode())).title == "A draw"


def test_a_page_that_is_the_name_of_a_file_opens_no_file(tmp_path: Path) -> None:
    file = tmp_path / "local.rss"
    file.write_bytes(rss(item(title="Nobody else's business")))

    with pytest.raises(PageError, match="no feed") as refused:
        read(str(file).encode())

    assert refused.value.trouble is Trouble.LAYOUT


@pytest.mark.parametrize(
    ("as_printed", "at"),
    [
        ("Thu, 11 Dec 2025 13:00:00 EST", datetime(2025, 12, 11, 18, tzinfo=UTC)),
        ("Thu, 11 Dec 2025 23:30:00 -0500", datetime(2025, 12, 12, 4, 30, tzinfo=UTC)),
        ("2025-12-11T18:00:00Z", datetime(2025, 12, 11, 18, tzinfo=UTC)),
        ("2025-12-11", datetime(2025, 12, 11, 17, tzinfo=UTC)),
        ("11 Dec 2025", datetime(2025, 12, 11, 17, tzinfo=UTC)),
        ("2025-12-11T18:00:00", None),
        ("Thu, 11 Dec 2025 13:00:00", None),
        ("Thu, 11 Dec 2025 13:00:00 XYZ", None),
        ("12/11/2025 13:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_whose_zone_is_not_printed_is_unknown_and_a_day_is_its_noon(
    as_printed: str, at: datetime | None
) -> None:
    assert only(read(rss(item(date_=as_printed)))).published == at


def test_today_is_the_printed_day_where_an_entry_has_no_more() -> None:
    text = NEWS.replace("on December 11, 2025", "today")
    entry = item(text=text, date_="2025-12-11")

    assert only(read(rss(entry))).reports[0].date == date(2025, 12, 11)


@pytest.mark.parametrize(
    "printed_at", ["0001-01-01T00:00:00+14:00", "2025-12-11T13:00:00", "never"]
)
def test_a_time_of_json_that_cannot_be_is_unknown(printed_at: str) -> None:
    feed = {"items": [{"id": "1", "title": "A draw", "date_published": printed_at}]}

    assert only(read(json.dumps(feed).encode())).published is None


@pytest.mark.parametrize("link", ["/385", "385", "//news.example/385", "https://news.example/385"])
def test_a_link_is_relative_to_the_address_of_the_feed(link: str) -> None:
    info = DocumentInfo(url="https://news.example/feed")
    of_json = {"items": [{"id": "1", "url": link}]}

    of_rss = only(read(rss(item(link=link)), info=info))
    assert (of_rss.key, of_rss.link) == ("385", "https://news.example/385")
    assert only(read(json.dumps(of_json).encode(), info=info)).link == of_rss.link


def test_half_characters_and_nul_are_marked_not_kept() -> None:
    feed = rb'{"items": [{"id": "1\ud83d", "title": "A \u0000 draw \ud83d"}]}'
    broken = rss(item(title="A &#55357; draw &#xDE00; &#99999999999; &#x41;"))

    assert (only(read(feed)).key, only(read(feed)).title) == ("1\ufffd", "A \ufffd draw \ufffd")
    assert only(read(broken)).title == "A \ufffd draw \ufffd \ufffd A"


def test_entries_beyond_the_most_are_left_out_and_that_is_said() -> None:
    items = [{"id": n} for n in range(MAX_ENTRIES + 2)]

    read_ = read(json.dumps({"items": items}).encode())

    assert len(read_.digests) == MAX_ENTRIES
    assert [o.printed for o in read_.oddities] == ["3,002 entries"]
