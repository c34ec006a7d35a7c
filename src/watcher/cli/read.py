"""``read``: what a document says of rounds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from watcher.cli import options, show
from watcher.cli.frame import FAILED, NOTHING, Frame, end, version
from watcher.cli.side_by_side import instant, quotes

if TYPE_CHECKING:
    from watcher.adapters.http import Page
    from watcher.core.model import Document, Piece, Report
    from watcher.press.blocks import DocumentInfo


def read(
    ctx: typer.Context,
    document: options.Source,
    *,
    kind: options.Kind = None,
    published: options.Published = None,
    allow_private: options.AllowPrivate = False,
    as_json: options.Json = False,
) -> None:
    """Print what a document says of rounds; nothing is kept or sent.

    An article, a feed, a WordPress answer, a table of rounds or the official
    feed, as a file or at an address; its kind is recognised. Ends with 3 where
    it tells of no Express Entry round, with 1 where it cannot be read.

    [bold]Examples[/]
      watcher read ee_rounds_123_en.json
      watcher read article.html --published "Wed, 11 Jan 2023 13:00:00 -0500"
      watcher read --json https://www.cicnews.com/feed
    """
    frame: Frame = ctx.obj
    body, info = _body(document, frame, published, private=allow_private)
    read = _understood(document, body, kind, info)
    if as_json:
        show.print_json(_shape(read, published))
    elif read is not None and read.every_report:
        _print(read)
    if read is None or not read.every_report:
        why = "no reader knows this kind of document"
        if read is not None:
            why = f"a document of kind {read.kind}, without any"
        end(f"{document} tells of no Express Entry round: {why}", NOTHING)


def _body(
    document: str, frame: Frame, published: datetime | None, *, private: bool
) -> "tuple[bytes, DocumentInfo]":
    from watcher.press.blocks import DocumentInfo

    if document.startswith(("http://", "https://")):
        contact = frame.environ.get("WATCHER_CONTACT", "")
        answer = _fetched(document, contact, private=private)
        info = DocumentInfo(url=answer.url, charset=answer.charset, published=published)
        return answer.body, info
    try:
        return Path(document).read_bytes(), DocumentInfo(published=published)
    except OSError as error:
        end(f"{document} cannot be read: {error.strerror}", FAILED)


def _fetched(url: str, contact: str, *, private: bool) -> "Page":
    from watcher.adapters.http import Fetcher, Page, Validators
    from watcher.core.settings import Source

    # A page that a person names needs no leave of its robots.txt.
    source = Source(
        name="read", kind="article", url=url, trust="secondary", robots=False, allow_private=private
    )
    with Fetcher(contact=contact, version=version()) as fetcher:
        answer = fetcher.fetch(source, Validators())
    if not isinstance(answer, Page):
        # Without validators no server can say so and be right.
        end(f"{url} says that it is not modified, though nobody asked", FAILED)
    return answer


def _understood(
    document: str, body: bytes, kind: str | None, info: "DocumentInfo"
) -> "Document | None":
    from watcher.core.errors import PageError
    from watcher.press.readers import read_document, recognise_kind
    from watcher.press.sandbox import read_in_sandbox

    kind = kind or recognise_kind(body)
    if kind is None:
        return None
    try:
        if kind == "ircc-json":
            return read_document(kind, body, seen={}, info=info)
        return read_in_sandbox(kind, body, seen={}, info=info)
    except PageError as error:
        end(f"{document}: {error}", FAILED)


def _shape(read: "Document | None", published: datetime | None) -> dict[str, object]:
    """Make the answer that other programs build on; its keys are a contract."""
    if read is None:
        unknown = {"kind": None, "title": None, "published": published}
        return {"document": unknown, "reports": [], "oddities": []}
    piece = read.pieces[0] if len(read.pieces) == 1 else None
    return {
        "document": {
            "kind": read.kind,
            "title": read.title or (piece and piece.title),
            "published": read.published or (piece and piece.published) or published,
        },
        "reports": [_report(report, piece) for report, piece in _reports(read)],
        "oddities": read.oddities,
    }


def _reports(read: "Document") -> "Iterator[tuple[Report, Piece | None]]":
    """Give every report, of which one at the most is the main one: the newest text's."""
    for report in read.reports:
        yield report, None
    mains = [p for p in read.pieces if any(r.main for r in p.reports)]
    newest = max(mains, key=_age, default=None)
    for piece in read.pieces:
        for report in piece.reports:
            main = report.main and piece is newest
            yield replace(report, main=main), piece


def _age(piece: "Piece") -> "tuple[datetime, date]":
    days = [report.date for report in piece.reports if report.main and report.date]
    long_ago = datetime.min.replace(tzinfo=UTC)
    return piece.published or long_ago, max(days, default=date.min)


def _report(report: "Report", piece: "Piece | None") -> dict[str, object]:
    shape: dict[str, object] = {
        "number": report.number,
        # The day of its publication is no day that the text names.
        "date": None if report.precision.get("date") == "published" else report.date,
        "drawn_at": instant(report, "drawn_at"),
        "category": report.category,
        "name": report.name,
        "version": report.version,
        "cutoff": report.cutoff,
        "invitations": report.invitations,
        "tie_break": instant(report, "tie_break"),
        "main": report.main,
        "oddities": report.oddities,
    }
    if piece is not None:
        shape |= {"precision": report.precision, "quotes": report.quotes, "link": piece.link}
    return shape


def _print(read: "Document") -> None:
    reports = list(_reports(read))
    show.table(
        ["", "round", "date", "category", ">CRS", ">invitations", "tie-break (UTC)"],
        [
            (
                "*" if report.main else "",
                f"#{report.number}" if report.number else None,
                report.date.isoformat() if report.date else None,
                report.category,
                _figure(report.cutoff),
                _figure(report.invitations),
                _tie_break(report),
            )
            for report, _ in reports
        ],
        title=read.title or "",
    )
    for report, piece in reports:
        if report.main and piece is not None:
            _print_quotes(report)
    oddities = [*read.oddities, *(o for r, _ in reports for o in r.oddities)]
    for oddity in oddities:
        show.paragraph(f"{oddity.where}: {oddity.why}: {oddity.printed!r}")


def _print_quotes(report: "Report") -> None:
    typer.echo("Read from:")
    for line in quotes(report):
        show.paragraph(line, indent="  ")
    typer.echo()


def _tie_break(report: "Report") -> str | None:
    if report.precision.get("tie_break") == "day":
        return instant(report, "tie_break")
    return show.local(report.tie_break, "UTC")


def _figure(figure: int | None) -> str | None:
    return None if figure is None else f"{figure:,}"
