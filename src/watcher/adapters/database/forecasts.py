"""Repository of the forecasts that were made."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema import FORECASTS
from watcher.core.forecasts import KeptForecast

_COLUMNS = FORECASTS.c.keys()


class ForecastRepository(Repository):
    """The forecasts within one transaction; one of a category and a day is made once, and never changed."""

    def keep(self, made: Iterable[KeptForecast]) -> None:
        """Keep forecasts; where there is one of the category and the day already, that one stays."""
        upsert(self._db, FORECASTS, [asdict(one) for one in made], keep=_COLUMNS)

    def since(self, day: date) -> list[KeptForecast]:
        """Return the forecasts as of this day and later, the oldest first."""
        rows = self._db.execute(
            sa.select(FORECASTS)
            .where(FORECASTS.c.as_of >= day)
            .order_by(FORECASTS.c.as_of, FORECASTS.c.category)
        ).mappings()
        return [KeptForecast(**row) for row in rows]

    def days(self, since: date) -> dict[date, bool]:
        """Return the days, this one and later, of which there are forecasts, and whether they were reckoned."""
        found = sa.select(FORECASTS.c.as_of, FORECASTS.c.reckoned).where(FORECASTS.c.as_of >= since)
        # One that was made on its day stands last, and counts.
        rows = self._db.execute(found.distinct().order_by(FORECASTS.c.reckoned.desc())).all()
        return {day: reckoned for day, reckoned in rows}  # noqa: C416 - rows, not pairs, to the type checker

    def forget(self, before: date) -> None:
        """Drop the forecasts of earlier days."""
        self._db.execute(sa.delete(FORECASTS).where(FORECASTS.c.as_of < before))
