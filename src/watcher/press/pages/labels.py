"""The headings of a typed table, and what a row below them looks like."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.press.days import DAY_SHAPE
from watcher.press.tables.columns import label_of


@dataclass(frozen=True, slots=True)
class Label:
    """One heading: what stands below it, as printed, and where it stands."""

    column: str
    text: str
    start: int
    end: int


def headings_in(text: str) -> Iterator[tuple[Label, ...]]:
    """Find headings side by side that are those of a table of rounds.

    Three at least, a cut-off among them, and a day or a number. What stands before
    them may look like one more ("Express Entry draws in 2025"): without it they come
    again.
    """
    run: list[Label] = []
    for found in _LABEL.finditer(text):
        label = _label(found)
        if run and text[run[-1].end : label.start].strip(_BETWEEN):
            yield from _whole(run)
            run = []
        run.append(label)
    yield from _whole(run)


def row_patterns(labels: Sequence[Label]) -> tuple[re.Pattern[str], ...]:
    """Make the patterns of a row, with a group for each heading, in their order.

    A row is one line, or each of its cells is. Where the headings stand without a
    space between them, so may the cells of a line; a cut-off then has three digits, so
    that no figure can be parted in two ways.
    """
    pairs = itertools.pairwise(labels)
    if any(one.end == other.start for one, other in pairs):
        return (_pattern(labels, {**_SHAPES, **_GLUED}, r"[^\S\n]*"),)
    return tuple(_pattern(labels, _SHAPES, p) for p in (r"[^\S\n]+", r"\s*\n\s*"))


def _pattern(labels: Sequence[Label], shapes: Mapping[str, str], parted: str) -> re.Pattern[str]:
    columns, shapes = {label.column for label in labels}, dict(shapes)
    if "date" not in columns:
        shapes["number"] = rf"{shapes['number']}|{shapes['date']}"  # "Draw", and days
    elif "number" in columns:
        shapes["date"] = rf"(?:{shapes['date']})?"  # some copies lose the days
    cells = parted.join(
        f"({shapes[label.column]}){_NOTES.get(label.column, '')}" for label in labels
    )
    return re.compile(rf"\s*{cells}(?=\s|$)", _X)


def _whole(run: Sequence[Label]) -> Iterator[tuple[Label, ...]]:
    for first in range(min(len(run) - _FEWEST + 1, _MOST_BEFORE)):
        columns = {label.column for label in run[first:]}
        if "cutoff" in columns and columns & {"date", "number"}:
            yield tuple(run[first : first + _MOST])


def _label(found: re.Match[str]) -> Label:
    column, text = found.lastgroup or "", found[0]
    expected = None if column == "other" else column
    shown = text if label_of(text) == expected else _CANONICAL.get(column, "")
    return Label(column, shown, found.start(), found.end())


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
        (?:\ (?:of|de)\ {_ROUND})?(?:\ name)?(?:\s?/\s?(?:type|category|program|stream))? | catégorie | target(?:ed)?(?:\ (?:group
        |category|program))?
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
