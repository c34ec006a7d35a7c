"""Profiles for tests."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from watcher.core.crs.parsing import parse_profile
from watcher.core.crs.profile import Profile

#: Keys of a file; what they hold is for the parser to judge.
Facts = dict[str, Any]

DAY = date(2026, 9, 1)
CLB_9 = {
    "test": "clb",
    "language": "en",
    "scores": {"listening": 9, "reading": 9, "writing": 9, "speaking": 9},
}


def levels(listening: int, reading: int, writing: int, speaking: int, **more: Any) -> Facts:
    """Make a test as a file has it, by levels in English unless *more* says otherwise."""
    scores = {"listening": listening, "reading": reading, "writing": writing, "speaking": speaking}
    return {"test": "clb", "language": "en", "scores": scores, **more}


def nurse(since: str = "2024-06-01", **more: Any) -> Facts:
    """Make full-time work as a registered nurse in Canada, as a file has it."""
    return {"noc": "31301", "from": date.fromisoformat(since), **more}


def person(**more: Any) -> Profile:
    """Make a bachelor of thirty with English at CLB 9 and enough money, and what *more* a file says."""
    facts: Mapping[str, object] = {
        "age": 30,
        "education": "bachelor",
        "first_language": CLB_9,
        "funds": 20000,
        **more,
    }
    return parse_profile(facts, "test.toml")
