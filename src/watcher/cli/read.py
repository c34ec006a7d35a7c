"""``read``: extract the rounds of a document."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.answers.serialize import utc
from watcher.cli import output
from watcher.cli.group import (
    FAILED,
    NOTHING,
    JsonOption,
    end,
    installed_version,
    parse_instant_option,
)
from watcher.core.documents import Document, Piece
from watcher.core.errors import PageError
from watcher.core.model import Report
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Source, SourceKind
from watcher.press.blocks import DocumentInfo
from watcher.press.readers import read_document, recognise_kind
from watcher.press.sandbox import read_in_sandbox


def parse_publication(text: str) -> datetime:
    """Parse a time of publication: ISO 8601, RFC 2822 or JavaScript's; a day means noon in Toronto.

    RFC 2822: ``Wed, 11 Jan 2023 13:00:00 -0500``; JavaScript: ``Thu Jan 12 2023 05:37:47
    GMT-0800 (...)``.
    """
    for parse in (_parse_day, parsedate_to_datetime, _parse_javascript_date):
        try:
            read = parse(text)
        except ValueError:
            continue
        # "-0000" is parsed without a zone, too.
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    return parse_instant_option(text)


def _parse_day(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(12), OTTAWA)


def _parse_javascript_date(text: str) -> datetime:
    return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z")


_Document = Annotated[
    str, typer.Argument(metavar="FILE|URL", help="A file, or an http(s) address.")
]
_Kind = Annotated[SourceKind | None, typer.Option(help="Read it as this, whatever it looks like.")]
_Published = Annotated[
    datetime | None,
    typer.Option(
        parser=parse_publication,
        metavar="INSTANT",
        help="When it was published, where it does not say so itself: for today, and "
        "for days without a year.",
    ),
]
_AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also at addresses that are not public.")
]


def read_command(
    ctx: typer.Context,
    document: _Document,
    *,
    kind: _Kind = None,
    published: _Published = None,
    allow_private: _AllowPrivate = False,
    as_json: JsonOption = False,
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
    if document.startswith(("http://", "https://")):
        contact = ctx.obj.environ.get("WATCHER_CONTACT", "")
        page = _fetch(document, contact, allow_private=allow_private)
        body = page.body
        info = DocumentInfo(url=page.url, charset=page.charset, published=published)
    else:
        body, info = _file(document), DocumentInfo(published=published)
    read = _understood(document, body, kind, info)
    if as_json:
        output.print_json(_json(read, published))
    elif read is not None and read.every_report:
        _print_document(read)
    if read is None or not read.every_report:
        why = "no reader knows this kind of document"
        if read is not None:
            why = f"a document of kind {read.kind}, without any"
        end(f"{document} tells of no Express Entry round: {why}", NOTHING)


def _file(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        end(f"{name} cannot be read: {error.strerror}", FAILED)


def _fetch(url: str, contact: str, *, allow_private: bool) -> FetchedPage:
    # A person asks for this page, not a crawler: no robots.txt.
    source = Source(
        name="read",
        kind="article",
        url=url,
        trust="secondary",
        robots=False,
        allow_private=allow_private,
    )
    with Fetcher(contact=contact, version=installed_version()) as fetcher:
        answer = fetcher.fetch(source, Validators())
    if not isinstance(answer, FetchedPage):
        # A server's error: the request was not conditional.
        end(f"{url} says that it is not modified, though nobody asked", FAILED)
    return answer


def _understood(
    document: str, body: bytes, kind: str | None, info: DocumentInfo
) -> Document | None:
    kind = kind or recognise_kind(body)
    if kind is None:
        return None
    read = read_document if kind == "ircc-json" else read_in_sandbox
    try:
        return read(kind, body, seen={}, info=info)
    except PageError as error:
        end(f"{document}: {error}", FAILED)


def _json(read: Document | None, published: datetime | None) -> dict[str, object]:
    """Make the JSON answer; its keys are public."""
    if read is None:
        unknown = {"kind": None, "title": None, "published": published}
        return {"document": unknown, "reports": [], "oddities": []}
    piece = read.pieces[0] if len(read.pieces) == 1 else None
    years = [claim for one in read.pieces for claim in one.years]
    return {
        "document": {
            "kind": read.kind,
            "title": read.title or (piece and piece.title),
            "published": read.published or (piece and piece.published) or published,
        },
        "reports": [_report_json(report, piece) for report, piece in _reports(read)],
        "oddities": read.oddities,
        **({"years": years} if years else {}),
    }


def _reports(read: Document) -> Iterator[tuple[Report, Piece | None]]:
    """List every report, only that of the newest text as the main one."""
    for report in read.reports:
        yield report, None
    mains = [piece for piece in read.pieces if any(r.main for r in piece.reports)]
    newest = max(mains, key=_age, default=None)
    for piece in read.pieces:
        for report in piece.reports:
            yield replace(report, main=report.main and piece is newest), piece


def _age(piece: Piece) -> tuple[datetime, date]:
    days = [report.date for report in piece.reports if report.main and report.date]
    long_ago = datetime.min.replace(tzinfo=UTC)
    return piece.published or long_ago, max(days, default=date.min)


def _report_json(report: Report, piece: Piece | None) -> dict[str, object]:
    shape: dict[str, object] = {
        "number": report.number,
        # The day of publication is not stated in the text.
        "date": None if report.precision.get("date") == "published" else report.date,
        "drawn_at": _as_known(report, "drawn_at"),
        "category": report.category,
        "name": report.name,
        "version": report.version,
        "cutoff": report.cutoff,
        "invitations": report.invitations,
        "tie_break": _as_known(report, "tie_break"),
        "main": report.main,
        "oddities": report.oddities,
    }
    if piece is not None:
        shape |= {"precision": report.precision, "quotes": report.quotes, "link": piece.link}
    return shape


def _as_known(report: Report, figure: str) -> str | None:
    """Write an instant in UTC to its precision: second, minute or day."""
    at: datetime | None = getattr(report, figure)
    if at is None:
        return None
    forms = {"minute": "%Y-%m-%dT%H:%MZ", "day": "%Y-%m-%d"}
    form = forms.get(report.precision.get(figure, ""))
    return utc(at) if form is None else at.astimezone(UTC).strftime(form)


def _print_document(read: Document) -> None:
    reports = list(_reports(read))
    output.print_table(
        ["", "round", "date", "category", ">CRS", ">invitations", "tie-break (UTC)"],
        [
            (
                "*" if report.main else "",
                f"#{report.number}" if report.number else None,
                output.text_of(report.date),
                report.category,
                output.format_count(report.cutoff),
                output.format_count(report.invitations),
                _as_known(report, "tie_break")
                if report.precision.get("tie_break") == "day"
                else output.format_minute(report.tie_break, "UTC"),
            )
            for report, _ in reports
        ],
        title=read.title or "",
    )
    for report, piece in reports:
        if report.main and piece is not None:
            typer.echo("Read from:")
            for line in output.quoted_figures(report):
                output.print_paragraph(line, indent="  ")
            typer.echo()
    for claim in (claim for piece in read.pieces for claim in piece.years):
        output.print_paragraph(f"Of {claim.year}: \u00ab{claim.quote}\u00bb")
    for oddity in (*read.oddities, *(o for report, _ in reports for o in report.oddities)):
        output.print_paragraph(f"{oddity.where}: {oddity.why}: {oddity.printed!r}")
