"""Three years in some minutes: ``python -m bench.soak [--polls 10000] [--rounds 500]``.

A simulated clock steps from poll to poll; each time reminders are looked for, forecasts kept, and what is due is
delivered, over loopback, by mail and webhook. At ten stations it is noted what the process and the database hold; ends
with 1 where memory, file handles or threads do not stay as they are after the first of them, or a message is missing.
"""

import re
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from bench.feed import NEWEST, history
from bench.outside import Outside
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import Channel, Secret, Settings, Source, Subscription, Web
from watcher.demo.published import PublishedRound, feed_bytes
from watcher.service.app import Watcher

BEGIN = datetime(2026, 9, 1, 15, tzinfo=UTC)
STEP = timedelta(hours=2, minutes=24)  # between polls: a round every second day
STATIONS = 10
HOOKS, MAILS = 6, 4  # people
# From the first station to the last: connections to the servers of channels are kept, and
# reading a page takes memory in proportion to its size, which doubles by five hundred rounds.
# (With 888 rounds from the beginning it is 126 MiB after the first hundred polls.)
MEMORY_MIB, MEMORY_OF_A_MB, HANDLES, THREADS = 6.0, 25.0, 8, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What is held after so many polls."""

    polls: int
    page: float  # MB
    memory: float  # MiB, resident
    handles: int
    threads: int
    database: float  # MiB, with its log


def main() -> int:
    """Poll, deliver, and print a line for each station."""
    parser = ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--polls", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=500)
    given = parser.parse_args()
    print(f"{'polls':>6} {'page':>7} {'memory':>10} {'handles':>8} {'threads':>8} {'database':>10}")
    found = []
    for station in _soak(given.polls, given.rounds):
        found.append(station)
        print(
            f"{station.polls:>6} {station.page:>4.1f} MB {station.memory:>6.1f} MiB {station.handles:>8} "
            f"{station.threads:>8} {station.database:>6.1f} MiB",
            flush=True,
        )
    first, last = found[0], found[-1]
    grown = (last.database - found[len(found) // 2].database) / (given.rounds / 2) * 1024
    print(f"the database grew by {grown:.0f} KiB a round in the second half")
    flat = (
        last.memory - first.memory <= MEMORY_MIB + MEMORY_OF_A_MB * (last.page - first.page)
        and last.handles - first.handles <= HANDLES
        and last.threads - first.threads <= THREADS
    )
    print("flat" if flat else "NOT FLAT")
    return int(not flat)


def _soak(polls: int, rounds: int) -> Iterator[Station]:
    with TemporaryDirectory() as folder, Outside() as outside:
        file = Path(folder, "watcher.db")
        settings = _settings(outside, file)
        [source] = settings.sources
        now = BEGIN

        with Watcher(settings, clock=lambda: now) as watcher:
            published: list[PublishedRound] = []
            page = feed_bytes(history())
            outside.show(page)
            told = 0
            for poll in range(1, polls + 1):
                now += STEP
                if poll * rounds // polls > len(published):
                    published.insert(0, _round(len(published) + 1, now))
                    page = feed_bytes([*published, *history()])
                    outside.show(page, webhooks=[f"hook-{n}" for n in range(HOOKS)])
                polled = watcher.poll(source)
                assert not polled.failed, polled
                watcher.remind()
                told += len(watcher.deliver())
                watcher.keep_forecasts(polled)
                if poll % (polls // STATIONS) == 0:
                    yield _station(poll, len(page), file)
            with watcher.store.reading() as tx:
                assert tx.deliveries.oldest_waiting() is None
            print(f"{len(published)} rounds, {told} messages sent")
            assert told >= len(published) * (HOOKS + MAILS)


def _round(nth: int, now: datetime) -> PublishedRound:
    drawn = now - timedelta(hours=3)
    return replace(
        history()[0],
        number=str(NEWEST + nth),
        day=drawn.date(),
        drawn=drawn,
        tie_break=drawn - timedelta(days=100),
    )


def _settings(outside: Outside, file: Path) -> Settings:
    addresses = {f"hook-{n}": outside.webhook(f"hook-{n}") for n in range(HOOKS)}
    addresses |= {f"mail-{n}": outside.mail(f"mail-{n}") for n in range(MAILS)}
    return Settings(
        file=PurePath("config.toml"),
        database=Secret(f"sqlite:///{file}"),
        sources=(Source(name="ircc", kind="ircc-json", url=outside.page_url),),
        channels={name: Channel(name=name, url=Secret(url)) for name, url in addresses.items()},
        web=Web(enabled=False),
        sending=SendingLimits(mail=SendLimits(per_second=100)),
        subscriptions=tuple(
            Subscription(
                name=name,
                categories=frozenset({"all"}),
                score=400,
                channels=(name,),
                tell_when="every-round",
            )
            for name in addresses
        ),
    )


def _station(polls: int, page: int, file: Path) -> Station:
    resident = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert resident is not None
    parts = (file, Path(f"{file}-wal"))
    return Station(
        polls=polls,
        page=page / 1e6,
        memory=int(resident[1]) / 1024,
        handles=len(list(Path("/proc/self/fd").iterdir())),
        threads=threading.active_count(),
        database=sum(part.stat().st_size for part in parts if part.exists()) / 2**20,
    )


if __name__ == "__main__":
    sys.exit(main())
