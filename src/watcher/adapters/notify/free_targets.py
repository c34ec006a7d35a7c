"""Targets beside an address: the mailbox or chat of one person, on the account of a channel.

``mail:amara@example.org`` names a channel of the configuration, and who is to be told there.
"""

import re
from collections.abc import Callable, Mapping

_LONGEST_MAILBOX = 254
_MAILBOX = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])",
    re.IGNORECASE,
)
_LONGEST_LOCAL = 64
_CHAT = re.compile(r"(-?[1-9][0-9]{0,18}|@[a-z][a-z0-9_]{3,31})(:[1-9][0-9]{0,9})?", re.IGNORECASE)


def no_mailbox(target: str) -> str | None:
    """Return what is wrong with a mail address, if anything."""
    fits = len(target) <= _LONGEST_MAILBOX and len(target.partition("@")[0]) <= _LONGEST_LOCAL
    if fits and _MAILBOX.fullmatch(target):
        return None
    return "not a mail address: one looks like amara@example.org"


def no_chat(target: str) -> str | None:
    """Return what is wrong with the name of a chat, if anything."""
    if _CHAT.fullmatch(target):
        return None
    return (
        "not a chat of Telegram: one is a number such as 987654321 (a group's begins with a minus, and :7 after it "
        "names a topic), or the @NAME of a public channel"
    )


# The kinds of channel whose account reaches whoever is named.
FREE_TARGETS: Mapping[str, Callable[[str], str | None]] = {"mail": no_mailbox, "tgram": no_chat}
