"""Builders: a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.values import a_round
from watcher.core.claims import Claim
from watcher.core.model import Report, Round

NOW = datetime(2025, 12, 11, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
#: What #385 is told apart by.
HEALTHCARE = {
    "date": date(2025, 12, 11),
    "category": "healthcare",
    "cutoff": 476,
    "invitations": 1000,
}


def a_known_round(number: str = "385", **more: Any) -> Round:
    """Return #385, but for *more*; what is not named of another is another's."""
    return a_round(**{"number": number, **HEALTHCARE, **more})


def saying(**figures: Any) -> Report:
    """Return a report of #385, without its number, but for *figures*."""
    return Report(**{"main": True, **HEALTHCARE, **figures})


def claim(source: str = "news", **more: Any) -> Claim:
    """Return what an article of *source* tells, by default of #385."""
    usual: dict[str, Any] = {
        "source": source,
        "piece": "1",
        "position": 0,
        "kind": "article",
        "report": saying(),
        "link": f"https://{source}.example/385",
        "published": NOW,
        "first_seen": NOW,
        "seen_at": NOW,
    }
    return Claim(**{**usual, **more})
