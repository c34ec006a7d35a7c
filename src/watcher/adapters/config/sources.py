"""What the keys of one [[source]] say together: presets, and what goes with a kind.

Read from the document, as ``references`` is, so that these faults are found beside
all others.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import get_args
from urllib.parse import parse_qs, urlsplit

from watcher.adapters.config.addresses import read_page
from watcher.adapters.config.complaints import Complaint, Loc, shown
from watcher.adapters.config.file import Document
from watcher.adapters.config.references import entries
from watcher.adapters.config.tables import SourceTable
from watcher.adapters.config.values import accepted, read_every
from watcher.core.settings import PRESETS, Source, SourceKind, source_of

# News sites tell of a round hours after it (see ``presets``): asking them more than once
# a minute gains nothing, and the server is somebody else's. One in our own network, and
# those of tests, may be asked as often as the official feed.
_SHORTEST = timedelta(seconds=60)


def with_presets(document: Document) -> Document:
    """Put name, kind and address of each preset where the file does not say them."""
    listed = document.get("source")
    if not isinstance(listed, list):
        return document
    return {**document, "source": [_with_preset(entry) for entry in listed]}


def _with_preset(entry: object) -> object:
    named = entry.get("preset") if isinstance(entry, dict) else None
    preset = PRESETS.get(named) if isinstance(named, str) else None
    if preset is None or not isinstance(entry, dict):
        return entry
    return {"name": preset.name, "kind": preset.kind, "url": preset.url, **entry}


def complaints(document: Document) -> Iterator[Complaint]:
    """Check what needs more than one key; what is wrong by itself is left to others."""
    for i, entry in enumerate(entries(document, "source")):
        yield from _source(entry, ("source", i))


def _source(entry: Document, loc: Loc) -> Iterator[Complaint]:
    kind = entry.get("kind", "ircc-json")
    if kind not in get_args(SourceKind):
        return
    if kind != "ircc-json" and entry.get("trust") == "official":
        yield Complaint(
            loc=(*loc, "trust"),
            problem=f'cannot be that of kind = "{kind}", which reports what IRCC said',
            given='"official"',
            allowed='"secondary"',
            hint='leave it out; only IRCC\'s own feed, "ircc-json", is official',
        )
    if kind == "wordpress":
        yield from _listing(entry.get("url"), (*loc, "url"))
    if kind != "ircc-json" or entry.get("trust") == "secondary":
        yield from _pace(entry, (*loc, "every"))


def _listing(url: object, loc: Loc) -> Iterator[Complaint]:
    address = accepted(read_page, url)
    if address is None:
        return
    parts = urlsplit(address)
    routes = parse_qs(parts.query).get("rest_route", [])
    if parts.path.rstrip("/").endswith("/wp-json/wp/v2/posts") or [
        route for route in routes if route.strip("/") == "wp/v2/posts"
    ]:
        return
    site = f"{parts.scheme}://{parts.netloc}"
    yield Complaint(
        loc=loc,
        problem="lists no posts of a WordPress site",
        given=shown(address, loc),
        allowed="an address that ends in /wp-json/wp/v2/posts or ?rest_route=/wp/v2/posts",
        hint=f'try "{site}/wp-json/wp/v2/posts" or "{site}/?rest_route=/wp/v2/posts"',
    )


def _pace(entry: Document, loc: Loc) -> Iterator[Complaint]:
    every = accepted(read_every, entry.get("every"))
    if every is None or every >= _SHORTEST or entry.get("allow_private") is True:
        return
    yield Complaint(
        loc=loc,
        problem="is too often for a page of somebody else's",
        given=shown(entry["every"], loc),
        allowed="from 60 seconds to 24 hours",
        hint="one of your own network, with allow_private = true, may be asked every 10 seconds",
    )


def source(table: SourceTable) -> Source:
    """Make a source: what the file says, else the preset, else the kind."""
    usual = source_of(table.name, table.kind, table.url, table.trust)
    preset = PRESETS[table.preset].every if table.preset else None
    return replace(
        usual,
        every=table.every or preset or usual.every,
        cache_bust=table.cache_bust,
        redirects_to=tuple(table.redirects_to),
        max_bytes=table.max_bytes or usual.max_bytes,
        robots=table.robots,
        allow_private=table.allow_private,
    )
