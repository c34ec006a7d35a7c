"""The official feed ``ee_rounds_123_{en,fr}.json`` -> reports."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from string import ascii_lowercase

from watcher.core.about import NOTHING, About
from watcher.core.category import NAMES
from watcher.core.errors import PageError
from watcher.core.model import Document, Oddity, Report, Trouble
from watcher.ircc.envelope import rows_of
from watcher.ircc.fields import Unread, plain, printed, read_round_number
from watcher.ircc.report import merged, read_report
from watcher.ircc.row import KEYS, MISSING, Cell, Row, cells_of

# Part of every digest, like the names of the categories. Change it with whatever else
# makes a row read differently, so that rows which are known already are read again.
READER_VERSION = b"ircc-json 2"
_DIGEST = blake2b(repr(NAMES).encode(), digest_size=12, person=READER_VERSION)


def read_rounds_json(
    body: bytes,
    *,
    seen: Mapping[str, bytes],
    about: About = NOTHING,  # noqa: ARG001 - as all readers are called; the feed says all of itself
) -> Document:
    """Read the rounds whose digest is not the one in *seen*.

    Raises PageError where the bytes are not the feed, or where more than two rows
    and more than one in fifty cannot be read: then the layout changed, and nothing
    on the page is believed.
    """
    page = _page(rows_of(body), seen)
    fresh = [n for n, digest in page.digests.items() if seen.get(n) != digest]
    gone = _gone(page.cells.values()) if fresh else ()
    reports = [_report(page, number, gone) for number in fresh]
    _refuse_a_changed_layout(page, reports)
    return Document(
        kind="ircc-json",
        reports=_with_the_newest_marked(reports, page.digests),
        oddities=(*page.oddities, *_missing_everywhere(gone)),
        digests=page.digests,
    )


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
        if number not in seen:  # nearly all are, and printed as they are known
            number = _number(number)
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


def _report(page: _Page, number: str, gone: Collection[str]) -> Report:
    twins = page.twins.get(number, {}).values()
    return merged(
        [read_report(Row(number, cells, gone=gone)) for cells in (page.cells[number], *twins)]
    )


def _number(cell: Cell) -> str | Unread:
    return cell if isinstance(cell, Unread) else read_round_number(plain(cell))


# Nearly every row stands unchanged on the next page: to find its text again costs a
# third of digesting it (0.3 of 0.95 us), for a quarter of a megabyte.
@lru_cache(maxsize=1024)
def _digest(text: str) -> bytes:
    digest = _DIGEST.copy()
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _numberless(index: int, row: object, cell: Cell, reason: Unread) -> Oddity:
    if not isinstance(row, dict):
        where, why = f"rounds[{index}]", f"a {type(row).__name__} where a row belongs"
    else:
        where, why = f"rounds[{index}] drawNumber", reason.why
    text = printed(cell) if isinstance(cell, str) else ""
    return Oddity(where=where, printed=text, why=why)


def _gone(rows: Collection[Sequence[Cell]]) -> Collection[str]:
    return [key for i, key in enumerate(KEYS) if all(cells[i] is MISSING for cells in rows)]


def _missing_everywhere(gone: Iterable[str]) -> Iterable[Oddity]:
    for key in gone:
        yield Oddity(where=key, printed="", why="missing from every row of the page")


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
    newest = max(reports, key=lambda r: (r.date or date.min, _order(r.number or "")))
    top = newest.number or ""
    # A later number has more digits or is greater as a text too: few come so far.
    later = [n for n in numbers if n > top or len(n) > len(top)]
    unread = set(later).difference(report.number for report in reports)
    if any(_order(number) > _order(top) for number in unread):
        return tuple(reports)
    return tuple(replace(r, main=True) if r is newest else r for r in reports)


def _order(number: str) -> tuple[int, str]:
    return len(number.rstrip(ascii_lowercase)), number
