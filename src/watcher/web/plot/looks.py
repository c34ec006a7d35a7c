"""Which colour and mark a category has on every chart, whatever else is drawn there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from watcher.core.model import Round

# Colours (each with its dash) and marks that the style sheet and the template have.
COLOURS = MARKS = 8
# The place in this list is the look, for good: new ones are added at its end.
_KNOWN = (
    "general",
    "cec",
    "fsw",
    "fst",
    "pnp",
    "french",
    "healthcare",
    "stem",
    "trades",
    "transport",
    "agriculture",
    "education",
    "physicians",
    "senior-managers",
    "military",
    "researchers",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A colour, with its dash, and a mark, by their numbers."""

    colour: int
    mark: int


FIRST = Look(colour=0, mark=0)


def look(place: int) -> Look:
    """Return the look of a place; the first 64 are all different."""
    again = place // COLOURS
    return Look(colour=place % COLOURS, mark=(place + again) % MARKS)


def looks_of(rounds: Iterable[Round]) -> Mapping[str, Look]:
    """Give each category its look; *rounds* is the whole history, newest first.

    One that is not in our list gets the last look that is free, in the order in which
    they first came: none that comes later takes it away.
    """
    borne = [r.category for r in rounds if r.confirmed and r.category]
    strange = [s for s in dict.fromkeys(reversed(borne)) if s not in _KNOWN]
    last = COLOURS * MARKS - 1
    return {slug: look(place) for place, slug in enumerate(_KNOWN)} | {
        slug: look((last - place) % (last + 1)) for place, slug in enumerate(strange)
    }
