"""A text that says "today" a day late: which day counts where it names another, too."""

import re
from collections.abc import Sequence
from datetime import timedelta

from watcher.press.prose.dates import Day, on_or_before
from watcher.press.prose.mentions import Mention
from watcher.press.prose.reading import Placed


def without_late_days(placed: Sequence[Placed]) -> None:
    """Drop "today" where the text names its round's day, which lies just before.

    "On February 1, IRCC held a draw. In today's draw, ..." may be published on
    February 2. A round of other figures is another round, and its day no reason.
    """
    said = [one for one in placed if _of_own(one.mention) and not one.aside]
    late = [one for one in said if one.mention.day and one.mention.day.relative]
    if not late:
        return
    today = late[0].mention.day
    printed = (one for one in said if one.mention.day and not one.mention.day.relative)
    if today and any(
        _just_before(one.mention.day, today) and _one_round(one, late[0], said) for one in printed
    ):
        for one in late:
            one.mention.day = None


def today_of_title(placed: Sequence[Placed], titles: Sequence[Mention]) -> Day | None:
    """Give the day of "today's draw", where it tells of a figure of the title."""
    said = {(f.field, f.value) for m in titles for f in m.figures}
    for mention in (one.mention for one in placed if one.mention.stance == "own"):
        told = said & {(f.field, f.value) for f in mention.figures}
        if told and mention.day and mention.day.relative:
            return mention.day
    return None


def _of_own(mention: Mention) -> bool:
    day_before = _YESTERDAY.search(mention.sentence.flat)
    return mention.stance in ("own", "plain") and not (mention.example or day_before)


def _one_round(printed: Placed, late: Placed, said: Sequence[Placed]) -> bool:
    """Say whether both may be of one round: no figure differs, and one is shared."""
    one, other = _counts(printed.mention), _counts(late.mention)
    shared = one.keys() & other.keys()
    if any(one[name] != other[name] for name in shared):
        return False
    if shared or printed.mention.stance == "own":
        return True
    return said.index(printed) < said.index(late)


def _counts(mention: Mention) -> dict[str, int]:
    return {f.field: f.value for f in mention.figures if isinstance(f.value, int)}


def _just_before(day: Day | None, today: Day) -> bool:
    if day is None or today.full is None:
        return False
    on = day.full or on_or_before(day, today.full)
    return on is not None and timedelta(0) < today.full - on <= _LATE


_LATE = timedelta(days=3)
_YESTERDAY = re.compile(r"\b(?:yesterday|hier)\b", re.IGNORECASE)
