"""Checks across keys and tables: presets, unique names, known channels.

They read the document, as pydantic checks across keys only where each is right by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import get_args
from urllib.parse import parse_qs, urlsplit

from pydantic import TypeAdapter

from watcher.adapters.config import addresses, values
from watcher.adapters.config.faults import Loc, Problem, printable
from watcher.adapters.config.files import TomlDocument
from watcher.core.category import ALL
from watcher.core.errors import did_you_mean
from watcher.core.people import TARGET_MARK, channel_and_target
from watcher.core.settings import PRESETS, SourceKind

# News sites report a round hours after it: polling them more than once a minute gains nothing. A server in a private
# network may be polled as often as the official feed.
_SHORTEST_OF_SECONDARY = timedelta(seconds=60)

#: What several rules of one person have in common.
OF_A_PERSON = ("language", "timezone", "quiet_hours", "wake", "digest", "monthly")

_LISTEN: TypeAdapter[str] = TypeAdapter(addresses.ListenAddress)
_PAGE: TypeAdapter[str] = TypeAdapter(addresses.PageUrl)
_INTERVAL: TypeAdapter[timedelta] = TypeAdapter(values.PollInterval)
_SUBMITTED: TypeAdapter[datetime] = TypeAdapter(values.SubmissionTime)


def with_presets(document: TomlDocument) -> TomlDocument:
    """Fill in name, kind and address of each preset where the file leaves them out."""
    listed = document.get("source")
    if not isinstance(listed, list):
        return document
    filled: list[object] = []
    for entry in listed:
        named = entry.get("preset") if isinstance(entry, dict) else None
        preset = PRESETS.get(named) if isinstance(named, str) else None
        usual = {"name": preset.name, "kind": preset.kind, "url": preset.url} if preset else {}
        filled.append(usual | entry if isinstance(entry, dict) else entry)
    return {**document, "source": filled}


def check_document(document: TomlDocument) -> Iterator[Problem]:
    """Check what needs more than one value; what is wrong by itself is not repeated."""
    channels = document.get("channels", {})
    known = dict.fromkeys(map(str, channels)) if isinstance(channels, dict) else None
    operator = document.get("operator")
    if isinstance(operator, dict):
        yield from _channels(operator, ("operator",), known)
    yield from _bot(document, known)
    for table in ("source", "subscription"):
        yield from _unique_names(entries(document, table), table)
    for i, entry in enumerate(entries(document, "subscription")):
        yield from _channels(entry, ("subscription", i), known)
        yield from _categories(entry, ("subscription", i))
        yield from _score(entry, ("subscription", i))
    yield from _one_person(entries(document, "subscription"))
    for i, entry in enumerate(entries(document, "source")):
        yield from _source(entry, ("source", i))


def _bot(document: TomlDocument, known: Mapping[str, None] | None) -> Iterator[Problem]:
    """Refuse a bot that is switched on without a channel of Telegram."""
    table, channels = document.get("bot"), document.get("channels")
    if not isinstance(table, dict) or table.get("enabled") is not True or known is None:
        return
    name = table.get("channel", "")
    if name not in known:
        yield Problem(
            ("bot", "channel"),
            "is no channel" if name else "is missing",
            name or None,
            allowed=", ".join(map(printable, known)) or None,
            hint="name the tgram:// channel under [channels] whose bot people shall write to",
        )
        return
    entry = channels.get(name) if isinstance(channels, dict) else None
    url = entry.get("url") if isinstance(entry, dict) else None
    if isinstance(url, str) and not url.strip().lower().startswith("tgram://"):
        hint = "the bot needs the token of one: tgram://TOKEN"
        yield Problem(("bot", "channel"), "is no channel of Telegram", name, hint=hint)


def _score(entry: TomlDocument, loc: Loc) -> Iterator[Problem]:
    if {"score", "profile"} <= entry.keys():
        yield Problem((*loc, "profile"), "stands beside score; only one of them can hold")
    elif entry and not {"score", "profile"} & entry.keys():
        hint = 'write score = 471, or profile = "amara.toml", from which it is counted'
        yield Problem((*loc, "score"), "is missing", hint=hint)


def _one_person(subscriptions: list[TomlDocument]) -> Iterator[Problem]:
    """Refuse rules of one person that differ in what belongs to the person: they make one message."""
    first: dict[object, int] = {}
    for i, entry in enumerate(subscriptions):
        person = entry.get("person", entry.get("name"))
        if not isinstance(person, str) or first.setdefault(person, i) == i:
            continue
        other = subscriptions[first[person]]
        for key in OF_A_PERSON:
            if entry.get(key) != other.get(key):
                text = f"is not what subscription[{first[person]}] says of the same person"
                hint = f'"{printable(person)}" is told in one message: write the same in both'
                yield Problem(("subscription", i, key), text, entry.get(key), hint=hint)


def check_submitted(document: TomlDocument, now: datetime) -> Iterator[Problem]:
    """Refuse a profile that is submitted only later."""
    for i, entry in enumerate(entries(document, "subscription")):
        at = values.accepted(_SUBMITTED, entry.get("submitted"))
        if at is not None and at > now:
            yield Problem(
                ("subscription", i, "submitted"),
                "lies in the future",
                entry["submitted"],
                hint="write when the profile was submitted, or leave it out until it is",
            )


def check_web(document: TomlDocument) -> Iterator[Problem]:
    """Refuse an address that other machines can reach without a token; run before secrets are looked up."""
    table = document.get("web")
    if not isinstance(table, dict) or table.get("enabled") is False:
        return
    place = values.accepted(_LISTEN, table.get("listen", "127.0.0.1:0"))
    if place is None or {"token", "token_file"} & table.keys():
        return
    if not ip_address(place.rpartition(":")[0]).is_loopback:
        yield Problem(
            ("web", "listen"),
            "can be reached from other machines, and there is no token",
            table["listen"],
            hint="set [web] token or token_file, or listen at 127.0.0.1",
        )


def entries(document: TomlDocument, table: str) -> list[TomlDocument]:
    """Return the tables under one heading; an empty one stands for what is no table."""
    listed = document.get(table)
    if not isinstance(listed, list):
        return []
    # So that each has the index that it has in the file.
    return [entry if isinstance(entry, dict) else {} for entry in listed]


def named_channels(document: TomlDocument) -> set[str]:
    """Collect the channels that are named without a target beside them."""
    tables = [*entries(document, "subscription"), document.get("operator")]
    return {name for t in tables if isinstance(t, dict) for _, name in _texts(t.get("channels"))}


def _channels(table: TomlDocument, loc: Loc, known: Mapping[str, None] | None) -> Iterator[Problem]:
    names = _texts(table.get("channels"))
    yield from _repeated(names, (*loc, "channels"))
    for i, name in names:
        if known is None:
            continue
        channel, target = channel_and_target(name, known)
        if target is not None and (not target or target != target.strip() or "//" in target):
            allowed = f'"{channel}", or "{channel}:" and a target of its kind'
            yield Problem((*loc, "channels", i), "names no target", name, allowed)
        if channel not in known:
            yield Problem(
                (*loc, "channels", i),
                "is no channel",
                name,
                allowed=", ".join(map(printable, known)) or None,
                hint=did_you_mean(name.partition(TARGET_MARK)[0], known)
                or "channels are named under [channels]",
            )


def _categories(table: TomlDocument, loc: Loc) -> Iterator[Problem]:
    categories = _texts(table.get("categories"))
    yield from _repeated(categories, (*loc, "categories"))
    names = {name for _, name in categories}
    if ALL in names and len(names) > 1:
        text = 'has "all" beside other categories'
        yield Problem((*loc, "categories"), text, hint='write ["all"] alone')


def _repeated(names: list[tuple[int, str]], loc: Loc) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, name in names:
        if name in seen:
            yield Problem((*loc, i), "stands there twice", name)
        seen.add(name)


def _unique_names(entries: list[TomlDocument], table: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, entry in enumerate(entries):
        name = entry.get("name")
        if isinstance(name, str) and first.setdefault(name, i) != i:
            text = f"is the name of {table}[{first[name]}] already"
            yield Problem((table, i, "name"), text, name)


def _texts(value: object) -> list[tuple[int, str]]:
    items = value if isinstance(value, list) else []
    return [(i, item) for i, item in enumerate(items) if isinstance(item, str)]


def _source(entry: TomlDocument, loc: Loc) -> Iterator[Problem]:
    kind = entry.get("kind", "ircc-json")
    if kind not in get_args(SourceKind):
        return
    if kind != "ircc-json" and entry.get("trust") == "official":
        yield Problem(
            (*loc, "trust"),
            f'cannot be that of kind = "{kind}", which reports what IRCC said',
            "official",
            allowed='"secondary"',
            hint='leave it out; only IRCC\'s own feed, "ircc-json", is official',
        )
    url = values.accepted(_PAGE, entry.get("url"))
    if kind == "wordpress" and url and not _lists_posts(url):
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        yield Problem(
            (*loc, "url"),
            "lists no posts of a WordPress site",
            url,
            allowed="an address that ends in /wp-json/wp/v2/posts or ?rest_route=/wp/v2/posts",
            hint=f'try "{site}/wp-json/wp/v2/posts" or "{site}/?rest_route=/wp/v2/posts"',
        )
    every = values.accepted(_INTERVAL, entry.get("every"))
    is_secondary = kind != "ircc-json" or entry.get("trust") == "secondary"
    is_ours = entry.get("allow_private") is True
    if every and every < _SHORTEST_OF_SECONDARY and is_secondary and not is_ours:
        yield Problem(
            (*loc, "every"),
            "is too often for a page of somebody else's",
            entry["every"],
            allowed="from 60 seconds to 24 hours",
            hint="one of your own network, with allow_private = true, "
            "may be asked every 10 seconds",
        )


def _lists_posts(url: str) -> bool:
    parts = urlsplit(url)
    routes = parse_qs(parts.query).get("rest_route", [])
    return parts.path.rstrip("/").endswith("/wp-json/wp/v2/posts") or any(
        route.strip("/") == "wp/v2/posts" for route in routes
    )
