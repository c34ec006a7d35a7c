"""Levels of language tests, as IRCC's tables have them."""

from datetime import date

import pytest

from watcher.core.crs.language import (
    ABILITIES,
    BOUNDS,
    AbilityScores,
    LanguageTest,
    Levels,
    OfficialLanguage,
    TestName,
)


@pytest.mark.parametrize(
    ("test", "scores", "levels"),
    [
        ("ielts", (8.5, 8, 7.5, 7.5), (10, 10, 10, 10)),
        ("ielts", (8, 7, 7, 7), (9, 9, 9, 9)),
        ("ielts", (6, 6, 6, 6), (7, 7, 7, 7)),
        ("ielts", (4, 3, 3.5, 3.5), (0, 0, 0, 0)),
        ("celpip", (12, 10, 7, 4), (10, 10, 7, 4)),
        ("celpip", (3, 0, 9, 8), (0, 0, 9, 8)),
        ("pte", (50, 50, 51, 59), (6, 5, 5, 6)),
        ("pte", (90, 90, 90, 90), (10, 10, 10, 10)),
        ("tef", (249, 207, 310, 310), (7, 7, 7, 7)),
        ("tef", (145, 121, 181, 180), (4, 4, 4, 0)),
        ("tcf", (331, 342, 4, 5), (4, 4, 4, 4)),
        ("tcf", (330, 341, 3, 20), (0, 0, 0, 10)),
        ("tcf", (503, 499, 12, 11), (8, 8, 8, 7)),
        ("clb", (12, 10, 4, 3), (10, 10, 4, 0)),
    ],
)
def test_scores_become_levels(
    test: TestName, scores: tuple[float, ...], levels: tuple[int, ...]
) -> None:
    assert made(test, *scores).levels == Levels(*levels)


def made(test: TestName, *scores: float, taken: date | None = None) -> LanguageTest:
    language: OfficialLanguage = "fr" if test in {"tef", "tcf"} else "en"
    return LanguageTest(test=test, language=language, scores=AbilityScores(*scores), taken=taken)


@pytest.mark.parametrize("test", BOUNDS)
def test_each_bound_is_within_its_scale_and_each_level_harder_than_the_next(test: TestName) -> None:
    for ability in ABILITIES:
        scale = BOUNDS[test][ability]
        assert list(scale.bounds) == sorted(set(scale.bounds), reverse=True)
        assert scale.low <= scale.bounds[-1] < scale.bounds[0] <= scale.high
        assert not any(bound % scale.step for bound in scale.bounds)


def test_a_test_is_too_old_from_its_second_birthday_on() -> None:
    test = made("celpip", 9, 9, 9, 9, taken=date(2024, 3, 1))
    assert test.is_valid_on(date(2026, 2, 28))
    assert not test.is_valid_on(date(2026, 3, 1))
    assert made("celpip", 9, 9, 9, 9).is_valid_on(date(2099, 1, 1))
