"""The people who are rows and whom a round may concern, found without judging the others."""

from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import starmap
from typing import Never

import sqlalchemy as sa

from watcher.adapters.database.codec import Json
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema_people import PEOPLE, RULE_CATEGORIES, RULES
from watcher.core.category import ALL
from watcher.core.model import Figures
from watcher.core.people import EVERY_CUTOFF, subscription_name
from watcher.core.settings import Early, QuietHours, Subscription

# Many enough to make the cost of a statement small, few enough for its parameters.
_AT_ONCE = 500
# What a subscription has as its columns hold it.
_OF_RULE = ("score", "profile", "submitted", "tell_when", "near", "early", "reminders")
_OF_PERSON = ("language", "timezone", "wake", "picture", "digest", "monthly")
_OTHERS = (*_OF_RULE, *_OF_PERSON)
_CANDIDATES = (
    sa.select(
        PEOPLE.c.name,
        RULES.c.name,
        RULES.c.known_since,
        # As text: most people share their categories and hours with thousands.
        sa.type_coerce(RULES.c.categories, sa.Text),
        sa.type_coerce(PEOPLE.c.channels, sa.Text),
        sa.type_coerce(PEOPLE.c.quiet_hours, sa.Text),
        *(RULES.c[name] for name in _OF_RULE),
        *(PEOPLE.c[name] for name in _OF_PERSON),
    )
    .join_from(RULES, PEOPLE, PEOPLE.c.id == RULES.c.person)
    # Of this statement alone: as an option of the connection it would stay, and stop inserts.
    .execution_options(yield_per=_AT_ONCE)
)
# PostgreSQL expects a tenth of a cursor to be read, and walks through all rules in the order of
# an index to have the first ones soon: seven times slower for all of a common round.
_READ_WHOLE = sa.select(sa.func.set_config("cursor_tuple_fraction", "1", sa.true()))
_load_categories = lru_cache(maxsize=4096)(Json(frozenset[str]).load)
_load_hours = lru_cache(maxsize=1024)(Json(QuietHours).load)
_load_channels = Json(tuple[str, ...]).load


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCandidate:
    """Somebody's rule as a subscription, and since when it is known."""

    subscription: Subscription
    known_since: datetime


class CandidateRepository(Repository):
    """Those whom rounds may concern, within one transaction; never more than a batch of them in memory."""

    def of(
        self, rounds: Collection[Figures], *, early: Collection[Early] | None = None
    ) -> Generator[Sequence[RuleCandidate]]:
        """Yield in batches all to whom one of *rounds* may be due, and few others; *early* narrows them to who wants it so.

        Who is left out is judged to be told nothing: a test holds this to the verdict.
        """
        found = sa.select(RULE_CATEGORIES.c.rule).where(sa.or_(*map(_may_concern, rounds)))
        wanted = _CANDIDATES.where(RULES.c.id.in_(found))
        return self._batches(wanted if early is None else wanted.where(RULES.c.early.in_(early)))

    def everybody(
        self, *, after: tuple[str, str] = ("", ""), limit: int | None = None
    ) -> Iterator[Sequence[RuleCandidate]]:
        """Yield every rule of every person in batches, by name; those behind the person and rule *after*."""
        person, rule = after
        further = sa.or_(PEOPLE.c.name > person, RULES.c.name > rule)
        wanted = _CANDIDATES.where(PEOPLE.c.name >= person, further) if person else _CANDIDATES
        return self._batches(wanted.order_by(PEOPLE.c.name, RULES.c.name).limit(limit))

    def _batches(
        self, wanted: sa.Select[*tuple[object, ...]]
    ) -> Generator[Sequence[RuleCandidate]]:
        if self._db.dialect.name == "postgresql":
            self._db.execute(_READ_WHOLE)
        for rows in self._db.execute(wanted).partitions():
            yield list(starmap(_candidate, rows))


def _may_concern(round_: Figures) -> sa.ColumnElement[bool]:
    """Say of a category of a rule that a round may be told by it: what is not known rules nobody out."""
    here, reach = RULE_CATEGORIES.c.category, RULE_CATEGORIES.c.reach
    category, cutoff = round_.category, round_.cutoff
    return sa.and_(
        sa.true() if category is None else here.in_([ALL, category]),
        sa.true() if cutoff is None else reach >= min(cutoff, EVERY_CUTOFF),
    )


def _candidate(  # noqa: PLR0917 - the columns, in their order: by name, a million rows take seconds more
    person: str,
    rule: str,
    known_since: datetime,
    categories: str,
    channels: str,
    quiet_hours: str | None,
    *others: Never,
) -> RuleCandidate:
    subscription = Subscription(
        name=subscription_name(person, rule),
        person=person,
        categories=_load_categories(categories),
        channels=_load_channels(channels),
        quiet_hours=None if quiet_hours is None else _load_hours(quiet_hours),
        **dict(zip(_OTHERS, others, strict=True)),
    )
    return RuleCandidate(subscription=subscription, known_since=known_since)
