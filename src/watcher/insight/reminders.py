"""What to be reminded of in a person's case, from its dates, and what a change of the score is worth. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import TypeVar

from watcher.core.crs.language import TEST_NAMES, LanguageTest
from watcher.core.crs.profile import Profile
from watcher.core.crs.rules import rules_on
from watcher.core.crs.score import crs_score
from watcher.core.crs.work import shifted
from watcher.core.reminders import Reminder, ReminderKind
from watcher.core.schedule import INVITATION_LIVES
from watcher.insight.programs import YEAR, cec_months, fsw_months

_Value = TypeVar("_Value")

# Days since the invitation; months since the others; months or days before an end.
_SINCE_INVITATION = (30, 45, 53, 58)
_PROFILE_LIVES, _PROFILE_AT = 12, 11
_LANGUAGE_AT = (18, 21, 22)
_CREDENTIAL_AT = (54, 58)
_BEFORE_PASSPORT = (12, 9, 7)
_BEFORE_NOMINATION = (60, 30, 7)
_BEFORE_BIRTHDAY = 30
_BEFORE_WINDOW = (60, 14)
# No longer lead than this has to be looked ahead for.
_LEAD = timedelta(days=60)


@lru_cache(maxsize=4096)  # asked again every hour, of the same days
def reminders(
    profile: Profile, since: date, until: date, *, submitted: date | None = None
) -> tuple[Reminder, ...]:
    """List the reminders whose day is from *since* to *until*, by day; *submitted* is the day of the profile."""
    found = (
        *_papers(profile, submitted),
        *_birthdays(profile, since, until),
        *_years_of_work(profile, since, until),
        *_windows(profile, since, until),
    )
    return tuple(
        sorted((r for r in found if since <= r.day <= until), key=lambda r: (r.day, r.ends))
    )


def _papers(profile: Profile, submitted: date | None) -> Iterator[Reminder]:
    if profile.invited is not None:
        began, ends = profile.invited, profile.invited + INVITATION_LIVES
        days = [began + timedelta(days=after) for after in _SINCE_INVITATION]
        yield from _on(days, ReminderKind.INVITATION, ends, began=began)
    if submitted is not None:
        ends = shifted(submitted, _PROFILE_LIVES)
        days = [shifted(submitted, _PROFILE_AT), ends - timedelta(days=7)]
        yield from _on(days, ReminderKind.PROFILE, ends, began=submitted)
    yield from _tests(profile)
    if profile.credential is not None:
        began, ends = profile.credential.assessed, profile.credential.expires
        days = [shifted(began, after) for after in _CREDENTIAL_AT]
        yield from _on(days, ReminderKind.CREDENTIAL, ends, began=began)
    if profile.passport_expires is not None:
        ends = profile.passport_expires
        days = [shifted(ends, -before) for before in _BEFORE_PASSPORT]
        yield from _on(days, ReminderKind.PASSPORT, ends)
    if profile.provincial_nomination and profile.nomination_expires is not None:
        ends = profile.nomination_expires
        days = [ends - timedelta(days=before) for before in _BEFORE_NOMINATION]
        yield from _on(days, ReminderKind.NOMINATION, ends)


def _tests(profile: Profile) -> Iterator[Reminder]:
    partner = profile.spouse.language if profile.spouse and profile.spouse.counts else None
    tests = ((profile.first_language, False), (profile.second_language, False), (partner, True))
    for test, of_partner in tests:
        if test is not None and test.taken is not None and test.expires is not None:
            yield from _test(test, test.taken, test.expires, of_partner=of_partner)


def _test(test: LanguageTest, taken: date, ends: date, *, of_partner: bool) -> Iterator[Reminder]:
    """Remind of a test's end, and of the first day from which an invitation's 60 days would outlast it."""
    days = [shifted(taken, after) for after in _LANGUAGE_AT]
    name = TEST_NAMES[test.test]
    for reminder in _on(days, ReminderKind.LANGUAGE, ends, began=taken):
        yield replace(reminder, name=name, partner=of_partner)
    too_short = ends - INVITATION_LIVES + timedelta(days=1)
    if not of_partner:
        yield Reminder(
            kind=ReminderKind.TOO_SHORT, day=too_short, ends=ends, began=taken, name=name
        )


def _birthdays(profile: Profile, since: date, until: date) -> Iterator[Reminder]:
    """Remind a month before a birthday that costs points, and on every one that changes the score."""
    if profile.born is None:
        return
    for age in range(profile.age_on(since), profile.age_on(until + _LEAD) + 1):
        day = shifted(profile.born, 12 * age)
        younger, older = (replace(profile, born=None, age=each) for each in (age - 1, age))
        change = _change(ReminderKind.BIRTHDAY, day, younger, older)
        if change is None:
            continue
        if change.points < 0:
            yield replace(change, day=day - timedelta(days=_BEFORE_BIRTHDAY), years=age)
        yield replace(change, years=age)


def _years_of_work(profile: Profile, since: date, until: date) -> Iterator[Reminder]:
    counted: tuple[tuple[ReminderKind, Callable[[date], int], Callable[[int], Profile]], ...] = (
        (
            ReminderKind.CANADIAN_WORK,
            profile.canadian_work_on,
            lambda years: replace(profile, canadian_work=years),
        ),
        (
            ReminderKind.FOREIGN_WORK,
            profile.foreign_work_on,
            lambda years: replace(profile, foreign_work=years),
        ),
    )
    for kind, years_on, with_years in counted if profile.work else ():
        # Years that are stated are the same on every day.
        for day, before, after in _steps(years_on, since, until):
            fewer, more = with_years(before), with_years(after)
            change = _change(kind, day, fewer, more)
            if change is not None:
                yield replace(change, years=after)


def _windows(profile: Profile, since: date, until: date) -> Iterator[Reminder]:
    """Remind of the day on which the work that a program asks for is too long ago."""
    windows = ((ReminderKind.CEC_WINDOW, cec_months), (ReminderKind.FSW_WINDOW, fsw_months))
    for kind, months in windows if profile.work else ():
        for ends, before, after in _steps(partial(months, profile), since, until + _LEAD):
            if before >= YEAR > after:
                yield from _on([ends - timedelta(days=d) for d in _BEFORE_WINDOW], kind, ends)


def _on(
    days: list[date], kind: ReminderKind, ends: date, *, began: date | None = None
) -> Iterator[Reminder]:
    return (Reminder(kind=kind, day=day, ends=ends, began=began) for day in days)


def _change(kind: ReminderKind, day: date, before: Profile, after: Profile) -> Reminder | None:
    """Say what one changed fact does to the score on a day, all else being equal; None if nothing."""
    rules = rules_on(day)
    points = crs_score(after, rules, day).total - crs_score(before, rules, day).total
    if not points:
        return None
    return Reminder(kind=kind, day=day, ends=day, points=points, rules=rules.id)


def _steps(
    value: Callable[[date], _Value], since: date, until: date
) -> Iterator[tuple[date, _Value, _Value]]:
    """Yield every day on which a value is another than the day before, with both.

    A week that ends as it began is not looked into: counts of months and years do not come and go within one.
    """
    day, before = since - timedelta(days=1), value(since - timedelta(days=1))
    while day < until:
        week = min(day + timedelta(days=7), until)
        if value(week) == before:
            day = week
            continue
        while day < week:
            day += timedelta(days=1)
            after = value(day)
            if after != before:
                yield day, before, after
            before = after
