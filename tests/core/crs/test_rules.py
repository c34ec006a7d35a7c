"""Which rules hold on which day."""

from datetime import date

import pytest

from watcher.core.crs.rules import (
    RULE_CHANGES,
    RULE_SETS,
    changes_after,
    changes_since,
    outdated_since,
    rules_on,
)

OLD, NEW = RULE_SETS


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        ("2015-01-31", "2016-11-19"),
        ("2025-03-24", "2016-11-19"),
        ("2025-03-25", "2025-03-25"),
        ("2026-12-01", "2025-03-25"),
    ],
)
def test_a_day_has_the_latest_rules_that_had_begun(day: str, rules: str) -> None:
    assert rules_on(date.fromisoformat(day)).id == rules


def test_only_the_job_offer_differs_between_the_two_sets() -> None:
    assert (OLD.arranged["noc00"], OLD.arranged["other"]) == (200, 50)
    assert (NEW.arranged["noc00"], NEW.arranged["other"]) == (0, 0)
    assert (OLD.age, OLD.french, OLD.study, OLD.sibling) == (NEW.age, NEW.french, NEW.study, 15)


def test_a_set_does_not_hold_after_the_change_that_ends_it() -> None:
    assert changes_since(NEW, date(2026, 11, 2)) == ()
    assert [c.day.isoformat() for c in changes_since(NEW, date(2026, 11, 3))] == ["2026-11-03"]
    assert [c.day.isoformat() for c in changes_since(OLD, date(2026, 11, 29))] == [
        "2025-03-25",
        "2026-11-03",
    ]
    assert changes_since(OLD, date(2025, 3, 24)) == ()


def test_a_set_has_changes_in_it_that_came_after_an_earlier_day() -> None:
    assert [c.day.year for c in changes_after(OLD, date(2016, 1, 1))] == [2016, 2017, 2020]
    assert [c.day.year for c in changes_after(OLD, date(2019, 1, 1))] == [2020]
    assert changes_after(NEW, date(2026, 1, 1)) == ()


def test_the_last_change_is_known_to_exist_and_its_points_are_not() -> None:
    assert [change.known for change in RULE_CHANGES] == [True, True, True, True, False]


def test_points_never_fall_with_more_of_anything_but_age() -> None:
    for rules in RULE_SETS:
        pairs = [rules.first_language, rules.canadian_work, tuple(rules.education.values())]
        for column in (0, 1):
            for table in pairs:
                points = [pair[column] for pair in table]
                assert points == sorted(points)
        for flat in (rules.second_language, rules.spouse_language, rules.spouse_canadian_work):
            assert list(flat) == sorted(flat)


def test_the_rules_of_a_day_hold_until_a_change_whose_points_are_not_known() -> None:
    assert outdated_since(date(2026, 11, 2)) is None
    assert outdated_since(date(2026, 12, 1)) == date(2026, 11, 3)
