"""The demo itself: the real service on a clock that jumps from step to step."""

import logging
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from threading import Event

from watcher.adapters import config
from watcher.core.errors import StoreError
from watcher.core.settings import Settings
from watcher.demo import news, page
from watcher.demo.arrivals import overheard, posted, printed
from watcher.demo.facts import published_rounds
from watcher.demo.outcome import Outcome, Turn
from watcher.demo.people import NEWS, OPERATOR, PEOPLE, ROUNDS, configuration
from watcher.demo.screen import Screen
from watcher.demo.server import LoopbackServer, Shown
from watcher.demo.story import Page, Showing, Step, story
from watcher.service.app import Watcher

_JSON, _HTML = "application/json", "text/html; charset=utf-8"
_RSS = "application/rss+xml; charset=utf-8"
_ORDER = (*(person.name for person in PEOPLE), OPERATOR)


def play(screen: Screen, *, years: Sequence[int], stop: Event) -> Outcome:
    """Replay *years* and tell the story on *screen*, until it ends or *stop* is set.

    Raises WatcherError where the service cannot start. Nothing stays behind either
    way.
    """
    begun = time.perf_counter()
    steps = story(published_rounds(), years)
    outcome, clock = Outcome(), _Clock(steps[0].at)
    screen.opening(years)
    with _left_alone(), _folder() as folder, LoopbackServer() as server:
        settings = _settings(folder, server)
        with (
            # The news site is ours: nobody has to be spared.
            Watcher(settings, clock=clock.now, spacing=timedelta()) as watcher,
            screen.progress(len(steps)) as advance,
        ):
            for step in steps:
                if stop.is_set():
                    break
                clock.instant = step.at
                turn = _turn(watcher, step, server)
                outcome.add(turn)
                screen.turn(turn)
                advance(step.at)
            outcome.waiting = _waiting(watcher)
        outcome.finished = not stop.is_set()
        outcome.not_modified = server.not_modified
    outcome.seconds = time.perf_counter() - begun
    screen.closing(outcome)
    return outcome


class _Clock:
    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant that the story has come to."""
        return self.instant


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
    """Configure as a person does, by a file; nobody's environment plays a part."""
    file = folder / "config.toml"
    database = f"sqlite:///{folder / 'watcher.db'}"
    file.write_text(configuration(server.address, database), encoding="utf-8")
    return config.load(file, {})


def _turn(watcher: Watcher, step: Step, server: LoopbackServer) -> Turn:
    """Set the scene, then do what the service does: poll, and deliver what is due."""
    server.webhook_down = step.webhook_down
    if step.page is not None:
        server.show(ROUNDS, _answer(step.page))
    if step.news is not None:
        server.show(NEWS, Shown(body=news.render(step.news), content_type=_RSS))
    polled = tuple(watcher.poll(source) for source in watcher.settings.sources)
    with overheard() as ear:
        deliveries = watcher.deliver()
    arrivals = [printed(words, step.at) for words in ear.heard]
    arrivals += [posted(message, step.at) for message in server.taken()]
    # Couriers work side by side; whose message is through first is chance.
    arrivals.sort(key=lambda arrival: _ORDER.index(arrival.to))
    return Turn(step=step, polled=polled, deliveries=deliveries, arrivals=tuple(arrivals))


def _answer(shown: Page) -> Shown:
    match shown.showing:
        case Showing.ROUNDS:
            return Shown(body=page.render(shown.rounds), content_type=_JSON)
        case Showing.HALF_EDITED:
            return Shown(body=page.half_edited(shown.rounds), content_type=_JSON)
        case Showing.MAINTENANCE:
            return Shown(body=page.maintenance(), content_type=_HTML)
        case Showing.DOWN:
            status = HTTPStatus.BAD_GATEWAY
            return Shown(body=page.maintenance(), content_type=_HTML, status=status)


def _waiting(watcher: Watcher) -> int:
    with watcher.store.reading() as tx:
        return sum(tx.queue.count_waiting(channel) for channel in _ORDER)


@contextmanager
def _left_alone() -> Iterator[None]:
    """Keep logs off the screen, and proxies out of what happens on loopback."""
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
