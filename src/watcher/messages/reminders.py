"""Messages of reminders: what it is about, until when, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from watcher.core.crs.rules import outdated_since
from watcher.core.crs.work import months_between
from watcher.core.model import Message
from watcher.core.reminders import Reminder, ReminderAlert, ReminderKind
from watcher.core.settings import N_
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, lay_out

_NAME = 40
_BY_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderText:
    """The words of one kind; ``do`` has what to do, or what else to know."""

    title: str
    what: str
    do: tuple[str, ...]


_ACCOUNT = N_("Your account shows the exact date; it alone counts.")
_TEXTS: Mapping[ReminderKind, ReminderText] = {
    ReminderKind.INVITATION: ReminderText(
        title=N_("Invitation: {left} left to apply"),
        what=N_(
            "You were invited on {began}. IRCC gives 60 days to submit a complete application: counted from "
            "that day, until {ends}."
        ),
        do=(
            N_("Your account shows the exact date and time of the end; it alone counts."),
            N_(
                "Before you submit, count your score again: if it is below the cut-off of your round now, "
                "decline the invitation rather than apply."
            ),
            N_(
                "If you cannot apply in time, decline the invitation rather than let it lapse: your profile "
                "then stays in the pool."
            ),
        ),
    ),
    ReminderKind.PROFILE: ReminderText(
        title=N_("Profile: it ends in {left}"),
        what=N_(
            "Your profile was submitted on {began}. It is valid for 12 months: counted so, until {ends}."
        ),
        do=(
            _ACCOUNT,
            N_(
                "A new profile can be submitted only when the old one is over, or withdrawn; it gets a new "
                "time, which counts in a tie."
            ),
        ),
    ),
    ReminderKind.LANGUAGE: ReminderText(
        title=N_("{test}: valid for {left} more"),
        what=N_(
            "{test} of {began}: language results count for two years, when the profile is submitted and when "
            "the application is. From {ends} on, these are too old."
        ),
        do=(
            N_(
                "Take the next test in good time: places can be scarce, and results take days or weeks."
            ),
            N_(
                "Then put the new results into your profile: without valid ones it leaves the pool."
            ),
        ),
    ),
    ReminderKind.TOO_SHORT: ReminderText(
        title=N_("{test}: too short for an application"),
        what=N_(
            "{test} of {began} is too old from {ends} on. From {day} on, the 60 days that follow an invitation "
            "end later than that."
        ),
        do=(
            N_(
                "If you are invited now, apply before {ends}, or put newer results into your profile first."
            ),
        ),
    ),
    ReminderKind.CREDENTIAL: ReminderText(
        title=N_("Assessment of your education: valid for {left} more"),
        what=N_(
            "Your education was assessed on {began}. An assessment counts for five years, when the profile is "
            "submitted and when the application is. From {ends} on, it is too old."
        ),
        do=(N_("Ask the organization that made it for a new one: it takes weeks or months."),),
    ),
    ReminderKind.PASSPORT: ReminderText(
        title=N_("Passport: valid for {left} more"),
        what=N_("Your passport is valid until {ends}."),
        do=(
            N_(
                "IRCC asks to renew a passport that ends within six months of the application. Put the new "
                "one into your profile."
            ),
        ),
    ),
    ReminderKind.NOMINATION: ReminderText(
        title=N_("Nomination: valid for {left} more"),
        what=N_(
            "Your nomination is valid until {ends}. It has to be valid on the day of the application; "
            "the 600 points end with it."
        ),
        do=(N_("Ask the province or territory whether it can be extended."),),
    ),
    ReminderKind.CEC_WINDOW: ReminderText(
        title=N_("Canadian Experience Class: the year of work is soon too long ago"),
        what=N_(
            "The Canadian Experience Class asks for a year of work in Canada in the three years before the "
            "application. From {ends} on there is less than a year in them, by the work in your profile."
        ),
        do=(N_("Whoever is invited under this program has to apply before that day."),),
    ),
    ReminderKind.FSW_WINDOW: ReminderText(
        title=N_("Federal Skilled Worker Program: the year of work is soon too long ago"),
        what=N_(
            "The Federal Skilled Worker Program asks for a year of work on end, in one occupation, in the last "
            "ten years. From {ends} on there is less, by the work in your profile."
        ),
        do=(N_("Whoever is invited under this program has to apply before that day."),),
    ),
}
_BY_RULES = N_("Your score then has {points}, by the rules of {rules}.")
_NOT_BEFORE = N_(
    "Age counts on the day of the invitation: in a round before that day your score is as it was."
)
_LOOK = N_("See whether the profile in your account shows it.")
_CHANGES: Mapping[ReminderKind, ReminderText] = {
    ReminderKind.BIRTHDAY: ReminderText(
        title=N_("Birthday: {points}"),
        what=N_("On {ends} you are {years} years old."),
        do=(_NOT_BEFORE,),
    ),
    ReminderKind.CANADIAN_WORK: ReminderText(
        title=N_("Work in Canada: {points}"),
        what=N_("As of {ends}, full years of work in Canada in the last ten: {years}."),
        do=(_LOOK,),
    ),
    ReminderKind.FOREIGN_WORK: ReminderText(
        title=N_("Work abroad: {points}"),
        what=N_(
            "As of {ends}, full years of work abroad, in one occupation, in the last ten: {years}."
        ),
        do=(_LOOK,),
    ),
}
_OUTDATED = N_(
    "The rules changed on {changed}, and the points since then are not known here: your account shows the "
    "score that counts."
)


def compose_reminder(alert: ReminderAlert, *, now: datetime, shared: bool = False) -> Message:
    """Make the message of one reminder; where others are told at the same address (*shared*), it is named."""
    fmt, reminder = Formatter(alert.language, alert.timezone), alert.reminder
    today = now.astimezone(ZoneInfo(alert.timezone)).date()
    text, gaps = _words(reminder), _gaps(reminder, today, fmt)
    title = fmt.gettext(text.title, **gaps)
    if shared:
        name = clip(alert.subscription, _NAME)
        title = fmt.gettext("{name}: {title}", name=name, title=title)
    what = " ".join(fmt.gettext(sentence, **gaps) for sentence in _what(reminder, text))
    late = fmt.gettext("This reminder comes late: it was due on {day}.", day=fmt.day(reminder.day))
    return lay_out(
        title,
        (
            [MessageLine(text=what, strong=True)],
            [MessageLine(text=late)] if today > reminder.day else [],
            [MessageLine(text=f"• {fmt.gettext(step, **gaps)}") for step in _steps(reminder, text)],
        ),
    )


def _words(reminder: Reminder) -> ReminderText:
    return _CHANGES.get(reminder.kind) or _TEXTS[reminder.kind]


def _what(reminder: Reminder, text: ReminderText) -> tuple[str, ...]:
    return (text.what, _BY_RULES) if reminder.rules else (text.what,)


def _steps(reminder: Reminder, text: ReminderText) -> tuple[str, ...]:
    return (*text.do, _OUTDATED) if _changed(reminder) else text.do


def _changed(reminder: Reminder) -> date | None:
    """Return since when other rules hold than those that the points were counted by."""
    return None if reminder.rules is None else outdated_since(reminder.ends)


def _left(today: date, ends: date, fmt: Formatter) -> str:
    """Write the time that is left, by the day only where days count."""
    months = months_between(today, ends)
    return fmt.months(months) if months >= _BY_MONTHS else fmt.days((ends - today).days)


def _gaps(reminder: Reminder, today: date, fmt: Formatter) -> dict[str, object]:
    test = reminder.name or ""
    if reminder.partner:
        test = fmt.gettext("{test} (your partner's)", test=test)
    points, changed = abs(reminder.points), _changed(reminder)
    if reminder.points < 0:
        change = fmt.ngettext("{n} point less", "{n} points less", points)
    else:
        change = fmt.ngettext("{n} point more", "{n} points more", points)
    return {
        "began": fmt.day(reminder.began) if reminder.began else "",
        "ends": fmt.day(reminder.ends),
        "day": fmt.day(reminder.day),
        "left": _left(today, reminder.ends, fmt),
        "test": test,
        "years": reminder.years,
        "points": change,
        "rules": fmt.day(date.fromisoformat(reminder.rules)) if reminder.rules else "",
        "changed": fmt.day(changed) if changed else "",
    }
