"""Text from outside that no service gives a meaning to: it is read, and nothing else.

What one service makes of ``<!channel>``, another makes of ``@everyone``, ``[x](url)`` or
``evil.example``. Our own words use none of that but links, so all of a message is made
neutral, and the links that stand in its HTML are left to work.
"""

import html
import re
from collections.abc import Callable, Collection
from urllib.parse import quote

from watcher.core.model import Message

#: Kinds of channels that programs read, who want the text as it is.
VERBATIM = frozenset({"json", "xml", "form", "mqtt", "syslog", "rsyslog"})

# Less than the 4096 characters at which Telegram has a message cut.
MOST = 4000
# Shows nothing, breaks what is around it apart, and is no white space to be trimmed.
_BREAK = "\u200b"
_LINK = re.compile(r'<a href="([^"]*)">[^<]*</a>')
_MARKUP = re.compile(r"(<a href=\"[^\"]*\">[^<]*</a>|</?b>|<br>)")
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
_UNDERSCORE = re.compile(r"(?<!\w)_+|_+(?!\w)|__+")


def neutral(message: Message, *, marks: bool = True) -> Message:
    """Make title, text and HTML neutral but for the links that the HTML has.

    Without *marks*, for what shows HTML and nothing else, only what would be a link or
    a mention there.
    """
    made = _made(message, plain if marks else _unlinked)
    longest = len(made.title) + max(len(made.text), len(made.html))
    return made if longest <= MOST else _made(message, _narrow)


def plain(text: str) -> str:
    """Make a text neutral as a whole."""
    return _ALL.sub(_BREAK, _unmarked(text))


def _unlinked(text: str) -> str:
    return _LINKS.sub(_BREAK, text)


def _narrow(text: str) -> str:
    """Make a text neutral without making it longer."""
    unmarked = _unmarked(text)
    return unmarked.translate(_NARROW) if _ALL.search(unmarked) else unmarked


def _unmarked(text: str) -> str:
    underscores = _UNDERSCORE.sub(lambda marks: "\u02cd" * len(marks[0]), text)
    return underscores.translate(_ALIKE)


def _made(message: Message, made: Callable[[str], str]) -> Message:
    links = {html.unescape(found) for found in _LINK.findall(message.html)}
    nodes = (
        piece if at % 2 else html.escape(made(html.unescape(piece)), quote=False)
        for at, piece in enumerate(_MARKUP.split(message.html))
    )
    return Message(
        title=made(message.title),
        text=_but_for(links, message.text, made),
        html="".join(nodes),
        picture=message.picture,
    )


def _but_for(links: Collection[str], text: str, made: Callable[[str], str]) -> str:
    if not links:
        return made(text)
    longest_first = sorted(map(re.escape, links), key=len, reverse=True)
    # What only begins like a link is text.
    known = re.compile(rf"((?<!\S)(?:{'|'.join(longest_first)})(?!\S))")
    return "".join(
        _address(piece) if at % 2 else made(piece) for at, piece in enumerate(known.split(text))
    )


def _address(link: str) -> str:
    """Write what a service might take for its own marks as percent and number."""
    return quote(link, safe=":/?#&=%+,;$!'.-_~")
