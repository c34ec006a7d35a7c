"""A page of tables of rounds -> a piece for each row, and one for what its text says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from urllib.parse import urljoin, urlsplit

from watcher.core.errors import PageError
from watcher.core.model import Document, Oddity, Piece, Report, Trouble, ordinal
from watcher.ircc.fields import excerpt
from watcher.press.blocks import NO_INFO, DocumentInfo, Grid, PageContent
from watcher.press.pages import page_of
from watcher.press.readers.article import ONLY_KEY, page_digest, read_text_piece
from watcher.press.tables.rows import TableRow, read_rows


def read_rounds_table(
    body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO
) -> Document:
    """Read the rows whose digest is not the one in *seen*, and the text around them.

    The text's own round is a piece under the key "": a page may have its latest round
    as a list of labels, above a table of the earlier ones or without any. The newest
    round is the main one.

    Raises PageError where neither tells of a round, or where more than two rows and
    more than one in fifty cannot be read: then the layout changed.
    """
    page = page_of(body, info, whole=True)
    when = replace(info, published=page.published or info.published)
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    lines, cut = _lines(grids, info)
    _refuse_a_changed_layout(lines)
    rows = _by_key(lines)
    text = _text(page, when, seen)
    if not rows and text is None:
        raise PageError(*_nothing(len(grids), lines))
    digests = {key: _digest(line) for key, line in rows.items()}
    pieces = [_piece(key, line, digests[key], page, info) for key, line in rows.items()]
    if text is not None:
        digests = {ONLY_KEY: text.digest, **digests}
        pieces = [text, *pieces] if text.reports else pieces
    return Document(
        kind="rounds-table",
        pieces=tuple(
            piece for piece in _with_one_main(pieces) if seen.get(piece.key) != piece.digest
        ),
        title=page.title,
        published=when.published,
        oddities=tuple(_oddities(lines, cut=cut or page.cut)),
        digests=digests,
    )


def _lines(grids: Sequence[Grid], info: DocumentInfo) -> tuple[list[TableRow], bool]:
    """Read the rows of all tables, and say whether there were too many of them.

    The page's own day of publication dates none: a page of tables is kept for years.
    """
    lines: list[TableRow] = []
    for grid in grids:
        if len(lines) >= _MAX_LINES:
            return lines, True
        lines += read_rows(grid, info)
    return lines[:_MAX_LINES], len(lines) > _MAX_LINES


def _by_key(lines: Sequence[TableRow]) -> dict[str, TableRow]:
    """Give each round a key that stays while its figures are corrected."""
    keyed: dict[str, TableRow] = {}
    alike: dict[str, dict[tuple[str, ...], str]] = {}
    for line in lines:
        report = line.report
        if report is None:
            continue
        key = report.number or f"{report.date} {report.category}"
        if report.number is None and report.date is None:
            key = f"{report.category} {report.invitations} {report.cutoff}"
        # Two rounds of one day and category, as 91a and 91b nearly were.
        same = alike.setdefault(key, {})
        own = same.setdefault(line.cells, f"{key}+{len(same)}" if same else key)
        keyed[own] = line
    return keyed


def _text(page: PageContent, when: DocumentInfo, seen: Mapping[str, bytes]) -> Piece | None:
    """Read what the page says outside its tables; None where it tells of no round.

    A text that was read before is a piece without reports: it told of one then.
    """
    blocks = tuple(block for block in page.blocks if not isinstance(block, Grid))
    rest = replace(page, blocks=blocks)
    digest = page_digest(rest, when.published)
    if seen.get(ONLY_KEY) == digest:
        return Piece(key=ONLY_KEY, digest=digest)
    piece = read_text_piece(rest, when, link=when.url or None)
    own = tuple(report for report in piece.reports if report.main and _tells(report))
    return replace(piece, digest=digest, reports=own) if own else None


def _tells(report: Report) -> bool:
    """Ask more of the text around a table than of an article: which round, and a figure."""
    which = report.number is not None or (
        report.date is not None and "date" not in report.precision
    )
    return which and (report.cutoff is not None or report.invitations is not None)


def _link(line: TableRow, url: str) -> str | None:
    """Give the page of this row, where the same site has one, or the table's own."""
    try:
        there = urlsplit(urljoin(url, line.link))
        elsewhere = there.netloc != urlsplit(url).netloc
    except ValueError:  # "http://[": no address
        return url or None
    if not line.link or elsewhere or there.scheme not in {"http", "https"}:
        return url or None
    return there._replace(fragment="").geturl()


def _piece(key: str, line: TableRow, digest: bytes, page: PageContent, info: DocumentInfo) -> Piece:
    return Piece(
        key=key,
        digest=digest,
        link=_link(line, info.url),
        title=page.title,
        published=info.published,
        reports=(line.report,) if line.report else (),
    )


def _with_one_main(pieces: Sequence[Piece]) -> Iterator[Piece]:
    newest = max(pieces, key=_age, default=None)
    for piece in pieces:
        main = piece is newest
        yield replace(piece, reports=tuple(replace(r, main=main) for r in piece.reports))


def _age(piece: Piece) -> tuple[date, int]:
    report = piece.reports[0]
    return report.date or date.min, ordinal(report.number or "")


def _digest(line: TableRow) -> bytes:
    return blake2b("\x1f".join(line.cells).encode(), digest_size=16).digest()


def _refuse_a_changed_layout(lines: Sequence[TableRow]) -> None:
    unread = [line for line in lines if line.report is None]
    if len(unread) > 2 and len(unread) * 50 > len(lines):  # noqa: PLR2004 - DESIGN, rule 4
        first = excerpt(" | ".join(unread[0].cells))
        raise PageError(
            f"{len(unread)} of {len(lines)} rows cannot be read, such as {first!r}", Trouble.LAYOUT
        )


def _oddities(lines: Sequence[TableRow], *, cut: bool) -> Iterator[Oddity]:
    yield from (_unread(line) for line in lines if line.report is None)
    if cut:
        yield _TOO_LONG


def _unread(line: TableRow) -> Oddity:
    return Oddity(
        where="a row of the table",
        printed=excerpt(" | ".join(line.cells)),
        why="not understood as a round",
    )


def _nothing(tables: int, lines: Sequence[TableRow]) -> tuple[str, Trouble]:
    if lines:
        first = excerpt(" | ".join(lines[0].cells))
        return f"no row of the table can be read, such as {first!r}", Trouble.LAYOUT
    what = f"none of its {tables} tables is" if tables > 1 else "its table is not"
    why = f"{what} one of rounds" if tables else "it has no table"
    rest = "and its text tells of none; what a script fills in is empty to us"
    return f"no round on the page: {why}, {rest}", Trouble.EMPTY


# All tables of a page together; the official one has under 500.
_MAX_LINES = 5_000
_TOO_LONG = Oddity(where="the page", printed="", why="too long; only its beginning was read")
