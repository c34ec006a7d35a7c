"""Tables typed as plain lines -> grids.

Copies of pages lose the markup of a table: a row becomes one line, or each cell a line of its own, or all rows one
paragraph, sometimes with nothing between the cells.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from watcher.press.blocks import MAX_ROWS, Grid, PageBlock, TextBlock
from watcher.press.days import DAY_SHAPE, find_days
from watcher.press.tables.columns import label_of

_LONGEST_TITLE = 60  # characters of a line between two rows: "April 2024"


@dataclass(frozen=True, slots=True)
class _Label:
    """One heading of a column, as printed, with its place."""

    column: str
    text: str
    start: int
    end: int


def with_typed_tables(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Replace typed tables by grids; other blocks stay as they are."""
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
    """Return a line that can be a table's heading, or "": no sentence, and no line with a day."""
    is_one = len(line) <= _LONGEST_HEADING and line[-1:] not in ".!?"
    return line if is_one and not find_days(line) else ""


def _parted(run: Sequence[TextBlock]) -> Iterator[PageBlock]:
    text = "\n".join(block.text for block in run)
    starts = list(accumulate((len(block.text) + 1 for block in run), initial=0))
    end = 0
    for begin, end_of_table, grid in _tables(text):
        yield from _between(run, starts, end, begin)
        yield grid
        end = end_of_table
    yield from _between(run, starts, end, len(text)) if end else run


def _between(
    run: Sequence[TextBlock], starts: Sequence[int], start: int, end: int
) -> Iterator[TextBlock]:
    """Return what stands between two places of the joined text, as blocks again."""
    for index in range(bisect_right(starts, start) - 1, len(run)):
        begin = starts[index]
        if begin >= end:
            return
        rest = run[index].text[max(0, start - begin) : end - begin].strip()
        if rest:
            yield TextBlock(rest, run[index].kind)


def _tables(text: str) -> Iterator[tuple[int, int, Grid]]:
    """Find the tables of a text, each with its start and end."""
    end = 0
    for labels in _headings_in(text):
        if labels[0].start < end:
            continue
        rows, end_of_rows = _rows(text, labels)
        if not rows:
            continue
        start, end = labels[0].start, end_of_rows
        above = _SENTENCE_END.split(text[max(0, start - _LOOK_BACK) : start])[-1]
        names = tuple(label.text for label in labels)
        yield start, end, Grid((names, *rows), headings=1, caption=heading_of(above.strip()))


def _rows(text: str, labels: Sequence[_Label]) -> tuple[list[tuple[str, ...]], int]:
    """Read rows as long as they continue; a short line between two is a title."""
    best: tuple[list[tuple[str, ...]], int] = ([], labels[-1].end)
    for pattern in _row_patterns(labels):
        rows, end = list[tuple[str, ...]](), labels[-1].end
        while len(rows) < MAX_ROWS:
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
    """Find the next row, directly or after one short line; before the first row, one with a year."""
    found = pattern.match(text, end)
    if found is not None:
        return "", found
    line = _LINE.match(text, end)
    if line is None or not (begun or _YEAR.search(line["title"])):
        return "", None
    return line["title"], pattern.match(text, line.end())


def _headings_in(text: str) -> Iterator[tuple[_Label, ...]]:
    """Find headings side by side of a table of rounds: at least three, with a cut-off, and a day or a number.

    Text before them may look like one more ("Express Entry draws in 2025"), so they are also returned without it.
    """
    run: list[_Label] = []
    for found in _LABEL.finditer(text):
        label = _label(found)
        if run and text[run[-1].end : label.start].strip(_BETWEEN):
            yield from _whole(run)
            run = []
        run.append(label)
    yield from _whole(run)


def _row_patterns(labels: Sequence[_Label]) -> tuple[re.Pattern[str], ...]:
    """Build the patterns of a row, with a group for each heading.

    A row is one line, or each of its cells is. Where the headings stand without a space, so may the cells of a
    line; a cut-off then has three digits, so that the figures are parted in one way only.
    """
    pairs = pairwise(labels)
    if any(one.end == other.start for one, other in pairs):
        return (_pattern(labels, {**_SHAPES, **_GLUED}, r"[^\S\n]*"),)
    return tuple(_pattern(labels, _SHAPES, p) for p in (r"[^\S\n]+", r"\s*\n\s*"))


def _pattern(labels: Sequence[_Label], shapes: Mapping[str, str], parted: str) -> re.Pattern[str]:
    columns, shapes = {label.column for label in labels}, dict(shapes)
    if "date" not in columns:
        shapes["number"] = rf"{shapes['number']}|{shapes['date']}"  # "Draw", and days
    elif "number" in columns:
        shapes["date"] = rf"(?:{shapes['date']})?"  # some copies lose the days
    cells = parted.join(
        f"({shapes[label.column]}){_NOTES.get(label.column, '')}" for label in labels
    )
    return re.compile(rf"\s*{cells}(?=\s|$)", _X)


def _whole(run: Sequence[_Label]) -> Iterator[tuple[_Label, ...]]:
    for first in range(min(len(run) - _FEWEST + 1, _MOST_BEFORE)):
        columns = {label.column for label in run[first:]}
        if "cutoff" in columns and columns & {"date", "number"}:
            yield tuple(run[first : first + _MOST])


def _label(found: re.Match[str]) -> _Label:
    column, text = found.lastgroup or "", found[0]
    expected = None if column == "other" else column
    shown = text if label_of(text) == expected else _CANONICAL.get(column, "")
    return _Label(column, shown, found.start(), found.end())


