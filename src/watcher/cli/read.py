"""``read``: what a document says of rounds."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from watcher.cli import options, show
from watcher.cli.frame import FAILED, NOTHING, Frame, end, version

if TYPE_CHECKING:
    from watcher.model import Document, Report


def read(
    ctx: typer.Context,
    document: options.Source,
    *,
    published: options.Published = None,
    as_json: options.Json = False,
) -> None:
    """Print what a document says of rounds; nothing is kept or sent.

    Ends with 3 where it tells of no Express Entry round, with 1 where it is
    a page that watcher knows but that cannot be read.

    [bold]Examples[/]
      watcher read ee_rounds_123_en.json
      watcher read --json https://example.org/ee_rounds_123_en.json
    """
    frame: Frame = ctx.obj
    read = _understood(document, _body(document, frame))
    if as_json:
        show.print_json(_shape(read, published))
    elif read is not None and read.reports:
        _print(read)
    if read is None or not read.reports:
        why = "no reader knows this kind of document"
        if read is not None:
            why = f"a document of kind {read.kind}, without any"
        end(f"{document} tells of no Express Entry round: {why}", NOTHING)


def _body(document: str, frame: Frame) -> bytes:
    if document.startswith(("http://", "https://")):
        return _fetched(document, frame.environ.get("WATCHER_CONTACT", ""))
    try:
        return Path(document).read_bytes()
    except OSError as error:
        end(f"{document} cannot be read: {error.strerror}", FAILED)


def _fetched(url: str, contact: str) -> bytes:
    from watcher.fetch import Fetcher, Page, Validators
    from watcher.settings import Source

    source = Source(name="read", kind="ircc-json", url=url)
    with Fetcher(contact=contact, version=version()) as fetcher:
        answer = fetcher.fetch(source, Validators())
    # Without validators no server can say "not modified".
    return answer.body if isinstance(answer, Page) else b""


def _understood(document: str, body: bytes) -> "Document | None":
    from watcher.errors import PageError
    from watcher.parse import READERS, recognise_kind

    kind = recognise_kind(body)
    if kind is None:
        return None
    try:
        return READERS[kind](body, seen={})
    except PageError as error:
        end(f"{document}: {error}", FAILED)


def _shape(read: "Document | None", published: datetime | None) -> dict[str, object]:
    """Make the answer that other programs build on; its keys are a contract."""
    if read is None:
        unknown = {"kind": None, "title": None, "published": published}
        return {"document": unknown, "reports": [], "oddities": []}
    return {
        "document": {
            "kind": read.kind,
            "title": read.title,
            "published": read.published or published,
        },
        "reports": [_report(report) for report in read.reports],
        "oddities": read.oddities,
    }


def _report(report: "Report") -> dict[str, object]:
    return {
        "number": report.number,
        "date": report.date,
        "drawn_at": report.drawn_at,
        "category": report.category,
        "name": report.name,
        "version": report.version,
        "cutoff": report.cutoff,
        "invitations": report.invitations,
        "tie_break": report.tie_break,
        "main": report.main,
        "oddities": report.oddities,
    }


def _print(read: "Document") -> None:
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
                show.local(report.tie_break, "UTC"),
            )
            for report in read.reports
        ],
        title=read.title or "",
    )
    oddities = [*read.oddities, *(o for r in read.reports for o in r.oddities)]
    for oddity in oddities:
        typer.echo(f"{oddity.where}: {oddity.why}: {oddity.printed!r}")


def _figure(figure: int | None) -> str | None:
    return None if figure is None else f"{figure:,}"
