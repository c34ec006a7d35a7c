"""Subscribers of the demo, their configuration, and the messages that they got."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from watcher.adapters import config
from watcher.core.model import ConfirmedRound, NewRound, round_of
from watcher.demo.published import NEWS_SITE
from watcher.demo.story import OPERATOR, Step
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult

ROUNDS_PATH, NEWS_PATH, WEBHOOK_PATH = "/rounds", "/news", "/devraj"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A subscriber; ``rule`` has the other keys of its ``[[subscription]]``."""

    name: str
    who: str
    rule: Mapping[str, object]
    webhook: bool = False


CAST = (
    DemoPerson(
        name="Amara",
        who="nurse: healthcare, 470 points, early word while IRCC's page is down",
        rule={
            "categories": ["healthcare"],
            "score": 470,
            "submitted": datetime(2025, 3, 1, 14, 0, tzinfo=UTC),
            "early": "when-blind",
        },
    ),
    DemoPerson(
        name="Mei",
        who="pharmacist: healthcare, 500 points, early word always",
        rule={"categories": ["healthcare"], "score": 500, "early": "always"},
    ),
    DemoPerson(
        name="Joseph",
        who="physiotherapist: healthcare, 480 points, early word never",
        rule={"categories": ["healthcare"], "score": 480, "early": "never"},
    ),
    DemoPerson(
        name="Devraj",
        who="software developer: CEC, 521 points, told by a webhook",
        rule={
            "categories": ["cec", "stem"],
            "score": 521,
            "submitted": datetime(2024, 11, 18, 22, 30, tzinfo=UTC),
        },
        webhook=True,
    ),
    DemoPerson(
        name="Élodie",
        who="engineer in Lyon: French rounds, 416 points, told in French",
        rule={
            "categories": ["french"],
            "score": 416,
            "submitted": datetime(2025, 8, 30, 9, 0, tzinfo=UTC),
            "language": "fr",
            "timezone": "Europe/Paris",
        },
    ),
    DemoPerson(
        name="Ravi",
        who="provincial nominee in Mumbai: PNP, 752 points, not from 22:00 to 7:00",
        rule={
            "categories": ["pnp"],
            "score": 752,
            "timezone": "Asia/Kolkata",
            "quiet_hours": "22:00-07:00",
        },
    ),
    DemoPerson(
        name="Noor",
        who="accountant: CEC, 506 points, also told when short by 15 or less",
        rule={
            "categories": ["cec"],
            "score": 506,
            "submitted": datetime(2024, 10, 7, 16, 45, tzinfo=UTC),
            "near": 15,
        },
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message that reached a person or the operator."""

    at: datetime
    to: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedStep:
    """The results of a step."""

    step: Step
    polled: tuple[PollResult, ...]
    deliveries: tuple[DeliveryResult, ...]
    arrivals: tuple[Arrival, ...]

    @property
    def is_baseline(self) -> bool:
        """Whether the page was read for the first time."""
        return any(polled.outcome == "baseline" for polled in self.polled)

    @property
    def new_rounds(self) -> tuple[str, ...]:
        """The numbers of rounds that IRCC's page has shown since the last step, oldest first."""
        return tuple(
            round_of(change).number
            for polled in self.polled
            for change in polled.changes
            if isinstance(change, NewRound | ConfirmedRound)
        )

    @property
    def queued(self) -> bool:
        """Whether any alert was queued."""
        return any(polled.queued for polled in self.polled)

    @property
    def astray(self) -> str:
        """The people told and those due, empty if they are the same."""
        if self.step.told is None:
            return ""
        told = sorted(arrival.to for arrival in self.arrivals)
        due = sorted(self.step.told)
        if told == due:
            return ""
        return f"told: {', '.join(told) or 'nobody'}; due: {', '.join(due) or 'nobody'}"


@dataclass(slots=True, kw_only=True)
class DemoOutcome:
    """The figures of the demo; ``astray`` has the steps that told the wrong people."""

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

    def add(self, played: PlayedStep) -> None:
        """Count one step."""
        self.polls += len(played.polled)
        self.failed_sends += sum(delivery.failed for delivery in played.deliveries)
        self.arrivals += played.arrivals
        if played.step.fault:
            self.faults.append(played.step.fault)
        if played.astray:
            self.astray.append(f"{played.step.at:%Y-%m-%d %H:%M} UTC, {played.astray}")
        if played.is_baseline:
            self.history = len(played.new_rounds)
        else:
            self.rounds += len(played.new_rounds)

    def told(self, name: str) -> int:
        """Count the messages of a person."""
        return sum(arrival.to == name for arrival in self.arrivals)

    @property
    def told_twice(self) -> int:
        """The number of repeated alerts."""
        alerts = Counter((a.to, a.title) for a in self.arrivals if a.to != OPERATOR)
        return sum(count - 1 for count in alerts.values())

    @property
    def sound(self) -> bool:
        """Whether the right people were told, once, and nothing is left in the queue."""
        return not (self.astray or self.told_twice or (self.finished and self.waiting))


def demo_configuration(server: str, database: str) -> str:
    """Write the configuration file; *server* is a loopback ``host:port``."""
    printed = {person.name: f"print://{person.name}" for person in CAST if not person.webhook}
    webhooks = {p.name: f"json://{server}{WEBHOOK_PATH}" for p in CAST if p.webhook}
    return config.to_toml(
        {
            "watcher": {"database": database},
            "source": [
                {"name": "ircc", "kind": "ircc-json", "url": f"http://{server}{ROUNDS_PATH}"},
                {
                    "name": NEWS_SITE,
                    "kind": "feed",
                    "url": f"http://{server}{NEWS_PATH}",
                    "robots": False,
                    "allow_private": True,
                },
            ],
            "channels": printed | webhooks | {OPERATOR: f"print://{OPERATOR}"},
            "operator": {"channels": [OPERATOR]},
            "subscription": [
                {"name": person.name, **person.rule, "channels": [person.name]} for person in CAST
            ],
        }
    )


def parse_printed(words: str, at: datetime) -> Arrival:
    """Parse a printed message: a line with the channel's name, the title, the text."""
    rule, title, text = words.split("\n", 2)
    return Arrival(at=at, to=rule.strip("─ "), title=title, text=text.strip())


def parse_posted(message: Mapping[str, str], at: datetime) -> Arrival:
    """Parse the JSON of a webhook, which one person has."""
    to = next(person.name for person in CAST if person.webhook)
    return Arrival(at=at, to=to, title=message["title"], text=message["message"].strip())
