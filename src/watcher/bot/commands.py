"""The commands of the bot: what each does, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from watcher.bot import sign_up
from watcher.bot.account import about_person, told_of
from watcher.bot.chat import PrivateChat
from watcher.bot.keyboards import erase_buttons, language_buttons, told_of_buttons
from watcher.bot.outgoing import Answer, Outgoing, answer
from watcher.bot.reading import (
    MOST_MUTED_DAYS,
    parse_asked_round,
    parse_category,
    parse_mute,
    parse_zone,
)
from watcher.bot.rounds_told import latest_rounds, what_may_come, why
from watcher.core.people import Person
from watcher.core.settings import N_
from watcher.core.sign_up_drafts import Draft
from watcher.messages.layout import MessageLine
from watcher.pipeline.unsubscribing import renew

_USUAL_MUTE = "7"
_Run = Callable[[PrivateChat, str], Outgoing]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCommand:
    """What a command does, in the words of the menu, and its function; ``reads`` where it changes nothing."""

    about: str
    run: _Run
    reads: bool = False


def answer_command(chat: PrivateChat, name: str, words: str) -> Outgoing:
    """Do what a command says, with the words behind it."""
    known = COMMANDS.get(name)
    if known is None:
        return answer(chat.fmt.gettext("I do not know this command. /help lists those I know."))
    return known.run(chat, words)


def _start(chat: PrivateChat, _: str) -> Outgoing:
    person = chat.person
    if person is None:
        return sign_up.begin(chat)
    chat = chat.settle()
    back = renew(chat.snapshot.tx, [chat.address])
    first = N_("Welcome back. You are told here again.") if back else N_("You are subscribed.")
    return about_person(chat, person, chat.fmt.gettext(first))


def _for_person(run: Callable[[PrivateChat, Person, str], Outgoing]) -> _Run:
    """Let a command serve those who are subscribed; all others are shown the way."""

    def _run(chat: PrivateChat, words: str) -> Outgoing:
        if chat.person is None:
            way = chat.fmt.gettext("You are not subscribed yet: /start leads you through it.")
            return answer(way)
        return run(chat, chat.person, words)

    return _run


def _changing(what: sign_up.ChangedStep) -> _Run:
    return _for_person(lambda chat, person, words: sign_up.change(chat, person, what, words))


def _mute(chat: PrivateChat, person: Person, words: str) -> Outgoing:
    until = parse_mute(words or _USUAL_MUTE, chat.now, person.timezone)
    if until is None:
        how = chat.fmt.gettext(
            "Write for how many days, from 1 to {most}, or until which day: /mute 7 or /mute "
            "2026-12-24",
            most=MOST_MUTED_DAYS,
        )
        return answer(how)
    chat = chat.mute(person, until)
    said = chat.fmt.gettext(
        "Nothing is sent to you until {until}; what comes meanwhile is told then. /unmute ends it.",
        until=chat.fmt.instant_and_zone(until, seconds=False),
    )
    return answer(said)


def _unmute(chat: PrivateChat, person: Person, _: str) -> Outgoing:
    chat = chat.mute(person, None)
    return answer(chat.fmt.gettext("You are told again; what waited comes now."))


def _me(chat: PrivateChat, person: Person, _: str) -> Outgoing:
    return about_person(chat, person)


def _tell(chat: PrivateChat, person: Person, _: str) -> Outgoing:
    asked = chat.fmt.gettext("What shall I tell you?")
    return answer(asked, keyboard=told_of_buttons(told_of(person.rules[0]), chat.fmt))


def _language(chat: PrivateChat, _: str) -> Outgoing:
    return answer(chat.fmt.gettext("In which language shall I write?"), keyboard=language_buttons())


def _timezone(chat: PrivateChat, person: Person, words: str) -> Outgoing:
    zone = parse_zone(words)
    if zone is None:
        how = chat.fmt.gettext(
            "Times are written as in {zone}. To change that write a city or a zone: /timezone "
            "Asia/Kolkata",
            zone=person.timezone,
        )
        return answer(how)
    chat = chat.change(replace(person, timezone=zone))
    return answer(chat.fmt.gettext("From now on times are written as in {zone}.", zone=zone))


def _last(chat: PrivateChat, words: str) -> Outgoing:
    category = parse_category(words) if words else None
    if words and category is None:
        return answer(
            chat.fmt.gettext("I do not know this category; try /last cec, or only /last.")
        )
    return latest_rounds(chat.snapshot, category, chat.rule, chat.fmt)


def _why(chat: PrivateChat, words: str) -> Outgoing:
    number = parse_asked_round(words)
    if number is None:
        return answer(chat.fmt.gettext("Write the number of a round: /why 385"))
    return why(chat.snapshot, number, chat.rule, chat.fmt)


def _next(chat: PrivateChat, _: str) -> Outgoing:
    return what_may_come(chat.snapshot, chat.rule, chat.fmt)


def _stop(chat: PrivateChat, _: str) -> Outgoing:
    if chat.person is None:
        chat.settle()
        return answer(chat.fmt.gettext("Nothing is kept of you here. /start begins anew."))
    draft = Draft(
        key=str(chat.update),
        step="erase",
        language=chat.fmt.language,
        began_at=chat.now,
        changes=True,
    )
    chat = chat.ask(draft)
    asked = chat.fmt.gettext(
        "Shall I end your subscription, and erase all that is kept of you? It cannot be undone."
    )
    return answer(asked, keyboard=erase_buttons(draft.key, chat.fmt))


def _cancel(chat: PrivateChat, _: str) -> Outgoing:
    if chat.draft is None:
        return answer(chat.fmt.gettext("There is nothing to cancel."))
    fmt, chat = chat.fmt, chat.settle()
    left = N_("Nothing was kept. /start begins anew.")
    stays = N_("Cancelled: everything stays as it was.")
    return answer(fmt.gettext(left if chat.person is None else stays))


def _help(chat: PrivateChat, _: str) -> Outgoing:
    fmt = chat.fmt
    lines = [
        MessageLine(label=f"/{name}", text=fmt.gettext(command.about))
        for name, command in COMMANDS.items()
    ]
    said = fmt.gettext(
        "“Invited” is our reading of the published figures: an invitation itself appears only in "
        "your IRCC account."
    )
    return Answer(blocks=[lines, [MessageLine(text=said)]])


#: Every command by its name, in the order of the menu.
COMMANDS: Mapping[str, ChatCommand] = {
    "start": ChatCommand(about=N_("subscribe, or subscribe again"), run=_start),
    "me": ChatCommand(about=N_("what is kept of you"), run=_for_person(_me), reads=True),
    "last": ChatCommand(about=N_("the newest rounds: /last cec"), run=_last, reads=True),
    "why": ChatCommand(about=N_("what a round means for you: /why 385"), run=_why, reads=True),
    "next": ChatCommand(about=N_("what may come next"), run=_next, reads=True),
    "score": ChatCommand(about=N_("change your score: /score 488"), run=_changing("score")),
    "categories": ChatCommand(about=N_("change your categories"), run=_changing("categories")),
    "submitted": ChatCommand(
        about=N_("change when your profile was submitted"), run=_changing("submitted")
    ),
    "tell": ChatCommand(about=N_("choose what is told to you"), run=_for_person(_tell), reads=True),
    "mute": ChatCommand(about=N_("be left alone for some days: /mute 7"), run=_for_person(_mute)),
    "unmute": ChatCommand(about=N_("end that"), run=_for_person(_unmute)),
    "language": ChatCommand(about=N_("change the language"), run=_language, reads=True),
    "timezone": ChatCommand(about=N_("change the time zone"), run=_for_person(_timezone)),
    "cancel": ChatCommand(about=N_("leave a question unanswered"), run=_cancel),
    "stop": ChatCommand(about=N_("end it, and erase what is kept of you"), run=_stop),
    "help": ChatCommand(about=N_("this list"), run=_help, reads=True),
}
