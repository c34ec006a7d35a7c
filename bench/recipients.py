"""A thousand people, each with a webhook, of whom every one is told of a new round.

From the first byte of the page to the last message that was accepted; the webhooks are
paths of one server, in another process, and each counts as a server of its own.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from tempfile import TemporaryDirectory

from bench.feed import page
from bench.outside import Outside
from bench.table import Figure
from watcher.core.settings import Channel, Secret, Settings, Source, Subscription
from watcher.service.app import Watcher

PEOPLE = 1000
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Tell them once; takes some ten seconds."""
    people = tuple(f"person-{n}" for n in range(PEOPLE))
    with TemporaryDirectory() as folder, Outside() as outside:
        source = Source(name="ircc", kind="ircc-json", url=outside.page_url)
        settings = _settings(outside, folder, source, people)
        with Watcher(settings, clock=lambda: NOW) as watcher:
            outside.show(page(0))
            watcher.poll(source)
            outside.show(page(1), webhooks=people)
            watcher.poll(source)
            deliveries = watcher.deliver()
        heard = outside.heard()
    assert len(deliveries) == len(heard.posts) == PEOPLE, len(heard.posts)
    assert not any(delivery.failed for delivery in deliveries)
    seconds = max(heard.posts) - heard.pages[0]
    yield Figure(
        what=f"{PEOPLE} people told of a round by webhook",
        measured=f"{PEOPLE / seconds:.0f} a second",
    )


def _settings(outside: Outside, folder: str, source: Source, people: tuple[str, ...]) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=Secret(f"sqlite:///{folder}/watcher.db"),
        sources=(source,),
        channels={
            person: Channel(name=person, url=Secret(outside.webhook(person))) for person in people
        },
        subscriptions=tuple(
            Subscription(
                name=person, categories=frozenset({"french"}), score=400, channels=(person,)
            )
            for person in people
        ),
    )
