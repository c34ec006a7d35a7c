"""In one word how the watcher is, for whoever looks at the page: never better than it is."""

from collections.abc import Sequence
from typing import Literal

from watcher.answers.condition import Condition, SourceState, wrong_beside_sources

Headline = Literal["well", "secondary", "hampered", "late", "blind", "not polled"]
_WORST_FIRST: tuple[Literal["blind", "not polled", "late"], ...] = ("blind", "not polled", "late")


def headline(found: Condition) -> Headline:
    """Sum up a condition.

    Only official sources take alerts from people; where another one cannot be read, that
    is said all the same, and so is what keeps alerts back.
    """
    states = {source.state for source in that_count(found.sources)}
    for state in _WORST_FIRST:
        if state in states:
            return state
    if any(wrong_beside_sources(found)):
        return "hampered"
    others = {source.state for source in found.sources} - {"well", "late"}
    return "secondary" if others else "well"


def that_count(sources: Sequence[SourceState]) -> Sequence[SourceState]:
    """Return the official sources; where there is none, the others are all there is."""
    return [s for s in sources if s.trust == "official"] or sources
