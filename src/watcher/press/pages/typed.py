"""Tables that were typed as plain lines -> grids, as if their cells had been marked.

Copies of pages lose the markup of a table: a row becomes one line, or each cell a line
of its own, or all rows one paragraph, and sometimes nothing parts the cells at all.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from watcher.press.blocks import Grid, PageBlock, TextBlock
from watcher.press.days import find_days
from watcher.press.pages.labels import Label, headings_in, row_patterns

Row = tuple[str, ...]
MOST_ROWS = 5_000
_LONGEST_TITLE = 60  # characters of a line between two rows: "April 2024"


@dataclass(frozen=True, slots=True)
class _Typed:
    """One table and the stretch of the text that it takes."""

    start: int
    end: int
    grid: Grid


def with_typed_tables(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Give the blocks, typed tables among them as grids; other text stays as it is."""
    run: list[TextBlock] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            run.append(block)
            continue
        yield from _parted(run)
        run = []
        yield block
    yield from _parted(run)


def heading_of(line: str) -> str:
    """Give a line that stands above a table for its heading, or "".

    A sentence is none; a line with a day in it dates the text or tells of a round.
    """
    is_one = len(line) <= _LONGEST_HEADING and line[-1:] not in ".!?"
    return line if is_one and not find_days(line) else ""


def _parted(run: Sequence[TextBlock]) -> Iterator[PageBlock]:
    text = "\n".join(block.text for block in run)
    starts = list(accumulate((len(block.text) + 1 for block in run), initial=0))
    end = 0
    for table in _tables(text):
        yield from _between(run, starts, end, table.start)
        yield table.grid
        end = table.end
    yield from _between(run, starts, end, len(text)) if end else run


def _between(
    run: Sequence[TextBlock], starts: Sequence[int], start: int, end: int
) -> Iterator[TextBlock]:
    """Give what stands between two places of the joined text, as blocks again."""
    for index in range(bisect_right(starts, start) - 1, len(run)):
        begin = starts[index]
        if begin >= end:
            return
        rest = run[index].text[max(0, start - begin) : end - begin].strip()
        if rest:
            yield TextBlock(rest, run[index].kind)


def _tables(text: str) -> Iterator[_Typed]:
    end = 0
    for labels in headings_in(text):
        if labels[0].start < end:
            continue
        rows, end_of_rows = _rows(text, labels)
        if rows:
            end = end_of_rows
            names = tuple(label.text for label in labels)
            start = labels[0].start
            above = _SENTENCE_END.split(text[max(0, start - _LOOK_BACK) : start])[-1]
            grid = Grid(rows=(names, *rows), headings=1, caption=heading_of(above.strip()))
            yield _Typed(start, end, grid)


def _rows(text: str, labels: Sequence[Label]) -> tuple[list[Row], int]:
    """Take rows for as long as they go on; a short line between two is a title."""
    best: tuple[list[Row], int] = ([], labels[-1].end)
    for pattern in row_patterns(labels):
        rows, end = list[Row](), labels[-1].end
        while len(rows) < MOST_ROWS:
            title, found = _next(pattern, text, end, begun=bool(rows))
            if found is None:
                break
            rows += [(title, *[""] * (len(labels) - 1))] if title else []
            rows.append(tuple(cell.strip() for cell in found.groups()))
            end = found.end()
        best = max(best, (rows, end), key=lambda taken: len(taken[0]))
    return best


def _next(
    pattern: re.Pattern[str], text: str, end: int, *, begun: bool
) -> tuple[str, re.Match[str] | None]:
    """Find the next row, right here or below one short line; above all a year's."""
    found = pattern.match(text, end)
    if found is not None:
        return "", found
    line = _LINE.match(text, end)
    if line is None or not (begun or _YEAR.search(line["title"])):
        return "", None
    return line["title"], pattern.match(text, line.end())


_YEAR = re.compile(r"\b20[0-9]{2}\b")
_LOOK_BACK, _LONGEST_HEADING = 160, 120
_SENTENCE_END = re.compile(r"[.!?\]]\s|\n(?=\s*\S)")
_LINE = re.compile(rf"\s*\n(?P<title>[^\n]{{1,{_LONGEST_TITLE}}})(?=\n)")
