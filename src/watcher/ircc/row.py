"""One row of the official feed: its fields as printed, and what was odd about them."""

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import TypeVar

from watcher.core.model import Oddity
from watcher.ircc.fields import Unread, excerpt, unwrapped

KEYS: tuple[str, ...] = (
    "drawNumber",
    "drawNumberURL",
    "drawDate",
    "drawDateFull",
    "drawName",
    "drawSize",
    "drawCRS",
    "drawDateTime",
    "drawCutOff",
    "drawDistributionAsOn",
    *(f"dd{n}" for n in range(1, 19)),
)
MISSING = Unread("missing")

Cell = str | Unread
Doubt = tuple[str, str]  # a key, and why its field is not believed
_T = TypeVar("_T")


def cells_of(row: object) -> tuple[Sequence[Cell], str]:
    """Take the fields that are read, in the order of KEYS, and one text of them all.

    Keys that come, go, move or change their capitals change only what they hold.
    """
    try:
        cells: tuple[str, ...] = _PICK(row)  # type: ignore[arg-type] # TypeError if none
        return cells, _SEPARATOR.join(cells)
    except (KeyError, TypeError):
        return _mended(row)


class FeedRow:
    """Hands out the fields of one row and keeps what could not be believed of them.

    ``gone`` names the keys that the whole page lacks: that is said once for the page.
    """

    def __init__(
        self,
        number: str,
        cells: Sequence[Cell],
        *,
        gone: Collection[str] = (),
        keys: Sequence[str] = KEYS,
    ) -> None:
        self.number = number
        self.doubts: list[Doubt] = []
        self._cells = dict(zip(keys, cells, strict=True))
        self._gone = gone

    def read(
        self,
        key: str,
        reader: Callable[[str], _T | Unread],
        *,
        optional: bool = False,
        markup: bool = False,
    ) -> _T | None:
        """Read a field; None with an oddity if that fails, or if it is not printed.

        An *optional* field may be missing or empty without a word; *markup* is left
        in for the reader.
        """
        cell = self._cells[key]
        if isinstance(cell, Unread):
            if cell is not MISSING or not (optional or key in self._gone):
                self.doubt(key, cell.why)
            return None
        text = cell.strip() if markup else unwrapped(cell)
        if not text:
            if not optional:
                self.doubt(key, "empty")
            return None
        value = reader(text)
        if isinstance(value, Unread):
            self.doubt(key, value.why)
            return None
        return value

    def cells(self, keys: Sequence[str]) -> tuple[Cell, ...]:
        """Give several fields, unread."""
        return tuple([self._cells[key] for key in keys])

    def excerpt(self, key: str) -> str:
        """Give a field as published, safe to keep; empty if it is no text."""
        cell = self._cells[key]
        return excerpt(cell) if isinstance(cell, str) else ""

    def doubt(self, key: str, why: str) -> None:
        """Keep that this field is not believed, and why."""
        self.doubts.append((key, why))

    def oddities(self) -> tuple[Oddity, ...]:
        """Say for the operator what was doubted."""
        return tuple(
            Oddity(where=f"#{self.number} {key}", printed=self.excerpt(key), why=why)
            for key, why in self.doubts
        )


_SEPARATOR = "\x1f"
_PICK = itemgetter(*KEYS)


def _mended(row: object) -> tuple[Sequence[Cell], str]:
    named = row if isinstance(row, dict) else {}
    folded = {key.casefold(): value for key, value in named.items()}
    cells = tuple(
        _cell(named[key] if key in named else folded.get(key.casefold(), MISSING)) for key in KEYS
    )
    if all(isinstance(cell, str) for cell in cells):
        return cells, _SEPARATOR.join(map(str, cells))
    return cells, repr(cells)


def _cell(value: object) -> Cell:
    if isinstance(value, str | Unread):
        return value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return Unread(f"a JSON {type(value).__name__} where a text belongs")
