"""What rounds mean for a person of whom only score, categories and submission are known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.answers.rounds import ListedRound, latest_of_each_category, listed_rounds
from watcher.core.category import ALL
from watcher.core.model import Figures, Round, Verdict, VerdictKind
from watcher.core.schedule import TWELVE_MONTHS
from watcher.core.settings import Subscription
from watcher.core.verdict import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVerdict:
    """The verdict on a round, as if its category were among the person's if it is not ``theirs``.

    ``above`` is the score minus the cut-off, None if unknown; it is there before the person was
    in the pool, too.
    """

    verdict: Verdict
    above: int | None
    theirs: bool

    @property
    def points(self) -> int | None:
        """The score on the day of the round."""
        return None if self.verdict.score is None else self.verdict.score.points

    @property
    def takes(self) -> bool:
        """Whether the round would have invited the person."""
        return self.verdict.kind.invites

    @property
    def in_pool(self) -> bool:
        """Whether the profile was there when the round was held, as far as is known."""
        return self.verdict.kind is not VerdictKind.NOT_IN_POOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person stands in one category: its latest round, and the last one that takes the score.

    ``cutoffs`` are those of the last year and the one before, oldest first.
    """

    category: str
    latest: ListedRound | None
    verdict: PersonVerdict | None
    taken: Round | None
    taken_in_pool: bool
    cutoffs: tuple[tuple[date, int], ...]


def verdict_for(rule: Subscription, round_: Figures) -> PersonVerdict:
    """Judge a round for a person, whichever categories are theirs."""
    theirs = bool({ALL, round_.category} & rule.categories)
    verdict = judge(round_, rule if theirs else replace(rule, categories=frozenset({ALL})))
    score, cutoff = verdict.score, round_.cutoff
    return PersonVerdict(
        verdict=verdict,
        above=None if score is None or cutoff is None else score.points - cutoff,
        theirs=theirs,
    )


def standings(rule: Subscription, confirmed: Sequence[Round], today: date) -> Iterator[Standing]:
    """Judge the person's categories, given rounds newest first; of all, those of the last year."""
    since = today - TWELVE_MONTHS
    latest = {
        row.round.category: row
        for row in listed_rounds(latest_of_each_category(confirmed), confirmed)
    }
    wanted = sorted(rule.categories, key=lambda slug: _order(slug, latest))
    if ALL in rule.categories:
        wanted = [slug for slug, row in latest.items() if slug and _is_since(row.round, since)]
    for slug in wanted:
        rounds = [round_ for round_ in confirmed if round_.category == slug]
        yield _standing(rule, slug, latest.get(slug), rounds, since)


def _order(slug: str, latest: Mapping[str | None, ListedRound]) -> tuple[int, str]:
    """Sort by the newest round, categories without one last."""
    return (list(latest).index(slug) if slug in latest else len(latest), slug)


def _is_since(round_: Round, since: date) -> bool:
    return round_.date is not None and round_.date >= since


def _standing(
    rule: Subscription, slug: str, latest: ListedRound | None, rounds: Sequence[Round], since: date
) -> Standing:
    taken = next((r for r in rounds if verdict_for(rule, r).takes), None)
    whenever = replace(rule, submitted=None)
    return Standing(
        category=slug,
        latest=latest,
        verdict=None if latest is None else verdict_for(rule, latest.round),
        taken=taken or next((r for r in rounds if verdict_for(whenever, r).takes), None),
        taken_in_pool=taken is not None,
        cutoffs=tuple(reversed(list(_cutoffs(rounds, since)))),
    )


def _cutoffs(rounds: Sequence[Round], since: date) -> Iterator[tuple[date, int]]:
    """Yield the cut-offs since a day and the one before, newest first."""
    for round_ in rounds:
        if round_.date is not None and round_.cutoff is not None:
            yield round_.date, round_.cutoff
            if round_.date < since:
                return
