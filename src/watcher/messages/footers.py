"""Footers of mails: why it came, how to have no more of it, and who sent it."""

from collections.abc import Iterator

from watcher.core.model import Message
from watcher.core.sender import Sender
from watcher.core.settings import Language
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, with_block

_NAME, _ADDRESS = 100, 200
_DASHES = "—"


def with_footer(
    message: Message, *, language: Language, sender: Sender | None, page: str | None
) -> Message:
    """Add the footer to a mail; *page* is where its reader changes or ends it. Without both there is none."""
    if sender is None and page is None:
        return message
    return with_block(message, list(_footer(Formatter(language, "UTC"), sender, page)))


def _footer(fmt: Formatter, sender: Sender | None, page: str | None) -> Iterator[MessageLine]:
    _ = fmt.gettext
    yield MessageLine(text=_DASHES)
    yield MessageLine(
        text=_(
            "You get this mail because this address is registered for alerts of Express Entry rounds."
        )
    )
    if page is not None:
        yield MessageLine(label=_("To get no more of them:"), href=page)
    elif sender is not None:
        yield contact_line(_("To get no more of them, write to:"), sender)
    if sender is None:
        return
    yield sender_line(sender, fmt)
    if page is not None:
        yield contact_line(_("Questions:"), sender)


def sender_line(sender: Sender, fmt: Formatter) -> MessageLine:
    """Say who sends a mail, by name and postal address."""
    who = f"{clip(sender.name, _NAME)}, {clip(sender.address, _ADDRESS)}"
    return MessageLine(label=fmt.gettext("Sent by:"), text=who)


def contact_line(label: str, sender: Sender) -> MessageLine:
    """Name the contact of a sender, to be copied and opened as it is."""
    if sender.mailbox is None:
        return MessageLine(label=label, href=sender.contact)
    return MessageLine(label=label, mailbox=sender.mailbox)
