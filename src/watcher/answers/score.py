"""The CRS score of a profile, factor by factor, and what single changes are worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from watcher.answers.serialize import HIDDEN, OPTIONAL
from watcher.core.crs.cautions import score_warnings
from watcher.core.crs.profile import Profile
from watcher.core.crs.rules import RuleSet
from watcher.core.crs.score import CrsScore, ScoreSection, crs_score
from watcher.insight.improve import Improvement, improvements, unknown_improvements


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAnswer:
    """A score by the rules of ``rules``; each section maps its factors and ``total`` to points."""

    name: str | None = field(metadata=OPTIONAL)
    rules: str
    as_of: date
    total: int
    core: Mapping[str, int]
    spouse: Mapping[str, int]
    transferability: Mapping[str, int]
    additional: Mapping[str, int]
    warnings: tuple[str, ...]
    improvements: tuple[Improvement, ...] | None = field(metadata=OPTIONAL)
    unknown: tuple[str, ...] | None = field(metadata=OPTIONAL)
    score: CrsScore = field(metadata=HIDDEN)


def score_answer(profile: Profile, rules: RuleSet, on: date, *, improve: bool) -> ScoreAnswer:
    """Score a profile as of a day by these rules; *improve* adds what changes are worth."""
    score = crs_score(profile, rules, on)
    return ScoreAnswer(
        name=profile.name,
        rules=rules.id,
        as_of=on,
        total=score.total,
        **{name: _points(section) for name, section in score.sections.items()},
        warnings=score_warnings(profile, score, rules),
        improvements=improvements(profile, rules, on) if improve else None,
        unknown=unknown_improvements(profile, rules, on) if improve else None,
        score=score,
    )


def _points(section: ScoreSection) -> Mapping[str, int]:
    return {name: part.points for name, part in section.parts.items()} | {"total": section.total}
