"""Rows of a table -> reports, each cell read as what its column says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from watcher.core.model import Oddity, Precision, Report
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA, PROFILE_LIVES
from watcher.ircc.fields import excerpt
from watcher.press.blocks import DocumentInfo, Grid
from watcher.press.days import find_days
from watcher.press.tables import cells
from watcher.press.tables.columns import (
    DATED,
    Column,
    Columns,
    columns_of,
    is_foreign,
    is_title,
    label_of,
)
from watcher.press.tables.fitting import Row, in_place, is_no_round, settled, shift_of
from watcher.press.tables.numbers import may_be_of
from watcher.press.tables.order import is_month_first, may_be_either, order_of, spelled_out

_LONGEST_QUOTE = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it says, None where it cannot be read as a round's.

    ``link`` is where the only link of the row leads, as printed.
    """

    cells: tuple[str, ...]
    report: Report | None
    link: str = ""


def read_grid(grid: Grid, info: DocumentInfo) -> tuple[Report, ...]:
    """Read a table of rounds, or one of labels and values of one round.

    Nothing comes of other tables: of the pool, of totals, of provinces. Days without a
    year are of ``about.published``, or unknown.
    """
    return tuple(line.report for line in read_lines(grid, info) if line.report)


def read_lines(grid: Grid, info: DocumentInfo) -> tuple[Line, ...]:
    """Read a table row by row, those that cannot be read among them."""
    found = columns_of(grid)
    if found is None:
        report = _labelled(grid, info)
        return (Line(_flat(grid), report),) if report else ()
    columns, headings = found
    links = dict(zip(grid.rows, grid.links, strict=False))
    numbers = dict(zip(grid.rows, grid.numbers, strict=False))
    return tuple(
        replace(
            line,
            report=line.report and numbered(line.report, numbers.get(line.cells, "")),
            link=links.get(line.cells, ""),
        )
        for line in _rounds(grid, columns, headings, info)
    )


def numbered(report: Report, number: str) -> Report:
    """Give a round that prints no number the one of its link, if it may have that."""
    if report.number or not number or report.date is None:
        return report
    return replace(report, number=number) if may_be_of(number, report.date) else report


def _rounds(grid: Grid, columns: Columns, headings: int, info: DocumentInfo) -> tuple[Line, ...]:
    names = grid.rows[headings - 1]
    rows = list(_with_their_years(grid, headings, columns))
    columns = settled(columns, [row for row, _ in rows])
    if not columns.keys() & DATED and len(rows) > 1:
        return ()  # sums by category, with the lowest cut-off of many rounds
    shift = shift_of([row for row, _ in rows], columns)
    moved = {column: index - shift for column, index in columns.items()}
    filled = not shift and sum(bool(row[-1]) for row, _ in rows) * 2 > len(rows)
    places = [moved[c] for c in ("date", "drawn_at") if moved.get(c, -1) >= 0]
    days = [row[i] for row, _ in rows for i in places]
    order = order_of(days)
    unsure = order is None and any(map(is_month_first, days))
    read: list[tuple[Row, Report | None, bool]] = []
    for row, years in rows:
        report = None
        spelled = spelled_out(row, places, order)
        if in_place(spelled, moved, last_is_filled=filled):
            quote = "; ".join(f"{n}: {c}" for n, c in zip(names, row, strict=False) if c)
            report = _report(spelled, moved, quote, info, _only(years))
        printed_year = any(day.year for i in places for day in find_days(spelled[i]))
        if not printed_year and _is_of_another_year(report, years):
            report = _undated(report)
        if unsure and may_be_either([row[i] for i in places]):
            report = _undated(report)
        read.append((row, report, printed_year))
    return tuple(_in_order(read))


def _with_their_years(
    grid: Grid, headings: int, columns: Columns
) -> Iterator[tuple[Row, frozenset[str]]]:
    """Give the rows of rounds, each with the years that its part of the table names."""
    named = " ".join(cell for row in grid.rows[:headings] for cell in row)
    years = _years(f"{grid.caption} {named}")
    others = [i for i in range(len(grid.rows[0])) if i not in columns.values()]
    for n, row in enumerate(grid.rows):
        if is_title(row):  # a title, or a year above its rounds
            years = _years(" ".join(row)) or years
        elif n >= headings and not is_no_round(row) and not any(map(is_foreign, row)):
            own = {row[i] for i in others if _YEAR.fullmatch(row[i])}
            yield row, frozenset(own) or years


def _years(title: str) -> frozenset[str]:
    """Give the years that a title names, none where it names the first of several."""
    return frozenset(() if _SINCE.search(title) else _YEAR.findall(title))


def _only(years: frozenset[str]) -> int | None:
    """Give the year that a table names, if it names one."""
    return int(next(iter(years))) if len(years) == 1 else None


def _is_of_another_year(report: Report | None, years: frozenset[str]) -> bool:
    """Tell a day that was taken for one of another year than the table's own."""
    if report is None or report.date is None or not years:
        return False
    return str(report.date.year) not in years


