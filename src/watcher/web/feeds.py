"""Atom and JSON Feed of rounds: all of them, or per category and score."""

from xml.etree import ElementTree as ET

from starlette.exceptions import HTTPException

from watcher.answers.serialize import utc
from watcher.core.category import CATEGORIES
from watcher.web.entries import FeedEntry, RoundFeed, round_feed
from watcher.web.pages.filters import slugs_of
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
# A year of rounds, nearly: whoever subscribes now sees what came before.
FEED_LENGTH = 50
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ALL = "rounds"
_AUTHOR = "watcher"


def feed(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with a feed by its file name: ``rounds.atom``, ``cec.json``."""
    name, _, form = request.path_parameters["file"].rpartition(".")
    known = {*CATEGORIES, *slugs_of(context.tx.rounds.all(pools=False))}
    if form not in {"atom", "json"} or (name != _ALL and name not in known):
        raise HTTPException(404)
    told = round_feed(context, request, slug=None if name == _ALL else name, at_most=FEED_LENGTH)
    path = f"{request.base_url}{request.path}"
    address = f"{path}?{told.query}" if told.query else path
    home = f"{request.base_url}/rounds"
    language = request.reader.language
    if form == "json":
        return _json(told, address, home, language)
    # The same feed in another language is the same feed.
    key = f"{path}?{told.chosen}" if told.chosen else path
    return _atom(told, key, address, home, language)


def _json(told: RoundFeed, address: str, home: str, language: str) -> WebResponse:
    return json_response(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": told.title,
            "home_page_url": home,
            "feed_url": address,
            "language": language,
            "authors": [{"name": _AUTHOR}],
            "items": [
                {
                    "id": entry.key,
                    "url": entry.link,
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": entry.published,
                    "date_modified": entry.updated,
                    "tags": [entry.category] if entry.category else [],
                }
                for entry in told.entries
            ],
        },
        media=JSON_FEED,
    )


def _atom(told: RoundFeed, key: str, address: str, home: str, language: str) -> WebResponse:
    # Not register_namespace: that is for the whole process.
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _put(root, "id", key)
    _put(root, "title", told.title)
    latest = max((entry.updated for entry in told.entries), default=None)
    _put(root, "updated", "1970-01-01T00:00:00Z" if latest is None else utc(latest))
    _put(_put(root, "author"), "name", _AUTHOR)
    _put(root, "link", rel="self", href=address, type=ATOM)
    _put(root, "link", rel="alternate", href=home, type="text/html")
    for entry in told.entries:
        _put_entry(root, entry)
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return WebResponse(body=body, media=ATOM)


def _put_entry(root: ET.Element, entry: FeedEntry) -> None:
    told = _put(root, "entry")
    _put(told, "id", entry.key)
    _put(told, "title", entry.title)
    _put(told, "link", rel="alternate", href=entry.link, type="text/html")
    _put(told, "published", utc(entry.published))
    _put(told, "updated", utc(entry.updated))
    if entry.category:
        _put(told, "category", term=entry.category)
    _put(told, "content", entry.text, type="text")


def _put(parent: ET.Element, name: str, text: str = "", **more: str) -> ET.Element:
    element = ET.SubElement(parent, name, more)
    element.text = text or None
    return element
