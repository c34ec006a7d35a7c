"""Buttons below messages, and what they send back: the key of their conversation, a word, and a value. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from watcher.bot.outgoing import Button, Keyboard
from watcher.core.category import ALL, CATEGORIES
from watcher.core.settings import N_, Language
from watcher.messages.formatter import Formatter

_CHOSEN = "✅ "
_OTHER_LANGUAGE: dict[Language, tuple[Language, str]] = {
    "en": ("fr", "Français"),
    "fr": ("en", "English"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonData:
    """What a button sends back; ``key`` is that of its conversation."""

    key: str
    word: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.key}:{self.word}:{self.value}"


def parse_data(text: str) -> ButtonData | None:
    """Read what came back, None where no button of ours has it; word and value are to be checked by who asks."""
    parts = text.split(":")
    if len(parts) != len(("key", "word", "value")) or not all(part.isascii() for part in parts):
        return None
    return ButtonData(key=parts[0], word=parts[1], value=parts[2])


def category_buttons(
    key: str, chosen: Collection[str], fmt: Formatter, *, signing_up: bool
) -> Keyboard:
    """Offer every category to be switched on and off, all of them, and what comes next."""
    offered = [ALL, *CATEGORIES]
    names = {slug: fmt.short_category(slug) for slug in CATEGORIES}
    names[ALL] = fmt.gettext("All categories")
    toggles = [
        _button(f"{_CHOSEN if slug in chosen else ''}{names[slug]}", key, "category", slug)
        for slug in offered
    ]
    rows = [toggles[:1], *(toggles[i : i + 2] for i in range(1, len(toggles), 2))]
    language, name = _OTHER_LANGUAGE[fmt.language]
    done = _button(fmt.gettext("Done, go on"), key, "done")
    last = [_button(name, key, "language", language), cancel_button(key, fmt)]
    return [*rows, [done], last if signing_up else last[1:]]


def cancel_button(key: str, fmt: Formatter) -> Button:
    """Offer to leave everything as it was."""
    return _button(fmt.gettext("Cancel"), key, "cancel")


def submitted_buttons(key: str, fmt: Formatter) -> Keyboard:
    """Offer not to know when the profile was submitted."""
    return [[_button(fmt.gettext("I don't know"), key, "unknown")], [cancel_button(key, fmt)]]


def confirm_buttons(key: str, fmt: Formatter) -> Keyboard:
    """Offer to subscribe, to begin again, or to leave it."""
    return [
        [_button(fmt.gettext("Subscribe"), key, "confirm")],
        [_button(fmt.gettext("Change something"), key, "again"), cancel_button(key, fmt)],
    ]


def erase_buttons(key: str, fmt: Formatter) -> Keyboard:
    """Ask once before everything is erased."""
    return [
        [_button(fmt.gettext("Yes, erase everything"), key, "erase")],
        [_button(fmt.gettext("No, keep it"), key, "cancel")],
    ]


#: What somebody can ask to be told of, by the word that its button sends back.
TOLD_OF = {
    "invited": N_("Only what invites me"),
    "near": N_("Also near misses"),
    "every": N_("Every round"),
}


def told_of_buttons(chosen: str, fmt: Formatter) -> Keyboard:
    """Offer what to be told of."""
    return [
        [_button(f"{_CHOSEN if word == chosen else ''}{fmt.gettext(name)}", "", "tell", word)]
        for word, name in TOLD_OF.items()
    ]


def language_buttons() -> Keyboard:
    """Offer the languages."""
    names: dict[Language, str] = dict(_OTHER_LANGUAGE.values())
    return [[_button(names[code], "", "language", code) for code in ("en", "fr")]]


def _button(text: str, key: str, word: str, value: str = "") -> Button:
    return Button(text=text, data=str(ButtonData(key=key, word=word, value=value)))
