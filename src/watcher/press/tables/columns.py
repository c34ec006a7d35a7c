"""Which column says what: by its heading, in English or French, in any order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from watcher.press.blocks import Grid

Column = Literal[
    "number", "date", "category", "program", "invitations", "cutoff", "tie_break", "drawn_at"
]
Columns = Mapping[Column, int]


def columns_of(grid: Grid) -> tuple[Columns, int] | None:
    """Find the columns, and how many rows at the top are headings.

    None where the table is not one of rounds: it has no cut-off beside a size or a
    day, it counts by year or month, or it says that it is another's.
    """
    for count in _counts(grid):
        top = grid.rows[:count]
        if is_foreign(" ".join([grid.caption, *(cell for row in top for cell in row)])):
            return None
        named = [row for row in top if not is_title(row)]
        headings = [
            " ".join(dict.fromkeys(row[i] for row in named)).strip()
            for i in range(len(grid.rows[0]))
        ]
        found = _columns(headings)
        if "cutoff" not in found or not found.keys() & _WITH_CUTOFF:
            continue
        if not found.keys() & DATED and any(map(_SUMMARY.search, headings)):
            return None
        return found, count
    return None


def is_title(row: Sequence[str]) -> bool:
    """Tell a row that has one text for all its columns, or in one of them."""
    return len(set(filter(None, row))) == 1


def is_foreign(text: str) -> bool:
    """Tell whether a text names a province's draws, or others that are not ours."""
    return _FOREIGN.search(text) is not None


def label_of(text: str) -> Column | None:
    """Say what one label stands for, None for any other."""
    for column, pattern in _HEADINGS:
        if pattern.search(text) and not _NEITHER.search(_OF_A_YEAR.sub("draw", text)):
            return column
    return None


def _counts(grid: Grid) -> Iterator[int]:
    """Say how many rows may be headings, the likeliest first."""
    marked = min(max(grid.headings, 1), _MOST_HEADINGS, max(len(grid.rows) - 1, 1))
    yield from range(marked, 0, -1)
    # A title that spans the table may be marked, and the headings below it not.
    for count in range(marked + 1, min(_MOST_HEADINGS, len(grid.rows) - 1) + 1):
        if not is_title(grid.rows[count - 2]) and not _may_be_in_two(grid, count):
            return
        yield count


def _may_be_in_two(grid: Grid, count: int) -> bool:
    """Tell a second row of headings where the markup says of none."""
    second = " ".join(grid.rows[count - 1])
    return grid.headings == 0 and count == _TWO and not _DIGIT.search(second)


def _columns(headings: Sequence[str]) -> dict[Column, int]:
    found: dict[Column, int] = {}
    for index, heading in enumerate(headings):
        column = label_of(heading)
        if column is not None and len(heading) <= _LONGEST:
            # "Total ITAs this year" may come after the size of the round: the first.
            found.setdefault(column, index)
    number = found.get("number", -1)
    if "invitations" not in found and _BARE_NUMBER.fullmatch(headings[number]):
        found.pop("number", None)  # it may be how many were invited
    if "program" in found and "category" not in found:
        found["category"] = found.pop("program")
    return found


