"""What tables say of each other: channels that exist, names used once.

Read from the document and not from the fitted file, so that these faults are found
beside all others.
"""

from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address

from watcher.adapters.config.addresses import read_listen
from watcher.adapters.config.complaints import Complaint, Loc, did_you_mean, hide, shown
from watcher.adapters.config.file import Document
from watcher.adapters.config.values import accepted, read_instant
from watcher.core.category import ALL


def complaints(document: Document) -> Iterator[Complaint]:
    """Check what needs more than one value; misshapen tables are left to others."""
    channels = document.get("channels", {})
    known = [str(name) for name in channels] if isinstance(channels, dict) else None
    operator = document.get("operator")
    if isinstance(operator, dict):
        yield from _channels(operator, ("operator",), known)
    for table in ("source", "subscription"):
        yield from _unique_names(entries(document, table), table)
    for i, entry in enumerate(entries(document, "subscription")):
        loc = ("subscription", i)
        yield from _channels(entry, loc, known)
        yield from _categories(entry, loc)


def in_future(document: Document, now: datetime) -> Iterator[Complaint]:
    """Refuse a profile that is submitted only later."""
    for i, entry in enumerate(entries(document, "subscription")):
        at = accepted(read_instant, entry.get("submitted"))
        if at is not None and at > now:
            loc = ("subscription", i, "submitted")
            yield Complaint(
                loc=loc,
                problem="lies in the future",
                given=shown(entry["submitted"], loc),
                hint="write when the profile was submitted, or leave it out until it is",
            )


def unguarded(document: Document) -> Iterator[Complaint]:
    """Refuse to be reached from other machines where no token keeps people apart.

    Read before secrets are looked up: one that cannot be found is another fault.
    """
    table = document.get("web")
    if not isinstance(table, dict) or table.get("enabled") is False:
        return
    place = accepted(read_listen, table.get("listen", "127.0.0.1:0"))
    guarded = {"token", "token_file"} & table.keys()
    if place is not None and not ip_address(place[0]).is_loopback and not guarded:
        yield Complaint(
            loc=("web", "listen"),
            problem="can be reached from other machines, and there is no token",
            given=shown(table["listen"], ("web", "listen")),
            hint="set [web] token or token_file, or listen at 127.0.0.1",
        )


def entries(document: Document, table: str) -> list[Document]:
    """Give the tables under one heading; an empty one stands for what is no table."""
    listed = document.get(table)
    if not isinstance(listed, list):
        return []
    # So that each has the index that it has in the file.
    return [entry if isinstance(entry, dict) else {} for entry in listed]


def _channels(table: Document, loc: Loc, known: list[str] | None) -> Iterator[Complaint]:
    names = _texts(table.get("channels"))
    yield from _repeated(names, (*loc, "channels"))
    for i, name in names:
        if known is not None and name not in known:
            place = (*loc, "channels", i)
            yield Complaint(
                loc=place,
                problem="is no channel",
                given=shown(name, place),
                allowed=", ".join(map(hide, known)) or None,
                hint=did_you_mean(name, known) or "channels are named under [channels]",
            )


def _categories(table: Document, loc: Loc) -> Iterator[Complaint]:
    categories = _texts(table.get("categories"))
    place = (*loc, "categories")
    yield from _repeated(categories, place)
    names = {name for _, name in categories}
    if ALL in names and len(names) > 1:
        problem = 'has "all" beside other categories'
        yield Complaint(loc=place, problem=problem, hint='write ["all"] alone')


def _repeated(names: list[tuple[int, str]], loc: Loc) -> Iterator[Complaint]:
    seen: set[str] = set()
    for i, name in names:
        if name in seen:
            place = (*loc, i)
            given = shown(name, place)
            yield Complaint(loc=place, problem="stands there twice", given=given)
        seen.add(name)


def _unique_names(entries: list[Document], table: str) -> Iterator[Complaint]:
    first: dict[str, int] = {}
    for i, entry in enumerate(entries):
        name = entry.get("name")
        if not isinstance(name, str):
            continue
        if name in first:
            problem = f"is the name of {table}[{first[name]}] already"
            loc = (table, i, "name")
            yield Complaint(loc=loc, problem=problem, given=shown(name, loc))
        first.setdefault(name, i)


def _texts(value: object) -> list[tuple[int, str]]:
    items = value if isinstance(value, list) else []
    return [(i, item) for i, item in enumerate(items) if isinstance(item, str)]
