"""What the bot asks, and how what was answered reads. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from watcher.bot.keyboards import cancel_button, category_buttons, submitted_buttons
from watcher.bot.outgoing import Answer, Keyboard, answer
from watcher.bot.reading import Unsure
from watcher.core.category import ALL, CATEGORIES
from watcher.core.people import Rule
from watcher.core.pool import HIGHEST_CRS
from watcher.core.sender import Sender
from watcher.core.settings import N_
from watcher.core.sign_up_drafts import Draft
from watcher.insight.backtest import USUAL_NEAR
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine

_UNREAD: Mapping[Unsure, str] = {
    "day": N_(
        "I could not read the day. Write the year first or the month in letters, such as "
        "2025-11-20 or November 20, 2025."
    ),
    "time": N_("I could not read the time. Write it behind the day, such as 15:04 or 3:04 p.m."),
    "zone": N_(
        "I do not know this time zone. Write the distance from UTC or a city, such as UTC-5 or "
        "Asia/Kolkata."
    ),
    "early": N_("That is before Express Entry began, in 2015."),
    "late": N_("That is still to come. Write it once your profile is submitted."),
}


def ask_categories(draft: Draft, fmt: Formatter) -> Answer:
    """Ask for categories; at the beginning say first what this is, and what is kept."""
    keyboard = category_buttons(draft.key, draft.categories, fmt, signing_up=not draft.changes)
    asked = answer(
        fmt.gettext(
            "Which rounds may invite you? Press every category that is yours, then “Done, go on”."
        ),
        keyboard=keyboard,
    )
    return asked if draft.changes else replace(asked, blocks=[*_greeting(fmt), *asked.blocks])


def _greeting(fmt: Formatter) -> list[list[MessageLine]]:
    hello = fmt.gettext(
        "I watch Canada's Express Entry rounds of invitations, and tell you here within minutes "
        "what each of them means for you."
    )
    kept = fmt.gettext(
        "Three questions first. Your answers are kept with the number of this chat, and no name. "
        "Only who runs this service can see them, and /stop erases them."
    )
    return [[MessageLine(text=hello, strong=True)], [MessageLine(text=kept)]]


def no_categories(draft: Draft, fmt: Formatter) -> Answer:
    """Ask again where none was chosen."""
    asked = ask_categories(replace(draft, changes=True), fmt)
    missing = fmt.gettext("Press at least one category, or “All categories”.")
    return replace(asked, blocks=[[MessageLine(text=missing)]])


def unread_categories(draft: Draft, fmt: Formatter) -> Answer:
    """Ask again where what was written names none, or one that there is not."""
    unread = fmt.gettext("I do not know all of these categories; the buttons have those there are.")
    return replace(no_categories(draft, fmt), blocks=[[MessageLine(text=unread)]])


def ask_score(draft: Draft, fmt: Formatter) -> Answer:
    """Ask for the score."""
    asked = fmt.gettext("What is your CRS score? Write the number, such as 488.")
    return answer(asked, keyboard=_only_cancel(draft, fmt))


def unread_score(draft: Draft, fmt: Formatter) -> Answer:
    """Ask again where what was written is no score."""
    unread = fmt.gettext(
        "That is no CRS score. Write a whole number from 1 to {highest}.", highest=HIGHEST_CRS
    )
    return answer(unread, keyboard=_only_cancel(draft, fmt))


def ask_submitted(draft: Draft, fmt: Formatter) -> Answer:
    """Ask when the profile was submitted."""
    why = fmt.gettext(
        "When was your profile first submitted? That decides among those who have exactly the "
        "cut-off. Your IRCC account shows it."
    )
    how = fmt.gettext(
        "Write the day, and if you can the time and its zone, such as 2025-11-20 15:04 EST. "
        "Without a zone I take that of {zone}.",
        zone=fmt.timezone,
    )
    return answer(why, how, keyboard=submitted_buttons(draft.key, fmt))


def unread_submitted(draft: Draft, why: Unsure, fmt: Formatter) -> Answer:
    """Ask again where what was written is no instant, or not one."""
    return answer(fmt.gettext(_UNREAD[why]), keyboard=submitted_buttons(draft.key, fmt))


def agreement(sender: Sender | None, fmt: Formatter) -> list[MessageLine]:
    """Say what "Subscribe" agrees to, and with whom; where its meaning changes, so does the version of the wording."""
    agreed = fmt.gettext(
        "You are told of rounds that invite you, that you miss by at most {near} points, or of "
        "which it cannot be told. By “Subscribe” you agree to get these messages until you write "
        "/stop.",
        near=USUAL_NEAR,
    )
    if sender is None:
        return [MessageLine(text=agreed)]
    by = f"{sender.name}, {sender.address}, {sender.contact}"
    return [MessageLine(text=agreed), MessageLine(label=fmt.gettext("Sent by:"), text=by)]


def rule_lines(rule: Rule, fmt: Formatter) -> list[MessageLine]:
    """Write categories, score and submission."""
    categories = [fmt.gettext("All categories")] if ALL in rule.categories else []
    categories += [fmt.category(slug) for slug in CATEGORIES if slug in rule.categories]
    submitted = rule.submitted
    written = fmt.gettext("unknown") if submitted is None else fmt.instant_and_zone(submitted)
    return [
        MessageLine(label=fmt.gettext("Categories:"), text=", ".join(categories)),
        MessageLine(label=fmt.gettext("Score:"), text=str(rule.score)),
        MessageLine(label=fmt.gettext("Profile submitted:"), text=written),
    ]


def too_many(fmt: Formatter) -> str:
    """Say that this is not the moment."""
    return fmt.gettext("Too many people are signing up at this moment. Try again in an hour.")


def _only_cancel(draft: Draft, fmt: Formatter) -> Keyboard:
    return [[cancel_button(draft.key, fmt)]]
