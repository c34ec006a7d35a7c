"""The channel that prints: ``print://`` or ``print://NAME``, for a first try."""

import sys

from watcher.core.errors import DeliveryError
from watcher.core.model import Message

SCHEME = "print://"
WIDTH = 72


def write(name: str, message: Message) -> str:
    """Print one message under a rule that bears the channel's name."""
    rule = f"── {name} ".ljust(WIDTH, "─") if name else "─" * WIDTH
    words = f"{rule}\n{message.title}\n\n{message.text.rstrip()}\n\n"
    known = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(words.encode(known, "replace").decode(known))
        sys.stdout.flush()
    except OSError as error:
        raise DeliveryError(f"standard output: {error.strerror}") from error
    return "printed"
