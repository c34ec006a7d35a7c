# mypy: untyped-calls-exclude=apprise
"""Formatting: a message in the format of a service, with text from outside escaped.

Services react to ``<!channel>``, ``@everyone``, ``[x](url)`` or ``evil.example``. Our own texts use none of that but
links, so all of a message is escaped but the links in its HTML.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

from apprise.common import NotifyFormat
from apprise.plugins.base import NotifyBase

from watcher.core.model import Message

# Programs read these, and want the text as it is.
VERBATIM_KINDS = frozenset({"json", "xml", "form", "mqtt", "syslog", "rsyslog"})

# Less than the 4096 characters at which Telegram has a message cut.
_LONGEST = 4000
# Invisible, breaks a token in two, and is not trimmed as white space.
_BREAK = "\u200b"
_LINK = re.compile(r'<a href="([^"]*)">[^<]*</a>')
_MARKUP = re.compile(r"(<a href=\"[^\"]*\">[^<]*</a>|</?b>)")
_NEW_LINE = "<br>"
# Marks of emphasis, code and escapes in any Markdown, as letters that look the same.
_ALIKE = str.maketrans({"*": "\u2217", "`": "\u02cb", "~": "\u223c", "|": "\u2223", "\\": "\u2216"})
# Where too much would have to be broken apart: each of them by one that looks the same.
_NARROW = str.maketrans("@<]:.#/", "\uff20\u2039\uff3d\uff1a\u2024\uff03\u2215")
# The end of what each of these would begin: a break goes there.
_LINKED = r"""
    (?<=@)(?=[^\s@\u200b])            # @everyone, @U123, a mail address
    |(?<=\w:)(?=//)                   # https://evil.example
    |(?<=\w\.)(?=[^\W\d_]{2})         # evil.example
    |(?<=\#)(?=[^\W\d])              # #tag, but not #385
    |(?<![^\s(]/)(?<=/)(?=[^\W\d])    # /command
"""
_MARKED = r"""
    |(?<=<)(?=[^\s<\u200b])           # <!channel>, <@U123>, <#C123>, <url|x>, <b>
    |(?<=\])(?=[(\[:])                # [x](url), [x][y], [x]: url
    |(?<=:)(?=[\w+-]*[^\W\d_][\w+-]*:)    # :tada:, but not 10:30:05
    |^(?=(?:[#>+=-]+|\d+[.)])(?:\s|$))  # a heading, a quotation, a list
"""
_LINKS = re.compile(_LINKED, re.VERBOSE)
_ALL = re.compile(_LINKED + _MARKED, re.VERBOSE | re.MULTILINE)
# Two spaces keep the end of a line that is not the last of its paragraph.
_WITHIN = re.compile(r"(?<=\S)\n(?=\S)")
_LINE_END = re.compile(r"<br\s*/?>\n?|\n", re.IGNORECASE)
_UNDERSCORE = re.compile(r"(?<!\w)_+|_+(?!\w)|__+")


def escape_message(message: Message, *, marks: bool = True) -> Message:
    """Escape title, text and HTML but for its links; without *marks* (HTML only), just links and mentions."""
    escaped = _escaped(message, escape_text if marks else _break_links)
    longest = len(escaped.title) + max(len(escaped.text), len(escaped.html))
    return escaped if longest <= _LONGEST else _escaped(message, _escape_narrowly)


def escape_text(text: str) -> str:
    """Break apart or replace all that a service may interpret."""
    return _ALL.sub(_BREAK, _without_emphasis(text))


def _escape_narrowly(text: str) -> str:
    """Escape a text without making it longer."""
    plain = _without_emphasis(text)
    return plain.translate(_NARROW) if _ALL.search(plain) else plain


def _without_emphasis(text: str) -> str:
    underscores = _UNDERSCORE.sub(lambda marks: "\u02cd" * len(marks[0]), text)
    return underscores.translate(_ALIKE)


def _escaped(message: Message, escape: Callable[[str], str]) -> Message:
    # A mail address is shown without what makes a link of it.
    found = _LINK.findall(message.html)
    links = frozenset(html.unescape(link).removeprefix("mailto:") for link in found)
    return replace(
        message,
        title=escape(message.title),
        text="\n".join(_escape_line(line, links, escape) for line in message.text.split("\n")),
        html=_NEW_LINE.join(_escape_html(line, escape) for line in message.html.split(_NEW_LINE)),
    )


def _break_links(text: str) -> str:
    return _LINKS.sub(_BREAK, text)


# Thousands are told of one round, and most of their lines are the same.
@lru_cache(maxsize=512)
def _escape_html(line: str, escape: Callable[[str], str]) -> str:
    return "".join(
        piece if at % 2 else html.escape(escape(html.unescape(piece)), quote=False)
        for at, piece in enumerate(_MARKUP.split(line))
    )


@lru_cache(maxsize=512)
def _escape_line(text: str, links: frozenset[str], escape: Callable[[str], str]) -> str:
    if not links:
        return escape(text)
    longest_first = sorted(map(re.escape, links), key=len, reverse=True)
    # What only begins like a link is text.
    known = re.compile(rf"((?<!\S)(?:{'|'.join(longest_first)})(?!\S))")
    return "".join(
        _quoted_link(piece) if at % 2 else escape(piece)
        for at, piece in enumerate(known.split(text))
    )


def _quoted_link(link: str) -> str:
    """Write what a service might take for its own marks as percent and number; a mail address stays as it is."""
    return quote(link, safe=":/?#&=%+,;$!'.-_~") if "://" in link else link


@dataclass(frozen=True, slots=True)
class ServiceFormat:
    """How a service wants its messages: with titles, in its own format, and what it makes of plain text."""

    titled: bool
    own: NotifyFormat
    of_text: NotifyFormat

    @classmethod
    def of(cls, plugin: NotifyBase) -> "ServiceFormat":
        """Ask Apprise, which parses a list each time."""
        own, of_text = plugin.resolve_format(), plugin.resolve_format(NotifyFormat.TEXT)
        return cls(plugin.title_maxlen > 0, own, of_text)


def formatted(message: Message, service: ServiceFormat) -> tuple[str, str, NotifyFormat]:
    """Return title, body and format for a service: HTML where that is its own; without titles, the first line has it.

    Apprise itself would put that title into an HTML body unescaped.
    """
    title = message.title if service.titled else ""
    if service.own is NotifyFormat.HTML:
        head = "" if service.titled else f"<b>{html.escape(message.title, quote=False)}</b>\n\n"
        return title, html_lines(head + message.html), NotifyFormat.HTML
    body = message.text if service.titled else f"{message.title}\n\n{message.text}"
    if service.of_text is NotifyFormat.MARKDOWN:
        # It is escaped already. Apprise would escape it once more, links as well, with backslashes that not every
        # service takes back; and lines would run together.
        body = _WITHIN.sub("  \n", body)
    return title, body, service.of_text


def html_lines(page: str) -> str:
    """Write HTML with one line of the text on each."""
    return _LINE_END.sub("<br>\n", page).rstrip()
