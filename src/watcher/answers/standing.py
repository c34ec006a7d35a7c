"""How each source of the configuration is, and how it has done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from watcher.adapters.database import Transaction
from watcher.answers.condition import SourceState, source_states
from watcher.core.settings import Settings, Source
from watcher.press.corroboration.consensus import TrackRecord, track_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A source of the configuration: how it is now, and how it has done.

    ``rounds`` counts those that it tells of. All is None before the first poll, and
    ``record`` of an official source, against which the others are held.
    """

    source: Source
    state: SourceState | None = None
    record: TrackRecord | None = None
    rounds: int | None = None

    @property
    def health(self) -> str:
        """Name the health; who was asked to wait is not called blind for it."""
        state = self.state
        if state is None or (state.state == "not polled" and state.polled_at is None):
            return "never asked"
        return "waiting" if state.waits_until is not None else state.state


def standings(tx: Transaction, settings: Settings, now: datetime) -> Iterator[Standing]:
    """Say of each source how it stands, in the order of the configuration."""
    official = [s.name for s in settings.sources if s.trust == "official"]
    rounds = {round_.number: round_ for round_ in tx.rounds.all(pools=False)}
    shown = tx.sources.first_shown(official)
    states = source_states(tx, settings, now)
    for source, state in zip(settings.sources, states, strict=True):
        if source.trust == "official":
            count = len(tx.sources.row_digests(source.name))
            yield Standing(source=source, state=state, rounds=count)
        else:
            done = track_record(tx.claims.by_source(source.name), rounds, shown)
            yield Standing(source=source, state=state, record=done, rounds=done.rounds)
