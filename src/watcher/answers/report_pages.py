"""The lines of a round's report a page at a time: each costs the same, whatever the number of people."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from watcher.answers.report import (
    IN_FILE,
    IN_ROWS,
    LOOKED_UP_AT_ONCE,
    DeliveryState,
    NotConcerned,
    ToldLine,
    VerdictKind,
    everybody,
    told_nothing,
)
from watcher.answers.snapshot import Snapshot
from watcher.core.errors import NothingFound
from watcher.core.model import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """Some deliveries of a round; the others come behind ``next``, None if these are the last."""

    deliveries: tuple[ToldLine, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConcernedPage:
    """Who was told nothing among so many that were ``looked_at``; the others come behind ``next``."""

    people: tuple[NotConcerned, ...]
    looked_at: int
    next: str | None


def told_page(
    snapshot: Snapshot,
    found: Round,
    *,
    limit: int,
    after: int | None = None,
    states: Collection[DeliveryState] = (),
    verdicts: Collection[VerdictKind] = (),
    person: str | None = None,
) -> ToldPage:
    """List so many deliveries of a round behind one; raises NothingFound where that is not on record any more."""
    if after is not None and not snapshot.tx.deliveries.search(ids=[after]):
        raise NothingFound(f"no delivery {after} is on record: begin anew, without after")
    lines = snapshot.tx.round_reports.told(
        found.number,
        states=states,
        verdicts=verdicts,
        person=person,
        after=after,
        limit=limit + 1,  # one more shows that there are more
    )
    some = tuple(lines)
    return ToldPage(deliveries=some[:limit], next=some[limit - 1].id if len(some) > limit else None)


def not_concerned_page(
    snapshot: Snapshot,
    found: Round,
    *,
    limit: int,
    after: str = "",
    verdicts: Collection[VerdictKind] = (),
) -> NotConcernedPage:
    """Look at so many subscriptions behind *after*, and list who of them was told nothing of a round.

    Raises NothingFound where *after* is no place to go on from.
    """
    further = everybody(snapshot, after, limit + 1)  # one more shows that there are more
    some = list(chain.from_iterable(further))[: limit + 1]  # to the end: a cursor must not stay
    people: list[NotConcerned] = []
    looked_at = some[:limit]
    for at in range(0, len(looked_at), LOOKED_UP_AT_ONCE):
        people += told_nothing(snapshot, found, looked_at[at : at + LOOKED_UP_AT_ONCE], verdicts)
    last = looked_at[-1].subscription.name if len(some) > limit else None
    in_file = {one.name for one in snapshot.settings.subscriptions}
    return NotConcernedPage(
        people=tuple(people),
        looked_at=len(looked_at),
        next=None if last is None else f"{IN_FILE if last in in_file else IN_ROWS}{last}",
    )
