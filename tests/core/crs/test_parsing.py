"""A profile of a file's tables, and the sentence for each thing that is wrong in them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.core.crs.parsing import parse_profile
from watcher.core.crs.profile import Profile
from watcher.core.errors import ConfigFault, ProfileError

LEAST: dict[str, object] = {"born": date(1994, 11, 3), "education": "bachelor"}
SCORES = {"listening": 9, "reading": 9, "writing": 9, "speaking": 9}
JOB: dict[str, object] = {"noc": "21231", "from": date(2024, 1, 1)}


def refused(**facts: object) -> str:
    """Read a profile that cannot be, and return the sentence."""
    with pytest.raises(ProfileError) as caught:
        parse_profile(LEAST | facts, "amara.toml")
    return str(caught.value)


def test_two_facts_make_a_profile_and_the_rest_is_the_least_that_may_be() -> None:
    assert parse_profile(LEAST, "a.toml") == Profile(born=date(1994, 11, 3), education="bachelor")


def test_every_key_is_read() -> None:
    profile = parse_profile(
        {
            "name": "Amara",
            "age": 31,
            "education": "professional",
            "spouse": {
                "citizen_or_pr": True,
                "education": "master",
                "language": {"test": "clb", "language": "fr", "scores": SCORES},
                "work": [JOB],
                "canadian_study_years": 2,
            },
            "first_language": {"test": "celpip", "scores": SCORES, "taken": "2026-01-05"},
            "second_language": None,
            "canadian_work_years": 2.5,
            "foreign_work_years": 6.0,
            "work": [JOB | {"to": "2025-01-31", "country": "IN", "hours_per_week": 37.5}],
            "certificate_of_qualification": True,
            "provincial_nomination": True,
            "nomination_expires": "2027-01-01",
            "sibling_in_canada": True,
            "canadian_credential": "three_plus",
            "canadian_study_years": 3,
            "arranged_employment": "noc00",
            "job_offer": True,
            "relative_in_canada": True,
            "intends_quebec": True,
            "funds": 20000,
            "credential": {"assessed": "2024-05-01"},
            "passport_expires": "2030-01-01",
            "submitted": "2025-11-20T10:00:00-05:00",
            "invited": "2026-01-01",
        },
        "a.json",
    )
    assert profile.first_language is not None
    assert profile.spouse is not None
    assert profile.first_language.language == "en"
    assert profile.first_language.taken == date(2026, 1, 5)
    assert (profile.canadian_work, profile.foreign_work) == (2, 6)
    assert profile.submitted == datetime(2025, 11, 20, 15, tzinfo=UTC)
    assert profile.work[0].ended == date(2025, 1, 31)
    assert not profile.spouse.counts
    assert profile.spouse.canadian_work_on(date(2026, 1, 1)) == 2


@pytest.mark.parametrize("key", ["language", "first_language"])
def test_a_partners_test_may_be_called_as_that_of_the_applicant(key: str) -> None:
    test = {"test": "celpip", "scores": SCORES}
    spouse = parse_profile(LEAST | {"spouse": {key: test}}, "a.json").spouse
    assert spouse is not None
    assert spouse.language is not None
    assert refused(spouse={"language": test, "first_language": test}).startswith(
        "amara.toml: spouse.first_language: is no key of this table"
    )


@pytest.mark.parametrize("none", [None, False], ids=str)
def test_no_job_offer_may_be_written_in_two_ways(none: object) -> None:
    profile = parse_profile(LEAST | {"arranged_employment": none}, "a.json")
    assert profile.arranged_employment is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"education": "bachelors"},
            (
                'amara.toml: education: is not one of the words allowed here; there is "bachelors"; allowed: '
                '"none", "secondary", "one_year", "two_year", "bachelor", "two_or_more", "master", "professional", '
                '"doctoral"; did you mean "bachelor"?'
            ),
        ),
        (
            {"born": "3 November"},
            'amara.toml: born: is no day; there is "3 November"; allowed: such as 1994-11-03',
        ),
        (
            {"born": datetime(1994, 11, 3, tzinfo=UTC)},
            (
                "amara.toml: born: is no day; there is 1994-11-03 00:00:00+00:00; allowed: such as 1994-11-03; "
                "leave its time out"
            ),
        ),
        ({"age": 31}, "amara.toml: age: is counted from born; there is 31; leave it out"),
        (
            {"born": date(2101, 1, 1)},
            "amara.toml: born: is out of range; there is 2101-01-01; allowed: a day from 1900-01-01 to 2100-12-31",
        ),
        (
            {"submitted": "0001-01-01T00:00:00+05:00"},
            (
                'amara.toml: submitted: is not since 2015; there is "0001-01-01T00:00:00+05:00"; allowed: such as '
                "2025-11-20T15:00:00Z"
            ),
        ),
        (
            {"age": 150, "born": None},
            "amara.toml: age: is out of range; there is 150; allowed: a number from 0 to 120",
        ),
        (
            {"canadian_work_years": "2"},
            (
                'amara.toml: canadian_work_years: must be a number; there is "2"; allowed: a number from 0 to 80; '
                "write it without quotes"
            ),
        ),
        (
            {"sibling_in_canada": "yes"},
            'amara.toml: sibling_in_canada: must be true or false, without quotes; there is "yes"',
        ),
        ({"spouse": True}, "amara.toml: spouse: must be a table, [spouse]; there is true"),
        ({"work": JOB}, "amara.toml: work: must be a list of tables, [[work]]; there is a table"),
        ({"work": [3]}, "amara.toml: work[0]: must be a table"),
        (
            {"submitted": datetime(2025, 11, 20)},  # noqa: DTZ001 - a time without zone is refused
            (
                "amara.toml: submitted: is no instant; there is 2025-11-20 00:00:00; allowed: such as "
                "2025-11-20T15:00:00Z; a second can decide a tie: add the time and its zone"
            ),
        ),
        (
            {"submitted": "yesterday"},
            (
                'amara.toml: submitted: is no instant; there is "yesterday"; allowed: such as '
                "2025-11-20T15:00:00Z; a second can decide a tie: add the time and its zone"
            ),
        ),
        (
            {"name": 7},
            "amara.toml: name: must be one line of text; there is 7; put it between quotes",
        ),
        (
            {"credential": {}},
            "amara.toml: credential.assessed: is missing; write the day of the assessment",
        ),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_a_fault_has_its_key_and_what_to_do(facts: dict[str, object], sentence: str) -> None:
    assert refused(**facts) == sentence


def test_an_unknown_key_gets_the_nearest_known_one_and_its_value_is_not_shown() -> None:
    sentence = refused(siblings_in_canada=True)
    assert sentence.startswith(
        "amara.toml: siblings_in_canada: is no key of this table; allowed: age, born"
    )
    assert sentence.endswith('did you mean "sibling_in_canada"?')
    assert "there is" not in sentence


@pytest.mark.parametrize(
    ("country", "canadian"),
    [("CA", 1), ("Canada ", 1), ("can", 1), ("IN", 0), *((c, 0) for c in ("Panama", "Grenada"))],
)
def test_a_country_is_written_as_one_likes(country: str, canadian: int) -> None:
    profile = parse_profile(LEAST | {"work": [JOB | {"country": country}]}, "a.toml")
    assert profile.canadian_work_on(date(2025, 1, 1)) == canadian


@pytest.mark.parametrize("country", ["Kanada", "Canda", "cananda"])
def test_a_misspelt_canada_is_not_taken_for_a_country_abroad(country: str) -> None:
    assert refused(work=[JOB | {"country": country}]) == (
        f'amara.toml: work[0].country: is no country; there is "{country}"; did you mean "CA"?'
    )


def test_a_key_of_the_profile_that_fell_into_a_table_is_sent_back() -> None:
    """In TOML whatever follows [[work]] is in it."""
    work = [{**JOB, "passport_expires": date(2027, 1, 1)}, {**JOB, "salary": 1}]
    with pytest.raises(ProfileError) as caught:
        parse_profile(LEAST | {"work": work}, "amara.toml", "[2]")
    first, second = caught.value.faults
    assert (first.key, first.hint) == (
        "[2].work[0].passport_expires",
        "passport_expires is of the profile itself: write it above the first [table]",
    )
    assert (second.key, second.hint) == ("[2].work[1].salary", None)


def test_what_must_be_there_is_asked_for() -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile({}, "amara.toml")
    assert [(fault.key, fault.problem) for fault in caught.value.faults] == [
        ("born", "is missing"),
        ("education", "is missing"),
    ]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile(
            {
                "education": "phd",
                "spouse": {"education": "masters", "first_language": 1, "tongue": 2},
                "first_language": {"test": "toefl", "scores": {"listening": "x", "reading": 9}},
                "work": [{"noc": "2173"}, JOB | {"to": date(2023, 1, 1)}],
            },
            "amara.toml",
        )
    assert [fault.key for fault in caught.value.faults] == [
        *("born", "education", "work[0].from", "work[0].noc", "work[1].to"),
        *("spouse.education", "spouse.first_language", "spouse.tongue"),
        *("first_language.test", "first_language.scores.listening"),
        *("first_language.scores.writing", "first_language.scores.speaking"),
    ]


def language(test: str, **facts: object) -> str:
    """Read a language test that cannot be, and return the sentence without its place."""
    scores = SCORES | facts.pop("scores", {})  # type: ignore[operator]
    sentence = refused(first_language={"test": test, "scores": scores, **facts})
    return sentence.removeprefix("amara.toml: first_language.")


@pytest.mark.parametrize(
    ("ability", "score", "most"),
    [("speaking", 451, 450), ("writing", 699, 450), ("listening", 434, 360), ("reading", 301, 300)],
)
def test_a_tef_score_of_another_scale_is_refused(ability: str, score: int, most: int) -> None:
    assert language("tef", scores={ability: score}) == (
        f"scores.{ability}: is out of range; there is {score}; allowed: a whole number from 0 to {most}; "
        'Express Entry takes the column "Equivalence ancien score" of the attestation alone'
    )


@pytest.mark.parametrize(
    ("test", "score", "allowed"),
    [
        ("celpip", 13, "out of range; there is 13; allowed: a whole number from 0 to 12"),
        ("celpip", 8.5, "not a whole number; there is 8.5; allowed: a whole number from 0 to 12"),
        ("ielts", 10, "out of range; there is 10; allowed: a number in steps of 0.5 from 0 to 9"),
        (
            "ielts",
            6.25,
            "not a number in steps of 0.5; there is 6.25; allowed: a number in steps of 0.5 from 0 to 9",
        ),
        ("pte", 91, "out of range; there is 91; allowed: a whole number from 0 to 90"),
        ("tcf", 21, "out of range; there is 21; allowed: a whole number from 0 to 20"),
        ("clb", -1, "out of range; there is -1; allowed: a whole number from 0 to 12"),
    ],
)
def test_a_score_that_is_not_on_its_scale_is_refused(test: str, score: float, allowed: str) -> None:
    assert language(test, language="fr" if test == "tcf" else "en", scores={"speaking": score}) == (
        f"scores.speaking: is {allowed}"
    )


def test_a_test_of_english_is_not_one_of_french() -> None:
    assert language("ielts", language="fr") == (
        'language: is not that of IELTS General Training; there is "fr"; allowed: "en"'
    )


def test_levels_say_of_which_language_they_are() -> None:
    assert language("clb") == 'language: is missing; levels may be of either: write "en" or "fr"'


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("Social worker", "; nearest known: 41300 Social workers"),
        ("39999", "; nearest known: 33109 Other assisting"),
        ("astronaut", ""),
    ],
)
def test_a_title_or_a_wrong_code_gets_the_nearest_codes(given: str, hint: str) -> None:
    said = refused(work=[JOB | {"noc": given}])

    assert said.startswith(
        f'amara.toml: work[0].noc: is no NOC 2021 code; there is "{given}"; '
        f'allowed: five digits, such as "31301"{hint}'
    )


def test_a_code_of_noc_2016_is_known_as_one() -> None:
    assert refused(work=[JOB | {"noc": "2173"}]) == (
        'amara.toml: work[0].noc: is no NOC 2021 code; there is "2173"; allowed: five digits, such as "31301"; '
        "four digits are a code of NOC 2016: look up that of 2021"
    )
    assert refused(work=[JOB | {"noc": 21231}]) == (
        "amara.toml: work[0].noc: must be one line of text; there is 21231; put it between quotes"
    )


@pytest.mark.parametrize("data", [None, 3, [], "age = 30"], ids=str)
def test_what_is_no_table_is_refused(data: object) -> None:
    with pytest.raises(ProfileError, match=r"^a.json: \[2\]: must be a table of facts$"):
        parse_profile(data, "a.json", "[2]")


KEYS = st.sampled_from(
    [
        *(
            "age",
            "born",
            "education",
            "spouse",
            "first_language",
            "second_language",
            "work",
            "test",
        ),
        *("scores", "listening", "reading", "language", "noc", "from", "to", "credential", "funds"),
        *("canadian_work_years", "submitted", "arranged_employment", "taken", "sibling_in_canada"),
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["celpip", "en", "2024-01-01", "2024-01-01T00:00:00Z", "21231", "noc00"])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(KEYS | st.text(max_size=3), inside, max_size=8)
    ),
    max_leaves=25,
)


@settings(max_examples=30)
@given(st.dictionaries(KEYS | st.text(max_size=3), ANYTHING, max_size=10))
def test_no_profile_crashes_it_and_each_bad_one_gets_sentences_with_their_keys(
    data: dict[str, object],
) -> None:
    faults: tuple[ConfigFault, ...] = ()
    try:
        parse_profile(data, "a.json")
    except ProfileError as error:
        faults = error.faults
    for fault in faults:
        assert fault.key
        assert str(fault).startswith(f"a.json: {fault.key}: ")
        assert str(fault).isprintable()
