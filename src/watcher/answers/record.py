"""One round with its neighbours in its category, and all that was said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from watcher.adapters.database import Revision, SourceReport, Transaction
from watcher.core.claims import Claim, conflicts
from watcher.core.model import FIGURES, Figures, Report, Round
from watcher.messages.figures import elapsed
from watcher.press.corroboration.consensus import independent_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One telling and its witness group: which of those that copy each other it is in.

    ``copies`` names the source whose text came first in its group, None if it did.
    """

    claim: Claim
    group: int
    copies: str | None
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One round with its neighbours in its category and all that was said of it.

    ``in_baseline``: it was on the first page that was ever read, so that when it was
    first seen says nothing of how late that was.
    """

    round: Round
    previous: Round | None
    following: Round | None
    revisions: Sequence[Revision]
    reports: Sequence[SourceReport]
    voices: Sequence[Voice]
    in_baseline: bool

    @property
    def lateness(self) -> timedelta | None:
        """How long after the round it was first seen; None where that is not known."""
        if self.in_baseline:
            return None
        return elapsed(self.round.drawn_at, self.round.first_seen)


def record_of(tx: Transaction, found: Round) -> Record:
    """Gather all that is known of a round."""
    return Record(
        round=found,
        previous=tx.rounds.previous(found),
        following=tx.rounds.following(found),
        revisions=tx.rounds.revisions(found.number),
        reports=tx.sources.reports(found.number),
        voices=voices(tx.claims.of_round(found.number), found),
        in_baseline=found.confirmed and found.first_seen == tx.rounds.first_seen_at(),
    )


def voices(tellings: Sequence[Claim], held: Round) -> list[Voice]:
    """Put the tellings of a round into groups of witnesses."""
    return [
        Voice(
            claim=claim,
            group=number,
            copies=None if claim is group[0] else group[0].source,
            differs=tuple(_told_otherwise(claim.report, held)),
        )
        for number, group in enumerate(independent_sources(tellings), start=1)
        for claim in group
    ]


def differing(said: Figures, held: Figures) -> Iterator[str]:
    """Name the figures that a source gives otherwise than they are held."""
    for name in FIGURES:
        value = getattr(said, name)
        if value is not None and value != getattr(held, name):
            yield name


def _told_otherwise(report: Report, held: Round) -> Iterator[str]:
    if report.number not in {None, held.number, held.claimed}:
        yield "number"
    yield from conflicts(report, held)
