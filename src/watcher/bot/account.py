"""What somebody reads of what is kept of them, and how to change it."""

from watcher.bot import questions
from watcher.bot.chat import PrivateChat
from watcher.bot.keyboards import TOLD_OF
from watcher.bot.outgoing import Answer
from watcher.core.people import Person, Rule
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine


def about_person(chat: PrivateChat, person: Person, first: str = "") -> Answer:
    """List what is kept of somebody, and the commands that change it."""
    fmt, rule = chat.fmt, person.rules[0]
    lines = [
        *questions.rule_lines(rule, fmt),
        MessageLine(label=fmt.gettext("Told:"), text=fmt.gettext(TOLD_OF[told_of(rule)])),
        MessageLine(label=fmt.gettext("Language:"), text=fmt.gettext("English")),
        MessageLine(label=fmt.gettext("Time zone:"), text=person.timezone),
        *_muted(chat, person, fmt),
        *_since(person, fmt),
    ]
    also = fmt.gettext(
        "Also kept: the number of this chat, the messages that were sent to it, and when. No name."
    )
    how = fmt.gettext(
        "To change it: /score, /categories, /submitted, /tell, /mute, /language, /timezone. "
        "/stop ends it and erases all."
    )
    begun = [[MessageLine(text=first, strong=True)]] if first else []
    return Answer(blocks=[*begun, lines, [MessageLine(text=also)], [MessageLine(text=how)]])


def told_of(rule: Rule) -> str:
    """Name what somebody is told of, by a word of the buttons."""
    if rule.tell_when == "every-round":
        return "every"
    return "near" if rule.near else "invited"


def _muted(chat: PrivateChat, person: Person, fmt: Formatter) -> list[MessageLine]:
    until = person.muted_until
    if until is None or until <= chat.now:
        return []
    return [
        MessageLine(
            label=fmt.gettext("Muted until:"), text=fmt.instant_and_zone(until, seconds=False)
        )
    ]


def _since(person: Person, fmt: Formatter) -> list[MessageLine]:
    if person.consented_at is None:
        return []
    return [MessageLine(label=fmt.gettext("Subscribed on:"), text=fmt.day(person.consented_at))]
