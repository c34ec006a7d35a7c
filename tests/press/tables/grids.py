"""Tables of rounds for tests, and what is read of them in a form that is easy to compare."""

from datetime import UTC, datetime

from watcher.core.model import Report
from watcher.press.blocks import NO_INFO, DocumentInfo, Grid
from watcher.press.tables.rows import read_grid

PUBLISHED = DocumentInfo(published=datetime(2025, 12, 12, 15, tzinfo=UTC))
HEADINGS = ("Date", "Draw type", "ITAs issued", "CRS cut-off")
CEC = ("December 10, 2025", "Canadian Experience Class", "6,000", "520")
HEALTH = ("December 11, 2025", "Healthcare occupations", "1,000", "476")


def table(*rows: tuple[str, ...], headings: int = 1, caption: str = "") -> Grid:
    """Write a table with these rows, the first one its headings."""
    return Grid(rows=rows, headings=headings, caption=caption)


def read(*rows: tuple[str, ...], info: DocumentInfo = NO_INFO) -> list[tuple[object, ...]]:
    """Give what the rows say, as day, category, size, cut-off."""
    return [said(report) for report in read_grid(table(*rows), info)]


def said(report: Report) -> tuple[object, ...]:
    on = str(report.date) if report.date else None
    return on, report.category, report.invitations, report.cutoff
