"""What comes from Telegram, checked and bounded: what the bot needs of it, and no name. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from watcher.core.settings import Language

# More than anybody types in answer to a question; a city with a date and a zone has 60.
LONGEST_SAID = 200
# Telegram refuses more below a button.
LONGEST_DATA = 64
# Of what a BIGINT holds; numbers of chats have 52 bits.
_HIGHEST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text, at most one character longer than the longest that is read."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button below ``message``; ``press`` is what the answer to it names."""

    data: str
    message: int | None
    press: str


@dataclass(frozen=True, slots=True)
class Wordless:
    """A picture, a voice, a sticker: anything without words."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A word in a group or a channel, or that the bot was added to one."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot, or deleted the chat for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One update; ``what`` is None where it means nothing to the bot, ``language`` that of the person's Telegram."""

    update: int
    chat: int
    language: Language = "en"
    what: Said | Pressed | Wordless | Elsewhere | Blocked | None = None


def parse_update(came: object) -> Incoming | None:
    """Take from an update what the bot needs, whatever else is in it; None where it has no number."""
    number = _number(came, "update_id")
    if number is None:
        return None
    for key, read in _KINDS.items():
        part = _part(came, key)
        if part:
            found = read(part)
            chat = (
                _part(part, "message", "chat") if key == "callback_query" else _part(part, "chat")
            )
            at = _number(chat, "id")
            if found is not None and at is not None:
                language = language_of(_text(_part(part, "from"), "language_code"))
                return Incoming(update=number, chat=at, language=language, what=found)
    return Incoming(update=number, chat=0)


def language_of(code: str) -> Language:
    """Choose the language for a code such as ``fr-CA``."""
    return "fr" if code.lower().startswith("fr") else "en"


def _said(message: object) -> Said | Wordless | Elsewhere | None:
    if not _part(message, "from") or _part(message, "from").get("is_bot") is True:
        return None
    text = _text(message, "text")
    if not _is_private(message):
        # Of what people say to each other in a group nothing is the bot's business.
        return Elsewhere() if text.startswith("/") else None
    return Said(text=text[: LONGEST_SAID + 1]) if text else Wordless()


def _pressed(query: object) -> Pressed | None:
    below = _part(query, "message")
    if not _is_private(below):
        return None
    is_there = _number(below, "date") != 0  # of a message that is too old only its number comes
    return Pressed(
        data=_text(query, "data")[: LONGEST_DATA + 1],
        message=_number(below, "message_id") if is_there else None,
        press=_text(query, "id"),
    )


def _membership(changed: object) -> Blocked | Elsewhere | None:
    status = _text(_part(changed, "new_chat_member"), "status")
    if _is_private(changed):
        return Blocked() if status == "kicked" else None
    is_group = _text(_part(changed, "chat"), "type") in {"group", "supergroup"}
    return Elsewhere() if is_group and status in {"member", "administrator"} else None


_What = Said | Pressed | Wordless | Elsewhere | Blocked
_KINDS: Mapping[str, Callable[[object], _What | None]] = {
    "message": _said,
    "callback_query": _pressed,
    "my_chat_member": _membership,
}


def _is_private(holder: object) -> bool:
    return _text(_part(holder, "chat"), "type") == "private"


def _part(value: object, *keys: str) -> Mapping[str, object]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _text(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _number(value: object, key: str) -> int | None:
    found = value.get(key) if isinstance(value, dict) else None
    is_number = type(found) is int and abs(found) < _HIGHEST
    return found if is_number else None
