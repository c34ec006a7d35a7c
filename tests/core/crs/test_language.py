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


# As IRCC's pages print them: a row for each level, its least scores in the order of ABILITIES.
PAGES: dict[TestName, str] = {
    "ielts": """
        10  8.5 8.0 7.5 7.5
         9  8.0 7.0 7.0 7.0
         8  7.5 6.5 6.5 6.5
         7  6.0 6.0 6.0 6.0
         6  5.5 5.0 5.5 5.5
         5  5.0 4.0 5.0 5.0
         4  4.5 3.5 4.0 4.0""",
    "celpip": "\n".join(f"{level} {level} {level} {level} {level}" for level in range(4, 11)),
    "pte": """
        10  89 88 90 89
         9  82 78 88 84
         8  71 69 79 76
         7  60 60 69 68
         6  50 51 60 59
         5  39 42 51 51
         4  28 33 41 42""",
    "tef": """
        10  316 263 393 393
         9  298 248 371 371
         8  280 233 349 349
         7  249 207 310 310
         6  217 181 271 271
         5  181 151 226 226
         4  145 121 181 181""",
    "tcf": """
        10  549 549 16 16
         9  523 524 14 14
         8  503 499 12 12
         7  458 453 10 10
         6  398 406  7  7
         5  369 375  6  6
         4  331 342  4  4""",
}


@pytest.mark.parametrize("test", PAGES)
def test_each_level_begins_where_the_page_says(test: TestName) -> None:
    for row in filter(None, map(str.split, PAGES[test].splitlines())):
        level, *least = map(float, row)
        below = [score - BOUNDS[test][a].step for score, a in zip(least, ABILITIES, strict=True)]
        assert set(made(test, *least).levels) == {level}
        assert max(made(test, *below).levels) == (level - 1 if level > 4 else 0)


def test_each_scale_ends_where_the_test_does() -> None:
    ends = {test: [scale.high for scale in scales.values()] for test, scales in BOUNDS.items()}
    assert ends == {
        "clb": [12, 12, 12, 12],
        "celpip": [12, 12, 12, 12],
        "ielts": [9, 9, 9, 9],
        "pte": [90, 90, 90, 90],
        "tef": [360, 300, 450, 450],
        "tcf": [699, 699, 20, 20],
    }


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
