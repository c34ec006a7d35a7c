"""The bot runs as the settings say, and its failure stops nothing else."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.bot.talking import CHANNEL, with_bot
from tests.scene import Scene
from tests.servers.telegram_bot import BotServer, wait_until
from watcher.bot.supervisor import BotSupervisor
from watcher.core.bot_incidents import BotTrouble
from watcher.core.settings import BotSettings, Channel, Secret


@pytest.fixture
def telegram() -> Iterator[BotServer]:
    with BotServer() as telegram:
        yield telegram


class Supervised:
    """A supervisor over the settings of a scene."""

    def __init__(self, scene: Scene, telegram: BotServer) -> None:
        self.scene = with_bot(scene)
        self.channel(telegram.url)
        self.noted: list[BotTrouble | None] = []
        self.allowed = True
        self.supervisor = BotSupervisor(
            scene.store,
            lambda: scene.settings,
            lambda: scene.now,
            note=self.noted.append,
            may_run=lambda: self.allowed,
        )

    def channel(self, url: Secret) -> None:
        """Give the channel another address."""
        channels = {CHANNEL: Channel(name=CHANNEL, url=url)}
        self.scene.settings = replace(self.scene.settings, channels=channels)

    def switch(self, *, on: bool) -> None:
        bot = BotSettings(enabled=on, channel=CHANNEL)
        self.scene.settings = replace(self.scene.settings, bot=bot)


@pytest.fixture
def supervised(scene: Scene, telegram: BotServer) -> Iterator[Supervised]:
    supervised = Supervised(scene, telegram)
    yield supervised
    supervised.supervisor.stop()


def asked(telegram: BotServer) -> int:
    return len(telegram.asked)


def test_it_runs_while_it_is_switched_on(supervised: Supervised, telegram: BotServer) -> None:
    supervised.switch(on=False)
    supervised.supervisor.check(at_once=True)
    assert asked(telegram) == 0

    supervised.switch(on=True)
    supervised.supervisor.check(at_once=True)
    wait_until(lambda: asked(telegram) > 0, "not started")

    supervised.switch(on=False)
    supervised.supervisor.check()
    before = asked(telegram)
    telegram.somebody(42).writes("/help")
    assert asked(telegram) == before
    assert telegram.chats == {}


def test_another_account_is_another_bot(supervised: Supervised, telegram: BotServer) -> None:
    supervised.supervisor.check(at_once=True)
    wait_until(lambda: asked(telegram) > 0, "not started")

    with BotServer() as other:
        supervised.channel(other.url)
        supervised.supervisor.check(at_once=True)
        wait_until(lambda: asked(other) > 0, "the other one not started")
        supervised.supervisor.stop()


def test_where_it_may_not_run_it_ends(supervised: Supervised, telegram: BotServer) -> None:
    supervised.supervisor.check(at_once=True)
    wait_until(lambda: asked(telegram) > 0, "not started")
    supervised.allowed = False
    supervised.supervisor.check()

    before = asked(telegram)
    supervised.supervisor.check(at_once=True)
    assert asked(telegram) == before


def test_a_channel_of_another_kind_runs_nothing(supervised: Supervised) -> None:
    supervised.channel(Secret("json://127.0.0.1:9/"))
    supervised.supervisor.check(at_once=True)

    assert supervised.noted == []


def test_without_its_library_it_says_what_to_install(
    supervised: Supervised, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n == "telegram" or n.startswith("watcher.bot.pol")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "watcher.bot.telegram_api", raising=False)
    monkeypatch.setitem(sys.modules, "telegram", None)

    supervised.supervisor.check(at_once=True)

    (trouble,) = supervised.noted
    assert trouble is not None
    assert trouble.kind == "not installed"
    assert "python-telegram-bot" in trouble.detail
