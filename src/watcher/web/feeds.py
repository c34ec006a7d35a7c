"""Rounds as Atom, JSON Feed and iCalendar."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from icalendar import Calendar, Event
from starlette.exceptions import HTTPException

from watcher.answers.rounds import (
    baseline_seen_at,
    correction_times,
    known_categories,
    known_rounds,
    matching_rounds,
)
from watcher.answers.serialize import utc
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA
from watcher.messages.figures import dates_disagree
from watcher.web.filters import RoundFilter, parse_filter
from watcher.web.render import PageFormatter, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
CALENDAR = "text/calendar; charset=utf-8"
# Nearly a year of rounds.
FEED_LENGTH = 50
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ALL = "rounds"
_AUTHOR = "watcher"
_AN_EVENT = timedelta(minutes=30)
# Namespace of the entries' ids, which are equal on every installation.
_ROUNDS = UUID("6f0c1c1e-52a1-5a0e-9a53-6f2d1d0a5b0b")
# Not allowed in XML 1.0, even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _FeedEntry:
    """One round; ``key`` outlasts corrections, ``published`` is when it was first seen or drawn."""

    key: str
    title: str
    text: str
    link: str
    category: str
    round: Round
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoundFeed:
    """The chosen rounds, newest first; ``key`` is the same in every language."""

    title: str
    key: str
    address: str
    home: str
    language: str
    entries: tuple[_FeedEntry, ...]


def feed(context: RequestContext, request: WebRequest) -> WebResponse:
    """Write the feed of a file name: ``rounds.atom``, ``cec.json``."""
    name, _, form = request.path_parameters["file"].rpartition(".")
    known = known_categories(known_rounds(context, pools=False))
    if form not in {"atom", "json"} or (name != _ALL and name not in known):
        raise HTTPException(404)
    listed = _round_feed(context, request, slug=None if name == _ALL else name, at_most=FEED_LENGTH)
    return _json_feed(listed) if form == "json" else _atom_feed(listed)


def calendar(context: RequestContext, request: WebRequest) -> WebResponse:
    """Write a calendar event for each round that matches."""
    listed = _round_feed(context, request)
    made = Calendar()
    for name, value in (
        ("version", "2.0"),
        ("prodid", "-//watcher//rounds//EN"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", listed.title),
        ("x-wr-calname", listed.title),
        ("x-published-ttl", "PT1H"),
    ):
        made.add(name, value)
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in listed.entries:
        if entry.round.date is not None or entry.round.drawn_at is not None:
            made.add_component(_event(entry))
    return WebResponse(
        body=made.to_ical(sorted=False),
        media=CALENDAR,
        headers={"Content-Disposition": 'inline; filename="rounds.ics"'},
    )


def _event(entry: _FeedEntry) -> Event:
    """Make an event at the stated time, or of the whole day where time and date disagree."""
    round_, event = entry.round, Event()
    event.add("uid", entry.key.removeprefix("urn:uuid:"))
    event.add("dtstamp", entry.updated)
    event.add("created", entry.published)
    event.add("last-modified", entry.updated)
    event.add("sequence", round_.revision - 1)
    if round_.drawn_at is not None and not dates_disagree(round_):
        event.add("dtstart", round_.drawn_at.astimezone(UTC))
        event.add("dtend", round_.drawn_at.astimezone(UTC) + _AN_EVENT)
    elif round_.date is not None:
        event.add("dtstart", round_.date)
        event.add("dtend", round_.date + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.link)
    if entry.category:
        event.add("categories", [entry.category])
    event.add("status", "CONFIRMED" if round_.confirmed else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _json_feed(listed: _RoundFeed) -> WebResponse:
    return json_response(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": listed.title,
            "home_page_url": listed.home,
            "feed_url": listed.address,
            "language": listed.language,
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
                for entry in listed.entries
            ],
        },
        media=JSON_FEED,
    )


def _atom_feed(listed: _RoundFeed) -> WebResponse:
    # register_namespace would change the whole process.
    root = ET.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": listed.language})
    _put(root, "id", listed.key)
    _put(root, "title", listed.title)
    latest = max((entry.updated for entry in listed.entries), default=None)
    _put(root, "updated", "1970-01-01T00:00:00Z" if latest is None else utc(latest))
    _put(_put(root, "author"), "name", _AUTHOR)
    _put(root, "link", rel="self", href=listed.address, type=ATOM)
    _put(root, "link", rel="alternate", href=listed.home, type="text/html")
    for entry in listed.entries:
        _put_entry(root, entry)
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return WebResponse(body=body, media=ATOM)


def _put_entry(root: ET.Element, entry: _FeedEntry) -> None:
    element = _put(root, "entry")
    _put(element, "id", entry.key)
    _put(element, "title", entry.title)
    _put(element, "link", rel="alternate", href=entry.link, type="text/html")
    _put(element, "published", utc(entry.published))
    _put(element, "updated", utc(entry.updated))
    if entry.category:
        _put(element, "category", term=entry.category)
    _put(element, "content", entry.text, type="text")


def _put(parent: ET.Element, name: str, text: str = "", **more: str) -> ET.Element:
    element = ET.SubElement(parent, name, more)
    element.text = text or None
    return element


def _round_feed(
    context: RequestContext,
    request: WebRequest,
    *,
    slug: str | None = None,
    at_most: int | None = None,
) -> _RoundFeed:
    """Collect the rounds of a category, else those that the query asks for."""
    every = known_rounds(context, pools=False)
    chosen = parse_filter(request, every)
    wanted = (slug,) if slug else chosen.categories
    found = matching_rounds(every, categories=wanted, score=chosen.score)
    formatter = page_formatter(context, request)
    corrected = correction_times(context)
    baseline = baseline_seen_at(context)
    path = f"{request.base_url}{request.path}"
    which = RoundFilter(categories=() if slug else chosen.categories, score=chosen.score).query()
    return _RoundFeed(
        title=_title(wanted, chosen, formatter),
        key=f"{path}?{which}" if which else path,
        address=f"{path}?{request.query_string}" if request.query_string else path,
        home=f"{request.base_url}/rounds",
        language=request.reader.language,
        entries=tuple(
            _entry(round_, request.base_url, formatter, corrected, baseline)
            for round_ in found[:at_most]
        ),
    )


def xml_safe(text: str) -> str:
    """Replace characters that XML does not allow."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _title(wanted: Sequence[str], chosen: RoundFilter, formatter: PageFormatter) -> str:
    title = formatter.gettext("Express Entry rounds")
    if wanted:
        names = formatter.listed([formatter.category(slug) for slug in wanted])
        title = formatter.gettext("Express Entry rounds: {category}", category=names)
    if chosen.score is not None:
        title = formatter.gettext(
            "{title}, that would have invited {score}", title=title, score=chosen.score
        )
    return title


