"""Lines of a message, and how they become plain text and HTML alike."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import accumulate

from watcher.core.model import Message

#: No message exceeds this, markup counted: Telegram cuts at 4096 and Apprise splits
#: without looking at tags.
LONGEST_MESSAGE = 3500

_BREAK = "<br>"
# Apprise 2.2 folds "<br><br>" into one line break for Telegram (it strips the break
# before the second one); a line that holds a zero-width space survives there, shows
# as a blank line in mail, and is not stripped as white space.
_BLANK = f"{_BREAK}\u200b{_BREAK}"
# Controls, lone surrogates, separators of lines and paragraphs; of the formatting
# characters only those that reorder what is read (names need the joiners).
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINKABLE = re.compile(r"https?://[^\s]+", re.IGNORECASE)
# With nothing before the host: https://www.canada.ca@a.example/ leads to a.example.
_PLAIN_HOST = re.compile(r"https?://([^\s/?#@\\]+)[/?#]", re.IGNORECASE)
_LONG = 80
_PLAIN = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One line: ``label`` stands before ``text`` in bold, ``strong`` makes all bold.

    ``href`` is an address that is shown and, where it is http(s), linked; ``mailbox`` a mail address that is, too.
    """

    text: str = ""
    label: str = ""
    strong: bool = False
    href: str = ""
    mailbox: str = ""


def lay_out(title: str, blocks: Sequence[Sequence[MessageLine]]) -> Message:
    """Make one message of *blocks*, a blank line between them; empty ones vanish."""
    held = [[_written(line) for line in block] for block in blocks if block]
    return Message(
        title=clip(title, 200),
        text="\n\n".join("\n".join([text for text, _ in block]) for block in held),
        html=_BLANK.join(_BREAK.join([html for _, html in block]) for block in held),
    )


def with_block(message: Message, block: Sequence[MessageLine]) -> Message:
    """Put one more block at the end of a message."""
    below = lay_out("", [block])
    return replace(
        message, text=f"{message.text}\n\n{below.text}", html=f"{message.html}{_BLANK}{below.html}"
    )


def is_short_enough(message: Message) -> bool:
    """Tell whether text and HTML are both short enough, the title counted in."""
    body = max(len(message.text), len(message.html))
    return len(escape(message.title)) + body < LONGEST_MESSAGE


def clip(outside: str, longest: int) -> str:
    """Make a text from outside one printable line of at most *longest* characters.

    Length is counted as HTML writes it (``&`` is five), so that nothing from outside can make a message too long.
    """
    # A name of megabytes must not cost seconds.
    return _clipped(outside[: 50 * longest], longest)


# Thousands are told of one round, and most of what they read is the same.
@lru_cache(maxsize=512)
def _clipped(start: str, longest: int) -> str:
    line = re.sub(" {2,}", " ", "".join(map(_printable, start))).strip(" ")
    if _length(line) <= longest:
        return line
    lengths = accumulate(map(_length, line))
    kept = sum(1 for length in lengths if length < longest)
    return line[:kept].rstrip() + "…"


def web_address(outside: str, longest: int) -> str:
    """Return an address that can be linked as it is; of any other nothing is left."""
    address = clip(outside, longest)
    hides = any(unicodedata.category(c) == "Cf" for c in outside[:longest])
    whole = address == outside and _PLAIN.fullmatch(address) is not None
    return address if whole and not hides else ""


def _printable(character: str) -> str:
    if character in _REORDERING:
        return ""
    return " " if unicodedata.category(character) in _UNPRINTABLE else character


def _length(text: str) -> int:
    return len(escape(text))


@lru_cache(maxsize=512)
def _written(line: MessageLine) -> tuple[str, str]:
    return _as_text(line), _as_html(line)


def _as_text(line: MessageLine) -> str:
    return " ".join(part for part in (line.label, line.text, line.href, line.mailbox) if part)


def _as_html(line: MessageLine) -> str:
    text = escape(line.text, quote=False)
    if line.strong:
        text = f"<b>{text}</b>"
    label = f"<b>{escape(line.label, quote=False)}</b>" if line.label else ""
    return " ".join(part for part in (label, text, _link(line.href), _mailto(line.mailbox)) if part)


def _mailto(mailbox: str) -> str:
    return f'<a href="mailto:{escape(mailbox)}">{escape(mailbox)}</a>' if mailbox else ""


def _link(href: str) -> str:
    if not _LINKABLE.fullmatch(href) or href.endswith("…"):
        return escape(href)
    # Of a long address only the host is shown: IRCC's page of a round has 190 letters.
    host = _PLAIN_HOST.match(href)
    shown = f"{host[1]}/…" if host and len(href) > _LONG else href
    return f'<a href="{escape(href)}">{escape(shown)}</a>'
