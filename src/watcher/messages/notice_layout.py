"""The layout that all notices to the operator share."""

from collections.abc import Sequence

from watcher.core.model import Message
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, lay_out
from watcher.messages.notice_texts import NoticeText


def notice_message(
    text: NoticeText, fmt: Formatter, facts: Sequence[MessageLine] = (), **gaps: str
) -> Message:
    """Make the message of a notice, with *facts* below what happened; *gaps* fill its sentences."""
    _ = fmt.gettext
    return lay_out(
        f"[watcher] {_(text.title, **gaps)}",
        (
            [MessageLine(text=_(text.what, **gaps), strong=True)],
            facts,
            [MessageLine(label=_("What watcher does:"), text=_(text.does, **gaps))],
            [
                MessageLine(label=_("What you can do:")),
                *(MessageLine(text=f"• {_(step, **gaps)}") for step in text.do),
            ],
        ),
    )
