"""From the first byte of a changed page to the message that a mail server accepted.

The floor does by hand what cannot be left out: a bare GET, ``json.loads``, one
transaction of SQLite that reaches the disk, one mail by Apprise or by ``smtplib``. Both
in turn, against the same servers, which run in a process of their own and tell the
instants. The first after a start is that of a new process, once it has rehearsed.
"""

import json
import smtplib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path, PurePath
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Protocol

import httpx
from apprise import Apprise

from bench.feed import page
from bench.outside import Outside
from bench.table import Figure, against
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import Channel, Secret, Settings, Source, Subscription
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.rehearsal import Rehearsal
from watcher.service.app import Watcher

TIMES = 25
WARMING_UP = 3
STARTS = 5
PATIENCE = 30.0  # seconds
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Measure both, in turn; takes some ten seconds."""
    ours: list[float] = []
    floor: list[float] = []
    bare: list[float] = []
    with TemporaryDirectory() as folder, Outside() as outside:
        watched, by_hand = _Watched(outside, folder), _ByHand(outside, folder)
        outside.show(page())
        watched.poll()
        for more in range(1, WARMING_UP + TIMES + 1):
            for times, tell in (
                (floor, by_hand.tell_by_apprise),
                (ours, watched.tell),
                (bare, by_hand.tell_by_smtplib),
            ):
                times.append(_first_byte_to_mail(outside, page(more), tell))
        watched.close()
        by_hand.close()
        first = [_first_after_start(outside, page(1)) for _ in range(STARTS)]
    what = "first byte of a changed page to mail accepted"
    steady = slice(WARMING_UP, None)
    yield against(what, ours[steady], floor[steady], at_most=2)
    yield against("  over a floor without Apprise", ours[steady], bare[steady], at_most=2.5)
    yield against("  the first after a start, over a later one", first, ours[-STARTS:], at_most=2)


def _first_byte_to_mail(outside: Outside, body: bytes, tell: Callable[[], None]) -> float:
    outside.show(body)
    tell()
    heard = outside.heard()
    (first_byte,), (accepted,) = heard.pages, heard.mails
    return accepted - first_byte


def _first_after_start(outside: Outside, body: bytes) -> float:
    """Start a process that has seen the page before it changes; measure its first alert."""
    spawning = get_context("spawn")
    pipe, theirs = spawning.Pipe()
    addresses = _Addresses(page_url=outside.page_url, mailbox=outside.mail("amara"))
    started = spawning.Process(target=_tell_once, args=(theirs, addresses), daemon=True)
    outside.show(page())
    started.start()
    pipe.recv()

    def tell() -> None:
        pipe.send("now")
        pipe.recv()

    seconds = _first_byte_to_mail(outside, body, tell)
    started.join()
    return seconds


def _tell_once(pipe: Connection, addresses: "_Addresses") -> None:
    with TemporaryDirectory() as folder:
        watched = _Watched(addresses, folder)
        watched.poll()
        watched.rehearse()
        pipe.send("ready")
        pipe.recv()
        watched.tell()
        pipe.send("told")
        watched.close()


class _Outside(Protocol):
    """Where the page and a mailbox are."""

    @property
    def page_url(self) -> str: ...

    def mail(self, person: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Addresses:
    page_url: str
    mailbox: str

    def mail(self, _person: str) -> str:
        return self.mailbox


class _Watched:
    """The parts of the service, put to work as its poll does."""

    def __init__(self, outside: _Outside, folder: str) -> None:
        self._source = Source(name="ircc", kind="ircc-json", url=outside.page_url)
        settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(f"sqlite:///{folder}/watcher.db"),
            sending=SendingLimits(mail=SendLimits(per_second=100)),
            sources=(self._source,),
            channels={"amara": Channel(name="amara", url=Secret(outside.mail("amara")))},
            subscriptions=(
                Subscription(
                    name="amara", categories=frozenset({"french"}), score=400, channels=("amara",)
                ),
            ),
        )
        self._told: SimpleQueue[DeliveryResult | BaseException] = SimpleQueue()
        self._watcher = Watcher(settings, clock=lambda: NOW)
        self._couriers = self._watcher.workers(done=self._told.put, failed=self._told.put)

    def poll(self) -> None:
        self._watcher.poll(self._source)

    def tell(self) -> None:
        """Poll, and wait until the one message is accepted and recorded."""
        self.poll()
        self._couriers.dispatch()
        told = self._told.get(timeout=PATIENCE)
        assert isinstance(told, DeliveryResult), told
        assert not told.failed, told
        self._watcher.next_cutoffs.prepare()  # as the service does after a poll with news

    def rehearse(self) -> None:
        """Do what the service does once it is ready."""
        self._couriers.dispatch()
        Rehearsal(
            store=self._watcher.store,
            address_book=lambda: self._watcher.address_book,
            next_cutoffs=self._watcher.next_cutoffs,
            clock=self._watcher.clock,
        )()

    def close(self) -> None:
        self._couriers.stop(0)
        self._watcher.close()


class _ByHand:
    """A client and a database that are kept open; a new Apprise for each mail.

    A used one would wait for 5.5 s: that is Apprise's own throttle for mail.
    """

    def __init__(self, outside: Outside, folder: str) -> None:
        self._outside = outside
        self._client = httpx.Client()
        self._database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("CREATE TABLE rounds (number TEXT)")

    def tell_by_apprise(self) -> None:
        newest = self._newest()
        mail = Apprise()
        mail.add(self._outside.mail("amara"))
        assert mail.notify(title=newest["drawName"], body=newest["mitext"])

    def tell_by_smtplib(self) -> None:
        newest = self._newest()
        mail = f"Subject: {newest['drawName']}\r\n\r\n{newest['mitext']}\r\n"
        with smtplib.SMTP("127.0.0.1", self._outside.smtp_port) as session:
            session.sendmail("watcher@example.org", ["amara@example.org"], mail)

    def _newest(self) -> dict[str, str]:
        answer = self._client.get(self._outside.page_url)
        newest: dict[str, str] = json.loads(answer.content)["rounds"][0]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO rounds VALUES (?)", (newest["drawNumber"],))
        self._database.execute("COMMIT")
        return newest

    def close(self) -> None:
        self._client.close()
        self._database.close()
