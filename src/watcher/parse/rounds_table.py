"""A page of tables of rounds -> a piece for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from watcher.errors import PageError
from watcher.model import Document, Oddity, Piece, Report, Trouble
from watcher.parse.about import NOTHING, About
from watcher.parse.blocks import Grid
from watcher.parse.fields import printed
from watcher.parse.pages import page_of
from watcher.parse.tables import Line, read_lines


def read_rounds_table(
    body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING
) -> Document:
    """Read the rows whose digest is not the one in *seen*; the newest is the main one.

    Raises PageError where no table is one of rounds, or where more than two rows and
    more than one in fifty cannot be read: then the layout changed.
    """
    page = page_of(body, about)
    when = replace(about, published=page.published or about.published)
    grids = [block for block in page.blocks if isinstance(block, Grid)]
    lines = [line for grid in grids for line in read_lines(grid, when)]
    if not lines:
        raise PageError(_nothing(len(grids)), Trouble.EMPTY)
    _refuse_a_changed_layout(lines)
    reports = _by_key(lines)
    digests = {key: _digest(line) for key, line in reports.items()}
    newest = _newest(reports)
    pieces = tuple(
        Piece(
            key=key,
            digest=digests[key],
            link=about.url or None,
            title=page.title,
            published=when.published,
            reports=(replace(line.report, main=key == newest),),
        )
        for key, line in reports.items()
        if line.report is not None and seen.get(key) != digests[key]
    )
    return Document(
        kind="rounds-table",
        pieces=pieces,
        title=page.title,
        published=when.published,
        oddities=tuple(_unread(line) for line in lines if line.report is None),
        digests=digests,
    )


def _by_key(lines: Sequence[Line]) -> dict[str, Line]:
    """Give each round a key that stays while its figures are corrected."""
    keyed: dict[str, Line] = {}
    for line in lines:
        report = line.report
        if report is None:
            continue
        key = report.number or f"{report.date} {report.category}"
        if key == "None None":
            key = f"{report.invitations} {report.cutoff}"
        while key in keyed and keyed[key].cells != line.cells:
            key += "+"  # two rounds of one day and category: 91a and 91b
        keyed[key] = line
    return keyed


def _newest(reports: Mapping[str, Line]) -> str | None:
    def age(key: str) -> tuple[date, int]:
        report = reports[key].report or Report()
        number = report.number or ""
        digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
        return report.date or date.min, int(digits) if digits.isdigit() else 0

    return max(reports, key=age, default=None)


def _digest(line: Line) -> bytes:
    return blake2b("\x1f".join(line.cells).encode(), digest_size=16).digest()


def _refuse_a_changed_layout(lines: Sequence[Line]) -> None:
    unread = [line for line in lines if line.report is None]
    if len(unread) > 2 and len(unread) * 50 > len(lines):  # noqa: PLR2004 - DESIGN, rule 4
        first = printed(" | ".join(unread[0].cells))
        raise PageError(
            f"{len(unread)} of {len(lines)} rows cannot be read, such as {first!r}",
            Trouble.LAYOUT,
        )


def _unread(line: Line) -> Oddity:
    return Oddity(
        where="a row of the table",
        printed=printed(" | ".join(line.cells)),
        why="not understood as a round",
    )


def _nothing(tables: int) -> str:
    if not tables:
        return "the page has no table; one that a script fills is empty to us"
    return f"none of the {tables} tables on the page is one of rounds"