_YEAR = re.compile(r"\b20[0-9]{2}\b")
_LOOK_BACK, _LONGEST_HEADING = 160, 120
_SENTENCE_END = re.compile(r"[.!?\]]\s|\n(?=\s*\S)")
_LINE = re.compile(rf"\s*\n(?P<title>[^\n]{{1,{_LONGEST_TITLE}}})(?=\n)")
_FEWEST, _MOST, _MOST_BEFORE = 3, 12, 4
_BETWEEN = " \n\t"
_X = re.VERBOSE | re.IGNORECASE
_ROUND = r"(?:draw|round|invitation|tirage|ronde)"
_CUT = r"cut[\s-]?off"
_CRS = r"""(?:CRS|SCG|comprehensive\ ranking\ (?:system|score)(?:\ \(CRS\))?)"""
_ITAS = r"(?:ITAs?|IPDs?|invitations?|invites)(?:\ to\ apply)?(?:\s?\((?:ITAs?|IPDs?)\))?"
_LABEL = re.compile(
    rf"""(?: (?<![\w-]) | (?-i:(?<=[a-z)#s])(?=[A-Z\#])) ) (?:
    (?P<tie_break> tie[\s-]?break(?:ing|er)?(?:\ rule)?(?:\ date)?(?:(?:\ and)?\ time)?
      | (?:règle\ de\ )?(?:bris\ d.égalité|départage) )
    | (?P<date> (?:{_ROUND}\ )?date(?:\s(?:and|&|et)\s(?:time|heure))?
        (?:\ (?:of|du|de\ la|issued)(?:\ the)?\ {_ROUND}s?)? )
    | (?P<category> (?:{_ROUND}\ |program(?:me)?\ )?(?:type|category|stream|name)
        (?:\ (?:of|de)\ {_ROUND})?(?:\ name)?(?:\s?/\s?(?:type|category|program|stream))?
      | catégorie | target(?:ed)?(?:\ (?:group|category|program))?
      | (?:immigration\ |express\ entry\ )?program(?:me)?s?
        (?:\ (?:covered|name|type|targeted|category))?(?:\s?/\s?(?:type|category|stream))? )
    | (?P<invitations> (?:total\ )?(?:(?:number|no\.?|num\.?|\#|nombre)\s?(?:of\ |d.|de\ ))?
        (?:(?:issued|sent)\ )?{_ITAS}
        (?:\ (?:issued|sent|invited|émises|envoyées))?
      | (?:number\ of\ |\#\ of\ )?(?:candidates|profiles|applicants)\ (?:invited|selected)
      | {_ROUND}\ size )
    | (?P<cutoff> (?:(?:minimum|min\.?|lowest|required)\ )*(?:{_CUT}\ )?
        (?:{_CRS}|{_CUT}|scores?|points|seuil|note)
        (?:\ (?:{_CUT}|scores?|points|minimum|minimale?|min\.?|required|requirement
          |threshold|SCG|{_CRS}|of\ (?:the\ )?lowest[\s-]ranked(?:\ candidate)?
          (?:\ invited)?))* )
    | (?P<other> s(?:r|l)?\.?\s?no\.? | year | rank(?:\ required)? )
    | (?P<number> {_ROUND}s?\ (?:in|of|en)\ 20[0-9]{{2}}
      | (?:(?:express\ entry\ )?{_ROUND}\s?)(?:\#|no\b\.?|num(?:ber)?\b|n[°º])
      | (?:\#|no\.|number)(?!\s?of\b) | {_ROUND} )
    ) (?-i:(?![a-z]))""",
    _X,
)
_CANONICAL = {
    "tie_break": "Tie-break",
    "date": "Date",
    "category": "Category",
    "invitations": "Invitations",
    "cutoff": "CRS",
    "number": "Draw",
}
_TIME = r"""(?:,?\s(?:at\s|\u00e0\s)?[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?
    (?:\s?[ap]\.?m\b\.?)?(?:\s\(?(?:UTC|EST|EDT|ET)\)?)?)?"""
_SHAPES = {
    "date": DAY_SHAPE + _TIME,
    "number": r"\#?[1-9][0-9]{0,2}[ab]?",
    # A digit in a name is that of its version.
    "category": r"""[^\W\d][^0-9\n]{1,90}?(?:[\s(,]{1,3}(?:20[0-9]{2}\s?-\s?)?
        version\s[0-9]\)?|\(20[0-9]{2}-[0-9]\))?""",
    "invitations": r"(?:[0-9]{1,3}[,\x20\u00a0\u202f][0-9]{3}|[0-9]{1,5})",
    "cutoff": r"[1-9][0-9]{1,3}",
    "tie_break": rf"{DAY_SHAPE}{_TIME}|n/?a|none|[-\u2013\u2014]",
    "other": r"[0-9][0-9,]{0,6}",
}
# "752 (*Provincial nominees only)", "3,500*".
_NOTE = r"(?:\s?[*+]|\s?\([^()\n]{1,60}\))?"
_NOTES = {"cutoff": _NOTE, "invitations": _NOTE}
_GLUED = {
    "date": rf"(?:{DAY_SHAPE}(?:(?<=20[0-9]{{2}})|(?![0-9])))",
    "number": r"\#?[1-9][0-9]{2}",
    "cutoff": r"[1-9][0-9]{2}",
    "invitations": r"(?:[1-9][0-9]{0,2},[0-9]{3}|[1-9][0-9]{0,4})",
}
