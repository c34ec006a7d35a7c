"""Rows of a table -> reports, each cell read by its column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from watcher.core.model import Oddity, Precision, Report
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA, PROFILE_LIVES
from watcher.ircc.fields import excerpt
from watcher.press.blocks import DocumentInfo, Grid
from watcher.press.days import find_days
from watcher.press.prose.text import verbose
from watcher.press.tables import cells
from watcher.press.tables.columns import (
    DATED,
    Cells,
    Column,
    Columns,
    columns_of,
    is_foreign,
    is_in_place,
    is_no_round,
    is_title,
    label_of,
    resolve_draw_column,
    shift_columns,
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, its report (None where it is not read as a round) and its only ``link``, as printed."""

    cells: Cells
    report: Report | None
    link: str = ""


def read_grid(grid: Grid, info: DocumentInfo) -> tuple[Report, ...]:
    """Read a table of rounds, or one of labels and values of one round; nothing of other tables."""
    return tuple(row.report for row in read_rows(grid, info) if row.report)


def read_rows(grid: Grid, info: DocumentInfo) -> tuple[TableRow, ...]:
    """Read a table row by row, including rows that cannot be read as rounds."""
    found = columns_of(grid)
    if found is None:
        report = _labelled(grid, info)
        everything = tuple(cell for row in grid.rows for cell in row)
        return (TableRow(everything, report),) if report else ()
    links = dict(zip(grid.rows, grid.links, strict=False))
    numbers = dict(zip(grid.rows, grid.numbers, strict=False))
    return tuple(
        TableRow(row, report and with_number(report, numbers.get(row, "")), links.get(row, ""))
        for row, report in _rounds(grid, *found, info)
    )


def with_number(report: Report, number: str) -> Report:
    """Give a report without a number that of its link, if its day allows it."""
    if report.number or not number or report.date is None:
        return report
    return replace(report, number=number) if cells.may_be_of(number, report.date) else report


def _rounds(
    grid: Grid, columns: Columns, headings: int, info: DocumentInfo
) -> list[tuple[Cells, Report | None]]:
    rows = list(_with_their_years(grid, headings, columns))
    columns = resolve_draw_column(columns, [row for row, _ in rows])
    if not columns.keys() & DATED and len(rows) > 1:
        return []  # sums by category, with the lowest cut-off of many rounds
    columns = shift_columns(columns, [row for row, _ in rows])
    filled = sum(bool(row[-1]) for row, _ in rows) * 2 > len(rows)
    places = [columns[c] for c in ("date", "drawn_at") if columns.get(c, -1) >= 0]
    # A table that has days in both orders has some of unknown order.
    orders = cells.day_orders(row[i] for row, _ in rows for i in places)
    order = min(orders) if len(orders) == 1 else None
    read: list[tuple[Cells, Report | None, bool]] = []
    for row, years in rows:
        report = None
        spelled = cells.spelled_out(row, places, order) if order else row
        if is_in_place(spelled, columns, last_is_filled=filled):
            values = {column: spelled[i] for column, i in columns.items() if i >= 0}
            quote = zip(grid.rows[headings - 1], row, strict=False)
            report = _read(values, quote, info, int(*years) if len(years) == 1 else None)
        printed_year = any(day.year for i in places for day in find_days(spelled[i]))
        of_another_year = report and report.date and years and str(report.date.year) not in years
        unsure = len(orders) > 1 and cells.may_be_either(row[i] for i in places)
        if unsure or (of_another_year and not printed_year):
            report = _undated(report)
        read.append((row, report, printed_year))
    return list(_in_order(read))


def _with_their_years(
    grid: Grid, headings: int, columns: Columns
) -> Iterator[tuple[Cells, frozenset[str]]]:
    """Return the rows of rounds, each with the years that its part of the table names."""
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
    """Return the years that a title names, none where it names the first of several."""
    return frozenset(() if _SINCE.search(title) else _YEAR.findall(title))


def _in_order(
    read: Sequence[tuple[Cells, Report | None, bool]],
) -> Iterator[tuple[Cells, Report | None]]:
    """Drop days without a year where they are in no order: some are of another year."""
    days = [report.date for _, report, _ in read if report and report.date]
    straight = days in (sorted(days), sorted(days, reverse=True))
    for row, report, printed_year in read:
        yield row, report if straight or printed_year else _undated(report)


