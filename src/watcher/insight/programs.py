"""The three programs of Express Entry, held against a profile, condition by condition. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from watcher.core.crs.fsw import FSW_PASS, FswPoints, counts_for_fsw, fsw_points
from watcher.core.crs.language import Levels
from watcher.core.crs.profile import Profile
from watcher.core.crs.work import (
    CRS_WINDOW,
    by_occupation,
    canadian_jobs,
    first_day,
    longest_run,
    months_worked,
    shifted,
)
from watcher.core.model import Clause
from watcher.core.schedule import INVITATION_LIVES
from watcher.insight.conditions import (
    Case,
    enough_months,
    funds,
    language,
    outside_quebec,
    without_dates,
)

#: Months of work that a program asks for.
YEAR = 12
_CEC_WINDOW, _FST_WINDOW = 36, 60
_HIGH_TEER = 1
_TRADES = ("72", "73", "82", "83", "92", "93", "6320", "62200")
_NO_TRADES = ("726", "932")


def cec_clauses(case: Case) -> Iterator[Clause]:
    """Hold a profile against the Canadian Experience Class."""
    yield outside_quebec(case)
    yield from _cec_experience(case)
    yield _cec_language(case)


def fsw_clauses(case: Case) -> Iterator[Clause]:
    """Hold a profile against the Federal Skilled Worker Program."""
    yield outside_quebec(case)
    yield _fsw_experience(case)
    yield language(case, Levels(7, 7, 7, 7), "CLB 7 in all four abilities")
    yield _fsw_education(case)
    yield _fsw_points(case)
    yield funds(case)


def fst_clauses(case: Case) -> Iterator[Clause]:
    """Hold a profile against the Federal Skilled Trades Program."""
    certificate = case.profile.certificate_of_qualification
    yield outside_quebec(case)
    yield _fst_experience(case)
    yield language(
        case, Levels(5, 4, 4, 5), "CLB 5 in speaking and listening, 4 in reading and writing"
    )
    held = "a certificate" if certificate else "an offer" if case.has_offer else "neither"
    yield Clause(
        text=f"a job offer of a year, or a Canadian certificate of qualification: {held}",
        holds=certificate or case.has_offer,
    )
    yield funds(case)


def cec_months(profile: Profile, day: date) -> int:
    """Count the months of Canadian experience in the three years before a day."""
    return months_worked(canadian_jobs(profile.work), shifted(day, -_CEC_WINDOW), day)


def fsw_months(profile: Profile, day: date) -> int:
    """Count the months on end in the best occupation, in the ten years before a day."""
    jobs = by_occupation(job for job in profile.work if counts_for_fsw(job))
    since = shifted(day, -CRS_WINDOW)
    return max((longest_run(of, since, day) for _, of in jobs), default=0)


def points_of(case: Case) -> FswPoints:
    """Count the 67 points; an offer that only may be arranged employment gives none."""
    arranged = case.profile.arranged_employment is not None
    return fsw_points(case.profile, case.day, arranged=arranged)


def _cec_experience(case: Case) -> Iterator[Clause]:
    """Count at the invitation and again at the application: IRCC's pages name the one and the other."""
    jobs = canadian_jobs(case.profile.work)
    months = partial(cec_months, case.profile)
    asked = f"a year of work in Canada in the three years before the invitation ({case.invited})"
    if not case.profile.work:
        yield without_dates(asked, case.profile.canadian_work)
        return
    invited = enough_months(asked, months, case.invited, needed=YEAR, jobs=jobs)
    yield invited
    if invited.holds:
        lost = first_day(lambda day: months(day) < YEAR, case.invited, within=INVITATION_LIVES.days)
        asked = (
            f"a year of work in Canada in the three years before applying too (by {case.last_day})"
        )
        until = lost and lost - timedelta(days=1)
        yield Clause(
            text=f"{asked}: until {until} only"
            if until
            else f"{asked}: {months(case.last_day)} months",
            holds=None if until else True,
        )


