"""Short texts as pages, and what is read of them in a form that is easy to compare."""

from datetime import UTC, datetime

from watcher.core.model import Report
from watcher.press.blocks import DocumentInfo, PageContent, TextBlock
from watcher.press.prose.page import read_page

FIELDS = ("number", "date", "category", "cutoff", "invitations", "tie_break")


def page(title: str, *lines: str) -> PageContent:
    """Make a page: "# " begins a heading, "- " an item, all else is a paragraph."""
    blocks = [TextBlock(title, "title")] if title else []
    for line in lines:
        if line.startswith("# "):
            blocks.append(TextBlock(line[2:], "heading"))
        elif line.startswith("- "):
            blocks.append(TextBlock(line[2:], "item"))
        else:
            blocks.append(TextBlock(line))
    return PageContent(tuple(blocks), title=title or None)


def reports(title: str, *lines: str, published: str | None = None) -> tuple[Report, ...]:
    """Read a text; *published* is an ISO instant, UTC where it names no zone."""
    when = datetime.fromisoformat(published) if published else None
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return read_page(page(title, *lines), DocumentInfo(published=when))


def main(title: str, *lines: str, published: str | None = None) -> Report | None:
    """Read a text and give its own round."""
    found = [r for r in reports(title, *lines, published=published) if r.main]
    assert len(found) <= 1
    return found[0] if found else None


def told(title: str, *lines: str, published: str | None = None) -> dict[str, object]:
    """Give what a text says of its own round, without what is unknown.

    Instants are to the minute, or a day where no more is known.
    """
    report = main(title, *lines, published=published)
    if report is None:
        return {}
    figures = {name: getattr(report, name) for name in FIELDS}
    said = {name: value for name, value in figures.items() if value is not None}
    if report.date:
        said["date"] = report.date.isoformat()
    if report.tie_break:
        form = "%Y-%m-%d" if report.precision.get("tie_break") == "day" else _MINUTE
        said["tie_break"] = report.tie_break.strftime(form)
    return said


_MINUTE = "%Y-%m-%dT%H:%MZ"
