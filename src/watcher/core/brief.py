"""Two hundred lines of one kind -> the first few, and how many more there are."""

from collections import Counter
from collections.abc import Iterable, Iterator

FEW = 5
"""How many of a kind are shown."""

_MORE = "... and {} more like it; `watcher check --all` shows each"


def few_of_each(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Give of (kind, line) pairs the lines, in order, of each kind the first few."""
    lines = list(lines)
    counts = Counter(kind for kind, _ in lines)
    seen: Counter[str] = Counter()
    for kind, line in lines:
        seen[kind] += 1
        # Saying that there is one more would take as much room as that one.
        if seen[kind] <= FEW or counts[kind] == FEW + 1:
            yield line
        elif seen[kind] == FEW + 1:
            yield _MORE.format(counts[kind] - FEW)
