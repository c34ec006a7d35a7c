"""The queue: what leasing and recording cost, alone and through the real workers with a send that takes no time.

Alone, a batch is leased and recorded as sent, and nothing else is done; the workers compose each message, too. On
SQLite, each commit synced to the disk, and on PostgreSQL; all to one server and to many; 1,000 and 100,000 people in
one run, as their ratio says whether the queue grows slower with people. Then one of eight servers hangs: what the
others take meanwhile, against what they took before. And how long a poll waits for the database meanwhile.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread, Timer

from tests.servers.postgresql import CANNOT_START, PostgreSQL

from bench.table import Figure, milliseconds
from watcher.adapters.database import QueuedAlert, Store
from watcher.core.alerts import Priority
from watcher.core.model import Alert, Message, NewRound, Round, Verdict, VerdictKind
from watcher.core.sending_limits import SendLimits
from watcher.core.settings import Secret, Settings, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import LEASE, Attempt, DeliveryContext, DeliveryResult
from watcher.pipeline.recording import record
from watcher.pipeline.workers import DeliveryWorkers

FEW, MANY = 1_000, 100_000
SERVERS = 1_000
BATCH = 100
SECONDS = 4.0  # of each measurement, at the most
GOAL = 5_000
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)
LATENCY = 0.02
HUNG = "server-0"
WELL = [f"server-{n}" for n in range(1, 8)]
AT_MOST_SLOWER = 0.9
FAST = SendLimits(connections=16, per_second=1_000_000)
SLOW = SendLimits(connections=1, per_second=1_000_000)
BOOK = AddressBook(
    settings=Settings(file=PurePath("x"), database=Secret("")), targets=lambda _: ("",)
)
ROUND = Round(
    number="439", date=NOW.date(), drawn_at=NOW, category="french", cutoff=400, first_seen=NOW
)
CHANGE = NewRound(round=ROUND)
INVITED = Verdict(kind=VerdictKind.INVITED, points=12, margin=None, due=True)

Send = Callable[[str, str, Message], str]


def figures() -> Iterator[Figure]:
    """Measure both databases, and one server that hangs; takes a minute and a half, most of it to fill them."""
    with TemporaryDirectory() as folder:
        yield from _on("SQLite", lambda name: Secret(f"sqlite:///{folder}/{name}.db"))
        yield _stalled(Secret(f"sqlite:///{folder}/stalled.db"))
        yield _waits_of_polls(Secret(f"sqlite:///{folder}/polled.db"))
    try:
        with PostgreSQL() as server:
            yield from _on("PostgreSQL", server.fresh)
    except CANNOT_START as error:
        yield Figure(what=f"PostgreSQL cannot be started here: {error}", measured="")


def _on(database: str, fresh: Callable[[str], Secret]) -> Iterator[Figure]:
    alone = _overhead(fresh("alone"))
    yield Figure(
        what=f"{database}: leased and recorded with {MANY} people, nothing composed or sent",
        measured=f"{alone:.0f} a second",
        goal=f">= {GOAL}",
        met=alone >= GOAL,
    )
    for servers, how in ((1, "one server"), (SERVERS, f"{SERVERS} servers")):
        few = _rate(fresh(f"few_{servers}"), FEW, servers)
        many = _rate(fresh(f"many_{servers}"), MANY, servers)
        yield Figure(
            what=f"{database}, {how}: by the workers, composed too, with {MANY} people; with {FEW}",
            measured=f"{many:.0f} a second",
            floor=f"{few:.0f} a second",
            ratio=f"{many / few:.2f}",
        )


def _overhead(database: Secret) -> float:
    """Return how many messages a second are leased and recorded, a batch at a time in one thread."""
    with closing(_filled(database, MANY, [HUNG])) as store:
        context = _context(store, lambda *_: "250 OK", FAST)
        recorded, began = 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            with store.writing() as tx:
                lanes = tx.queue.due_lanes(NOW, LEASE, limit=1)
                leased = tx.queue.lease(lanes, NOW, owner="bench", lease=LEASE, limit=BATCH)
            assert leased
            record(context, [Attempt(leased=message, answer="250 OK") for message in leased])
            recorded += len(leased)
        return recorded / (time.perf_counter() - began)


def _rate(database: Secret, people: int, servers: int) -> float:
    """Return the messages a second of a queue of so many people, sent to in turn on so many servers."""
    taken: Counter[str] = Counter()
    with closing(_filled(database, people, [f"server-{n}" for n in range(servers)])) as store:
        seconds = _run(store, lambda *_: "250 OK", taken, FAST, people)
    return taken.total() / seconds


def _stalled(database: Secret) -> Figure:
    """Compare what seven servers take in a second while an eighth does, and while that one hangs."""
    hangs, ends = Event(), Event()

    def send(channel: str, _target: str, _message: Message) -> str:
        if channel == HUNG and hangs.is_set():
            ends.wait()
        Event().wait(LATENCY)
        return "250 OK"

    before: Counter[str] = Counter()
    during: Counter[str] = Counter()
    with closing(_filled(database, 20_000, [HUNG, *WELL])) as store:
        well = _run(store, send, before, SLOW, None)
        hangs.set()
        Timer(SECONDS, ends.set).start()
        hanging = _run(store, send, during, SLOW, None)
    first, second = (sum(c[s] for s in WELL) / t for c, t in ((before, well), (during, hanging)))
    return Figure(
        what=f"one of {1 + len(WELL)} servers hangs: what the others take; before",
        measured=f"{second:.0f} a second",
        floor=f"{first:.0f} a second",
        ratio=f"{second / first:.2f}",
        goal=f">= {AT_MOST_SLOWER}",
        met=second / first >= AT_MOST_SLOWER,
    )


def _waits_of_polls(database: Secret) -> Figure:
    """Open a poll's transaction again and again while the workers lease and record at full speed."""
    waits: list[float] = []
    over = Event()

    def poll(store: Store) -> None:
        while not over.wait(0.05):
            began = time.perf_counter()
            with store.writing(polling=True):
                waits.append(time.perf_counter() - began)

    with closing(_filled(database, 20_000, [HUNG, *WELL])) as store:
        polls = Thread(target=poll, args=(store,))
        polls.start()
        _run(store, lambda *_: "250 OK", Counter(), FAST, None)
        over.set()
        polls.join()
    return Figure(
        what=f"a poll's transaction begins during the fan-out: the latest of {len(waits)}; median",
        measured=milliseconds(max(waits)),
        floor=milliseconds(median(waits)),
        goal="<= 1 s",
        met=max(waits) <= 1,
    )


