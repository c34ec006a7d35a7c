"""A round's number that no reader sees: where a link leads, or an attribute."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

_MOST = 200  # links


def number_of_row(row: "LexborNode", cells: "Sequence[LexborNode]") -> str:
    """Give the number that a row's links and attributes agree on, or ""."""
    found = {number_of_link(a) for a in row.css("a[href]")[:_MOST]}
    for node in (row, *cells):
        for name, value in node.attributes.items():
            pattern = _NAMED if name == "id" else _BARE if name in _NUMBERS else None
            number = pattern.fullmatch(value or "") if pattern is not None else None
            found.add(number[1].lower() if number else "")
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def number_of_page(root: "LexborNode") -> str:
    """Give the number of the round whose full instructions a page links to, or "".

    Any other link to such a page may be of an earlier round.
    """
    found = {
        number_of_link(a)
        for a in root.css("a[href]")[:_MOST]
        if _FULL_TEXT.search(a.text(deep=True))
    }
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def number_of_link(anchor: "LexborNode") -> str:
    """Give the number in the address of a round's own page, or ""."""
    found = _OF_A_ROUND.search(anchor.attributes.get("href") or "")
    return found[1].lower() if found else ""


# "/content/canadasite/.../express-entry-rounds/invitations.html?q=396", and as it was
# until 2018 "/en/.../express-entry-rounds/invitations-76.html".
_NUMBER = r"([1-9][0-9]{0,2}[ab]?)"
_OF_A_ROUND = re.compile(
    rf"(?:express-entry-rounds|entree-express-rondes)/[a-z-]{{1,40}}(?:\.html\?q=|-)"
    rf"{_NUMBER}(?:\.html)?(?:[&#]|$)",
    re.IGNORECASE,
)
_FULL_TEXT = re.compile(
    r"full\s+text\s+of\s+(?:the\s+)?ministerial\s+instruction"
    r"|texte\s+(?:complet|int\u00e9gral)\s+de\s+l.\s?instruction\s+minist\u00e9rielle"
    r"|texte\s+(?:complet|int\u00e9gral)\s+des\s+instructions\s+minist\u00e9rielles",
    re.IGNORECASE,
)
_NUMBERS = frozenset(
    {"data-draw", "data-draw-number", "data-drawnumber", "data-round"}
    | {"data-round-number", "data-roundnumber"}
)
_BARE = re.compile(rf"\s*#?{_NUMBER}\s*", re.IGNORECASE)
_NAMED = re.compile(rf"(?:draw|round|tirage|ronde)[-_]?{_NUMBER}", re.IGNORECASE)
