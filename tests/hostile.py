"""Pages that cost a reader more than their size: for tests, and for the bench."""

import json
from collections.abc import Mapping
from html import escape


def nested(count: int) -> bytes:
    """Put elements within elements: 200,000 cost the HTML parser five minutes."""
    return b"<div>" * count + b"A draw." + b"</div>" * count


def formatting(count: int) -> bytes:
    """Make formatting that every paragraph opens again: 47 KB would take gigabytes."""
    opened = b"".join(b"<b %d>" % n for n in range(count))
    return b"<p>" + opened + b"</p><p>A draw." * count


def attributes(count: int) -> bytes:
    """Give one element many attributes."""
    return b"<p " + b" ".join(b"a%d=1" % n for n in range(count)) + b">A draw.</p>"


def spans(count: int) -> bytes:
    """Make a table whose cells claim to be as wide and as high as they can."""
    cell = b"<td colspan=100000 rowspan=100000>476</td>"
    return b"<table>" + b"<tr>" + cell * count + b"</tr>" * 3 + b"</table>"


def laughs() -> bytes:
    """Make a feed of a billion laughs."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{lines}]>'
        "<rss version='2.0'><channel><title>&l9;</title><item><guid>1</guid>"
        "<title>&l9;</title></item></channel></rss>"
    ).encode()


def blow_up() -> bytes:
    """Make a feed that names one long entity so often that 90 KB would be 900 MB."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"ha" * 15_000}">]>'
        f"<rss version='2.0'><channel><title>x</title><item><guid>1</guid>"
        f"<title>{'&a;' * 20_000}</title></item></channel></rss>"
    ).encode()


def nested_feed(count: int) -> bytes:
    """Put elements within elements, within an entry that never ends."""
    head = b"<rss version='2.0'><channel><item><guid>1</guid><title>x</title>"
    return head + b"<a>" * count


def letters(count: int) -> bytes:
    """Write a text without any end of a sentence."""
    return b"Express Entry draw 476 " + b"1,000 candidates, " * (count // 18)


def figures(count: int) -> bytes:
    """Write figures and nothing else, above an article."""
    return b"Express Entry\n\n" + b"1 " * count + b"\n\n" + ARTICLE


def feed_of(*texts: bytes) -> bytes:
    """Make a feed with an entry for each text."""
    items = b"".join(
        b"<item><guid>%d</guid><title>A draw</title><description>%b</description></item>"
        % (n, escape(text.decode()).encode())
        for n, text in enumerate(texts)
    )
    return b"<rss version='2.0'><channel><title>x</title>" + items + b"</channel></rss>"


def posts_of(*texts: bytes) -> bytes:
    """Make a site's answer with a post for each text."""
    posts = [
        {"id": n, "title": {"rendered": "A draw"}, "content": {"rendered": t.decode()}}
        for n, t in enumerate(texts)
    ]
    return json.dumps(posts).encode()


ARTICLE = (
    b"IRCC issued 1,000 invitations in Express Entry Draw #385 on December 11, 2025. "
    b"The minimum CRS score was 476."
)
#: Kind and body of each, in sizes that a site may send.
PAGES: Mapping[str, tuple[str, bytes]] = {
    "200,000 nested elements": ("article", nested(200_000)),
    "formatting, 3,000 times 3,000": ("article", formatting(3_000)),
    "20,000 attributes": ("article", attributes(20_000)),
    "spans of 100,000": ("rounds-table", spans(30)),
    "a billion laughs": ("feed", laughs()),
    "an entity of 30 KB, 20,000 times": ("feed", blow_up()),
    "a feed with 20,000 nested elements": ("feed", nested_feed(20_000)),
    "a name of 200,000 letters": ("article", b"According to A" + b"A" * 200_000),
    "a text of 5 MB": ("article", letters(5_000_000)),
    "200,000 figures": ("article", figures(200_000)),
    "a feed with an entry of 200,000 figures": ("feed", feed_of(figures(200_000))),
    "a post with formatting, 3,000 times 3,000": ("wordpress", posts_of(formatting(3_000))),
    "JSON 200,000 deep": ("wordpress", b"[" * 200_000),
}
