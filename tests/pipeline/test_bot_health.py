"""A bot that does not answer is in the status at once; the operator hears of it once, and once it is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.scene import Scene
from tests.servers.http import HttpServer
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.bot_incidents import BotTrouble
from watcher.core.settings import Secret
from watcher.pipeline.bot_health import note_bot

CONFLICT = BotTrouble(kind="conflict", detail="Conflict: terminated by other getUpdates request")
UNREACHABLE = BotTrouble(kind="unreachable", detail="httpx.ConnectError")
REFUSED = BotTrouble(kind="refused", detail="Telegram refuses the token")
ANSWERS = "[watcher] The Telegram bot: answers again"


@pytest.fixture
def scene(sqlite_database: Secret, now: datetime) -> Iterator[Scene]:
    store = Store(sqlite_database)
    with HttpServer() as server, Fetcher(contact="", version="0") as fetcher:
        yield Scene(store, server, fetcher, now)
    store.close()


def note(scene: Scene, trouble: BotTrouble | None, after: timedelta = timedelta()) -> list[str]:
    """Let time pass, note how the bot is, and return what the operator has been told."""
    scene.now += after
    with scene.store.writing() as tx:
        note_bot(tx, scene.address_book, trouble, scene.now)
    return scene.told("ops")


def running(scene: Scene) -> list[tuple[str, str, datetime]]:
    with scene.store.reading() as tx:
        episodes = tx.incidents.open_episodes()
    return [(str(e.subject), e.trouble, e.since) for e in episodes if e.subject.name != "told"]


def test_a_refused_token_is_told_at_once_and_its_end_too(scene: Scene) -> None:
    refused = "[watcher] The Telegram bot: its token is refused"

    assert note(scene, REFUSED) == [refused]
    assert note(scene, REFUSED, timedelta(hours=5)) == [refused]
    assert note(scene, None, timedelta(hours=1)) == [refused, ANSWERS]
    assert running(scene) == []


def test_what_passes_is_in_the_status_and_not_told(scene: Scene) -> None:
    began = scene.now

    assert note(scene, CONFLICT) == []
    assert running(scene) == [("bot", "conflict", began)]
    assert note(scene, CONFLICT, timedelta(minutes=14)) == []
    assert note(scene, None, timedelta(seconds=1)) == []
    assert running(scene) == []


def test_what_lasts_is_told_once(scene: Scene) -> None:
    told = ["[watcher] The Telegram bot: Telegram cannot be reached"]

    assert note(scene, UNREACHABLE) == []
    assert note(scene, UNREACHABLE, timedelta(minutes=15)) == told
    assert note(scene, UNREACHABLE, timedelta(minutes=15)) == told


def test_another_trouble_begins_anew_in_the_status_and_is_not_told_beside_the_first(
    scene: Scene,
) -> None:
    note(scene, REFUSED)

    assert len(note(scene, CONFLICT, timedelta(hours=1))) == 1
    assert running(scene) == [("bot", "conflict", scene.now)]
    assert note(scene, None)[1:] == [ANSWERS]


def test_nothing_is_noted_of_a_bot_that_is_well(scene: Scene) -> None:
    assert note(scene, None) == []
    assert running(scene) == []