def _entry(
    round_: Round,
    base: str,
    formatter: PageFormatter,
    corrected: Mapping[str, datetime],
    baseline: datetime | None,
) -> _FeedEntry:
    category = xml_safe(formatter.category_of(round_))
    tie_break = formatter.unknown
    if round_.tie_break is not None:
        tie_break = f"{formatter.tie_break(round_)} ({formatter.timezone})"
    cutoff = formatter.unknown if round_.cutoff is None else str(round_.cutoff)
    gaps = {"number": xml_safe(round_.called), "category": category, "cutoff": cutoff}
    text = formatter.gettext(
        "Round #{number} for {category} on {day}: cut-off {cutoff}, "
        "{invitations} invitations, tie-break {tie_break}.",
        **gaps,
        day=formatter.day(round_.date),
        invitations=formatter.number(round_.invitations),
        tie_break=tie_break,
    )
    if not round_.confirmed:
        unconfirmed = formatter.gettext("Reported, not confirmed: no official page shows it.")
        text = f"{unconfirmed} {text}"
    published = _published(round_, baseline)
    return _FeedEntry(
        key=f"urn:uuid:{uuid5(_ROUNDS, round_.called)}",
        title=formatter.gettext("#{number} {category}: cut-off {cutoff}", **gaps),
        text=text,
        link=f"{base}/rounds/{quote(round_.number, safe='')}",
        category=xml_safe(round_.category or ""),
        round=round_,
        published=published,
        updated=max(published, corrected.get(round_.number, published)),
    )


def _published(round_: Round, baseline: datetime | None) -> datetime:
    """Date an entry: rounds of the very first page were old news when first seen."""
    if round_.first_seen != baseline:
        return round_.first_seen
    if round_.drawn_at is not None:
        return round_.drawn_at
    if round_.date is None:
        return round_.first_seen
    return datetime.combine(round_.date, time(12), OTTAWA).astimezone(UTC)
