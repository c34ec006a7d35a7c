"""What is known of a document before it is read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Where a document came from, and when it was published as far as others say.

    ``url`` is its own address: links are relative to it, and its site is no origin
    of its own news. ``charset`` is what the server said. ``published`` (UTC, aware)
    serves where the document does not say so itself, for "today" and for days without
    a year; None leaves those unknown.
    """

    url: str = ""
    charset: str | None = None
    published: datetime | None = None


NOTHING = About()
