"""Tables of a file to a profile, or every fault in it at once."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from watcher.core.crs.language import (
    ABILITIES,
    BOUNDS,
    OFFICIAL_LANGUAGES,
    TEST_LANGUAGES,
    TEST_NAMES,
    TESTS,
    Ability,
    AbilityScores,
    LanguageTest,
    ScoreScale,
    TestName,
)
from watcher.core.crs.occupations import OCCUPATIONS, named_occupations, nearest_occupations
from watcher.core.crs.profile import (
    ARRANGED_EMPLOYMENTS,
    CANADIAN_CREDENTIALS,
    EDUCATIONS,
    ApplicantFacts,
    ArrangedEmployment,
    Credential,
    Profile,
    Spouse,
)
from watcher.core.crs.profile_table import ProfileTable
from watcher.core.crs.work import FULL_TIME, WorkPeriod
from watcher.core.errors import ConfigFault, ProfileError

_OLDEST = 120
_MOST_YEARS = 80
_HOURS_OF_A_WEEK = 168
_MOST_FUNDS = 1_000_000_000
_TEF_SCALE = 'Express Entry takes the column "Equivalence ancien score" of the attestation alone'
_ANY_SCALE = ScoreScale((), 0, 1000, 0)


def parse_profile(data: object, where: str, key: str = "") -> Profile:
    """Read a profile from the tables of the file *where*, or raise a ProfileError with every fault.

    *key* is the place of the profile in the file: ``[2]`` in a list.
    """
    if not isinstance(data, Mapping):
        raise ProfileError(ConfigFault(file=where, key=key, problem="must be a table of facts"))
    table = ProfileTable(data, where, key, [])
    profile = _profile(table)
    if table.faults:
        raise ProfileError(*table.faults)
    return profile


def _profile(table: ProfileTable) -> Profile:
    if not table.has("age"):
        table.need("born", "write born = 1994-11-03, or age = 32")
    table.need("education", f"write one of {', '.join(EDUCATIONS)}")
    profile = Profile(
        **_applicant(table),
        name=table.text("name"),
        spouse=_spouse(table.table("spouse")),
        first_language=_language(table, "first_language"),
        provincial_nomination=table.flag("provincial_nomination"),
        nomination_expires=table.day("nomination_expires"),
        sibling_in_canada=table.flag("sibling_in_canada"),
        arranged_employment=_arranged(table),
        job_offer=table.flag("job_offer"),
        relative_in_canada=table.flag("relative_in_canada"),
        intends_quebec=table.flag("intends_quebec"),
        funds=table.whole("funds", _MOST_FUNDS),
        credential=_credential(table.table("credential")),
        passport_expires=table.day("passport_expires"),
        submitted=table.instant("submitted"),
        invited=table.day("invited"),
    )
    table.end()
    table.claim()
    return profile


def _spouse(table: ProfileTable | None) -> Spouse | None:
    if table is None:
        return None
    spouse = Spouse(
        **_applicant(table),
        accompanying=table.flag("accompanying", default=True),
        citizen_or_pr=table.flag("citizen_or_pr"),
        language=_language(table, "language") or _language(table, "first_language"),
    )
    table.end()
    return spouse


def _applicant(table: ProfileTable) -> ApplicantFacts:
    """Read what is asked of both partners."""
    age, born = table.whole("age", _OLDEST), table.day("born")
    if table.has("age") and table.has("born"):
        table.refuse("age", "is counted from born", hint="leave it out")
    return {
        "age": age,
        "born": born,
        "education": table.word("education", EDUCATIONS) or "none",
        "second_language": _language(table, "second_language"),
        "canadian_work": table.whole("canadian_work_years", _MOST_YEARS),
        "foreign_work": table.whole("foreign_work_years", _MOST_YEARS),
        "work": _work(table),
        "certificate_of_qualification": table.flag("certificate_of_qualification"),
        "canadian_credential": table.word("canadian_credential", CANADIAN_CREDENTIALS) or "none",
        "canadian_study_years": table.whole("canadian_study_years", _MOST_YEARS) or 0,
    }


def _arranged(table: ProfileTable) -> ArrangedEmployment | None:
    return (
        None
        if table.is_false("arranged_employment")
        else table.word("arranged_employment", ARRANGED_EMPLOYMENTS)
    )


def _credential(table: ProfileTable | None) -> Credential | None:
    if table is None:
        return None
    table.need("assessed", "write the day of the assessment")
    assessed = table.day("assessed")
    table.end()
    return None if assessed is None else Credential(assessed=assessed)


def _work(table: ProfileTable) -> tuple[WorkPeriod, ...]:
    jobs = [_job(entry) for entry in table.tables("work")]
    return tuple(job for job in jobs if job is not None)


def _job(table: ProfileTable) -> WorkPeriod | None:
    table.need("noc", 'write the NOC 2021 code of the occupation: noc = "31301"')
    table.need("from", "write the first day of the job")
    noc, started, ended = _noc(table), table.day("from"), table.day("to")
    if started and ended and ended < started:
        table.refuse("to", "is before the first day", hint=f"from is {started}")
    hours = table.number("hours_per_week", 0, _HOURS_OF_A_WEEK, step=0)
    country = _country(table)
    flags = {
        "authorized": table.flag("authorized", default=True),
        "self_employed": table.flag("self_employed"),
        "while_student": table.flag("while_student"),
    }
    table.end()
    if noc is None or started is None:
        return None
    return WorkPeriod(
        noc=noc,
        started=started,
        ended=ended,
        country=country or "CA",
        hours_per_week=FULL_TIME if hours is None else hours,
        **flags,
    )


def _country(table: ProfileTable) -> str | None:
    """Read any country; a misspelt Canada would count as work abroad."""
    country = table.text("country")
    written = (country or "").strip().casefold()
    if written != "canada" and get_close_matches(written, ["canada"], cutoff=0.8):
        table.refuse("country", "is no country", hint='did you mean "CA"?')
    return country


def _noc(table: ProfileTable) -> str | None:
    code = table.text("noc")
    if code is None or re.fullmatch("[0-9][0-5][0-9]{3}", code):
        return code
    older = "four digits are a code of NOC 2016: look up that of 2021"
    near = named_occupations(nearest_occupations(code, OCCUPATIONS))
    hint = older if re.fullmatch("[0-9]{4}", code) else (near and f"nearest known: {near}") or None
    table.refuse("noc", "is no NOC 2021 code", allowed='five digits, such as "31301"', hint=hint)
    return None


def _language(above: ProfileTable, key: str) -> LanguageTest | None:
    table = above.table(key)
    if table is None:
        return None
    table.need("test", f"write one of {', '.join(TESTS)}")
    table.need("scores", "write listening, reading, writing and speaking under [scores]")
    test, language = table.word("test", TESTS), table.word("language", OFFICIAL_LANGUAGES)
    own = TEST_LANGUAGES.get(test) if test else None
    if test and own and language and language != own:
        table.refuse("language", f"is not that of {TEST_NAMES[test]}", allowed=f'"{own}"')
    if test == "clb":
        table.need("language", 'levels may be of either: write "en" or "fr"')
    taken, scores = table.day("taken"), table.table("scores")
    read = _scores(scores, test) if scores else None
    table.end()
    spoken = own or language
    if test is None or spoken is None or read is None:
        return None
    return LanguageTest(test=test, language=spoken, scores=read, taken=taken)


def _scores(table: ProfileTable, test: TestName | None) -> AbilityScores | None:
    read = [_score(table, ability, test) for ability in ABILITIES]
    table.end()
    found = [score for score in read if score is not None]
    return AbilityScores(*found) if len(found) == len(ABILITIES) else None


def _score(table: ProfileTable, ability: Ability, test: TestName | None) -> float | None:
    """Read one score on the scale of its test; of a test that is not known, any number."""
    table.need(ability, "every ability is tested")
    scale = BOUNDS[test][ability] if test else _ANY_SCALE
    beyond = _TEF_SCALE if test == "tef" else None
    return table.number(ability, scale.low, scale.high, scale.step, hint=beyond)
