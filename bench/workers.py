"""One process that delivers, and four, from one queue on PostgreSQL, over channels that take 50 ms for each message.

A process is bound by that: it has one connection to each of two servers, and so at most 2 / 50 ms = 40 messages a
second, four of them 160. That is a fraction of what two cores can send, else these would be measured. All take from
the same two servers' messages. Four have four times as many to send, so that both runs last as long.

The processes are the real program (``watcher deliver``), and wait before the round is seen.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from tests.running import Running
from tests.servers.postgresql import CANNOT_START, PostgreSQL

from bench.feed import page
from bench.outside import Outside
from bench.sinks import OTHER_HOSTS, Sinks
from bench.table import Figure
from watcher.adapters.config import load
from watcher.core.settings import Secret
from watcher.service.app import Watcher
from watcher.service.clock import system_clock

LATENCY = 0.05
CHANNELS = 2
PEOPLE = 150  # of each channel, for each process
PROCESSES = 4
GOAL = 3.5
# What a poll queues, its own process sends at once; others look every five seconds, here twice a second.
LOOK_OFTEN = (
    "import watcher.service.turns as turns, datetime;"
    "turns.DELIVER_EVERY = datetime.timedelta(milliseconds=500)"
)
HEAD = """
[watcher]
database = "{database}"
[web]
enabled = false
[sending]
webhook_connections = 1
[[source]]
name = "ircc"
url = "{page}"
[channels]
"""
PERSON = """
[[subscription]]
name = "{channel}-{n}"
categories = ["french"]
score = 400
person = "{channel}-{n}"
channels = ["{channel}"]
"""


def figures() -> Iterator[Figure]:
    """Deliver with one process, then with four; takes half a minute."""
    try:
        postgresql = PostgreSQL()
    except CANNOT_START as error:
        yield Figure(what="processes on PostgreSQL", measured=f"does not start here: {error}")
        return
    with postgresql:
        one = _rate(postgresql.fresh("one"), 1)
        many = _rate(postgresql.fresh("many"), PROCESSES)
    yield Figure(
        what=f"webhooks of {LATENCY * 1000:.0f} ms on {CHANNELS} connections each, {PROCESSES} processes",
        measured=f"{many:.0f} a second",
        floor=f"{one:.0f} by one",
        ratio=f"{many / one:.2f}",
        goal=f">= {GOAL}",
        met=many / one >= GOAL,
    )


def _rate(database: Secret, processes: int) -> float:
    """Return the messages a second that so many processes deliver."""
    with TemporaryDirectory() as folder, Outside() as outside, Sinks(LATENCY) as sinks:
        file = Path(folder, "config.toml")
        file.write_text(_configuration(database, outside, sinks, PEOPLE * processes))
        settings = load(file, {})
        with ExitStack() as running, Watcher(settings) as watcher:
            outside.show(page(0))
            watcher.poll(settings.sources[0])
            for _ in range(processes):
                process = Running(file, verb="deliver", before=LOOK_OFTEN)
                running.enter_context(process).wait_for("started")
            sinks.taken()
            outside.show(page(1, drawn=system_clock() - timedelta(hours=1)))
            watcher.poll(settings.sources[0])
            _wait_until_empty(watcher)
        taken = sinks.taken()
    assert taken.messages == CHANNELS * PEOPLE * processes, taken.messages
    return taken.rate


def _configuration(database: Secret, outside: Outside, sinks: Sinks, people: int) -> str:
    channels = [f"hook-{n}" for n in range(CHANNELS)]
    hosts = ["127.0.0.1", *OTHER_HOSTS][:CHANNELS]
    hooks = [
        f'{name} = "json://{host}:{sinks.http_port}/{name}"'
        for name, host in zip(channels, hosts, strict=True)
    ]
    told = [PERSON.format(channel=channel, n=n) for channel in channels for n in range(people)]
    head = HEAD.format(database=database.value, page=outside.page_url)
    return "\n".join([head, *hooks, *told])


def _wait_until_empty(watcher: Watcher) -> None:
    while True:
        with watcher.store.reading() as tx:
            if tx.deliveries.oldest_waiting() is None:
                return
        Event().wait(0.1)
