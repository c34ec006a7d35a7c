"""What goes back to a chat: lines with buttons below, short notes on a press."""

from collections.abc import Sequence
from dataclasses import dataclass

from watcher.messages.layout import LONGEST_MESSAGE, MessageLine, is_short_enough, lay_out

Block = Sequence[MessageLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button below a message; ``data`` comes back when it is pressed."""

    text: str
    data: str


Keyboard = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message to the chat; with ``edits`` it takes the place of that message."""

    blocks: Sequence[Block]
    keyboard: Keyboard = ()
    edits: int | None = None

    @property
    def html(self) -> str:
        """The message as Telegram reads it: lines that do not fit are left out at the end."""
        blocks = [list(block) for block in self.blocks if block]
        message = lay_out("", blocks)
        while not is_short_enough(message) and blocks:
            blocks[-1].pop()
            blocks = [block for block in blocks if block]
            message = lay_out("", blocks)
        return message.html.replace("<br>", "\n").replace("\n\u200b\n", "\n\n")[:LONGEST_MESSAGE]


@dataclass(frozen=True, slots=True, kw_only=True)
class PressAnswer:
    """What ends the waiting of a pressed button: nothing, or a note that is shown for a moment."""

    press: str
    text: str = ""


Outgoing = Answer | PressAnswer


def answer(*lines: str | MessageLine, keyboard: Keyboard = (), edits: int | None = None) -> Answer:
    """Make an answer of lines, each a paragraph of its own."""
    held = (MessageLine(text=line) if isinstance(line, str) else line for line in lines)
    return Answer(blocks=[[line] for line in held], keyboard=keyboard, edits=edits)
