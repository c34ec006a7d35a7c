"""One poll: a changed page, the same bytes again, a 304, the whole history at once.

CPU of the whole process, over that of ``json.loads`` on the same bytes, measured right
before; medians. The page comes from memory, the database is a file.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from bench.feed import page
from bench.table import Figure, against
from watcher.adapters.database import Store
from watcher.adapters.http import FetchedPage, NotModified, Validators
from watcher.core.settings import Operator, Secret, Settings, Source, Subscription
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents
from watcher.pipeline.poll import PollResult, poll
from watcher.pipeline.poll_context import PollContext

TIMES = 30
HISTORIES = 20
WARMING_UP = 3  # what a process does once: statements compiled, converters built
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)
SOURCE = Source(name="ircc", kind="ircc-json", url="http://127.0.0.1/rounds.json")


def figures() -> Iterator[Figure]:
    """Measure them one after the other; takes some five seconds."""
    with TemporaryDirectory() as folder:
        yield from _changed(Path(folder))
        yield from _history(Path(folder))


def _changed(folder: Path) -> Iterator[Figure]:
    before_new: list[float] = []
    new: list[float] = []
    before_same: list[float] = []
    same: list[float] = []
    not_modified: list[float] = []
    overdue: list[float] = []
    with _scene(folder / "changed.db") as scene:
        scene.poll(page())
        for more in range(1, WARMING_UP + TIMES + 1):
            body = page(more)
            before_new.append(_cpu(partial(json.loads, body)))
            new.append(_cpu(partial(scene.poll_one_round, body)))
            before_same.append(_cpu(partial(json.loads, body)))
            same.append(_cpu(partial(scene.poll, body)))
            not_modified.append(_cpu(partial(scene.poll, None)))
            overdue.append(_cpu(scene.look_whether_a_round_is_overdue))
    steady = slice(WARMING_UP, None)
    what = f"changed feed of {len(page()) // 1000} KB, one new round"
    yield against(what, new[steady], before_new[steady], at_most=4)
    yield against("  the first one after a start", new[:1], before_new[:1])
    what = "the same bytes, without a 304"
    yield against(what, same[steady], before_same[steady], at_most=0.5)
    yield against("304", not_modified[steady], before_same[steady])
    what = "  whether a round is overdue"
    yield against(what, overdue[steady], before_same[steady])


def _history(folder: Path) -> Iterator[Figure]:
    bare: list[float] = []
    whole: list[float] = []
    body = page()
    for n in range(HISTORIES):
        with _scene(folder / f"history-{n}.db") as scene:
            bare.append(_cpu(partial(json.loads, body)))
            whole.append(_cpu(partial(scene.poll, body)))
    yield against("438 rounds into an empty database", whole, bare, at_most=30)


class _Scene:
    """A migrated database, five people of whom three hear of each new round."""

    def __init__(self, store: Store) -> None:
        rules = [("all", 300), ("french", 500), ("french", 382), ("french", 300), ("cec", 500)]
        people = [
            Subscription(
                name=f"person-{n}",
                categories=frozenset({category}),
                score=score,
                tell_when="every-round" if category == "all" else "invited",
                channels=(f"channel-{n}",),
            )
            for n, (category, score) in enumerate(rules)
        ]
        settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(store.address),
            sources=(SOURCE,),
            operator=Operator(channels=("desk",)),
            subscriptions=tuple(people),
        )
        self._store = store
        self._desk = AddressBook(settings=settings, targets=lambda _: ("",))
        self._answer: FetchedPage | NotModified = NotModified(validators=Validators())
        with store.writing() as tx:
            tx.subscriptions.register([person.name for person in people], NOW)

    def fetch(
        self, _source: Source, _validators: Validators, *, url: str | None = None
    ) -> FetchedPage | NotModified:
        """Stand in for the network; the feed leads nowhere else."""
        assert url is None
        return self._answer

    def poll(self, body: bytes | None) -> PollResult:
        """Poll a page of these bytes; None is a 304."""
        validators = Validators(etag='"1"')
        self._answer = (
            NotModified(validators=validators)
            if body is None
            else FetchedPage(url=SOURCE.url, body=body, validators=validators, content_type=None)
        )
        context = PollContext(
            source=SOURCE, fetcher=self, store=self._store, address_book=self._desk, now=NOW
        )
        return poll(context)

    def poll_one_round(self, body: bytes) -> None:
        """Poll, and see that all of it happened."""
        polled = self.poll(body)
        assert (len(polled.changes), polled.queued) == (1, 3), polled

    def look_whether_a_round_is_overdue(self) -> None:
        """Do what the service does after each poll, changed or not."""
        with self._store.writing() as tx:
            Incidents(tx, self._desk, NOW).check_lateness(SOURCE)


@contextmanager
def _scene(file: Path) -> Iterator[_Scene]:
    store = Store(Secret(f"sqlite:///{file}"))
    store.migrate(NOW)
    yield _Scene(store)
    store.close()


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
