"""Forecasts as they are kept, to be compared with the rounds that came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForecast:
    """What was forecast of a category's next round, of rounds drawn before ``as_of``, a day in Ottawa.

    ``quantiles`` has the cut-offs by their shares ("0.05" to "0.95"), None where they were ``withheld``; ``within``
    the chance of a round within so many days ("7", "14", "30"). ``reckoned``: not made on its day but afterwards,
    from what was known on that day.
    """

    category: str
    as_of: date
    made_at: datetime
    reckoned: bool = False
    quantiles: Mapping[str, int] | None = None
    withheld: str | None = None
    within: Mapping[str, float] | None = None
