"""The score as programs get it."""

from dataclasses import replace
from datetime import date

from tests.core.crs.people import BACHELOR
from watcher.answers.score import score_answer
from watcher.answers.serialize import to_json
from watcher.core.crs.rules import RULE_SETS

NEW = RULE_SETS[-1]


def test_each_section_has_its_factors_and_its_total() -> None:
    answer = score_answer(BACHELOR, NEW, date(2026, 9, 1), improve=False)
    assert to_json(answer) == {
        "rules": "2025-03-25",
        "as_of": "2026-09-01",
        "total": 379,
        "core": {
            "age": 110,
            "education": 120,
            "first_language": 124,
            "second_language": 0,
            "canadian_work": 0,
            "total": 354,
        },
        "spouse": {"education": 0, "language": 0, "canadian_work": 0, "total": 0},
        "transferability": {
            "education_language": 25,
            "education_canadian_work": 0,
            "education": 25,
            "foreign_language": 0,
            "foreign_canadian_work": 0,
            "foreign": 0,
            "certificate": 0,
            "total": 25,
        },
        "additional": {
            "nomination": 0,
            "sibling": 0,
            "french": 0,
            "study": 0,
            "arranged": 0,
            "total": 0,
        },
        "warnings": [],
    }


def test_changes_and_what_is_unknown_come_only_if_asked_for() -> None:
    named = replace(BACHELOR, name="Amara")
    answer = to_json(score_answer(named, NEW, date(2026, 11, 29), improve=True))
    assert isinstance(answer, dict)
    assert answer["name"] == "Amara"
    assert len(answer["warnings"]) == 1
    assert answer["improvements"][0] == {
        "change": "a province's nomination",
        "key": "provincial_nomination",
        "before": 379,
        "after": 979,
        "points": 600,
        "years": 0,
        "age_costs": 0,
        "note": "each province chooses by rules of its own",
    }
    assert len(answer["unknown"]) == 1
