"""The length of a message as Telegram counts it, and pieces that are short enough.

Counted are UTF-16 units of what is seen: tags are nothing, ``&amp;`` is one.
"""

import re
from collections.abc import Iterator
from html import unescape

_LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024

_ATOM = re.compile(r"<[^>]*>|&(?:#?\w{1,10});|.", re.DOTALL)
_TAG = re.compile(r"</?[^>]*>")
_SENTENCE_END = frozenset(".!?…:;")


def visible_length(markup: str) -> int:
    """Count what is seen of it."""
    return _units(unescape(_TAG.sub("", markup)))


def pieces(markup: str, longest: int = _LONGEST_TEXT) -> Iterator[str]:
    """Cut a message at ends of lines, of sentences or of words, never in a tag; a tag that is cut across goes on."""
    if visible_length(markup) <= longest:
        yield markup
        return
    atoms = _ATOM.findall(markup)
    opened: list[str] = []
    while atoms:
        end = _end_of_piece(atoms, longest)
        piece = "".join((*opened, *atoms[:end]))
        opened = _still_open(opened, atoms[:end])
        whole = piece + "".join(f"</{_name(tag)}>" for tag in reversed(opened))
        if _TAG.sub("", whole).strip():
            yield whole.strip()
        atoms = atoms[end:]


def _end_of_piece(atoms: list[str], longest: int) -> int:
    """Return how many of them make the next piece: to the best place in its second half."""
    length = 0
    best, end = 0, len(atoms)
    best_at = len(atoms)
    for at, atom in enumerate(atoms):
        length += visible_length(atom)
        if length > longest:
            end = at
            break
        rank = _rank(atoms, at) if length > longest // 2 else 0
        if rank and rank >= best:
            best, best_at = rank, at + 1
    else:
        return len(atoms)
    return best_at if best else max(end, 1)


def _rank(atoms: list[str], at: int) -> int:
    """Tell how good it is to cut after this one: at an end of a line, of a sentence, of a word."""
    if atoms[at] == "\n":
        return 3
    if atoms[at] != " ":
        return 0
    return 2 if at and atoms[at - 1] in _SENTENCE_END else 1


def _still_open(opened: list[str], atoms: list[str]) -> list[str]:
    still = list(opened)
    for atom in atoms:
        if atom.startswith("</"):
            if still:
                still.pop()
        elif atom.startswith("<") and atom.endswith(">"):
            still.append(atom)
    return still


def _name(tag: str) -> str:
    return re.split(r"[\s>]", tag[1:], maxsplit=1)[0]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
