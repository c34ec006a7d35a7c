"""A watcher on a stage: a real page server and database, a clock that tests turn.

Channels are written by us: they record what they are given, or answer as told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePath

from tests.servers.http import HttpServer, Step, answer
from watcher.adapters.database import LeasedDelivery, Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError
from watcher.core.model import Message
from watcher.core.settings import Operator, Secret, Settings, Source, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import LEASE, DeliveryContext, DeliveryResult, attempt, lease
from watcher.pipeline.poll import PollResult, poll
from watcher.pipeline.poll_context import PollContext
from watcher.pipeline.recording import record

PATH = "/rounds.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message that a channel accepted."""

    channel: str
    target: str
    title: str
    text: str


@dataclass(slots=True)
class Channels:
    """Takes every message, unless the next answers of its channel are failures."""

    sent: list[Sent] = field(default_factory=list)
    failures: dict[str, list[DeliveryError]] = field(default_factory=dict)
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    def __call__(self, channel: str, target: str, message: Message) -> str:
        self.tried.append(channel)
        if self.failures.get(channel):
            raise self.failures[channel].pop(0)
        self.sent.append(
            Sent(channel=channel, target=target, title=message.title, text=message.text)
        )
        return "200 OK"

    def targets_of(self, channel: str) -> tuple[str, ...]:
        return self.targets.get(channel, ("",))

    def titles(self, channel: str) -> list[str]:
        """Return what a channel was told, oldest first."""
        return [sent.title for sent in self.sent if sent.channel == channel]


def claim_next(context: DeliveryContext) -> LeasedDelivery | None:
    """Lease the next message that is due of any server."""
    while True:
        with context.store.reading() as tx:
            due = tx.queue.due_lanes(context.clock(), LEASE, limit=1)
        found = lease(context, due, 1) if due else []
        if found or not due:
            return found[0] if found else None


def deliver(context: DeliveryContext, leased: LeasedDelivery) -> DeliveryResult:
    """Send one message, and record what came of it."""
    [result] = record(context, [attempt(context, leased)])
    return result


class Scene:
    """One source, some people, an operator on the channel ``ops``."""

    def __init__(
        self,
        store: Store,
        server: HttpServer,
        fetcher: Fetcher,
        now: datetime,
        people: Iterable[Subscription] = (),
    ) -> None:
        self.store = store
        self.server = server
        self.fetcher = fetcher
        self.now = now
        self.channels = Channels()
        self.source = Source(name="ircc", kind="ircc-json", url=server.url(PATH))
        self.settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(store.address),
            sources=(self.source,),
            channels={},
            operator=Operator(channels=("ops",)),
            subscriptions=tuple(people),
        )

    def enroll(self, *people: Subscription) -> None:
        """Put these subscriptions in the place of the ones there are."""
        self.settings = replace(self.settings, subscriptions=people)
        with self.store.writing() as tx:
            tx.subscriptions.register([p.name for p in people], self.now)

    @property
    def address_book(self) -> AddressBook:
        return AddressBook(settings=self.settings, targets=self.channels.targets_of)

    def publish(self, *steps: Step | bytes) -> None:
        """Script what the page answers from now on; bytes are a whole page."""
        scripted = [answer(s) if isinstance(s, bytes) else s for s in steps]
        self.server.at(PATH, *scripted)

    def poll(self, after: timedelta = timedelta(minutes=1), *, accept: bool = False) -> PollResult:
        """Let time pass, then poll once."""
        self.now += after
        context = PollContext(
            source=self.source,
            fetcher=self.fetcher,
            store=self.store,
            address_book=self.address_book,
            now=self.now,
            accept=accept,
        )
        return poll(context)

    def delivery_context(self) -> DeliveryContext:
        return DeliveryContext(
            store=self.store,
            send=self.channels,
            address_book=lambda: self.address_book,
            clock=lambda: self.now,
            chance=lambda: 0.0,
            owner="test",
        )

    def deliver(self, after: timedelta = timedelta()) -> list[DeliveryResult]:
        """Let time pass, then send all that is due."""
        self.now += after
        context = self.delivery_context()
        with self.store.writing() as tx:
            tx.queue.void_fast_clocks(self.now)
        claims = iter(lambda: claim_next(context), None)
        return [deliver(context, claim) for claim in claims]

    def told(self, channel: str) -> list[str]:
        """Deliver, and return the titles that a channel has been told so far."""
        self.deliver()
        return self.channels.titles(channel)
