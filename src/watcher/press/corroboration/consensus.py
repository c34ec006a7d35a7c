"""Figures of reported rounds: those of most independent sources. Nothing is averaged, and copies count once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from statistics import median
from typing import Any

from watcher.core.claims import Claim, conflicts
from watcher.core.model import FIGURES, Round
from watcher.press.corroboration.copies import overlap

# The share of the wording, IRCC's own labels left out. Of 72 texts of 40 sites, two of
# different sites share 0.25 at most; a copy of which a third was rewritten keeps 0.48.
COPIED = 0.4
_UNWEIGHED = frozenset({"pool", "url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """A source's reports of confirmed rounds, compared with the official figures.

    Of ``rounds``, ``wrong`` had a differing figure. ``lead`` is the median of how much later than the official page
    it was seen to report one (negative if earlier), from ``timed`` rounds; None without any. ``unjoined`` fit no
    round.
    """

    rounds: int
    wrong: int
    lead: timedelta | None
    timed: int
    unjoined: int


def independent_sources(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Group claims that go back to one text, the first seen first in each group.

    Claims belong together if they share a site, an origin or their wording, or one's site is the other's origin; so
    does a chain of these.
    """
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=_seen):
        alike = [g for g in groups if any(_is_copy(claim, other) for other in g)]
        groups = [g for g in groups if g not in alike]
        groups.append(sorted([claim, *chain.from_iterable(alike)], key=_seen))
    return tuple(tuple(group) for group in sorted(groups, key=lambda g: _seen(g[0])))


def consensus(groups: Sequence[Sequence[Claim]]) -> dict[str, Any]:
    """Return each figure as most independent *groups* give it (of equals the first), and the number as ``claimed``.

    A tie-break known only by its day is left out: no verdict could be drawn from it.
    """
    figures = (figure for figure in FIGURES if figure not in _UNWEIGHED)
    said = {f: value for f in figures if (value := _weighed(groups, f)) is not None}
    return {**said, "claimed": _weighed(groups, "number")}


def track_record(
    claims: Sequence[Claim], rounds: Mapping[str, Round], official: Mapping[str, datetime]
) -> TrackRecord:
    """Sum up *claims*, all of one source.

    *official* has when the official page was first seen to show each round that it did not show from the start.
    What the source had when it was first read is history, and no measure of how early it is.
    """
    began = min((claim.first_seen for claim in claims), default=None)
    first: dict[str, datetime] = {}
    wrong: set[str] = set()
    reported: set[str] = set()
    for claim in claims:
        round_ = rounds.get(claim.number or "")
        if round_ is None or not round_.confirmed or not claim.is_news:
            continue
        reported.add(round_.number)
        if any(conflicts(claim.report, round_)):
            wrong.add(round_.number)
        if claim.first_seen != began and round_.number in official:
            first.setdefault(round_.number, claim.first_seen)
    leads = [at - official[number] for number, at in first.items()]
    return TrackRecord(
        rounds=len(reported),
        wrong=len(wrong),
        lead=median(leads) if leads else None,  # type: ignore[type-var] # any that can be halved
        timed=len(leads),
        unjoined=sum(claim.number is None and claim.is_news for claim in claims),
    )


def _seen(claim: Claim) -> tuple[object, ...]:
    return claim.first_seen, claim.source, claim.piece, claim.position


def _is_copy(one: Claim, other: Claim) -> bool:
    return bool(
        one.source == other.source
        or one.site == other.site
        or one.origins & other.origins
        or one.site in other.origins
        or other.site in one.origins
        or overlap(one.wording, other.wording) >= COPIED
    )


def _weighed(groups: Sequence[Sequence[Claim]], figure: str) -> object:
    # A day that only a publication gives counts where no text prints one.
    for unfit in ({"day", "published"}, {"day"}):
        said = [v for group in groups if (v := _first_said(group, figure, unfit)) is not None]
        if said:
            return Counter(said).most_common(1)[0][0]  # of equals, the one counted first
    return None


def _first_said(group: Sequence[Claim], figure: str, unfit: set[str]) -> object:
    """Return the figure from the first of a group to give it precisely enough."""
    fit = (c.report for c in group if c.report.precision.get(figure) not in unfit)
    values = (getattr(report, figure) for report in fit)
    return next((value for value in values if value is not None), None)
