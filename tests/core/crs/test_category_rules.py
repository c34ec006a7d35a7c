"""Each category has its occupations and months, by date."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from watcher.core.category import CATEGORIES
from watcher.core.crs.category_rules import (
    CATEGORY_RULES,
    CategoryRule,
    category_rule,
    last_category_rule,
    listed_on,
)
from watcher.core.crs.occupations import OCCUPATIONS

TODAY = date(2026, 11, 29)
REFERENCE = Path(__file__).parents[4] / "shared/reference/crs/eligibility.json"


def rule(category: str, day: date) -> CategoryRule:
    found = category_rule(category, day)
    assert found is not None
    return found


def test_the_lists_of_2026_have_91_occupations_in_nine_categories() -> None:
    counts = Counter({r.category: len(r.codes) for r in CATEGORY_RULES if r.until is None})

    assert counts == {
        "healthcare": 37,
        "trades": 25,
        "stem": 11,
        "education": 5,
        "transport": 4,
        "senior-managers": 4,
        "physicians": 3,
        "military": 3,
        "researchers": 2,
        "french": 0,
    }
    assert len(listed_on(TODAY)) == 91
    assert listed_on(TODAY)["31102"] == ("healthcare", "physicians")


def test_every_listed_occupation_has_a_title_and_every_rule_a_known_category() -> None:
    for each in CATEGORY_RULES:
        assert each.codes <= OCCUPATIONS.keys()
        assert each.category in CATEGORIES
    assert {code for each in CATEGORY_RULES for code in each.codes} == OCCUPATIONS.keys()


def test_the_lists_of_2023_had_their_own_lengths() -> None:
    counts = {r.category: len(r.codes) for r in CATEGORY_RULES if r.since == date(2023, 5, 31)}

    assert counts == {
        "french": 0,
        "healthcare": 35,
        "stem": 24,
        "trades": 10,
        "transport": 10,
        "agriculture": 3,
    }


def test_until_2026_six_months_on_end_were_asked_and_since_then_twelve_in_sum() -> None:
    before, since = rule("healthcare", date(2026, 2, 17)), rule("healthcare", date(2026, 2, 18))

    assert (before.months, before.continuous) == (6, True)
    assert (since.months, since.continuous) == (12, False)
    assert before.codes == since.codes


def test_cooks_gave_way_to_butchers() -> None:
    change = rule("trades", date(2025, 6, 1)).codes ^ rule("trades", TODAY).codes

    assert change == {"63200", "63201"}


def test_categories_begin_and_end() -> None:
    assert category_rule("transport", date(2025, 2, 26)) is not None
    assert category_rule("transport", date(2025, 2, 27)) is None
    assert len(rule("transport", TODAY).codes) == 4
    assert category_rule("agriculture", TODAY) is None
    assert category_rule("french", date(2023, 5, 30)) is None
    last = last_category_rule("agriculture", TODAY)
    assert last is not None
    assert last.until == date(2026, 2, 17)
    assert last_category_rule("physicians", date(2025, 6, 1)) is None


def test_only_some_ask_for_work_in_canada() -> None:
    here = {r.category for r in CATEGORY_RULES if r.in_canada}

    assert here == {"physicians", "senior-managers", "researchers"}


@pytest.mark.skipif(not REFERENCE.exists(), reason="the collected facts lie beside the repository")
def test_the_lists_are_those_of_the_collected_facts() -> None:
    facts = json.loads(REFERENCE.read_text("utf-8"))

    for category in facts["categories_2026"]:
        ours = rule(category["code"].replace("_", "-"), TODAY).codes
        listed = {entry["noc"]: entry["title"] for entry in category["noc"] or ()}
        assert ours == listed.keys()
        assert {code: OCCUPATIONS[code] for code in ours} == listed
