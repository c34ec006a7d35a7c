"""One update in one transaction: whose it is, what it means, and the answers to it."""

import re
from dataclasses import replace
from datetime import timedelta

from watcher.answers.snapshot import Snapshot
from watcher.bot import sign_up
from watcher.bot.account import about_person
from watcher.bot.chat import PrivateChat, open_chat
from watcher.bot.commands import COMMANDS, answer_command
from watcher.bot.incoming import Blocked, Elsewhere, Incoming, Pressed, Said, Wordless
from watcher.bot.keyboards import ButtonData, parse_data
from watcher.bot.outgoing import Outgoing, PressAnswer, answer
from watcher.bot.reading import plain_line
from watcher.core.people import Person
from watcher.core.settings import LANGUAGES
from watcher.core.suppressions import NOT_SENT
from watcher.insight.backtest import USUAL_NEAR
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine
from watcher.pipeline import subscribing

#: Telegram keeps updates for a day, and may count anew after a week without any.
UPDATES_LAST = timedelta(days=2)

_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w{1,64})?(?: (.*))?")


def answer_update(  # noqa: PLR0911 - one for each kind of update
    snapshot: Snapshot, channel: str, incoming: Incoming
) -> list[Outgoing]:
    """Do what an update asks for, and return the answers."""
    match incoming.what:
        case None:
            return []
        case Elsewhere():
            return [_not_here(snapshot, incoming)]
        case Blocked():
            leave_alone(snapshot, channel, incoming.chat)
            return []
        case Said(text=text):
            return [_said(_chat(snapshot, channel, incoming), plain_line(text))]
        case Wordless():
            return [_wordless(_chat(snapshot, channel, incoming))]
        case Pressed() as press:
            return _pressed(_chat(snapshot, channel, incoming), press)


def only_reads(incoming: Incoming) -> bool:
    """Tell whether an update changes nothing, so that nothing has to wait for its answer."""
    if not isinstance(incoming.what, Said):
        return isinstance(incoming.what, Elsewhere | Wordless)
    found = _COMMAND.fullmatch(plain_line(incoming.what.text) or "")
    command = None if found is None else COMMANDS.get(found[1].lower())
    return command is not None and command.reads


def last_update(snapshot: Snapshot, bot: int) -> int | None:
    """Return the last update that was answered, None where its number means nothing any more."""
    known = snapshot.tx.bot.answered(bot)
    if known is None or snapshot.now - known[1] > UPDATES_LAST:
        return None
    return known[0]


def leave_alone(snapshot: Snapshot, channel: str, chat: int) -> None:
    """Write no more to a chat that blocked the bot: until it begins anew."""
    tx, target = snapshot.tx, str(chat)
    tx.bot.drop_draft(chat)
    if subscribing.find_person(tx, channel, target) is not None:
        tx.suppressions.add(channel, target, "refused", snapshot.now, detail="blocked the bot")
        tx.suppressions.end_waiting(channel, target, NOT_SENT["refused"], snapshot.now)


def _chat(snapshot: Snapshot, channel: str, incoming: Incoming) -> PrivateChat:
    return open_chat(snapshot, channel, incoming.chat, incoming.update, incoming.language)


def _not_here(snapshot: Snapshot, incoming: Incoming) -> Outgoing:
    fmt = Formatter(incoming.language, snapshot.settings.timezone)
    return answer(fmt.gettext("I work in private chats only: write to me there."))


def _wordless(chat: PrivateChat) -> Outgoing:
    return answer(chat.fmt.gettext("I only read words. /help lists what I understand."))


def _said(chat: PrivateChat, text: str | None) -> Outgoing:
    if text is None:
        return answer(chat.fmt.gettext("That is too long for me. /help lists what I understand."))
    found = _COMMAND.fullmatch(text)
    if found is not None:
        return answer_command(chat, found[1].lower(), (found[2] or "").strip())
    if chat.draft is not None:
        return sign_up.said(chat, chat.draft, text)
    if chat.person is None:
        lost = chat.fmt.gettext(
            "I do not remember what this is about: perhaps it was too long ago. /start begins anew."
        )
        return answer(lost)
    return answer(chat.fmt.gettext("I do not understand that. /help lists what I understand."))


def _pressed(chat: PrivateChat, press: Pressed) -> list[Outgoing]:
    button = parse_data(press.data)
    made = None if button is None else _button(chat, button, press.message)
    if made is None:
        old = chat.fmt.gettext("This button is an old one. /start begins anew.")
        return [PressAnswer(press=press.press, text=old)]
    return [PressAnswer(press=press.press), made]


def _button(chat: PrivateChat, button: ButtonData, message: int | None) -> Outgoing | None:
    if not button.key:
        return _lasting_button(chat, button)
    draft = chat.draft
    if draft is None or draft.key != button.key:
        return None
    if button.word == "cancel":
        return answer_command(chat, "cancel", "")
    if draft.step == "erase":
        return _erase(chat, chat.person) if button.word == "erase" and chat.person else None
    return sign_up.pressed(chat, draft, button, message)


def _lasting_button(chat: PrivateChat, button: ButtonData) -> Outgoing | None:
    """Press a button that belongs to no conversation: it works whenever it is pressed."""
    person = chat.person
    if button.word == "language" and button.value in LANGUAGES:
        language = next(code for code in LANGUAGES if code == button.value)
        if person is None:
            return sign_up.begin(replace(chat, language=language))
        person = replace(person, language=language)
        return about_person(chat.change(person), person)
    if button.word == "tell" and person is not None:
        return _tell(chat, person, button.value)
    return None


def _tell(chat: PrivateChat, person: Person, word: str) -> Outgoing | None:
    rule = person.rules[0]
    match word:
        case "invited":
            rule = replace(rule, tell_when="invited", near=None)
        case "near":
            rule = replace(rule, tell_when="invited", near=USUAL_NEAR)
        case "every":
            rule = replace(rule, tell_when="every-round")
        case _:
            return None
    chat = chat.change_rule(rule)
    return None if chat.person is None else about_person(chat, chat.person)


def _erase(chat: PrivateChat, person: Person) -> Outgoing:
    fmt = chat.fmt
    chat.settle()
    subscribing.erase_person(chat.snapshot.tx, person)
    return answer(
        MessageLine(text=fmt.gettext("It is ended, and everything is erased."), strong=True),
        fmt.gettext("What stands above in this chat you can delete yourself. /start begins anew."),
    )
