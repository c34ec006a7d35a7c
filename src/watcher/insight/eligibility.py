"""What a person may be in: the programs of Express Entry and its categories, each with the conditions that decide. Pure.

Nobody but IRCC can say more than "may": the instructions of a round may ask for more than the rule of its category.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from watcher.core.category import CATEGORIES, label
from watcher.core.crs.category_rules import (
    LISTS_SEEN,
    CategoryRule,
    category_rule,
    first_category_rule,
    last_category_rule,
    listed_on,
)
from watcher.core.crs.fsw import FswPoints
from watcher.core.crs.language import Levels
from watcher.core.crs.occupations import OCCUPATIONS, named_occupations, nearest_occupations
from watcher.core.crs.profile import Profile
from watcher.core.crs.program_rules import PROGRAM_RULES, ProgramRule
from watcher.core.crs.rules import RULE_CHANGES, Certainty
from watcher.core.crs.work import (
    WorkPeriod,
    by_occupation,
    counts_in_canada,
    longest_run,
    months_worked,
    shifted,
)
from watcher.core.model import Clause
from watcher.insight.conditions import Case, enough_months, language, without_dates
from watcher.insight.programs import cec_clauses, fst_clauses, fsw_clauses, points_of

_WINDOW = 36
# Express Entry takes TEER and the codes of NOC 2021 since then.
_NOC_2021 = date(2022, 11, 16)
#: Each program by its slug, with the conditions that it is made of.
PROGRAMS = {"cec": cec_clauses, "fsw": fsw_clauses, "fst": fst_clauses}


class EligibilityStanding(StrEnum):
    """What can be said of a person and a program or category; never that they qualify."""

    MAY = "may qualify"
    UNKNOWN = "cannot tell"
    DOES_NOT = "does not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """A person's standing with one program or category; ``because`` has why it is not "may qualify".

    ``seen`` is the day as of which the rule was read, ``fsw`` has the points of FSW by factor.
    """

    category: str
    name: str
    standing: EligibilityStanding
    because: tuple[str, ...]
    clauses: tuple[Clause, ...]
    rule: str
    source: str
    seen: date
    certainty: Certainty
    fsw: FswPoints | None = None


def eligibility(profile: Profile, day: date) -> tuple[Eligibility, ...]:
    """Hold a profile against every category of the registry on a day, the three programs first."""
    case = Case(profile=profile, day=day)
    programs = {slug: _program(slug, case) for slug in PROGRAMS}
    any_program = _any_program(programs.values())
    others = (slug for slug in CATEGORIES if slug not in PROGRAMS)
    return (*programs.values(), *(_category(slug, case, any_program) for slug in others))


def remarks(profile: Profile, day: date) -> Iterator[str]:
    """Say what else has to be known: how old the rules are, work that does not count, codes on no list."""
    change = next((c for c in RULE_CHANGES if not c.known), None)
    if change is not None and day >= change.day:
        yield (
            f"rules and lists were last seen on {LISTS_SEEN}; whether they changed on or after {change.day}, "
            "with those of the CRS, is not known"
        )
    if day < _NOC_2021:
        yield f"until {_NOC_2021} occupations went by NOC 2016, and skill levels by letters: not counted here"
    listed = listed_on(day)
    for job in profile.work:
        why = _why_not_canadian(job)
        if why is not None:
            yield f"{_named(job)}: no Canadian experience, {why}"
    for noc in sorted({job.noc for job in profile.work} - listed.keys()):
        near = named_occupations(nearest_occupations(noc, listed)) if listed else ""
        yield f"{noc} is on no category's list on {day}" + (f"; nearest: {near}" if near else "")


def _program(slug: str, case: Case) -> Eligibility:
    points = points_of(case) if slug == "fsw" else None
    return _stand(slug, tuple(PROGRAMS[slug](case)), PROGRAM_RULES[slug], fsw=points)


def _any_program(programs: Iterable[Eligibility]) -> Clause:
    standing = {p.category.upper(): p.standing for p in programs}
    for wanted, holds in ((EligibilityStanding.MAY, True), (EligibilityStanding.UNKNOWN, None)):
        found = [name for name, each in standing.items() if each is wanted]
        if found:
            # IRCC applies the first that fits, in this order.
            text = f"one of the three programs: {wanted.value} for {found[0]}"
            return Clause(text=text, holds=holds)
    return Clause(text="one of the three programs: none fits", holds=False)


def _category(slug: str, case: Case, any_program: Clause) -> Eligibility:
    if slug in PROGRAM_RULES:
        nomination = _nomination(case) if slug == "pnp" else ()
        return _stand(slug, (any_program, *nomination), PROGRAM_RULES[slug])
    rule = category_rule(slug, case.day)
    if rule is None:
        return _no_category(slug, case.day)
    return _stand(slug, (any_program, *_asked_by(rule, case)), _told(rule))


def _no_category(slug: str, day: date) -> Eligibility:
    last, first = last_category_rule(slug, day), first_category_rule(slug)
    since = f"not after {last.until}" if last else f"not before {first.since}"
    clause = Clause(text=f"a day with such a category: {since}", holds=False)
    stands = _stand(slug, (clause,), _told(last or first))
    return replace(stands, because=(f"it is no category on {day}, {since}",))


def _asked_by(rule: CategoryRule, case: Case) -> Iterator[Clause]:
    if rule.category == "military":
        text = "ten years in a foreign military, and an offer of the Canadian Forces: a profile has no such facts"
        yield Clause(text=text, holds=None)
    elif rule.french is not None:
        yield _french(rule.french, case)
    else:
        yield _listed_work(rule, case)
    if rule.unheld:
        text = "the instructions of its rounds: none was seen yet"
        yield Clause(text=text, holds=None)


def _french(level: int, case: Case) -> Clause:
    tests = (case.profile.first_language, case.profile.second_language)
    french = next((t for t in tests if t is not None and t.language == "fr"), None)
    words = f"NCLC {level} in all four abilities"
    if french is None:
        return Clause(text=f"{words}: the profile has no French test", holds=False)
    only = replace(case.profile, first_language=french, second_language=None)
    return language(replace(case, profile=only), Levels(*(level,) * 4), words)


def _listed_work(rule: CategoryRule, case: Case) -> Clause:
    """Find the listed occupation with most months in three years; those of two are not added together."""
    profile, day = case.profile, case.day
    asked = _months_text(rule)
    if not profile.work:
        stated = [profile.canadian_work, *([] if rule.in_canada else [profile.foreign_work])]
        return without_dates(asked, *stated)
    counted = by_occupation(
        job
        for job in profile.work
        if job.noc in rule.codes and (job.authorized if job.in_canada else not rule.in_canada)
    )
    if not counted:
        return Clause(text=f"{asked}: none of the work", holds=False)

    def months(jobs: Sequence[WorkPeriod], on: date) -> int:
        """Count as the rule does."""
        count = longest_run if rule.continuous else months_worked
        return count(jobs, shifted(on, -_WINDOW), on)

    noc, best = max(counted, key=lambda entry: months(entry[1], day))
    where = f" of {named_occupations([noc])}"
    return enough_months(
        asked, lambda on: months(best, on), day, needed=rule.months, jobs=best, where=where
    )


def _nomination(case: Case) -> Iterator[Clause]:
    profile = case.profile
    asked = "a nomination of a province or territory"
    if not profile.is_nominated_on(case.day):
        expired = profile.provincial_nomination
        text = f"{asked}: over since {profile.nomination_expires}" if expired else f"{asked}: none"
        yield Clause(text=text, holds=False)
    elif profile.is_nominated_on(case.last_day):
        yield Clause(text=f"{asked}: there", holds=True)
    else:
        text = f"{asked}: until {profile.nomination_expires}, not on all days to apply"
        yield Clause(text=text, holds=None)


def _stand(
    slug: str, clauses: tuple[Clause, ...], rule: ProgramRule, *, fsw: FswPoints | None = None
) -> Eligibility:
    failed = [c.text for c in clauses if c.holds is False]
    unknown = [c.text for c in clauses if c.holds is None]
    standing = (
        EligibilityStanding.DOES_NOT
        if failed
        else EligibilityStanding.UNKNOWN
        if unknown
        else EligibilityStanding.MAY
    )
    return Eligibility(
        category=slug,
        name=label(slug),
        standing=standing,
        because=tuple(f"it asks for {text}" for text in failed or unknown),
        clauses=clauses,
        rule=rule.text,
        source=rule.source,
        seen=rule.seen,
        certainty=rule.certainty,
        fsw=fsw,
    )


def _told(rule: CategoryRule) -> ProgramRule:
    """Say in a sentence what a category asks for."""
    return ProgramRule(
        text=_rule_text(rule),
        source=rule.source,
        seen=rule.until or LISTS_SEEN,
        certainty="several sources",
    )


def _rule_text(rule: CategoryRule) -> str:
    if rule.category == "military":
        return (
            "ten years on end in a recognised foreign military, an offer of the Canadian Forces for three years, "
            "a credential of two years"
        )
    if rule.french is not None:
        return f"NCLC {rule.french} in all four abilities"
    return f"{_months_text(rule)}, full-time or as much part-time"


def _months_text(rule: CategoryRule) -> str:
    on_end = " on end" if rule.continuous else ""
    where = " in Canada" if rule.in_canada else ""
    several = len(rule.codes) > 1
    listed = (
        f"one of {len(rule.codes)} listed occupations" if several else "the one listed occupation"
    )
    return f"{rule.months} months{on_end} of work{where} in {listed}, in the last three years"


def _why_not_canadian(job: WorkPeriod) -> str | None:
    if not job.in_canada or counts_in_canada(job):
        return None
    if not job.is_skilled:
        return f"as its TEER is {job.teer}"
    if not job.authorized:
        return "as it was not authorised"
    return "as it was self-employed" if job.self_employed else "as it was beside full-time studies"


def _named(job: WorkPeriod) -> str:
    title = f" {OCCUPATIONS[job.noc]}" if job.noc in OCCUPATIONS else ""
    return f"{job.noc}{title} from {job.started}"
