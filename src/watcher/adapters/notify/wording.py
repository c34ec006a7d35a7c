# mypy: untyped-calls-exclude=apprise
"""The same message in the form that one service takes: HTML, plain text or Markdown."""

import html
import re
from dataclasses import dataclass

from apprise.common import NotifyFormat
from apprise.plugins.base import NotifyBase

from watcher.core.model import Message

# Two spaces keep the end of a line that is not the last of its paragraph.
_WITHIN = re.compile(r"(?<=\S)\n(?=\S)")
_LINE_END = re.compile(r"<br\s*/?>\n?|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What Apprise is given; ``title`` is empty where it stands in the body."""

    title: str
    body: str
    form: NotifyFormat


def of(message: Message, plugin: NotifyBase) -> Words:
    """Word a message for a service: HTML where that is what it shows by itself.

    A service without a title gets it as the first line, escaped: Apprise would put
    it between the tags of an HTML body as it stands.
    """
    titled = plugin.title_maxlen > 0
    title = message.title if titled else ""
    if plugin.resolve_format() is NotifyFormat.HTML:
        head = "" if titled else f"<b>{html.escape(message.title, quote=False)}</b>\n\n"
        body = _LINE_END.sub("<br>\n", head + message.html)
        return Words(title=title, body=body, form=NotifyFormat.HTML)
    head = "" if titled else f"{message.title}\n\n"
    form = plugin.resolve_format(NotifyFormat.TEXT)
    body = head + message.text
    if form is NotifyFormat.MARKDOWN:
        # It is neutral already. Apprise would escape it once more, links as well, with
        # backslashes that not every service takes back; and lines would run together.
        body = _WITHIN.sub("  \n", body)
    return Words(title=title, body=body, form=form)
