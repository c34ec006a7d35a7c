"""What happened: one step at a time, and the whole."""

from collections import Counter
from dataclasses import dataclass, field

from watcher.core.model import ConfirmedRound, NewRound, round_of
from watcher.demo.arrivals import Arrival
from watcher.demo.people import OPERATOR
from watcher.demo.story import Step
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step as it went: what the polls found, how messages ended, what arrived."""

    step: Step
    polled: tuple[PollResult, ...]
    deliveries: tuple[DeliveryResult, ...]
    arrivals: tuple[Arrival, ...]

    @property
    def is_baseline(self) -> bool:
        """Whether the page was read for the first time: all of it is history."""
        return any(polled.outcome == "baseline" for polled in self.polled)

    @property
    def new_rounds(self) -> tuple[str, ...]:
        """The numbers of the rounds that IRCC's page showed first now, oldest first."""
        return tuple(
            round_of(change).number
            for polled in self.polled
            for change in polled.changes
            if isinstance(change, NewRound | ConfirmedRound)
        )

    @property
    def queued(self) -> bool:
        """Whether there is anything to tell."""
        return any(polled.queued for polled in self.polled)

    @property
    def astray(self) -> str:
        """What is wrong with whom the step told, "" if nothing is, or nobody asks."""
        if self.step.told is None:
            return ""
        told = sorted(arrival.to for arrival in self.arrivals)
        due = sorted(self.step.told)
        if told == due:
            return ""
        return f"told: {', '.join(told) or 'nobody'}; due: {', '.join(due) or 'nobody'}"


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of the demo, counted from outside the service.

    ``waiting`` deliveries are queued at its end; ``finished`` is False where it was
    stopped on the way; ``astray`` has the steps that told others than were due.
    """

    history: int = 0
    rounds: int = 0
    polls: int = 0
    not_modified: int = 0
    failed_sends: int = 0
    waiting: int = 0
    seconds: float = 0.0
    finished: bool = False
    arrivals: list[Arrival] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)

    def add(self, turn: Turn) -> None:
        """Count one step."""
        self.polls += len(turn.polled)
        self.failed_sends += sum(delivery.failed for delivery in turn.deliveries)
        self.arrivals += turn.arrivals
        if turn.step.fault:
            self.faults.append(turn.step.fault)
        if turn.astray:
            self.astray.append(f"{turn.step.at:%Y-%m-%d %H:%M} UTC, {turn.astray}")
        if turn.is_baseline:
            self.history = len(turn.new_rounds)
        else:
            self.rounds += len(turn.new_rounds)

    def told(self, name: str) -> int:
        """Return how many messages have reached somebody."""
        return sum(arrival.to == name for arrival in self.arrivals)

    @property
    def told_twice(self) -> int:
        """How many alerts came again to somebody who had them."""
        alerts = Counter((a.to, a.title) for a in self.arrivals if a.to != OPERATOR)
        return sum(count - 1 for count in alerts.values())

    @property
    def sound(self) -> bool:
        """Whether who was due was told, no alert came twice, and none stayed queued."""
        return not (self.astray or self.told_twice or (self.finished and self.waiting))
