"""What a page of HTML says of itself: its title, and when it was published."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from watcher.core.schedule import OTTAWA

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LONGEST_TITLE = 300
_MOST_SCRIPTS = 5
_LONGEST_JSON = 100_000


def title_of(tree: "LexborHTMLParser") -> str | None:
    """Read the title that it gives to others, shows, or has in its window."""
    for selector, attribute in _TITLES:
        node = tree.css_first(selector)
        if node is None:
            continue
        text = node.attributes.get(attribute) if attribute else node.text(deep=True)
        folded = " ".join((text or "").split())
        if folded:
            return folded[:_LONGEST_TITLE]
    return None


def published_of(tree: "LexborHTMLParser") -> datetime | None:
    """Read when the page says it was published; before its scripts are taken out."""
    return next(filter(None, map(_instant, _said(tree))), None)


def when_written(root: "LexborNode") -> datetime | None:
    """Read the day or time that an article shows, where it marks one and not more."""
    marked = [
        node.attributes.get("datetime") or ""
        for node in root.css("time[datetime]")[:9]
        if not _MODIFIED.search(f"{node.attributes.get('class')} {node.attributes.get('itemprop')}")
    ]
    if len(set(marked)) != 1:
        return None
    return _instant(marked[0])


def _said(tree: "LexborHTMLParser") -> Iterator[str]:
    for selector in _METAS:
        node = tree.css_first(selector)
        if node is not None:
            yield node.attributes.get("content") or ""
    for script in tree.css("script[type='application/ld+json']")[:_MOST_SCRIPTS]:
        text = script.text(deep=True)
        found = _DATE_PUBLISHED.search(text[:_LONGEST_JSON])
        if found is not None:
            yield _unquoted(found[1])


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:
        return ""


def _instant(text: str) -> datetime | None:
    """Read an instant with its zone, or a day; a time without a zone is not guessed."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    # The year 1 is some systems' word for none, and no zone can be left there.
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None
    if at.tzinfo is not None:
        return at
    if "T" in text or ":" in text:
        return None
    return datetime.combine(at.date(), time(12), OTTAWA)


_FIRST_YEAR, _LAST_YEAR = 1995, 2100
_TITLES = (("meta[property='og:title']", "content"), ("h1", None), ("title", None))
_METAS = (
    "meta[property='article:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='datePublished']",
    "meta[name='parsely-pub-date']",
    "meta[name='dcterms.issued']",
)
_MODIFIED = re.compile(r"updated|modified", re.IGNORECASE)
_DATE_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}("[^"\\]{0,40}")')