def _undated(report: Report | None) -> Report | None:
    """Remove the day of a report, if the round can still be identified."""
    if report is None or report.date is None:
        return report
    if report.number is None and report.invitations is None:
        return None
    quotes = {name: text for name, text in report.quotes.items() if name != "date"}
    return replace(report, date=None, quotes=quotes)


def _read(
    values: Mapping[Column, str],
    row: Iterable[Sequence[str]],
    info: DocumentInfo,
    year: int | None = None,
) -> Report | None:
    """Read a row by its columns; None unless it has a cut-off and one more figure."""
    day_cell = values.get("date") or values.get("drawn_at") or ""
    drawn_at, to_the_second = cells.read_moment(values.get("drawn_at") or day_cell)
    day = cells.read_day(day_cell, info, year)
    if day is None and drawn_at is not None:
        day = drawn_at.astimezone(OTTAWA).date()
    category, name, version = _category(values) or (None, None, None)
    cutoff = cells.read_count(values.get("cutoff", ""))
    invitations = cells.read_size(values.get("invitations", ""))
    number, doubts = _number(values.get("number", ""), day_cell, day)
    if cutoff is None or cutoff > HIGHEST_CRS or (day, invitations, number) == (None,) * 3:
        return None
    tie_break, exact, oddities = _tie_break(values.get("tie_break", ""), day, drawn_at)
    figures: dict[str, object] = {
        "number": number,
        "date": day,
        "drawn_at": drawn_at,
        "category": category,
        "name": name,
        "version": version,
        "cutoff": cutoff,
        "invitations": invitations,
        "tie_break": tie_break,
    }
    coarse = (("drawn_at", to_the_second), ("tie_break", exact))
    precision: dict[str, Precision] = {key: "minute" for key, fine in coarse if not fine}
    quote = "; ".join(f"{label}: {cell}" for label, cell in row if cell)
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[: _LONGEST_QUOTE - 1] + "\u2026"
    quotes = {key: quote for key, value in figures.items() if value is not None}
    oddities = (*doubts, *oddities)
    # type: the figures go by name, and mypy cannot pair them with their fields.
    return Report(**figures, quotes=quotes, precision=precision, oddities=oddities)  # type: ignore[arg-type]


def _category(values: Mapping[Column, str]) -> cells.PrintedCategory | None:
    """Read the category: a program beside it often only describes Express Entry."""
    category = cells.read_category(values.get("category", ""))
    program = cells.read_category(values.get("program", ""))
    if category is None or program is None:
        return category or program
    return category if category[0] == program[0] else None


def _number(cell: str, day_cell: str, day: date | None) -> tuple[str | None, tuple[Oddity, ...]]:
    """Read the round's number; a place in a list is none."""
    number = (cells.read_number(cell) if cell else None) or cells.number_beside(day_cell)
    if number is None or day is None or cells.may_be_of(number, day):
        return number, ()
    why = f"no round of {day.year} has this number"
    return None, (Oddity(where="number", printed=excerpt(cell or day_cell), why=why),)


def _tie_break(
    cell: str, day: date | None, drawn_at: datetime | None
) -> tuple[datetime | None, bool, tuple[Oddity, ...]]:
    """Read a tie-break; one after its round or a year before it is not believed."""
    instant, exact = cells.read_moment(cell)
    if instant is None or day is None:
        return instant, exact, ()
    start = datetime.combine(day, time(), UTC)
    if start - PROFILE_LIVES <= instant <= (drawn_at or start + timedelta(days=2)):
        return instant, exact, ()
    why = "later than its round, or more than a year before it"
    return None, True, (Oddity(where="tie_break", printed=excerpt(cell), why=why),)


def _labelled(grid: Grid, info: DocumentInfo) -> Report | None:
    """Read a table of two columns with a label and a value in each row."""
    if len(grid.rows[0]) != _PAIR or len(grid.rows) > _MOST_LABELS:
        return None
    labels = [(label_of(label), value) for label, value in grid.rows]
    values = {column: value for column, value in reversed(labels) if column}  # the first counts
    if not {"cutoff", "invitations"} <= values.keys():
        return None
    return _read(values, grid.rows, info)


_LONGEST_QUOTE = 200
_PAIR, _MOST_LABELS = 2, 15
_YEAR = verbose(r"\b20[0-9]{2}\b")
_SINCE = verbose(r"\b(?:since|from|after|depuis)\b")
