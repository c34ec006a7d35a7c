"""Letters to those who subscribe themselves: to confirm, that they are subscribed already, or are now, or moved.

Whoever causes one may be a stranger to its reader: it holds nothing that was typed but a score and known categories.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from watcher.core.category import ALL
from watcher.core.model import Message
from watcher.core.people import Person, Rule
from watcher.core.sender import Sender
from watcher.core.settings import N_
from watcher.messages.footers import contact_line, sender_line
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, lay_out

LetterKind = Literal["confirm", "confirm address", "known", "welcome", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """The words of one kind of letter; ``link`` stands before its address."""

    title: str
    what: str
    link: str = ""
    more: tuple[str, ...] = ()


_NOT_YOU = N_(
    "If that was not you, do nothing: then nothing more is sent. The page can also see to it that "
    "nobody asks for this address again."
)
_TEXTS: Mapping[LetterKind, LetterText] = {
    "confirm": LetterText(
        title=N_("Please confirm: alerts of Express Entry rounds"),
        what=N_(
            "Somebody, probably you, asked that this address be told of Canada's Express Entry "
            "rounds of invitations:"
        ),
        link=N_("Nothing else is sent before you confirm it on this page, within {within}:"),
        more=(_NOT_YOU,),
    ),
    "confirm address": LetterText(
        title=N_("Please confirm your new address"),
        what=N_(
            "Somebody, probably you, asked that alerts of Express Entry rounds be sent to this "
            "address from now on, in place of another:"
        ),
        link=N_("Until you confirm it on this page, within {within}, all stays as it is:"),
        more=(_NOT_YOU,),
    ),
    "known": LetterText(
        title=N_("You are subscribed already"),
        what=N_(
            "Somebody, probably you, asked that this address be told of Express Entry rounds. It "
            "already is, and nothing was changed:"
        ),
        link=N_("See, change or end it here; whoever has this link can:"),
    ),
    "welcome": LetterText(
        title=N_("You are subscribed to Express Entry rounds"),
        what=N_(
            "You confirmed it. From the next round on, this address is told what it means for:"
        ),
        link=N_("See, change or end it here at any time; whoever has this link can:"),
        more=(
            N_(
                "The next mail comes with the next round that concerns you: that may be days, or "
                "weeks. The invitation itself appears only in your IRCC account."
            ),
        ),
    ),
    "moved": LetterText(
        title=N_("Your alerts go to another address now"),
        what=N_(
            "Alerts of Express Entry rounds are no longer sent to this address: another one was put "
            "in its place, by whoever has the link of your subscription, and confirmed there."
        ),
        more=(
            N_("If that was not you, subscribe this address anew, and keep its link to yourself."),
        ),
    ),
}


def compose_letter(
    kind: LetterKind,
    person: Person,
    *,
    link: str = "",
    within: timedelta = timedelta(),
    sender: Sender | None = None,
) -> Message:
    """Make a letter to somebody in their language; *sender* stands below it."""
    fmt = Formatter(person.language, person.timezone)
    text = _TEXTS[kind]
    rules = [] if kind == "moved" else [_rule(rule, fmt) for rule in person.rules]
    blocks = [
        [MessageLine(text=fmt.gettext(text.what)), *map(_item, rules)],
        [MessageLine(text=fmt.gettext(text.link, within=fmt.span(within))), MessageLine(href=link)]
        if link
        else [],
        *([MessageLine(text=fmt.gettext(more))] for more in text.more),
        [] if sender is None else list(_footer(sender, fmt)),
    ]
    return lay_out(fmt.gettext(text.title), blocks)


def _footer(sender: Sender, fmt: Formatter) -> Iterator[MessageLine]:
    yield sender_line(sender, fmt)
    yield contact_line(fmt.gettext("Questions:"), sender)


def _rule(rule: Rule, fmt: Formatter) -> str:
    """Say a rule in a line: CRS score 488, Canadian Experience Class and French."""
    named = _categories(rule.categories, fmt)
    if rule.score is None:
        return named
    return fmt.gettext("CRS score {score}, {categories}", score=rule.score, categories=named)


def _categories(categories: Iterable[str], fmt: Formatter) -> str:
    if ALL in categories:
        return fmt.gettext("every category")
    return fmt.listed([fmt.category(slug) for slug in sorted(categories)])


def _item(text: str) -> MessageLine:
    return MessageLine(text=f"- {text}")
