"""What a reader of a score must know: rules that may not hold any more, and facts that gave no points."""

from collections.abc import Iterator
from datetime import date

from watcher.core.crs.language import TEST_NAMES, LanguageTest
from watcher.core.crs.profile import Profile
from watcher.core.crs.rules import RuleChange, RuleSet, changes_after, changes_since
from watcher.core.crs.score import CrsScore
from watcher.core.crs.work import canadian_years, foreign_years

_OFFICIAL_TOOL = "only the account at IRCC shows the score that counts"


def score_warnings(profile: Profile, score: CrsScore, rules: RuleSet) -> tuple[str, ...]:
    """List what a score does not say by itself, in English."""
    return (
        *_of_later_rules(rules, score.day),
        *_of_earlier_rules(rules, profile, score),
        *_of_birth(profile, score.day),
        *_of_tests(profile, score.day),
        *_of_papers(profile, score.day),
        *_of_work(profile, score.day),
    )


def _of_later_rules(rules: RuleSet, day: date) -> Iterator[str]:
    for change in changes_since(rules, day):
        if change.known:
            yield f"the rules changed on {change.day}, after those of {rules.id}: {change.what}"
        else:
            yield (
                f"the rules changed on {change.day}: {change.what}. This is the score of the rules of {rules.id}, "
                f"and may not hold any more: {_OFFICIAL_TOOL}"
            )


def _of_earlier_rules(rules: RuleSet, profile: Profile, score: CrsScore) -> Iterator[str]:
    for change in changes_after(rules, score.day):
        if _concerns(change, profile, score):
            yield (
                f"{score.day} is before the change of {change.day}: {change.what}; this is counted as after it"
            )


def _concerns(change: RuleChange, profile: Profile, score: CrsScore) -> bool:
    """Whether a profile has what a change was about; an offer may give no points and yet have given some."""
    parts = score.additional.parts
    return any(
        profile.arranged_employment if name == "arranged" else parts[name].points
        for name in change.parts
    )


def _of_birth(profile: Profile, day: date) -> Iterator[str]:
    partner = profile.spouse.born if profile.spouse else None
    for key, born in (("born", profile.born), ("spouse.born", partner)):
        if born and born > day:
            yield f"{key} is {born}, after {day}: is it mistyped?"


def _of_tests(profile: Profile, day: date) -> Iterator[str]:
    first, second = profile.first_language, profile.second_language
    tests = [("", first), ("", second)]
    if profile.spouse and profile.spouse.counts:
        tests.append(("your partner's ", profile.spouse.language))
    for whose, test in tests:
        if test and not test.is_valid_on(day):
            yield f"{whose}{_called(test)} is too old since {test.expires}: it gives no points"
        if test and test.taken and test.taken > day:
            yield f"{whose}{_called(test)} is not taken yet on {day}: it is counted as if it were"
    if first and not first.is_valid_on(day):
        yield "without a valid test in the first language there is no profile in the pool"
    if second and not first:
        yield "there is no first_language: second_language counts as a second one, for less"
    if second and not profile.other_language:
        yield "second_language is the first language again: it gives no points"


def _called(test: LanguageTest) -> str:
    return f"{TEST_NAMES[test.test]} of {test.taken}"


def _of_papers(profile: Profile, day: date) -> Iterator[str]:
    expires = profile.nomination_expires
    if profile.provincial_nomination and not profile.is_nominated_on(day):
        yield f"the nomination expired on {expires}: it gives no points"
    if expires and not profile.provincial_nomination:
        yield "nomination_expires alone gives no points: write provincial_nomination = true"
    if profile.credential is None:
        return
    ends = profile.credential.expires
    if ends <= day:
        yield (
            f"the assessment of {profile.credential.assessed} is too old since {ends}: without a newer one, foreign "
            "education gives no points; it is counted here"
        )


def _of_work(profile: Profile, day: date) -> Iterator[str]:
    """Name stated years that the periods of work contradict."""
    if not profile.work:
        return
    stated = {
        "canadian_work_years": (profile.canadian_work, canadian_years(profile.work, day)),
        "foreign_work_years": (profile.foreign_work, foreign_years(profile.work, day)),
    }
    for key, (years, counted) in stated.items():
        if years is not None and years != counted:
            yield f"{key} says {years}, and the periods of work make {counted}: what it says counts"
