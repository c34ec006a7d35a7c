"""Messages as they arrive: printed ones are overheard, posted ones asked for."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime

from watcher.demo.people import PEOPLE
from watcher.demo.server import Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message as it reached a person, or the operator."""

    at: datetime
    to: str
    title: str
    text: str


class Ear(io.StringIO):
    """Takes what a ``print://`` channel writes: one message at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def write(self, words: str) -> int:
        """Keep one message instead of printing it."""
        self.heard.append(words)
        return len(words)


@contextmanager
def overheard() -> Iterator[Ear]:
    """Listen to standard output, which stays silent meanwhile."""
    with redirect_stdout(Ear()) as ear:
        yield ear


def printed(words: str, at: datetime) -> Arrival:
    """Read a printed message: a rule with the channel's name, the title, the text."""
    rule, title, text = words.split("\n", 2)
    return Arrival(at=at, to=rule.strip("─ "), title=title, text=text.strip())


def posted(message: Posted, at: datetime) -> Arrival:
    """Read a message of the webhook, which one person has."""
    to = next(person.name for person in PEOPLE if person.webhook)
    return Arrival(at=at, to=to, title=message.title, text=message.text.strip())
