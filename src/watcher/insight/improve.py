"""What single changes of a profile are worth, each scored with everything else as it is. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from watcher.core.crs.profile import Profile
from watcher.core.crs.rules import RuleSet, changes_since
from watcher.core.crs.score import crs_score
from watcher.core.crs.work import shifted
from watcher.insight.profile_changes import ProfileChange, profile_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """One change; ``years`` is the least time that it takes, ``age_costs`` the points that age takes in it.

    ``key`` is the place in the profile; ``points`` leaves out what age costs.
    """

    change: str
    key: str
    before: int
    after: int
    points: int
    years: int
    age_costs: int
    note: str | None


def improvements(profile: Profile, rules: RuleSet, on: date) -> tuple[Improvement, ...]:
    """List the changes that bring points, those first that bring most when age is counted.

    The partner as the principal applicant is listed wherever both can be scored.
    """
    before = crs_score(profile, rules, on).total
    found = []
    for change in profile_changes(profile, rules, on):
        after = crs_score(change.profile, rules, on).total
        if after > before or change.always:
            found.append(_improvement(change, before, after, _age_costs(change, rules, on)))
    return tuple(sorted(found, key=lambda one: (one.age_costs - one.points, one.years)))


def unknown_improvements(profile: Profile, rules: RuleSet, on: date) -> tuple[str, ...]:
    """Say what cannot be counted, and why."""
    reasons = [
        f"what counts since {change.day}: {change.what}"
        for change in changes_since(rules, on)
        if not change.known
    ]
    spouse = profile.spouse
    if spouse and spouse.counts and spouse.age is None and spouse.born is None:
        reasons.append(
            "whether your partner as the principal applicant would have more points: write spouse.born, and "
            "second_language and foreign_work_years of the partner where there are any"
        )
    return tuple(reasons)


def _improvement(change: ProfileChange, before: int, after: int, costs: int) -> Improvement:
    older = "a year" if change.years == 1 else f"{change.years} years"
    aged = f"{older} older by then: {costs} less for age" if costs else None
    return Improvement(
        change=change.what,
        key=change.key,
        before=before,
        after=after,
        points=after - before,
        years=change.years,
        age_costs=costs,
        note="; ".join(filter(None, (change.note, aged))) or None,
    )


def _age_costs(change: ProfileChange, rules: RuleSet, on: date) -> int:
    """Count the points that age takes while a change is made."""
    person = change.profile
    if person.born is None:
        older = replace(person, age=(person.age or 0) + change.years)
    else:
        older = replace(person, born=shifted(person.born, -12 * change.years))
    ages = (crs_score(one, rules, on).core.parts["age"].points for one in (person, older))
    return next(ages) - next(ages)
