"""A page of tables of rounds -> a piece for each row, and one for the text around them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from watcher.core.documents import Document, Piece
from watcher.core.errors import PageError
from watcher.core.model import Oddity, Report, Trouble, ordinal
from watcher.ircc.fields import excerpt
from watcher.press.blocks import NO_INFO, DocumentInfo, Grid, PageContent
from watcher.press.pages import page_of
from watcher.press.readers.article import ONLY_KEY, page_digest, read_text_piece, text_digest
from watcher.press.tables.rows import TableRow, read_rows

#: All tables of a page together; the official one has under 500.
_MAX_ROWS = 5_000


def read_rounds_table(
    body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO
) -> Document:
    """Read the rows whose digest is not the one in *seen*, and the text around them; the newest round is the main one.

    The text's own round is a piece under the key "": some pages list their latest round above a table of earlier
    ones. Raises PageError where neither has a round, or where the layout changed: more than two rows and more than
    one in fifty cannot be read.
    """
    page = page_of(body, info, whole=True)
    when = replace(info, published=page.published or info.published)
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    # The page's own day of publication dates no row: a page of tables is kept for years.
    every = chain.from_iterable(read_rows(grid, info) for grid in grids)
    rows = list(islice(every, _MAX_ROWS + 1))
    cut = page.cut or len(rows) > _MAX_ROWS
    rows = rows[:_MAX_ROWS]
    unread = [excerpt(" | ".join(row.cells)) for row in rows if row.report is None]
    if len(unread) > 2 and len(unread) * 50 > len(rows):  # noqa: PLR2004 - DESIGN, rule 4
        why = f"{len(unread)} of {len(rows)} rows cannot be read, such as {unread[0]!r}"
        raise PageError(why, Trouble.LAYOUT)
    text = _text(page, when, seen)
    pieces = [_piece(key, row, page.title, info) for key, row in _by_key(rows)]
    if text is not None:
        pieces.insert(0, text)
    if not pieces:
        raise _nothing_read(len(grids), unread)
    why = "not understood as a round"
    oddities = [Oddity(where="a row of the table", printed=row, why=why) for row in unread]
    if cut:
        why = "too long; only its beginning was read"
        oddities.append(Oddity(where="the page", printed="", why=why))
    return Document(
        kind="rounds-table",
        pieces=tuple(p for p in _with_one_main(pieces) if seen.get(p.key) != p.digest),
        title=page.title,
        published=when.published,
        oddities=tuple(oddities),
        digests={piece.key: piece.digest for piece in pieces},
    )


def _by_key(rows: Iterable[TableRow]) -> Iterable[tuple[str, TableRow]]:
    """Give each round a key that stays while its figures are corrected."""
    keyed: dict[str, TableRow] = {}
    alike: dict[str, dict[tuple[str, ...], str]] = {}
    for row in rows:
        report = row.report
        if report is None:
            continue
        key = report.number or f"{report.date} {report.category}"
        if report.number is None and report.date is None:
            key = f"{report.category} {report.invitations} {report.cutoff}"
        # Two rounds of one day and category, as 91a and 91b nearly were.
        same = alike.setdefault(key, {})
        own = same.setdefault(row.cells, f"{key}+{len(same)}" if same else key)
        keyed[own] = row
    return keyed.items()


def _text(page: PageContent, when: DocumentInfo, seen: Mapping[str, bytes]) -> Piece | None:
    """Read the text outside the tables; None where it reports no round, no reports if it was read before."""
    blocks = tuple(block for block in page.blocks if not isinstance(block, Grid))
    rest = replace(page, blocks=blocks)
    digest = page_digest(rest, when.published)
    if seen.get(ONLY_KEY) == digest:
        return Piece(key=ONLY_KEY, digest=digest)
    piece = read_text_piece(rest, when, link=when.url or None)
    own = tuple(report for report in piece.reports if report.main and _is_identified(report))
    return replace(piece, digest=digest, reports=own) if own else None


def _is_identified(report: Report) -> bool:
    """Return whether a report identifies its round and has a figure: more is required than of an article."""
    which = report.number is not None or (
        report.date is not None and "date" not in report.precision
    )
    return which and (report.cutoff is not None or report.invitations is not None)


def _link(link: str, url: str) -> str | None:
    """Return the page that a row links to, where it is on the same site."""
    try:
        there = urlsplit(urljoin(url, link))
        elsewhere = there.netloc != urlsplit(url).netloc
    except ValueError:  # "http://[": no address
        return None
    if not link or elsewhere or there.scheme not in {"http", "https"}:
        return None
    return there._replace(fragment="").geturl()


def _piece(key: str, row: TableRow, title: str | None, info: DocumentInfo) -> Piece:
    return Piece(
        key=key,
        digest=text_digest(["\x1f".join(row.cells)]),
        link=_link(row.link, info.url) or info.url or None,
        title=title,
        published=info.published,
        reports=(row.report,) if row.report else (),
    )


def _with_one_main(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Mark the newest round as the main one; a text that was read before has none to mark."""
    reported = [piece for piece in pieces if piece.reports]
    newest = max(reported, key=_draw_order, default=None)
    for piece in reported:
        main = piece is newest
        yield replace(piece, reports=tuple(replace(r, main=main) for r in piece.reports))


def _draw_order(piece: Piece) -> tuple[date, int]:
    report = piece.reports[0]
    return report.date or date.min, ordinal(report.number or "")


def _nothing_read(tables: int, unread: Sequence[str]) -> PageError:
    if unread:
        why = f"no row of the table can be read, such as {unread[0]!r}"
        return PageError(why, Trouble.LAYOUT)
    what = f"none of its {tables} tables is" if tables > 1 else "its table is not"
    why = f"{what} one of rounds" if tables else "it has no table"
    rest = "and its text tells of none; what a script fills in is empty to us"
    return PageError(f"no round on the page: {why}, {rest}", Trouble.EMPTY)