def _run(
    store: Store, send: Send, taken: Counter[str], limits: SendLimits, until: int | None
) -> float:
    """Have real workers send until so many are recorded, or time is over; return the seconds."""
    ended = Event()
    failures: list[BaseException] = []

    def done(result: DeliveryResult) -> None:
        if not ended.is_set():
            taken[result.channel] += 1
            if taken.total() == until:
                ended.set()

    workers = DeliveryWorkers(_context(store, send, limits), done=done, failed=failures.append)
    began = time.perf_counter()
    workers.dispatch()
    ended.wait(SECONDS)
    ended.set()
    seconds = time.perf_counter() - began
    workers.stop(10)
    assert not failures, failures[0]
    return seconds


def _context(store: Store, send: Send, limits: SendLimits) -> DeliveryContext:
    return DeliveryContext(
        store=store,
        send=send,
        address_book=lambda: BOOK,
        clock=lambda: NOW,
        chance=lambda: 0.0,
        owner="bench",
        limits=lambda _: limits,
    )


def _filled(database: Secret, people: int, servers: list[str]) -> Store:
    store = Store(database)
    store.migrate(NOW)
    with store.writing() as tx:
        for first in range(0, people, 1000):
            tx.alerts.put([_queued(n, servers) for n in range(first, first + 1000)], NOW)
    return store


def _queued(number: int, servers: list[str]) -> QueuedAlert:
    name = f"person-{number}"
    subscription = Subscription(
        name=name, person=name, categories=frozenset({"french"}), score=412, channels=("mail",)
    )
    alert = Alert(subscription=subscription, change=CHANGE, verdict=INVITED)
    return QueuedAlert(
        alert=alert,
        targets=[(servers[number % len(servers)], f"{name}@example.org")],
        due_at=NOW - timedelta(minutes=1),
        priority=Priority.INVITED,
    )
