"""Rounds beside the ones before them in their categories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from watcher.core.model import Round
from watcher.messages.figures import cutoff_change


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One round beside the one before it in its category."""

    round: Round
    previous: Round | None

    @property
    def change(self) -> int | None:
        """How the cut-off moved, None if either is unknown."""
        if self.previous is None:
            return None
        return cutoff_change(self.previous, self.round)


def rows(wanted: Iterable[Round], every: Sequence[Round]) -> list[Row]:
    """Put each of the *wanted* beside the one before it among *every*, newest first."""
    before = _before(every)
    return [Row(round=round_, previous=before.get(round_.number)) for round_ in wanted]


def matching(
    every: Iterable[Round],
    *,
    categories: Collection[str] = (),
    year: int | None = None,
    score: int | None = None,
) -> list[Round]:
    """Keep the rounds of these categories (none: all) and year that invited *score*.

    At the cut-off itself, where the tie-break decides, a round is kept.
    """
    return [
        round_
        for round_ in every
        if (not categories or round_.category in categories)
        and (year is None or (round_.date is not None and round_.date.year == year))
        and (score is None or (round_.cutoff is not None and round_.cutoff <= score))
    ]


def latest_of_each(every: Iterable[Round]) -> list[Round]:
    """Keep the newest round of each category, of rounds newest first."""
    latest: dict[str | None, Round] = {}
    for round_ in every:
        latest.setdefault(round_.category, round_)
    return list(latest.values())


def _before(every: Sequence[Round]) -> Mapping[str, Round]:
    before: dict[str, Round] = {}
    latest: dict[str, Round] = {}
    for round_ in reversed(every):
        if round_.category is None or round_.date is None:
            continue
        if round_.category in latest:
            before[round_.number] = latest[round_.category]
        if round_.confirmed:
            latest[round_.category] = round_
    return before
