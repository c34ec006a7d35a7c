"""The rules of the CRS as tables, keyed by the day they began, and every dated change of them that is known.

Points are pairs: with an accompanying spouse or partner, and without. The figures of 2025-03-25 were read in a copy of
IRCC's page "CRS criteria" dated 2025-08-21, and again, but for the job offer, in one of November 2024.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from watcher.core.crs.profile import EDUCATIONS, ArrangedEmployment, CanadianCredential, Education

Pair = tuple[int, int]
_Points = TypeVar("_Points", int, Pair)

#: How well a figure is known: read in a copy of IRCC's page, told alike by several others, by one, or by none.
Certainty = Literal["official copy", "several sources", "one source", "unverified"]

_CRITERIA_PAGE = (
    "https://www.canada.ca/en/immigration-refugees-citizenship/services/immigrate-canada/"
    "express-entry/check-score/crs-criteria.html"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A change of the rules; ``parts`` are the factors of "additional" that it changed, as far as that is known.

    ``known``: whether the points since then are known here.
    """

    day: date
    what: str
    certainty: Certainty
    parts: frozenset[str] = frozenset()
    known: bool = True


RULE_CHANGES = (
    RuleChange(
        day=date(2016, 11, 19),
        what="a job offer gave 600 points before, and study in Canada none",
        certainty="several sources",
        parts=frozenset({"arranged", "study"}),
    ),
    RuleChange(
        day=date(2017, 6, 6),
        what="a sibling in Canada and French gave no points before",
        certainty="one source",
        parts=frozenset({"sibling", "french"}),
    ),
    # From memory: no page that names the day was found; both values are on pages of the time.
    RuleChange(
        day=date(2020, 10, 20),
        what="French gave 15 or 30 points before (the day itself is not certain)",
        certainty="unverified",
        parts=frozenset({"french"}),
    ),
    RuleChange(
        day=date(2025, 3, 25),
        what="a job offer gives no points since",
        certainty="official copy",
        parts=frozenset({"arranged"}),
    ),
    RuleChange(
        day=date(2026, 11, 3),
        what="work and job offers in high-wage occupations give points since; how many is not known here",
        certainty="several sources",
        known=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Points and caps of a time; the ``id`` is the day that it is known by.

    By level, lists run from 0 to 10 (levels 1 to 3 count as 0); by years of work, from 0 to 5 and more.
    """

    id: str
    source: str
    certainty: Certainty
    age: Mapping[int, Pair]
    education: Mapping[Education, Pair]
    first_language: tuple[Pair, ...]
    second_language: tuple[int, ...]
    second_language_cap: Pair
    canadian_work: tuple[Pair, ...]
    core_cap: Pair
    spouse_education: Mapping[Education, int]
    spouse_language: tuple[int, ...]
    spouse_canadian_work: tuple[int, ...]
    spouse_cap: int
    education_tier: Mapping[Education, int]
    foreign_work_tier: tuple[int, ...]
    tier_points: tuple[Pair, ...]
    tier_levels: Pair
    certificate_points: Pair
    certificate_levels: Pair
    group_cap: int
    transferability_cap: int
    nomination: int
    sibling: int
    french: Pair
    french_level: int
    english_level: int
    study: Mapping[CanadianCredential, int]
    arranged: Mapping[ArrangedEmployment, int]
    additional_cap: int

    @property
    def since(self) -> date:
        """The first day of the set."""
        return date.fromisoformat(self.id)


def _by_age(first: int, *points: Pair) -> Mapping[int, Pair]:
    return dict(enumerate(points, start=first))


def _by_education(*points: _Points) -> Mapping[Education, _Points]:
    return dict(zip(EDUCATIONS, points, strict=True))


_RULES_2025 = RuleSet(
    id="2025-03-25",
    source=_CRITERIA_PAGE,
    certainty="official copy",
    age=_by_age(
        18,
        *((90, 99), (95, 105)),
        *((100, 110),) * 10,
        *((95, 105), (90, 99), (85, 94), (80, 88), (75, 83), (70, 77), (65, 72), (60, 66)),
        *((55, 61), (50, 55), (45, 50), (35, 39), (25, 28), (15, 17), (5, 6)),
    ),
    education=_by_education(
        *((0, 0), (28, 30), (84, 90), (91, 98)),
        *((112, 120), (119, 128), (126, 135), (126, 135), (140, 150)),
    ),
    first_language=(
        *((0, 0),) * 4,
        *((6, 6), (6, 6), (8, 9), (16, 17), (22, 23), (29, 31), (32, 34)),
    ),
    second_language=(0, 0, 0, 0, 0, 1, 1, 3, 3, 6, 6),
    second_language_cap=(22, 24),
    canadian_work=((0, 0), (35, 40), (46, 53), (56, 64), (63, 72), (70, 80)),
    core_cap=(460, 500),
    spouse_education=_by_education(0, 2, 6, 7, 8, 9, 10, 10, 10),
    spouse_language=(0, 0, 0, 0, 0, 1, 1, 3, 3, 5, 5),
    spouse_canadian_work=(0, 5, 7, 8, 9, 10),
    spouse_cap=40,
    # A single bachelor's degree is in the lower tier: "program credential of one year or longer".
    education_tier=_by_education(0, 0, 1, 1, 1, 2, 2, 2, 2),
    foreign_work_tier=(0, 1, 1, 2),
    tier_points=((0, 0), (13, 25), (25, 50)),
    tier_levels=(7, 9),
    certificate_points=(25, 50),
    certificate_levels=(5, 7),
    group_cap=50,
    transferability_cap=100,
    nomination=600,
    sibling=15,
    french=(25, 50),
    french_level=7,
    english_level=5,
    study={"none": 0, "one_or_two": 15, "three_plus": 30},
    arranged={"noc00": 0, "other": 0},
    additional_cap=600,
)

#: The oldest first. The older one is that of its last years, which the pages of 2024 show.
RULE_SETS = (
    replace(_RULES_2025, id="2016-11-19", arranged={"noc00": 200, "other": 50}),
    _RULES_2025,
)


def rules_on(day: date) -> RuleSet:
    """Choose the set of a day: the latest that had begun, the oldest before any had."""
    return next((rules for rules in reversed(RULE_SETS) if rules.since <= day), RULE_SETS[0])


def changes_since(rules: RuleSet, day: date) -> tuple[RuleChange, ...]:
    """List the changes after those that a set knows, up to a day: it does not hold any more where there is one."""
    later = [other.since for other in RULE_SETS if other.since > rules.since]
    unknown = [change.day for change in RULE_CHANGES if not change.known]
    end = min([*later, *unknown])
    return tuple(change for change in RULE_CHANGES if end <= change.day <= day)


def outdated_since(day: date) -> date | None:
    """Return since when the set of a day holds no more, as the points since then are not known here; None: it holds."""
    changes = changes_since(rules_on(day), day)
    return min((change.day for change in changes if not change.known), default=None)


def changes_after(rules: RuleSet, day: date) -> tuple[RuleChange, ...]:
    """List the changes that a set has in it already, though they came only after a day."""
    sets = [other.since for other in RULE_SETS if other.since > rules.since]
    until = min(sets, default=date.max)
    return tuple(c for c in RULE_CHANGES if c.known and day < c.day < until)