def _in_order(read: Sequence[tuple[Row, Report | None, bool]]) -> Iterator[Line]:
    """Drop days without a year where they run to and fro: some are of another year."""
    days = [report.date for _, report, _ in read if report and report.date]
    straight = days in (sorted(days), sorted(days, reverse=True))
    for row, report, printed_year in read:
        kept = straight or printed_year or report is None or report.date is None
        yield Line(row, report if kept else _undated(report))


def _undated(report: Report | None) -> Report | None:
    """Leave a round without its day, if it can still be told from others."""
    if report is None or (report.number is None and report.invitations is None):
        return None
    quotes = {name: text for name, text in report.quotes.items() if name != "date"}
    return replace(report, date=None, quotes=quotes)


def _report(
    row: Sequence[str], columns: Columns, quote: str, info: DocumentInfo, year: int | None
) -> Report | None:
    said = {column: row[i] for column, i in columns.items() if 0 <= i < len(row)}
    return _read(said, quote, info, year)


def _read(
    said: Mapping[Column, str], quote: str, info: DocumentInfo, year: int | None = None
) -> Report | None:
    """Read what the columns say; None unless it has a cut-off and one figure more."""
    day_cell = said.get("date") or said.get("drawn_at") or ""
    drawn_at, exact = _moment(said.get("drawn_at") or day_cell)
    day = cells.read_day(day_cell, info, year)
    if day is None and drawn_at is not None:
        day = drawn_at.astimezone(OTTAWA).date()
    kind = _kind(said)
    cutoff = cells.read_count(said.get("cutoff", ""))
    invitations = cells.read_size(said.get("invitations", ""))
    number, doubts = _number(said.get("number", ""), day_cell, day)
    if cutoff is None or cutoff > HIGHEST_CRS or (day, invitations, number) == (None,) * 3:
        return None
    tie_break, to_the_second, oddities = _tie_break(said.get("tie_break", ""), day, drawn_at)
    oddities = (*doubts, *oddities)
    figures: dict[str, object] = {
        "number": number,
        "date": day,
        "drawn_at": drawn_at,
        "category": kind.category if kind else None,
        "name": kind.name if kind else None,
        "version": kind.version if kind else None,
        "cutoff": cutoff,
        "invitations": invitations,
        "tie_break": tie_break,
    }
    quotes = {name: _short(quote) for name, value in figures.items() if value is not None}
    precision: dict[str, Precision] = {
        name: "minute"
        for name, fine in (("drawn_at", exact), ("tie_break", to_the_second))
        if not fine
    }
    return Report(**figures, quotes=quotes, precision=precision, oddities=oddities)  # type: ignore[arg-type] # figures, by name


def _short(quote: str) -> str:
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    return quote[: _LONGEST_QUOTE - 1] + "\u2026"


def _moment(cell: str) -> tuple[datetime | None, bool]:
    return cells.read_moment(cell) or (None, True)


def _kind(said: Mapping[Column, str]) -> cells.Kind | None:
    """Read the category: a program beside it often only says what Express Entry is."""
    kind = cells.read_kind(said.get("category", ""))
    program = cells.read_kind(said.get("program", ""))
    if kind is None or program is None:
        return kind or program
    return kind if kind.category == program.category else None


def _number(cell: str, day_cell: str, day: date | None) -> tuple[str | None, tuple[Oddity, ...]]:
    """Read the round's number; the place that it has in a list is none."""
    number = (cells.read_number(cell) if cell else None) or cells.number_beside(day_cell)
    if number is None or day is None or may_be_of(number, day):
        return number, ()
    why = f"no round of {day.year} has this number"
    return None, (Oddity(where="number", printed=excerpt(cell or day_cell), why=why),)


def _tie_break(
    cell: str, day: date | None, drawn_at: datetime | None
) -> tuple[datetime | None, bool, tuple[Oddity, ...]]:
    """Read a tie-break; one after its round or a year before it is not believed."""
    instant, exact = _moment(cell)
    if instant is None or day is None:
        return instant, exact, ()
    start = datetime.combine(day, time(), UTC)
    latest = drawn_at or start + 2 * _DAY
    if start - PROFILE_LIVES <= instant <= latest:
        return instant, exact, ()
    why = "later than its round, or more than a year before it"
    return None, True, (Oddity(where="tie_break", printed=excerpt(cell), why=why),)


def _labelled(grid: Grid, info: DocumentInfo) -> Report | None:
    """Read a table of two columns that has a label and a value in each row."""
    if len(grid.rows[0]) != _PAIR or len(grid.rows) > _MOST_LABELS:
        return None
    said: dict[Column, str] = {}
    for label, value in grid.rows:
        column = label_of(label)
        if column is not None:
            said.setdefault(column, value)
    if not {"cutoff", "invitations"} <= said.keys():
        return None
    quote = "; ".join(f"{label}: {value}" for label, value in grid.rows if value)
    return _read(said, quote, info)


def _flat(grid: Grid) -> tuple[str, ...]:
    return tuple(cell for row in grid.rows for cell in row)


_PAIR, _MOST_LABELS = 2, 15
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_SINCE = re.compile(r"\b(?:since|from|after|depuis)\b", re.IGNORECASE)
