"""Expected texts as a person can read and judge them in the source of a test."""

from textwrap import dedent

from watcher.core.model import Message
from watcher.messages import LONGEST_MESSAGE


def printed(expected: str) -> str:
    """Read ``~`` as a no-break space and ``^`` as a thin one, without the indentation."""
    text = dedent(expected).strip("\n")
    return text.replace("~", "\u00a0").replace("^", "\u202f")


def short_enough(message: Message) -> bool:
    """Tell whether a channel takes the message in one piece, as text and as HTML."""
    longest = max(len(message.text), len(message.html))
    return len(message.title) + longest < LONGEST_MESSAGE
