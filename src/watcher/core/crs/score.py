"""The CRS score: what the rules of a day give for a profile, factor by factor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from watcher.core.crs.language import NO_LEVELS, Levels, OfficialLanguage, levels_on
from watcher.core.crs.profile import Profile, Spouse
from watcher.core.crs.rules import Pair, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """The points of one factor and the most that it can give; ``within`` names the part that has it in its sum."""

    points: int
    cap: int
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSection:
    """Factors by name, and the most that they give together."""

    parts: Mapping[str, ScorePart]
    cap: int

    @property
    def total(self) -> int:
        """The points of the section."""
        return min(self.cap, sum(part.points for part in self.parts.values() if not part.within))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrsScore:
    """The score on a day by one set of rules."""

    rules: str
    day: date
    core: ScoreSection
    spouse: ScoreSection
    transferability: ScoreSection
    additional: ScoreSection

    @property
    def sections(self) -> Mapping[str, ScoreSection]:
        """The four sections in IRCC's order."""
        return {name: getattr(self, name) for name in _SCORE_SECTIONS}

    @property
    def total(self) -> int:
        """The score."""
        return sum(section.total for section in self.sections.values())


_SCORE_SECTIONS = ("core", "spouse", "transferability", "additional")


def crs_score(profile: Profile, rules: RuleSet, on: date) -> CrsScore:
    """Score a profile as of a day by these rules, whether or not they held on that day.

    A test that is too old by then gives nothing, nor does a second one in the first language. Everyone counts as single
    whose partner stays away, or may stay in Canada already.
    """
    facts = _Facts(profile, rules, on)
    return CrsScore(
        rules=rules.id,
        day=on,
        core=ScoreSection(parts=dict(facts.core()), cap=facts.of(rules.core_cap)),
        spouse=ScoreSection(
            parts=dict(facts.spouse()), cap=rules.spouse_cap if facts.partner else 0
        ),
        transferability=ScoreSection(
            parts=dict(facts.transferability()), cap=rules.transferability_cap
        ),
        additional=ScoreSection(parts=dict(facts.additional()), cap=rules.additional_cap),
    )


_Parts = Iterator[tuple[str, ScorePart]]


class _Facts:
    """What the rules ask of a profile on a day: its levels and years, and the column of the tables."""

    def __init__(self, profile: Profile, rules: RuleSet, on: date) -> None:
        self.profile, self.rules, self.on = profile, rules, on
        spouse = profile.spouse
        self.partner: Spouse | None = spouse if spouse and spouse.counts else None
        self.first = levels_on(profile.first_language, on)
        self.other = levels_on(profile.other_language, on)
        self.canadian_work = profile.canadian_work_on(on)

    def of(self, pair: Pair) -> int:
        """Choose the column: with a partner, or without."""
        return pair[0 if self.partner else 1]

    def core(self) -> _Parts:
        """Give points for age, education, languages and Canadian work."""
        rules, profile = self.rules, self.profile
        ages = {age: self.of(pair) for age, pair in rules.age.items()}
        education = {level: self.of(pair) for level, pair in rules.education.items()}
        language = [self.of(pair) for pair in rules.first_language]
        work = [self.of(pair) for pair in rules.canadian_work]
        second = sum(rules.second_language[level] for level in self.other)
        most = self.of(rules.second_language_cap)
        yield "age", _part(ages.get(profile.age_on(self.on), 0), max(ages.values()))
        yield "education", _part(education[profile.education], max(education.values()))
        yield "first_language", _part(sum(language[n] for n in self.first), 4 * max(language))
        yield "second_language", _part(second, most)
        yield "canadian_work", _part(_at(work, self.canadian_work), max(work))

    def spouse(self) -> _Parts:
        """Give points for education, language and Canadian work of a partner who comes along."""
        rules, partner = self.rules, self.partner or Spouse()
        education, work = rules.spouse_education, rules.spouse_canadian_work
        language, factor = rules.spouse_language, bool(self.partner)
        levels = levels_on(partner.language, self.on)
        years = partner.canadian_work_on(self.on)
        yield "education", _part(education[partner.education], factor * max(education.values()))
        yield "language", _part(sum(language[n] for n in levels), factor * 4 * max(language))
        yield "canadian_work", _part(_at(work, years), factor * max(work))

    def transferability(self) -> _Parts:
        """Combine education, foreign work and a certificate with language and Canadian work."""
        rules, profile, worst = self.rules, self.profile, min(self.first)
        by_language = sum(worst >= bound for bound in rules.tier_levels)
        by_work = min(self.canadian_work, len(rules.tier_levels))
        tiers = {
            "education": rules.education_tier[profile.education],
            "foreign": _at(rules.foreign_work_tier, profile.foreign_work_on(self.on)),
        }
        for name, tier in tiers.items():
            given = (0, *rules.tier_points[tier])
            most = max(rules.tier_points[-1])
            parts = {"language": given[by_language], "canadian_work": given[by_work]}
            for other, points in parts.items():
                yield f"{name}_{other}", ScorePart(points=points, cap=most, within=name)
            yield name, _part(sum(parts.values()), rules.group_cap)
        given = (0, *rules.certificate_points)
        reached = sum(worst >= bound for bound in rules.certificate_levels)
        points = given[reached] if profile.certificate_of_qualification else 0
        yield "certificate", _part(points, rules.group_cap)

    def additional(self) -> _Parts:
        """Give points for a nomination, a sibling, French, study and a job offer."""
        rules, profile = self.rules, self.profile
        nomination = rules.nomination if profile.is_nominated_on(self.on) else 0
        sibling = rules.sibling if profile.sibling_in_canada else 0
        offer = profile.arranged_employment
        yield "nomination", _part(nomination, rules.nomination)
        yield "sibling", _part(sibling, rules.sibling)
        yield "french", _part(self.french(), max(rules.french))
        yield "study", _part(rules.study[profile.canadian_credential], max(rules.study.values()))
        yield "arranged", _part(rules.arranged[offer] if offer else 0, max(rules.arranged.values()))

    def french(self) -> int:
        """Give the points for French, first language or second; the lower ones unless all English is of its level."""
        levels: dict[OfficialLanguage, Levels] = {"en": NO_LEVELS, "fr": NO_LEVELS}
        profile = self.profile
        if profile.other_language:
            levels[profile.other_language.language] = self.other
        if profile.first_language:
            levels[profile.first_language.language] = self.first
        if min(levels["fr"]) < self.rules.french_level:
            return 0
        return self.rules.french[min(levels["en"]) >= self.rules.english_level]


def _part(points: int, cap: int) -> ScorePart:
    return ScorePart(points=min(points, cap), cap=cap)


def _at(table: tuple[int, ...] | list[int], years: int) -> int:
    """Look up years of work; the last entry is for so many and more."""
    return table[min(years, len(table) - 1)]
