"""The figures of a round that is known from reports alone, and who takes its place."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from watcher.core.claims import Claim
from watcher.core.model import FIGURES, Figures, Report, Round
from watcher.press.corroboration.join import Joined, join

_NEAR = timedelta(days=1)
_UNWEIGHED = frozenset({"pool", "url"})


def figures_of(groups: Sequence[Sequence[Claim]]) -> Figures:
    """Take each figure from the most witnesses; among equals the first to say it.

    *groups* are witnesses: what copies each other has one voice, that of its first.
    Nothing is averaged. A tie-break known only by its day is not taken over: a
    verdict could not be drawn from it.
    """
    said = {figure: _weighed(groups, figure) for figure in FIGURES if figure not in _UNWEIGHED}
    return Figures(**said)  # type: ignore[arg-type] # each figure keeps its own type


def claimed(groups: Sequence[Sequence[Claim]]) -> str | None:
    """Return the number that most witnesses give, if any does."""
    number = _weighed(groups, "number")
    return None if number is None else str(number)


def successor(official: Round, reported: Sequence[Round]) -> Round | None:
    """Find the reported round that *official* is, however wrong its figures were.

    One of its category, of its day or the one beside it, is the same; so is one that
    claims its number and is of that day; else its figures have to fit.
    """
    nearby = [r for r in reported if _is_near(r, official)]
    for named in (r for r in nearby if r.claimed == official.number):
        return named
    for same in (r for r in nearby if r.category == official.category):
        return same
    figures = {figure: getattr(official, figure) for figure in FIGURES}
    found = join(Report(**figures), reported, published=None)
    if not isinstance(found, Joined):
        return None
    return next(r for r in reported if r.number == found.number)


def _is_near(reported: Round, official: Round) -> bool:
    if reported.date is None or official.date is None:
        return False
    return abs(reported.date - official.date) <= _NEAR


def _weighed(groups: Sequence[Sequence[Claim]], figure: str) -> object:
    voices = [_voice(group, figure, firm=True) for group in groups]
    # A day that only a publication gives counts where no text prints one.
    return _most(voices) or _most([_voice(g, figure, firm=False) for g in groups])


def _voice(group: Sequence[Claim], figure: str, *, firm: bool) -> object:
    """Return what the first of a group to give the figure says."""
    for claim in group:
        precision = claim.report.precision.get(figure)
        if precision == "day" or (firm and precision == "published"):
            continue
        value: object = getattr(claim.report, figure)
        if value is not None:
            return value
    return None


def _most(values: Sequence[object]) -> object:
    said = [value for value in values if value is not None]
    # Of equals, the one that was counted first.
    return Counter(said).most_common(1)[0][0] if said else None
