"""Everybody is told of a round, by mail and by webhook: how many a second, from the queue to the server's yes.

The people are rows, and the round is judged, queued, claimed, composed, sent and recorded as in service, on SQLite. The
servers take everything, in a process of their own; what they can take is measured right before it, by a bare sender
with kept connections.
"""

import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import PurePath
from tempfile import TemporaryDirectory
from threading import local

from bench.feed import page
from bench.outside import Outside
from bench.sinks import Sinks, Taken
from bench.table import Figure
from watcher.adapters import notify
from watcher.core.model import Message
from watcher.core.people import Person, Rule
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import Channel, Secret, Settings, Source
from watcher.pipeline.delivery import DeliveryResult
from watcher.service.app import Watcher

MESSAGES = 10_000
BARE = 5_000
SAID_EVERY = 5_000
AT_ONCE = 8
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)
SOON = timedelta(seconds=45)
TEXT = "Vous êtes invitée, par 12 points.\n" * 20
BARE_MAIL = f"Subject: #439\r\n\r\n{TEXT}".replace("\n", "\r\n").encode() + b"\r\n.\r\n"
BARE_POST = TEXT.encode()
# Without a rate of its own a server is written to 50 times a second at first: a thousand take 4 s to be reached.
FAST = SendLimits(per_second=10_000)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LETTER = Message(title="#439: santé", text=TEXT, html=TEXT.replace("\n", "<br>"))


def figures(messages: int = MESSAGES) -> Iterator[Figure]:
    """Measure the servers, our transport alone, and the whole; at 500 a second, 50,000 messages take 100 s of each kind."""
    with Sinks() as sinks:
        mail = Secret(f"mailto://127.0.0.1:{sinks.smtp_port}?from=watcher@example.org")
        hook = Secret(f"json://127.0.0.1:{sinks.http_port}/hook")
        bare_mail = _rate(sinks, partial(_bare_mail, sinks.smtp_port))
        bare_post = _rate(sinks, partial(_bare_post, sinks.http_port))
        ours_mail = _rate(sinks, lambda n: _send(mail, f"person-{n}@example.org"))
        ours_post = _rate(sinks, lambda _: _send(hook, ""))
        told = _tell(sinks, mail, messages)
        yield _figure("mails a second, bare, kept sessions: the server's own", bare_mail)
        yield _figure("  ours, the transport alone", ours_mail, bare_mail)
        yield _figure(
            f"  ours, {messages} people told of a round", told.rate, bare_mail, at_least=500
        )
        yield _figure("webhooks a second, bare, kept connections", bare_post)
        yield _figure("  ours, the transport alone", ours_post, bare_post)
        hooked = _tell(sinks, hook, messages)
        whole = f"  ours, {messages} people told of a round"
        yield _figure(whole, hooked.rate, bare_post, at_least=1000)


def _rate(sinks: Sinks, send: Callable[[int], object], *, count: int = BARE) -> float:
    """Send so many, some at once; return how many a second were taken."""
    sinks.taken()
    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(send, range(count)))
    taken = sinks.taken()
    assert taken.messages == count, taken.messages
    return taken.rate


def _tell(sinks: Sinks, url: Secret, count: int) -> Taken:
    """Have a round told to so many people, each once."""
    kind = "mail" if url.value.startswith("mailto") else "hook"
    with TemporaryDirectory() as folder, Outside() as outside:
        source = Source(name="ircc", kind="ircc-json", url=outside.page_url)
        settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(f"sqlite:///{folder}/watcher.db"),
            sending=SendingLimits(mail=FAST, webhooks=FAST),
            sources=(source,),
            channels={kind: Channel(name=kind, url=url)},
        )
        with Watcher(settings, clock=lambda: NOW) as watcher:
            outside.show(page(0))
            watcher.poll(source)
            with watcher.store.writing() as tx:
                tx.people.put_many((_person(n, kind) for n in range(count)), LONG_AGO)
            outside.show(page(1))
            watcher.poll(source)
            sinks.taken()
            deliveries = _delivered(watcher, kind)
        taken = sinks.taken()
    assert len(deliveries) == taken.messages == count, (len(deliveries), taken.messages)
    assert not any(delivery.failed for delivery in deliveries)
    assert kind == "hook" or set(taken.people.values()) == {1}
    return taken


def _delivered(watcher: Watcher, kind: str) -> list[DeliveryResult]:
    """Send all that is due, and say on standard error how far it is."""
    ended: list[DeliveryResult] = []
    crashed: list[BaseException] = []

    def done(result: DeliveryResult) -> None:
        ended.append(result)
        if len(ended) % SAID_EVERY == 0:
            print(f"sending: {len(ended)} by {kind}", file=sys.stderr)

    workers = watcher.workers(done=done, failed=crashed.append)
    workers.drain()
    workers.stop(0)
    assert not crashed, crashed[0]
    return ended


def _person(number: int, kind: str) -> Person:
    mailbox = f"mail:person-{number}@example.org"
    return Person(
        name=f"person-{number}",
        channels=(mailbox if kind == "mail" else kind,),
        rules=(Rule(categories=frozenset({"french"}), score=400),),
        origin="import",
    )


def _send(url: Secret, target: str) -> str:
    return notify.send_message(url, target, LETTER, deadline=SOON)


_mine = local()


def _bare_mail(port: int, number: int) -> None:
    """Hand over a mail by three writes and three reads, with nothing made of it."""
    if not hasattr(_mine, "session"):
        _mine.session = socket.create_connection(("127.0.0.1", port))
        _mine.session.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _mine.session.recv(100)
        _said(b"EHLO bench\r\n", 1)
    head = f"MAIL FROM:<w@example.org>\r\nRCPT TO:<p{number}@example.org>\r\nDATA\r\n"
    _said(head.encode(), 3)
    _said(BARE_MAIL, 1)


def _said(text: bytes, replies: int) -> None:
    _mine.session.sendall(text)
    heard = b""
    while len([line for line in heard.splitlines(keepends=True) if line[3:4] == b" "]) < replies:
        heard += _mine.session.recv(1000)


def _bare_post(port: int, _number: int) -> None:
    if not hasattr(_mine, "http"):
        _mine.http = HTTPConnection("127.0.0.1", port)
    _mine.http.request("POST", "/hook", BARE_POST)
    _mine.http.getresponse().read()


def _figure(what: str, rate: float, floor: float = 0, *, at_least: float | None = None) -> Figure:
    return Figure(
        what=what,
        measured=f"{rate:.0f}",
        floor=f"{floor:.0f}" if floor else "",
        ratio=f"{rate / floor:.2f}" if floor else "",
        goal="" if at_least is None else f">= {at_least:.0f}",
        met=None if at_least is None else rate >= at_least,
    )
