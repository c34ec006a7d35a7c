"""Which kind of document bytes are, from how they begin and what they are made of."""

import re

# Of a page that has a table of rounds, the share of its text that stands in tables.
_MOSTLY = 0.6
_FEWEST_ROWS = 6


def recognise_kind(body: bytes) -> str | None:
    """Tell the kind of a document; None if no reader knows it.

    What is text, whatever it tells of, is an article; a page that is mostly a table of
    many rows a table of rounds.
    """
    if _OPENS_JSON.match(body):
        return _json_kind(body[:_HEAD])
    if _FEED.match(body[:_HEAD]):
        return "feed"
    if not body.strip() or b"\0" in body[:_HEAD] or not _is_text(body[:_HEAD]):
        return None
    return "rounds-table" if _is_mostly_table(body) else "article"


def _json_kind(head: bytes) -> str | None:
    # A feed that lost its "rounds" line (as on 2025-02-19) is still recognised, so
    # that its reader can say what is wrong with it.
    if _ROUNDS.search(head):
        return "ircc-json"
    if _POST.search(head):
        return "wordpress"
    return "feed" if _JSON_FEED.search(head) else None


def _is_text(head: bytes) -> bool:
    # The cut may fall within a character.
    text = head.decode("utf-8", "ignore")
    return len(text) >= len(head) * 0.6 and any(map(str.isalpha, text))


def _is_mostly_table(body: bytes) -> bool:
    if len(_ROW.findall(body)) < _FEWEST_ROWS:
        return False
    inside = outside = depth = hidden = at = 0
    for tag in _TAG.finditer(body):
        if not hidden:
            size = len(b"".join(body[at : tag.start()].split()))
            inside, outside = (
                (inside + size, outside) if depth else (inside, outside + size)
            )
        step = -1 if tag[1] else 1
        if tag[2].lower() == b"table":
            depth = max(depth + step, 0)
        elif tag[2].lower() in _HIDES:
            hidden = max(hidden + step, 0)
        at = tag.end()
    return inside > _MOSTLY * (inside + outside)


_HEAD = 4096
_FLAGS = re.IGNORECASE | re.DOTALL
_OPENS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_ROUNDS = re.compile(rb"\"(?:rounds|drawNumber)\"", re.IGNORECASE)
_POST = re.compile(rb"\"(?:date_gmt|modified_gmt|rendered)\"")
_JSON_FEED = re.compile(rb"jsonfeed\.org|\"items\"\s*:")
_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,500}?-->\s*|<\?[^>]{0,300}\?>\s*|<!DOCTYPE\s+rss[^>]{0,300}>\s*)*"
    rb"<(?:rss|feed|rdf:RDF|channel)\b",
    _FLAGS,
)
_ROW = re.compile(rb"<tr\b", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})[^<>]{0,5000}>")
_HIDES = frozenset({b"script", b"style", b"nav", b"head"})
