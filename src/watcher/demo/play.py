"""Runs the real service on a clock that jumps from step to step."""

import io
import logging
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import timedelta
from http import HTTPStatus
from itertools import takewhile
from pathlib import Path
from threading import Event
from types import FrameType

from watcher.adapters import config
from watcher.answers.deliveries import DeliveryState, list_deliveries
from watcher.answers.snapshot import open_snapshot
from watcher.core.errors import StoreError
from watcher.core.settings import Settings
from watcher.demo.people import (
    CAST,
    NEWS_PATH,
    ROUNDS_PATH,
    DemoOutcome,
    PlayedStep,
    demo_configuration,
    parse_posted,
    parse_printed,
)
from watcher.demo.published import feed_bytes, maintenance_page, news_bytes, published_rounds
from watcher.demo.screen import Screen
from watcher.demo.server import LoopbackServer, ServedPage
from watcher.demo.story import OPERATOR, FeedCondition, FeedState, Step, story
from watcher.service.app import Watcher

_JSON, _HTML = "application/json", "text/html; charset=utf-8"
_RSS = "application/rss+xml; charset=utf-8"
_ORDER = (*(person.name for person in CAST), OPERATOR)
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def play(screen: Screen, *, years: Sequence[int], stop: Event) -> DemoOutcome:
    """Replay *years* on *screen* until *stop* is set; raises WatcherError if it cannot start."""
    begun = time.perf_counter()
    steps = story(published_rounds(), years)
    outcome, now = DemoOutcome(), steps[0].at
    screen.opening(years)
    with (
        _without_logs_and_proxies(),
        _folder() as folder,
        LoopbackServer() as server,
        # No spacing: the news site is local.
        Watcher(_settings(folder, server), clock=lambda: now, spacing=timedelta()) as watcher,
        screen.progress(len(steps)) as advance,
    ):
        for step in takewhile(lambda _: not stop.is_set(), steps):
            now = step.at
            played = _play_step(watcher, step, server)
            outcome.add(played)
            screen.show(played)
            advance(step.at)
        outcome.waiting = _count_waiting(watcher)
        outcome.finished = not stop.is_set()
        outcome.not_modified = server.not_modified
    outcome.seconds = time.perf_counter() - begun
    screen.closing(outcome)
    return outcome


@contextmanager
def stop_on_signals() -> Iterator[Event]:
    """Yield an event that Ctrl-C and the like set; a second signal ends the process."""
    stop = Event()
    before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}

    def _on_signal(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in _STOP_SIGNALS:
        signal.signal(number, _on_signal)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(prefix="watcher-demo-")
    except OSError as error:
        raise StoreError(
            f"no folder can be made for the demo: {error}; TMPDIR may name another place"
        ) from error
    with folder as path:
        yield Path(path)


def _settings(folder: Path, server: LoopbackServer) -> Settings:
    """Write and load a configuration file, without the environment."""
    file = folder / "config.toml"
    database = f"sqlite:///{folder / 'watcher.db'}"
    file.write_text(demo_configuration(server.address, database), encoding="utf-8")
    return config.load(file, {})


def _play_step(watcher: Watcher, step: Step, server: LoopbackServer) -> PlayedStep:
    """Publish the step's pages, poll them, and deliver what is due."""
    server.webhook_down = step.webhook_down
    if step.page is not None:
        server.pages[ROUNDS_PATH] = _served(step.page)
    if step.news is not None:
        server.pages[NEWS_PATH] = ServedPage(body=news_bytes(step.news), content_type=_RSS)
    polled = tuple(watcher.poll(source) for source in watcher.settings.sources)
    with redirect_stdout(_PrintedMessages()) as printed:
        deliveries = watcher.deliver()
    arrivals = [parse_printed(words, step.at) for words in printed.messages]
    arrivals += [parse_posted(message, step.at) for message in server.new_messages()]
    # Workers run in parallel: their order is random.
    arrivals.sort(key=lambda arrival: _ORDER.index(arrival.to))
    return PlayedStep(step=step, polled=polled, deliveries=deliveries, arrivals=tuple(arrivals))


class _PrintedMessages(io.StringIO):
    """Collects the messages of ``print://`` channels."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def write(self, words: str) -> int:
        """Collect a message."""
        self.messages.append(words)
        return len(words)


def _count_waiting(watcher: Watcher) -> int:
    with open_snapshot(watcher.settings, watcher.clock()) as snapshot:
        waiting = list_deliveries(snapshot, states=[DeliveryState.QUEUED, DeliveryState.SENDING])
    return len(waiting.deliveries)


def _served(page: FeedState) -> ServedPage:
    match page.condition:
        case FeedCondition.ROUNDS:
            return ServedPage(body=feed_bytes(page.rounds), content_type=_JSON)
        case FeedCondition.HALF_EDITED:
            return ServedPage(body=feed_bytes(page.rounds, half_edited=True), content_type=_JSON)
        case FeedCondition.MAINTENANCE:
            return ServedPage(body=maintenance_page(), content_type=_HTML)
        case FeedCondition.DOWN:
            status = HTTPStatus.BAD_GATEWAY
            return ServedPage(body=maintenance_page(), content_type=_HTML, status=status)


@contextmanager
def _without_logs_and_proxies() -> Iterator[None]:
    """Silence logs, and disable proxies for loopback."""
    logger = logging.getLogger("watcher")
    silence, passed_on = logging.NullHandler(), logger.propagate
    proxies = {k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}
    logger.addHandler(silence)
    logger.propagate = False
    for name in proxies:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(proxies)
        logger.propagate = passed_on
        logger.removeHandler(silence)
