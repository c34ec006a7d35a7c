"""The time that a verb takes for now."""

from datetime import datetime


def instant_of(as_of: datetime | None) -> datetime:
    """Take the time that was given, else that of this machine's clock."""
    if as_of is not None:
        return as_of
    from watcher.service.app import system_clock

    return system_clock()
