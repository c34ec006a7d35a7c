"""How a secondary source has done: how early or late, and how often wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.claims import Claim, differing
from watcher.core.model import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a source told of confirmed rounds, against the official figures.

    ``rounds`` it told of, ``wrong`` how many of these it gave a figure of otherwise.
    ``lead`` is the median of how much later than the official page it was seen to tell
    of a round, negative where it was earlier; None where none was seen by both while
    they were watched, ``timed`` of how many. ``unjoined`` counts what fits no round.
    """

    rounds: int
    wrong: int
    lead: timedelta | None
    timed: int
    unjoined: int


def record(
    tellings: Sequence[Claim], rounds: Mapping[str, Round], official: Mapping[str, datetime]
) -> Record:
    """Sum up *tellings*, all of one source.

    *official* says when the official page was first seen to show each round, of those
    that it did not show from the start. What the source told when it was first read is
    history, and says nothing of how early it is.
    """
    began = min((t.first_seen for t in tellings), default=None)
    first: dict[str, datetime] = {}
    wrong: set[str] = set()
    told: set[str] = set()
    for claim in tellings:
        round_ = rounds.get(claim.number or "")
        if round_ is None or not round_.confirmed or not claim.is_news:
            continue
        told.add(round_.number)
        if any(differing(claim.report, round_)):
            wrong.add(round_.number)
        if claim.first_seen != began and round_.number in official:
            first.setdefault(round_.number, claim.first_seen)
    leads = sorted(at - official[number] for number, at in first.items())
    return Record(
        rounds=len(told),
        wrong=len(wrong),
        lead=_median(leads),
        timed=len(leads),
        unjoined=sum(t.number is None and t.is_news for t in tellings),
    )


def _median(spans: Sequence[timedelta]) -> timedelta | None:
    # The statistics module is a megabyte for this.
    if not spans:
        return None
    middle = len(spans) // 2
    return (spans[middle] + spans[~middle]) / 2
