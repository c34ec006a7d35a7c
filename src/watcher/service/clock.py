"""The system clock, read only here; everything else is given the time."""

from datetime import UTC, datetime


def system_clock() -> datetime:
    """Return the instant by this machine's clock, in UTC."""
    return datetime.now(UTC)
