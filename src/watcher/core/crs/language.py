"""Language tests: raw results to levels, CLB in English and NCLC in French.

The tables are those of IRCC's page on test equivalency, read in a copy dated 2025-08-21. TEF Canada is read on the
scale that the attestation calls "Equivalence ancien score", the only one that Express Entry takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from watcher.core.crs.work import shifted

TestName = Literal["celpip", "ielts", "pte", "tef", "tcf", "clb"]
OfficialLanguage = Literal["en", "fr"]
Ability = Literal["listening", "reading", "writing", "speaking"]
ABILITIES: tuple[Ability, ...] = get_args(Ability)
TESTS: tuple[TestName, ...] = get_args(TestName)
OFFICIAL_LANGUAGES: tuple[OfficialLanguage, ...] = get_args(OfficialLanguage)

# Results are refused from this age on, at the profile and at the application.
_TEST_LIVES_MONTHS = 24
HIGHEST_LEVEL = 10


class AbilityScores(NamedTuple):
    """The result of a test, on its own scale."""

    listening: float
    reading: float
    writing: float
    speaking: float


class Levels(NamedTuple):
    """CLB or NCLC levels: 4 to 10, higher ones as 10, and 0 below 4."""

    listening: int
    reading: int
    writing: int
    speaking: int


#: Of somebody without a test, or with one that is too old.
NO_LEVELS = Levels(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageTest:
    """A test, or levels themselves (``clb``); ``taken`` None: of unknown age, and taken as valid."""

    test: TestName
    language: OfficialLanguage
    scores: AbilityScores
    taken: date | None = None

    @property
    def expires(self) -> date | None:
        """The first day on which it is too old."""
        return None if self.taken is None else shifted(self.taken, _TEST_LIVES_MONTHS)

    def is_valid_on(self, day: date) -> bool:
        """Whether it is under two years old."""
        return self.expires is None or day < self.expires

    @property
    def levels(self) -> Levels:
        """The level of each ability."""
        table = BOUNDS[self.test]
        return Levels(
            *(_level(s, table[a].bounds) for a, s in zip(ABILITIES, self.scores, strict=True))
        )


def levels_on(test: LanguageTest | None, day: date) -> Levels:
    """Return the levels of a test; none without one, or when it is too old."""
    return test.levels if test is not None and test.is_valid_on(day) else NO_LEVELS


class ScoreScale(NamedTuple):
    """The scale of one ability: the least score of levels 10, 9, 8, 7, 6, 5 and 4, the ends, and the step."""

    bounds: tuple[float, ...]
    low: float
    high: float
    step: float


def _level(score: float, bounds: tuple[float, ...]) -> int:
    reached = (HIGHEST_LEVEL - place for place, bound in enumerate(bounds) if score >= bound)
    return next(reached, 0)


def _scales(
    low: float, step: float, highs: tuple[float, ...], **bounds: tuple[float, ...]
) -> Mapping[Ability, ScoreScale]:
    """Make the scales of a test; *highs* in the order of ABILITIES."""
    return {
        a: ScoreScale(bounds[a], low, high, step) for a, high in zip(ABILITIES, highs, strict=True)
    }


_CLB = (10, 9, 8, 7, 6, 5, 4)
_TEF_PRODUCTION = (393, 371, 349, 310, 271, 226, 181)
_TCF_PRODUCTION = (16, 14, 12, 10, 7, 6, 4)

#: Scales by test and ability.
BOUNDS: Mapping[TestName, Mapping[Ability, ScoreScale]] = {
    "clb": _scales(0, 1, (12,) * 4, listening=_CLB, reading=_CLB, writing=_CLB, speaking=_CLB),
    "celpip": _scales(0, 1, (12,) * 4, listening=_CLB, reading=_CLB, writing=_CLB, speaking=_CLB),
    "ielts": _scales(
        *(0, 0.5, (9,) * 4),
        listening=(8.5, 8, 7.5, 6, 5.5, 5, 4.5),
        reading=(8, 7, 6.5, 6, 5, 4, 3.5),
        writing=(7.5, 7, 6.5, 6, 5.5, 5, 4),
        speaking=(7.5, 7, 6.5, 6, 5.5, 5, 4),
    ),
    "pte": _scales(
        *(0, 1, (90,) * 4),
        listening=(89, 82, 71, 60, 50, 39, 28),
        reading=(88, 78, 69, 60, 51, 42, 33),
        writing=(90, 88, 79, 69, 60, 51, 41),
        speaking=(89, 84, 76, 68, 59, 51, 42),
    ),
    "tef": _scales(
        *(0, 1, (360, 300, 450, 450)),
        listening=(316, 298, 280, 249, 217, 181, 145),
        reading=(263, 248, 233, 207, 181, 151, 121),
        writing=_TEF_PRODUCTION,
        speaking=_TEF_PRODUCTION,
    ),
    "tcf": _scales(
        *(0, 1, (699, 699, 20, 20)),
        listening=(549, 523, 503, 458, 398, 369, 331),
        reading=(549, 524, 499, 453, 406, 375, 342),
        writing=_TCF_PRODUCTION,
        speaking=_TCF_PRODUCTION,
    ),
}

#: What each test is called, and its language; levels may be of either.
TEST_NAMES: Mapping[TestName, str] = {
    "celpip": "CELPIP-General",
    "ielts": "IELTS General Training",
    "pte": "PTE Core",
    "tef": "TEF Canada",
    "tcf": "TCF Canada",
    "clb": "CLB or NCLC levels",
}
TEST_LANGUAGES: Mapping[TestName, OfficialLanguage] = {
    "celpip": "en",
    "ielts": "en",
    "pte": "en",
    "tef": "fr",
    "tcf": "fr",
}
