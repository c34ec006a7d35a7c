"""What is said beside a score."""

from dataclasses import replace
from datetime import date

from tests.core.crs.people import BACHELOR, clb
from watcher.core.crs.cautions import score_warnings
from watcher.core.crs.profile import Credential, Profile, Spouse
from watcher.core.crs.rules import RULE_SETS, RuleSet
from watcher.core.crs.score import crs_score
from watcher.core.crs.work import WorkPeriod

OLD, NEW = RULE_SETS


def warned(profile: Profile, day: date, rules: RuleSet = NEW) -> list[str]:
    return list(score_warnings(profile, crs_score(profile, rules, day), rules))


def test_a_score_within_its_rules_needs_no_warning() -> None:
    assert warned(BACHELOR, date(2026, 11, 2)) == []
    assert warned(BACHELOR, date(2024, 6, 1), OLD) == []


def test_from_the_change_of_2026_on_every_score_says_that_it_may_not_hold() -> None:
    assert warned(BACHELOR, date(2026, 11, 3)) == [
        (
            "the rules changed on 2026-11-03: work and job offers in high-wage occupations give points since; how many "
            "is not known here. This is the score of the rules of 2025-03-25, and may not hold any more: only the "
            "account at IRCC shows the score that counts"
        )
    ]


def test_older_rules_name_each_change_after_them() -> None:
    first, second = warned(BACHELOR, date(2026, 11, 29), OLD)
    assert first == (
        "the rules changed on 2025-03-25, after those of 2016-11-19: a job offer gives no points since"
    )
    assert second.startswith("the rules changed on 2026-11-03: ")


def test_before_a_change_only_who_has_what_it_was_about_is_warned() -> None:
    french = replace(BACHELOR, second_language=clb(7, language="fr"))
    assert warned(french, date(2019, 1, 1), OLD) == [
        (
            "2019-01-01 is before the change of 2020-10-20: French gave 15 or 30 points before (the day itself is not certain); this is counted as "
            "after it"
        )
    ]
    assert warned(BACHELOR, date(2019, 1, 1), OLD) == []
    offered = replace(BACHELOR, arranged_employment="other")
    assert warned(offered, date(2016, 1, 1), OLD)[0].startswith(
        "2016-01-01 is before the change of 2016-11-19: a job offer gave 600 points before"
    )
    assert len(warned(offered, date(2024, 1, 1), NEW)) == 1


def test_half_of_a_fact_gives_no_points_and_that_is_said() -> None:
    profile = replace(
        BACHELOR, first_language=None, second_language=clb(9), nomination_expires=date(2027, 1, 1)
    )
    assert warned(profile, date(2026, 6, 1)) == [
        "there is no first_language: second_language counts as a second one, for less",
        "nomination_expires alone gives no points: write provincial_nomination = true",
    ]


def test_days_to_come_are_doubted() -> None:
    profile = replace(
        BACHELOR,
        age=None,
        born=date(2027, 1, 1),
        first_language=replace(clb(9), taken=date(2026, 6, 2)),
        spouse=Spouse(born=date(2026, 6, 2), language=replace(clb(7), taken=date(2026, 6, 1))),
    )
    assert warned(profile, date(2026, 6, 1)) == [
        "born is 2027-01-01, after 2026-06-01: is it mistyped?",
        "spouse.born is 2026-06-02, after 2026-06-01: is it mistyped?",
        (
            "CLB or NCLC levels of 2026-06-02 is not taken yet on 2026-06-01: it is counted as if "
            "it were"
        ),
    ]


def test_papers_that_are_too_old_are_named() -> None:
    profile = replace(
        BACHELOR,
        first_language=replace(clb(9), taken=date(2024, 3, 1)),
        credential=Credential(assessed=date(2021, 3, 1)),
        provincial_nomination=True,
        nomination_expires=date(2026, 1, 1),
        spouse=Spouse(language=replace(clb(9), taken=date(2024, 2, 1))),
    )
    assert warned(profile, date(2026, 3, 1)) == [
        "CLB or NCLC levels of 2024-03-01 is too old since 2026-03-01: it gives no points",
        "your partner's CLB or NCLC levels of 2024-02-01 is too old since 2026-02-01: it gives no points",
        "without a valid test in the first language there is no profile in the pool",
        "the nomination expired on 2026-01-01: it gives no points",
        (
            "the assessment of 2021-03-01 is too old since 2026-03-01: without a newer one, foreign education gives no "
            "points; it is counted here"
        ),
    ]
    assert warned(profile, date(2025, 12, 31)) == []


def test_a_second_test_in_the_first_language_is_named() -> None:
    assert warned(replace(BACHELOR, second_language=clb(10)), date(2026, 1, 1)) == [
        "second_language is the first language again: it gives no points"
    ]


def test_years_that_the_periods_of_work_contradict_are_named() -> None:
    work = (WorkPeriod(noc="21231", started=date(2024, 1, 1)),)
    stated = replace(BACHELOR, work=work, canadian_work=3, foreign_work=0)
    assert warned(stated, date(2026, 1, 1)) == [
        "canadian_work_years says 3, and the periods of work make 2: what it says counts"
    ]
    assert warned(replace(stated, canadian_work=2), date(2026, 1, 1)) == []
    assert warned(replace(stated, canadian_work=None), date(2026, 1, 1)) == []
