"""Chances in words and in per cent, no finer than they are known. Pure."""

from bisect import bisect_right

from watcher.core.settings import N_
from watcher.messages.formatter import Formatter

# In tenths of forecasts, what was said and what came differed by up to eight points.
_STEP = 5
_WORDS = (
    (0.05, N_("very unlikely")),
    (0.25, N_("unlikely")),
    (0.45, N_("less likely than not")),
    (0.55, N_("as likely as not")),
    (0.75, N_("more likely than not")),
    (0.95, N_("likely")),
    (1.01, N_("very likely")),
)


def percent_of(share: float, fmt: Formatter, *, short: bool = False) -> str:
    """Write a chance to five per cent; none is impossible or certain."""
    nearest = round(share * 100 / _STEP) * _STEP
    if share * 100 < _STEP:
        under = N_("<{figure} %") if short else N_("under {figure} %")
        return fmt.gettext(under, figure=_STEP)
    if share * 100 > 100 - _STEP:
        over = N_(">{figure} %") if short else N_("over {figure} %")
        return fmt.gettext(over, figure=100 - _STEP)
    return fmt.gettext("{figure} %", figure=nearest)


def chance_in_words(share: float, fmt: Formatter) -> str:
    """Say in words how likely something is."""
    place = bisect_right([until for until, _ in _WORDS], share)
    return fmt.gettext(_WORDS[place][1])