def _cec_language(case: Case) -> Clause:
    """Ask for the level of the occupation; where both kinds were done, a year of the lower one is enough."""
    since = shifted(case.invited, -_CEC_WINDOW)
    jobs = canadian_jobs(case.profile.work)
    low = [job for job in jobs if job.teer > _HIGH_TEER]
    five = language(case, Levels(5, 5, 5, 5), "CLB 5 in all four abilities, for TEER 2 and 3")
    seven = language(case, Levels(7, 7, 7, 7), "CLB 7 in all four abilities, for TEER 0 and 1")
    if case.profile.work:
        is_low = len(low) == len(jobs) or months_worked(low, since, case.invited) >= YEAR
        return five if is_low else seven
    if five.holds and not seven.holds:
        return Clause(
            text="CLB 7 for TEER 0 and 1, CLB 5 for 2 and 3: of which is the work?", holds=None
        )
    return seven if seven.holds else five


def _fsw_experience(case: Case) -> Clause:
    """Ask for a year on end in one occupation; where it is in pieces, the page does not say enough."""
    asked = "a year of skilled work on end, in one occupation, in ten years"
    jobs = [job for job in case.profile.work if counts_for_fsw(job)]
    since, day = shifted(case.day, -CRS_WINDOW), case.day
    if not case.profile.work:
        return without_dates(asked, case.profile.canadian_work, case.profile.foreign_work)
    spells = [(longest_run(of, since, day), noc, of) for noc, of in by_occupation(jobs)]
    if not spells:
        return Clause(text=f"{asked}: none of TEER 0 to 3", holds=False)
    found, noc, best = max(spells, key=lambda spell: spell[:2])
    whole = max(months_worked(of, since, day) for _, _, of in spells)
    if found < YEAR <= whole:
        return Clause(text=f"{asked}: {whole} months of {noc}, in pieces", holds=None)
    return enough_months(
        asked,
        lambda on: longest_run(best, shifted(on, -CRS_WINDOW), on),
        day,
        needed=YEAR,
        jobs=best,
        where=f" of {noc}",
    )


def _fsw_education(case: Case) -> Clause:
    profile = case.profile
    asked = "secondary education or more, of Canada or assessed in the last five years"
    if profile.education == "none":
        return Clause(text=f"{asked}: none", holds=False)
    credential = profile.credential
    if credential is None or profile.canadian_credential != "none":
        return Clause(text=f"{asked}: {_words(profile.education)}, taken as such", holds=True)
    assessed = credential.assessed
    if credential.expires <= case.day:
        return Clause(text=f"{asked}: the assessment of {assessed} is too old", holds=False)
    return Clause(
        text=f"{asked}: {_words(profile.education)}, assessed on {assessed}",
        holds=True if credential.expires > case.last_day else None,
    )


def _fsw_points(case: Case) -> Clause:
    """Hold the points against 67, on the day and on the last one to apply: birthdays and old tests take some away."""
    asked = f"{FSW_PASS} of 100 points"
    points = points_of(case).total
    if points < FSW_PASS:
        offered = fsw_points(case.profile, case.day, arranged=case.has_offer).total
        if offered >= FSW_PASS:
            text = f"{asked}: {points}, or {offered} if the offer counts as arranged employment"
            return Clause(text=text, holds=None)
        return Clause(text=f"{asked}: {points}", holds=False)
    arranged = case.profile.arranged_employment is not None
    later = fsw_points(case.profile, case.last_day, arranged=arranged).total
    if later < FSW_PASS:
        return Clause(text=f"{asked}: {points}, but {later} by {case.last_day}", holds=None)
    return Clause(text=f"{asked}: {points}", holds=True)


def _fst_experience(case: Case) -> Clause:
    asked = "two years of work in one skilled trade in five years"
    if not case.profile.work:
        return without_dates(asked, case.profile.canadian_work, case.profile.foreign_work)
    spells = by_occupation(
        job
        for job in case.profile.work
        if _is_trade(job.noc) and counts_for_fsw(job) and not job.while_student
    )
    if not spells:
        return Clause(text=f"{asked}: none in such a trade", holds=False)
    since = shifted(case.day, -_FST_WINDOW)
    noc, best = max(spells, key=lambda spell: months_worked(spell[1], since, case.day))
    return enough_months(
        asked,
        lambda on: months_worked(best, shifted(on, -_FST_WINDOW), on),
        case.day,
        needed=2 * YEAR,
        jobs=best,
        where=f" of {noc}",
    )


def _is_trade(noc: str) -> bool:
    return noc.startswith(_TRADES) and not noc.startswith(_NO_TRADES)


def _words(education: str) -> str:
    return education.replace("_", " ")
