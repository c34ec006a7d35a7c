"""The official feed ``ee_rounds_123_{en,fr}.json`` -> reports."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import msgspec

from watcher.core.category import NAMES
from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Oddity, Report, Trouble, number_order
from watcher.ircc.fields import Unread, excerpt, parse_round_number, unwrapped, web_page_error
from watcher.ircc.report import (
    KEYS,
    MISSING,
    Cell,
    FeedRow,
    PlainRow,
    cells_of,
    merge_reports,
    read_report,
)

# Part of every digest, like the names of the categories. Change it with whatever else
# makes a row read differently, so that rows which are known already are read again.
READER_VERSION = b"ircc-json 2"
_DIGEST = blake2b(repr(NAMES).encode(), digest_size=12, person=READER_VERSION)
_PLAIN_ROWS = list[PlainRow]  # type: ignore[valid-type]  # made of its keys
_PLAIN_FEED = msgspec.json.Decoder(msgspec.defstruct("PlainFeed", [("rounds", _PLAIN_ROWS)]))
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?+\s*+(\S)")


def read_rounds_json(body: bytes, *, seen: Mapping[str, bytes]) -> Document:
    """Read the rounds whose digest is not the one in *seen*.

    Raises PageError where the bytes are not the feed, or where more than two rows and more than one in fifty cannot be
    read: then the layout changed, and nothing on the page is believed.
    """
    page = _page(rows_of(body), seen)
    fresh = [n for n, digest in page.digests.items() if seen.get(n) != digest]
    # Keys that the whole page lacks: said once for the page.
    rows = page.cells.values() if fresh else ()
    gone = [key for i, key in enumerate(KEYS) if rows and all(r[i] is MISSING for r in rows)]
    reports = [
        merge_reports(
            [
                read_report(FeedRow(number, cells, gone=gone))
                for cells in (page.cells[number], *page.twins.get(number, {}).values())
            ]
        )
        for number in fresh
    ]
    _refuse_a_changed_layout(page, reports)
    why = "missing from every row of the page"
    return Document(
        kind="ircc-json",
        reports=_with_the_newest_marked(reports, page.digests),
        oddities=(*page.oddities, *(Oddity(where=key, printed="", why=why) for key in gone)),
        digests=page.digests,
    )


def rows_of(body: bytes) -> list[object]:
    """Return the feed's rows, at least one."""
    begins = _FIRST.match(body)
    if begins is None:
        raise PageError("the page is empty", Trouble.EMPTY)
    if begins[1] == b"<":
        raise web_page_error("not the feed but an HTML page", body)
    if plain := _plain_rows(body):
        return plain
    page = _json(_decoded(body))
    if not isinstance(page, dict):
        raise PageError("the page is no longer one object", Trouble.LAYOUT)
    rows = page.get("rounds")
    if rows is None:
        rows = next((v for k, v in page.items() if k.casefold() == "rounds"), None)
    if not isinstance(rows, list):
        raise PageError('the page has no list named "rounds"', Trouble.LAYOUT)
    if not rows:
        raise PageError("the list of rounds is empty", Trouble.EMPTY)
    return rows


def _plain_rows(body: bytes) -> list[object]:
    """Decode a page of plain rows fast; empty where it has any other."""
    try:
        (rows,) = msgspec.structs.astuple(_PLAIN_FEED.decode(body))
    except (msgspec.DecodeError, ValueError, RecursionError):
        return []
    return list(rows)


def _decoded(body: bytes) -> str:
    # The French feed came as Windows-1252 on 2026-09-18 and as UTF-8 two weeks
    # later, both times without a charset.
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as e:
        raise PageError(
            f"neither UTF-8 nor Windows-1252: byte {e.start} is {body[e.start]:#x}",
            Trouble.NOT_JSON,
        ) from e


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        why = f"{e.msg}, line {e.lineno} column {e.colno}"
        raise PageError(f"the page is not JSON: {why}", Trouble.NOT_JSON) from e
    except (ValueError, RecursionError) as e:  # a number or a nesting beyond all use
        raise PageError("the page is not JSON of any use", Trouble.NOT_JSON) from e


@dataclass(slots=True, kw_only=True)
class _Page:
    """The rows by round number, in page order; ``twins`` are the further, unlike ones."""

    size: int
    cells: dict[str, Sequence[Cell]] = field(default_factory=dict)
    twins: dict[str, dict[bytes, Sequence[Cell]]] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)


def _page(rows: Sequence[object], seen: Mapping[str, bytes]) -> _Page:
    page = _Page(size=len(rows))
    digests = page.digests
    for index, row in enumerate(rows):
        cells, text = cells_of(row)
        number = cells[0]
        # Nearly all are in seen, and printed as they are known.
        if number not in seen and not isinstance(number, Unread):
            number = parse_round_number(unwrapped(number))
        if isinstance(number, Unread):
            page.oddities.append(_numberless(index, row, cells[0], number))
            continue
        digest = _digest(text)
        if number not in digests:
            digests[number] = digest
            page.cells[number] = cells
        elif digests[number] != digest:
            page.twins.setdefault(number, {})[digest] = cells
    for number, twins in page.twins.items():
        digests[number] = _digest(repr(sorted((digests[number], *twins))))
    return page


# Nearly every row stands unchanged on the next page: to find its text again costs a
# third of digesting it (0.3 of 0.95 us), for a quarter of a megabyte.
@lru_cache(maxsize=1024)
def _digest(text: str) -> bytes:
    digest = _DIGEST.copy()
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _numberless(index: int, row: object, cell: Cell, reason: Unread) -> Oddity:
    if not isinstance(row, dict | PlainRow):
        where, why = f"rounds[{index}]", f"a {type(row).__name__} where a row belongs"
    else:
        where, why = f"rounds[{index}] drawNumber", reason.why
    text = excerpt(cell) if isinstance(cell, str) else ""
    return Oddity(where=where, printed=text, why=why)


def _refuse_a_changed_layout(page: _Page, reports: Iterable[Report]) -> None:
    if not page.digests:
        raise PageError("no row of the page has a round number", Trouble.LAYOUT)
    unread = [
        f"#{report.number}"
        for report in reports
        if report.date is None or report.name is None or report.cutoff is None
    ]
    unread += [oddity.where for oddity in page.oddities]
    if len(unread) > 2 and len(unread) * 50 > page.size:  # noqa: PLR2004 - DESIGN, rule 4
        raise PageError(
            f"{len(unread)} of {page.size} rows cannot be read, such as {unread[0]}", Trouble.LAYOUT
        )


def _with_the_newest_marked(
    reports: Sequence[Report], numbers: Iterable[str]
) -> tuple[Report, ...]:
    if not reports:
        return ()
    newest = max(reports, key=lambda r: (r.date or date.min, number_order(r.number or "")))
    top = newest.number or ""
    # A later number has more digits or is greater as a text too: few come so far.
    later = [n for n in numbers if n > top or len(n) > len(top)]
    unread = set(later).difference(report.number for report in reports)
    if any(number_order(number) > number_order(top) for number in unread):
        return tuple(reports)
    return tuple(replace(r, main=True) if r is newest else r for r in reports)
