"""Columns of a table by their headings, and whether the cells of a row match them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from watcher.core.pool import HIGHEST_CRS
from watcher.press.blocks import Grid
from watcher.press.days import find_days
from watcher.press.prose.text import verbose
from watcher.press.tables.cells import read_category, read_count, read_number

Column = Literal[
    "number", "date", "category", "program", "invitations", "cutoff", "tie_break", "drawn_at"
]
Columns = Mapping[Column, int]
Cells = tuple[str, ...]


def columns_of(grid: Grid) -> tuple[Columns, int] | None:
    """Find the columns, and how many rows at the top are headings.

    None where the table is not one of rounds: no cut-off beside a size or a day, sums by year or month, or a
    province's.
    """
    for count in _heading_counts(grid):
        top = grid.rows[:count]
        if is_foreign(" ".join([grid.caption, *(cell for row in top for cell in row)])):
            return None
        named = [row for row in top if not is_title(row)]
        headings = [" ".join(dict.fromkeys(texts)).strip() for texts in zip(*named, strict=True)]
        found = _columns(headings)
        if "cutoff" not in found or not found.keys() & _WITH_CUTOFF:
            continue
        if not found.keys() & DATED and any(map(_SUMMARY.search, headings)):
            return None
        return found, count
    return None


def label_of(text: str) -> Column | None:
    """Return the column that a label names, in English or French; None for any other."""
    for column, pattern in _HEADINGS.items():
        if pattern.search(text) and not _NEITHER.search(_OF_A_YEAR.sub("draw", text)):
            return column
    return None


def is_title(row: Cells) -> bool:
    """Return whether a row has one text for all its columns, or in one of them."""
    return len(set(filter(None, row))) == 1


def is_foreign(text: str) -> bool:
    """Return whether a text names draws of a province, or others outside Express Entry."""
    return _FOREIGN.search(text) is not None


def is_no_round(row: Cells) -> bool:
    """Return whether a row is empty, a total, a repeated heading or a forecast."""
    texts = [cell.casefold() for cell in row if cell]
    if len(set(texts)) <= 1:
        return True
    if any(t.startswith(("total", "average", "moyenne")) or _AHEAD.search(t) for t in texts):
        return True
    return all(label_of(text) is not None and not text.isdigit() for text in texts)


def resolve_draw_column(columns: Columns, rows: Sequence[Cells]) -> Columns:
    """Reassign a column headed "Draw" by its content: numbers, days or categories."""
    index = columns.get("number")
    held = [row[index] for row in rows if row[index]] if index is not None else []
    if index is None or not held or any(map(read_number, held)):
        return columns
    others: dict[Column, int] = {c: at for c, at in columns.items() if c != "number"}
    if "date" not in others and all(map(_is_a_day, held)):
        return {**others, "date": index}
    if "category" not in others and all(map(read_category, held)):
        return {**others, "category": index}
    return columns


def shift_columns(columns: Columns, rows: Sequence[Cells]) -> Columns:
    """Shift the columns by one where a table lost the values of its first column.

    Only where every row fits that way, has nothing under the last heading, and some row does not fit as it stands.
    """
    if all(_fits(row, columns, 0) for row in rows):
        return columns
    shift = int(all(not row[-1] and _fits(row, columns, 1) for row in rows))
    return {column: index - shift for column, index in columns.items()}


def is_in_place(row: Cells, columns: Columns, *, last_is_filled: bool) -> bool:
    """Return whether the cells of a row can be trusted to stand in their columns.

    They cannot where a cell fits another column, or where the last cell is missing (*last_is_filled*: other rows
    have it) and an earlier one may be the one that is missing.
    """
    for column, at in columns.items():
        cell = row[at] if at >= 0 else ""
        if column in _COUNTED:
            misplaced = _is_a_day(cell) or read_category(cell) is not None
        else:
            misplaced = column != "tie_break" and bool(cell) and not _FITS[column](cell)
        if misplaced:
            return False
    return not (last_is_filled and not row[-1] and _may_lack_another(row, columns))


def _heading_counts(grid: Grid) -> Iterator[int]:
    """Yield how many rows may be headings, the likeliest first."""
    marked = min(max(grid.headings, 1), _MOST_HEADINGS, max(len(grid.rows) - 1, 1))
    yield from range(marked, 0, -1)
    # A title that spans the table may be marked, and the headings below it not; where nothing is marked, a second row
    # without figures may be part of the headings.
    for count in range(marked + 1, min(_MOST_HEADINGS, len(grid.rows) - 1) + 1):
        second = grid.headings == 0 and count == marked + 1
        in_two = second and not any(map(_DIGIT.search, grid.rows[count - 1]))
        if not is_title(grid.rows[count - 2]) and not in_two:
            return
        yield count


def _columns(headings: Sequence[str]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for index, heading in enumerate(headings):
        column = label_of(heading)
        if column is not None and len(heading) <= _LONGEST:
            # "Total ITAs this year" may come after the size of the round: the first.
            found.setdefault(column, index)
    number = headings[found["number"]] if "number" in found else ""
    if "invitations" not in found and _BARE_NUMBER.fullmatch(number):
        del found["number"]  # it may be how many were invited
    if "program" in found and "category" not in found:
        found["category"] = found.pop("program")
    return found


def _may_lack_another(row: Cells, columns: Columns) -> bool:
    last = len(row) - 1
    if last not in columns.values():
        return False
    return any(
        all(
            not cell or _FITS[column](cell)
            for column, at in columns.items()
            if (cell := (*row[:gap], "", *row[gap:last])[at])
        )
        for gap in columns.values()
        if gap != last and row[gap]
    )


def _fits(row: Cells, columns: Columns, shift: int) -> bool:
    cells = {column: row[at - shift] if at >= shift else "" for column, at in columns.items()}
    return bool(cells["cutoff"]) and all(
        not cell or _FITS[column](cell) for column, cell in cells.items()
    )


def _is_a_day(cell: str) -> bool:
    return any(found.day is not None for found in find_days(cell[:_LONGEST_DAY]))


def _is_a_name(cell: str) -> bool:
    return read_count(cell) is None and not _is_a_day(cell)


def _is_a_count(cell: str, most: int = 10**9) -> bool:
    """Return whether a cell is a number, or a short text for none."""
    value = read_count(cell)
    if value is not None:
        return value <= most
    return len(cell) <= _LONGEST_NOTHING and not any(map(str.isdigit, cell))


_FITS: Mapping[Column, Callable[[str], bool]] = {
    "date": _is_a_day,
    "drawn_at": _is_a_day,
    "category": _is_a_name,
    "program": _is_a_name,
    "cutoff": lambda cell: _is_a_count(cell, HIGHEST_CRS),
    "invitations": _is_a_count,
    "number": lambda cell: read_number(cell) is not None,
    "tie_break": lambda cell: read_count(cell) is None,
}
_COUNTED: frozenset[Column] = frozenset({"invitations", "cutoff"})
#: Columns that identify a round.
DATED: frozenset[Column] = frozenset({"date", "drawn_at", "number"})
_WITH_CUTOFF: frozenset[Column] = DATED | {"invitations"}
_LONGEST, _MOST_HEADINGS, _LONGEST_DAY = 90, 3, 200
_LONGEST_NOTHING = 20  # characters: "not yet published"
_AHEAD = re.compile(
    r"\b(?:expected|predicted|projected|forecast|upcoming|estimated|prévue?s?|à\s+venir)\b"
)
_HEADINGS: Mapping[Column, re.Pattern[str]] = {
    "tie_break": verbose(r"tie[\s-]?break|bris\s+d.\s?[ée]galit|d[ée]partage"),
    "cutoff": verbose(r"""\b(?:crs|scg)\b | cut[\s-]?off | comprehensive\s+ranking
        | (?:minimum|lowest|min\.?)\s+(?:crs\s+|required\s+)?(?:score|points)
        | (?:score|pointage)\s+(?:minim\w+|le\s+plus\s+bas|requis) | seuil | note\s+(?:de\s+la\s+)?
        (?:la\s+plus|minim\w+) | ^\s*(?:points|score)\s*(?:required)?\s*$"""),
    "invitations": verbose(r"""(?<!\bdate\sof\s)(?<!\bdate\sof\sthe\s)(?<!\bdate\sdes\s)(?<!\bdate\sd.)
        (?:invit|\bitas?\b)(?!.{0,20}\bdate\b) | \biaps?\b | draw\s+size
        | candidates\s+(?:selected|invited) | candidats\s+invit"""),
    "drawn_at": verbose(r"date\s+(?:and|et|&)\s+(?:time|heure)"),
    "date": verbose(r"\bdate\b|\bday\b|\bjour\b|\bdrawn\b|\bwhen\b"),
    "number": verbose(r"""^\s*\#\s*$ | ^\s*n[o°º]\.?\s*$
        | (?:draw|round|tirage|ronde)\s*(?:\#|no?\.?|n[o°º]|num\w*|id)\s*$
        | ^\s*(?:\#|num\w*|no\.|n[°º])\s*(?:of|du|de\s+la)?\s*(?:the\s+)?(?:draw|round|tirage
        |ronde)\s*$
        | ^\s*(?:draw|round|tirage|ronde)\s*$
        | ^\s*(?:express\s+entry\s+)?(?:draw|round|tirage|ronde)s?\s+(?:in|of|for|en
        |de)\s+20[0-9]{2}\s*$ | ^\s*number\s*$ | ^\s*num[ée]ro\s*$"""),
    "category": verbose(r"""\btype\b | \bcategor | cat[ée]gorie | \bstream\b | \bclass\b
        | round\s+name | \btarget"""),
    "program": verbose(r"program"),
}
# "Draws in 2025", above the days or the numbers of that year.
_OF_A_YEAR = verbose(r"^\s*(?:express\s+entry\s+)?draws\s+(?:in|of|for)\s+20[0-9]{2}\s*$")
_DIGIT = re.compile(r"[0-9]")
_BARE_NUMBER = verbose(r"\s*(?:number|num[ée]ro)\s*")
# Counts by year or band, ranks and differences are no figures of a round.
_NEITHER = verbose(r"""\brank\b | \brange\b | \btotal\b | cumulative | previous | change | \bdiff
    | number\s+of\s+candidates | \baverage\b | \bmedian\b | per\s+year | \byear\s+to
    | number\s+of\s+draws | \bdraws\b""")
# Without a day or a number these are sums, and the lowest cut-off of many rounds.
_SUMMARY = verbose(r"""\byears?\b | \bmonths?\b | \bweeks?\b | \bquarter | \bperiod | \bso\s+far\b
    | \bdraws\b | \brounds\b | \ball\s+time\b | \bann[ée]e | \bmois\b | p[ée]riode
    | \btotal | \baverage\b | \bmoyen | \brange\b | \blowest\s+ever\b""")
_FOREIGN = verbose(r"""\b(?:oinp|ontario|sinp|saskatchewan|manitoba|mpnp|bc\s?pnp|british\s+columbia
      |alberta|aaip|ainp|nsnp|nova\s+scotia|nbpnp|new\s+brunswick|pei\s?pnp|nlpnp|yukon|qu[ée]bec
      |arrima|iec|working\s+holiday|eoi\s+(?:score|draw)|stream\s+name|expression\s+of\s+interest
      |province|noi|lottery\s+for\s+parents)\b""")
