"""Programs have their rules, and families the money to show."""

from datetime import date

from watcher.core.crs.program_rules import FUNDS, PROGRAM_RULES, funds_on


def test_every_program_and_the_rounds_without_a_list_have_a_rule_with_its_source() -> None:
    assert list(PROGRAM_RULES) == ["cec", "fsw", "fst", "general", "pnp"]
    assert {rule.seen for rule in PROGRAM_RULES.values()} == {date(2025, 10, 7)}


def test_the_table_of_funds_changes_in_summer() -> None:
    assert funds_on(date(2024, 5, 26)) is None
    before, since = funds_on(date(2025, 7, 6)), funds_on(date(2025, 7, 7))
    assert before is not None
    assert since is not None
    assert (before.amounts[0], since.amounts[0], since.amounts[3]) == (14690, 15263, 28362)


def test_a_larger_family_needs_more() -> None:
    for table in FUNDS:
        assert list(table.amounts) == sorted(set(table.amounts))
