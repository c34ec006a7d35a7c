"""Which tellings are copies: a copy is not a witness."""

from collections.abc import Callable, Sequence

from watcher.core.claims import Claim

# The share of the wording, IRCC's own labels left out. Of 72 texts of 40 sites, two of
# different sites share 0.25 at most; a copy of which a third was rewritten keeps 0.48.
COPIED = 0.4

Overlap = Callable[[tuple[int, ...], tuple[int, ...]], float]


def witnesses(tellings: Sequence[Claim], overlap: Overlap) -> tuple[tuple[Claim, ...], ...]:
    """Group what goes back to one text, the first seen first in each group.

    Tellings count once together that stand on one site, name the same origin, name
    each other's site as it, or share their wording; so does a chain of these.
    *overlap* estimates which share of the wording two sketches have in common.
    """
    groups: list[list[Claim]] = []
    for claim in sorted(tellings, key=_seen):
        alike = [g for g in groups if any(_copies(claim, t, overlap) for t in g)]
        merged = [t for group in alike for t in group]
        groups = [g for g in groups if g not in alike]
        groups.append(sorted([*merged, claim], key=_seen))
    return tuple(tuple(group) for group in sorted(groups, key=lambda g: _seen(g[0])))


def _seen(claim: Claim) -> tuple[object, ...]:
    return claim.first_seen, claim.source, claim.piece, claim.position


def _copies(one: Claim, other: Claim, overlap: Overlap) -> bool:
    if one.source == other.source or one.site == other.site:
        return True
    if one.origins & other.origins:
        return True
    if one.site in other.origins or other.site in one.origins:
        return True
    return overlap(one.wording, other.wording) >= COPIED
