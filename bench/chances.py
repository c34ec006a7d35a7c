"""How good the chances of an invitation are, walking forward over 2025 and 2026.

Every second Monday, people around the last cut-off of each category with a round in the year before are told their
chance, from the rounds drawn before that day. Brier skill is over telling each the share of those asked before, and
known by then, who were invited within so many days.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.score_card import published
from bench.table import Figure
from watcher.core.model import Round
from watcher.insight.forecast.chances import SPANS, Chances
from watcher.insight.forecast.history import history_of

YEARS: Mapping[str, tuple[date, date, float]] = {
    "2025": (date(2025, 1, 1), date(2025, 12, 31), 0.32),
    "2026": (date(2026, 1, 1), date(2026, 10, 1), 0.42),
    "both": (date(2025, 1, 1), date(2026, 10, 1), 0.42),
}
WORST = 0.11
STEPS = range(-35, 36, 10)
UNKNOWN_YET = 0.35
FEWEST = 60


@dataclass(frozen=True, slots=True)
class Told:
    """One chance that was told, and what came."""

    day: date
    span: int
    chance: float
    came: bool


def figures() -> Iterator[Figure]:
    """Tell the chances, in some ten seconds."""
    rounds = published()
    for year, (since, until, goal) in YEARS.items():
        told = list(_told(rounds, since, until))
        for span in SPANS:
            skill = _skill([one for one in told if one.span == span])
            what = f"chance within {span} days, {year}: Brier skill"
            yield Figure(
                what=what, measured=f"{skill:.0%}", goal=f">= {goal:.0%}", met=skill >= goal
            )
        worst = max(abs(said - came) for said, came in _tenths(told))
        yield Figure(
            what=f"  {year}: the worst tenth is off by",
            measured=f"{worst:.0%}",
            goal=f"<= {WORST:.0%}" if year == "both" else "",
            met=worst <= WORST if year == "both" else None,
        )


def _told(rounds: Sequence[Round], since: date, until: date) -> Iterator[Told]:
    day = since + timedelta(days=-since.weekday() % 7)
    while day + timedelta(days=SPANS[0]) <= until:
        history = history_of(rounds, day)
        chances = Chances(history)
        for slug in history.active():
            wide = 2 if slug == "pnp" else 1
            for step in STEPS:
                score = history.rounds[slug][-1].cutoff + step * wide
                within = chances.chance(score, [slug]).within or {}
                for span in SPANS:
                    end = day + timedelta(days=span)
                    if within and end <= until:
                        came = _invited(rounds, slug, score, day, end)
                        yield Told(day, span, within[str(span)], came)
        day += timedelta(days=14)


def _invited(rounds: Sequence[Round], slug: str, score: int, since: date, end: date) -> bool:
    return any(
        r.category == slug and r.date and since <= r.date < end and r.cutoff and score > r.cutoff
        for r in rounds
    )


def _skill(told: Sequence[Told]) -> float:
    ours = base = 0.0
    for day in {one.day for one in told}:
        known = [one.came for one in told if one.day + timedelta(days=one.span) <= day]
        share = sum(known) / len(known) if known else UNKNOWN_YET
        today = [one for one in told if one.day == day]
        ours += sum((one.chance - one.came) ** 2 for one in today)
        base += sum((share - one.came) ** 2 for one in today)
    return 1 - ours / base


def _tenths(told: Sequence[Told]) -> Iterator[tuple[float, float]]:
    """Yield, by tenths of what was told, its mean and how often it came."""
    for tenth in range(10):
        found = [one for one in told if min(int(one.chance * 10), 9) == tenth]
        if len(found) >= FEWEST:
            yield (
                sum(one.chance for one in found) / len(found),
                sum(one.came for one in found) / len(found),
            )
