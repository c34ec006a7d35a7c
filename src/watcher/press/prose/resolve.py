"""Several values for one figure -> the one that counts, or that there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from watcher.core.model import Oddity, Precision
from watcher.ircc.fields import excerpt
from watcher.press.prose.facts import Figure
from watcher.press.prose.instants import Instant
from watcher.press.prose.kinds import Named
from watcher.press.prose.reading import Placed
from watcher.press.prose.rounds import TRADES, Gathered, Rank, same_value


@dataclass(slots=True, kw_only=True)
class Said:
    """What is to be said beside a report's figures."""

    where: str
    quotes: dict[str, str]
    precision: dict[str, Precision]
    oddities: list[Oddity]

    def doubt(self, key: str, text: str, why: str) -> None:
        """Keep that a figure is not believed, and why."""
        where = f"{self.where} {key}".strip()
        self.oddities.append(Oddity(where=where, printed=excerpt(text), why=why))


def choose(gathered: Gathered, name: str, said: Said) -> Figure | None:
    """Choose what most stands for; two values of much the same standing are none."""
    groups = _groups(gathered.figures(name))
    if not groups:
        return None
    groups.sort(key=_support, reverse=True)
    if len(groups) > 1 and _support(groups[0]) < _support(groups[1]) + _CLEARLY:
        texts = " / ".join(_quote(*group[0]) for group in groups)
        said.doubt(name, texts, "the text says two different things")
        return None
    figure, placed = max(groups[0], key=lambda pair: _exactness(pair[0]))
    said.quotes[name] = _quote(figure, placed)
    return figure


def choose_category(gathered: Gathered, said: Said, *, trades: str) -> tuple[str, str] | None:
    """Choose the category, with the words that name it.

    One that is named beats that none is specified. *trades* is which one is meant
    where both the program of the trades and the category are named.
    """
    named = gathered.kinds()
    best = max((rank for _, rank, _ in named), default=0)
    top = [(kind, placed) for kind, rank, placed in named if rank == best]
    top = [pair for pair in top if pair[0].category != "general"] or top
    if {kind.category for kind, _ in top} == TRADES:
        top = [pair for pair in top if pair[0].category == trades]
    for narrow in _NARROWER:
        some = [pair for pair in top if narrow(pair)]
        if len({kind.category for kind, _ in some}) == 1 and _as_titled(some[0], top):
            kind, placed = some[0]
            text = kind.line or placed.mention.sentence.text
            said.quotes["category"] = around(text, kind.start, kind.end)
            return kind.category, text[kind.start : kind.end]
    if top:
        text = top[0][1].mention.sentence.text
        said.doubt("category", text, "the text names several categories")
    return None


def _as_titled(pair: tuple[Named, Placed], named: Sequence[tuple[Named, Placed]]) -> bool:
    """Say whether no title names another category: then neither is believed."""
    titled = {kind.category for kind, placed in named if placed.title}
    return pair[0].category in titled or not titled - {"general"}


def around(text: str, start: int, end: int) -> str:
    """Give a sentence as it stands; of a long one the words around a place."""
    if len(text) <= _LONGEST:
        return text
    begin = max(0, min(start - _LONGEST // 2, len(text) - _LONGEST))
    stop = min(len(text), max(begin + _LONGEST, end))
    begin = text.find(" ", begin, start) + 1 if begin else 0
    stop = text.rfind(" ", end, stop) if stop < len(text) else stop
    return text[begin : max(stop, end)]


def _groups(found: Sequence[tuple[Figure, Rank, Placed]]) -> list[list[tuple[Figure, Placed]]]:
    top = max((rank for _, rank, _ in found), default=0)
    groups: list[list[tuple[Figure, Placed]]] = []
    for figure, rank, placed in sorted(found, key=lambda one: -one[1]):
        fitting = [
            group
            for group in groups
            if all(same_value(figure.value, other.value) for other, _ in group[:_ENOUGH])
        ]
        if fitting:
            fitting[0].append((figure, placed))
        elif rank == top:
            groups.append([(figure, placed)])
    return groups


def _support(group: Sequence[tuple[Figure, Placed]]) -> int:
    return len({placed.mention.sentence.text for _, placed in group})


def _exactness(figure: Figure) -> int:
    if not isinstance(figure.value, Instant):
        return 0
    day, clock = figure.value.day, figure.value.clock
    seconds = clock is not None and clock.second is not None
    return 4 * seconds + 2 * (clock is not None) + (day is not None and bool(day.year))


def _quote(figure: Figure, placed: Placed) -> str:
    return around(placed.mention.sentence.text, figure.start, figure.end)


_CLEARLY, _ENOUGH = 2, 5
_LONGEST = 200
_NARROWER: tuple[Callable[[tuple[Named, Placed]], bool], ...] = (
    lambda _: True,
    lambda pair: pair[0].firm > _OF_INVITED,
)
_OF_INVITED = 2
