"""The colour and mark of each category on every chart, for good. Pure.

A style sheet gives the colours, by their numbers: told apart by people who are colour-blind too, in light and in dark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from zlib import crc32

# Of light pages and documents, where any two differ under each kind of colour blindness by at
# least 0.1 in OKLab, and from white by 3 to 1; the style sheet of pages has the same, and dark ones.
LIGHT_COLOURS = (
    *("#ad4700", "#085191", "#958e00", "#8640d9"),
    *("#4a1f20", "#089cc2", "#fb3390", "#080e5b"),
)
MARKS = (
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "M-4-4h8v8h-8z",
    "M0-5.5l5 9h-10z",
    "M0-6l5.5 6l-5.5 6l-5.5-6z",
    "M0 5.5l5-9h-10z",
    "M-1.6-5.5h3.2v3.9h3.9v3.2h-3.9v3.9h-3.2v-3.9h-3.9v-3.2h3.9z",
    "M-5-3.2l1.8-1.8 3.2 3.2 3.2-3.2 1.8 1.8-3.2 3.2 3.2 3.2-1.8 1.8-3.2-3.2-3.2 3.2-1.8-1.8 3.2-3.2z",
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-2.2 0a2.2 2.2 0 1 1 4.4 0a2.2 2.2 0 1 1-4.4 0z",
)


@dataclass(frozen=True, slots=True, order=True)
class SeriesStyle:
    """A colour and a mark, by their numbers."""

    colour: int = 0
    mark: int = 0


# Rounds of today's categories are drawn together: of those no two share a colour or a mark.
_CATEGORIES: Mapping[str, SeriesStyle] = {
    "general": SeriesStyle(0, 0),
    "cec": SeriesStyle(1, 1),
    "fsw": SeriesStyle(2, 2),
    "fst": SeriesStyle(3, 3),
    "pnp": SeriesStyle(4, 4),
    "french": SeriesStyle(5, 5),
    "healthcare": SeriesStyle(6, 6),
    "stem": SeriesStyle(7, 7),
    "trades": SeriesStyle(0, 1),
    "transport": SeriesStyle(1, 2),
    "agriculture": SeriesStyle(2, 3),
    "education": SeriesStyle(3, 4),
    "physicians": SeriesStyle(4, 5),
    "senior-managers": SeriesStyle(5, 6),
    "military": SeriesStyle(6, 7),
    "researchers": SeriesStyle(7, 0),
}
_FREE = sorted(
    {SeriesStyle(*pair) for pair in product(range(len(LIGHT_COLOURS)), range(len(MARKS)))}
    - set(_CATEGORIES.values())
)


def category_style(slug: str) -> SeriesStyle:
    """Return the style of a category; that of an unknown one follows from its slug alone."""
    return _CATEGORIES.get(slug) or _FREE[crc32(slug.encode()) % len(_FREE)]


def style_at(place: int) -> SeriesStyle:
    """Return the style of the series at a place, of at most eight."""
    return SeriesStyle(place % len(LIGHT_COLOURS), place % len(MARKS))