_LONGEST, _MOST_HEADINGS, _TWO = 90, 3, 2
#: What tells one round from another.
DATED: frozenset[Column] = frozenset({"date", "drawn_at", "number"})
_WITH_CUTOFF: frozenset[Column] = DATED | {"invitations"}
_FLAGS = re.VERBOSE | re.IGNORECASE
_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("tie_break", re.compile(r"tie[\s-]?break|bris\s+d.\s?[ée]galit|d[ée]partage", _FLAGS)),
    (
        "cutoff",
        re.compile(
            r"""\b(?:crs|scg)\b | cut[\s-]?off | comprehensive\s+ranking
            | (?:minimum|lowest|min\.?)\s+(?:crs\s+|required\s+)?(?:score|points)
            | (?:score|pointage)\s+(?:minim\w+|le\s+plus\s+bas|requis) | seuil | note\s+(?:de\s+la\s+)?
              (?:la\s+plus|minim\w+) | ^\s*(?:points|score)\s*(?:required)?\s*$""",
            _FLAGS,
        ),
    ),
    (
        "invitations",
        re.compile(
            r"""(?<!\bdate\sof\s)(?<!\bdate\sof\sthe\s)(?<!\bdate\sdes\s)(?<!\bdate\sd.)
              (?:invit|\bitas?\b)(?!.{0,20}\bdate\b) | \biaps?\b | draw\s+size
            | candidates\s+(?:selected|invited) | candidats\s+invit""",
            _FLAGS,
        ),
    ),
    ("drawn_at", re.compile(r"date\s+(?:and|et|&)\s+(?:time|heure)", _FLAGS)),
    ("date", re.compile(r"\bdate\b|\bday\b|\bjour\b|\bdrawn\b|\bwhen\b", _FLAGS)),
    (
        "number",
        re.compile(
            r"""^\s*\#\s*$ | ^\s*n[o°º]\.?\s*$
            | (?:draw|round|tirage|ronde)\s*(?:\#|no?\.?|n[o°º]|num\w*|id)\s*$
            | ^\s*(?:\#|num\w*|no\.|n[°º])\s*(?:of|du|de\s+la)?\s*(?:the\s+)?(?:draw|round|tirage|ronde)\s*$
            | ^\s*(?:draw|round|tirage|ronde)\s*$
            | ^\s*(?:express\s+entry\s+)?(?:draw|round|tirage|ronde)s?\s+(?:in|of|for|en|de)\s+20[0-9]{2}\s*$ | ^\s*number\s*$ | ^\s*num[ée]ro\s*$""",
            _FLAGS,
        ),
    ),
    (
        "category",
        re.compile(
            r"""\btype\b | \bcategor | cat[ée]gorie | \bstream\b | \bclass\b
            | round\s+name | \btarget""",
            _FLAGS,
        ),
    ),
    ("program", re.compile(r"program", _FLAGS)),
)
# "Draws in 2025", above the days or the numbers of that year.
_OF_A_YEAR = re.compile(
    r"^\s*(?:express\s+entry\s+)?draws\s+(?:in|of|for)\s+20[0-9]{2}\s*$", _FLAGS
)
_DIGIT = re.compile(r"[0-9]")
_BARE_NUMBER = re.compile(r"\s*(?:number|num[ée]ro)\s*", _FLAGS)
# Counts by year or band, ranks and differences are no figures of a round.
_NEITHER = re.compile(
    r"""\brank\b | \brange\b | \btotal\b | cumulative | previous | change | \bdiff
    | number\s+of\s+candidates | \baverage\b | \bmedian\b | per\s+year | \byear\s+to
    | number\s+of\s+draws | \bdraws\b""",
    _FLAGS,
)
# Without a day or a number these are sums, and the lowest cut-off of many rounds.
_SUMMARY = re.compile(
    r"""\byears?\b | \bmonths?\b | \bweeks?\b | \bquarter | \bperiod | \bso\s+far\b
    | \bdraws\b | \brounds\b | \ball\s+time\b | \bann[ée]e | \bmois\b | p[ée]riode
    | \btotal | \baverage\b | \bmoyen | \brange\b | \blowest\s+ever\b""",
    _FLAGS,
)
_FOREIGN = re.compile(
    r"""\b(?:oinp|ontario|sinp|saskatchewan|manitoba|mpnp|bc\s?pnp|british\s+columbia
    |alberta|aaip|ainp|nsnp|nova\s+scotia|nbpnp|new\s+brunswick|pei\s?pnp|nlpnp|yukon
    |qu[ée]bec|arrima|iec|working\s+holiday|eoi\s+(?:score|draw)|stream\s+name
    |expression\s+of\s+interest|province|noi|lottery\s+for\s+parents)\b""",
    _FLAGS,
)
