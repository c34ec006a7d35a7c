"""What single changes are worth."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.crs.people import BACHELOR, clb, profiles
from watcher.core.crs.cautions import score_warnings
from watcher.core.crs.parsing import parse_profile
from watcher.core.crs.profile import EDUCATIONS, Profile, Spouse
from watcher.core.crs.rules import RULE_SETS
from watcher.core.crs.score import crs_score
from watcher.core.errors import ProfileError
from watcher.insight.improve import Improvement, improvements, unknown_improvements

NEW = RULE_SETS[-1]
DAY = date(2026, 9, 1)


def by_key(profile: Profile) -> dict[str, Improvement]:
    """Return the best change at each place."""
    return {one.key: one for one in reversed(improvements(profile, NEW, DAY))}


def test_the_best_change_comes_first_with_points_before_and_after() -> None:
    best, second, *_ = improvements(BACHELOR, NEW, DAY)
    assert best == Improvement(
        change="a province's nomination",
        key="provincial_nomination",
        before=379,
        after=979,
        points=600,
        years=0,
        age_costs=0,
        note="each province chooses by rules of its own",
    )
    assert (second.key, second.after) == ("second_language", 379 + 24 + 50)


def test_what_brings_nothing_is_left_out() -> None:
    keys = by_key(replace(BACHELOR, first_language=clb(4)))
    assert "first_language.scores.reading" not in keys
    assert "foreign_work_years" not in keys


def test_years_that_pass_cost_age_which_is_told_and_counted_in_the_order() -> None:
    at_29, born = by_key(BACHELOR), replace(BACHELOR, age=None, born=date(1996, 12, 1))
    for found in (at_29, by_key(born)):
        work = found["canadian_work_years"]
        assert (work.points, work.years, work.age_costs) == (53, 1, 5)
        assert work.note is not None
        assert work.note.endswith("a year older by then: 5 less for age")
    assert by_key(replace(BACHELOR, age=25))["canadian_work_years"].age_costs == 0
    doctor = by_key(replace(BACHELOR, age=38, education="master"))["education"]
    assert (doctor.points, doctor.age_costs) == (15, 22)
    assert doctor.note == (
        "foreign ones as an assessment values them; 3 years older by then: 22 less for age"
    )


def test_both_orders_of_a_couple_are_scored() -> None:
    strong = Spouse(age=29, education="master", language=clb(10), canadian_work=2)
    one, other = (
        replace(BACHELOR, spouse=strong),
        by_key(replace(BACHELOR, spouse=strong))["spouse"],
    )
    other_order = Profile(
        age=29,
        education="master",
        first_language=clb(10),
        canadian_work=2,
        spouse=Spouse(age=29, education="bachelor", language=clb(9)),
    )
    assert other.before == crs_score(one, NEW, DAY).total
    assert other.after == crs_score(other_order, NEW, DAY).total > other.before
    weak = by_key(replace(BACHELOR, spouse=Spouse(age=44, education="none")))["spouse"]
    assert weak.points < 0


def test_what_cannot_be_known_is_said() -> None:
    assert unknown_improvements(BACHELOR, NEW, DAY) == ()
    partner = replace(BACHELOR, spouse=Spouse())
    assert unknown_improvements(partner, NEW, DAY) == (
        (
            "whether your partner as the principal applicant would have more points: write spouse.born, and "
            "second_language and foreign_work_years of the partner where there are any"
        ),
    )
    assert unknown_improvements(BACHELOR, NEW, date(2026, 11, 3)) == (
        (
            "what counts since 2026-11-03: work and job offers in high-wage occupations give points since; how many is "
            "not known here"
        ),
    )


@settings(max_examples=30)
@given(profiles())
def test_every_change_is_what_its_profile_scores_and_the_order_is_by_what_remains(
    profile: Profile,
) -> None:
    found = improvements(profile, NEW, DAY)
    before = crs_score(profile, NEW, DAY).total
    assert all(one.before == before and one.points == one.after - before for one in found)
    assert all(one.points > 0 or one.key == "spouse" for one in found)
    remains = [one.points - one.age_costs for one in found]
    assert remains == sorted(remains, reverse=True)


DAYS = st.dates() | st.sampled_from([date(1900, 1, 1), date(2024, 2, 29), date(2100, 12, 31)])
SCORES = {"listening": 9, "reading": 9, "writing": 9, "speaking": 9}


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        {"born": DAYS, "education": st.sampled_from(EDUCATIONS)},
        optional={
            "first_language": st.fixed_dictionaries(
                {"test": st.just("celpip"), "scores": st.just(SCORES), "taken": DAYS}
            ),
            "work": st.lists(
                st.fixed_dictionaries(
                    {"noc": st.just("21231"), "from": DAYS},
                    optional={"to": DAYS, "country": st.just("IN"), "hours_per_week": st.floats()},
                ),
                max_size=3,
            ),
            "provincial_nomination": st.booleans(),
            "nomination_expires": DAYS,
            "credential": st.fixed_dictionaries({"assessed": DAYS}),
            "spouse": st.fixed_dictionaries({"born": DAYS}),
        },
    ),
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
)
def test_no_day_in_a_profile_crashes_anything(data: dict[str, object], on: date) -> None:
    try:
        profile = parse_profile(data, "a.toml")
    except ProfileError:
        return
    score = crs_score(profile, NEW, on)
    assert len(score_warnings(profile, score, NEW)) < 10
    assert all(one.before == score.total for one in improvements(profile, NEW, on))
