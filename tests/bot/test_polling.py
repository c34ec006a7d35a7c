"""The bot in its thread against a server that answers as Telegram's: each update once, whatever is in the way."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NoReturn

import pytest

from tests.bot.talking import CHANNEL, with_bot
from tests.scene import Scene
from tests.servers.http import hang
from tests.servers.telegram import blocked, error, throttled
from tests.servers.telegram_bot import BotServer, wait_until
from watcher.adapters.notify import telegram_account
from watcher.bot import commands, polling
from watcher.bot.polling import BotThread
from watcher.bot.rate_limits import ChatLimits
from watcher.core.bot_incidents import BotTrouble
from watcher.core.errors import StoreError
from watcher.core.settings import Channel
from watcher.pipeline.subscribing import find_person

CONFLICT = "Conflict: terminated by other getUpdates request"


@pytest.fixture
def telegram() -> Iterator[BotServer]:
    with BotServer() as telegram:
        yield telegram


@dataclass
class Noted:
    """What the bot said of itself."""

    troubles: list[BotTrouble | None] = field(default_factory=list)

    def kinds(self) -> list[str | None]:
        return [trouble.kind if trouble else None for trouble in self.troubles]


@contextmanager
def running(scene: Scene, telegram: BotServer, noted: Noted | None = None) -> Iterator[BotThread]:
    """Run the bot on the scene's store."""
    scene = with_bot(scene)
    channel = Channel(name=CHANNEL, url=telegram.url)
    scene.settings = replace(scene.settings, channels={CHANNEL: channel})
    account = telegram_account(telegram.url)
    assert account is not None
    bot = BotThread(
        account,
        CHANNEL,
        scene.store,
        lambda: scene.settings,
        lambda: scene.now,
        note=(noted or Noted()).troubles.append,
        first_wait=0.01,
    )
    try:
        yield bot
    finally:
        bot.stop()
    assert not bot.is_alive


def subscribed(scene: Scene, chat: int) -> bool:
    with scene.store.reading() as tx:
        return find_person(tx, CHANNEL, str(chat)) is not None


def test_somebody_subscribes_by_buttons_over_the_network(scene: Scene, telegram: BotServer) -> None:
    noted = Noted()
    amara = telegram.somebody(42, language="fr")
    with running(scene, telegram, noted):
        amara.writes("/start")
        amara.presses("CEC")
        wait_until(lambda: "✅ CEC" in amara.read("Quelles rondes").buttons, "not marked", amara)
        amara.presses("Terminé, continuer")
        amara.read("Quelle est votre note")
        amara.writes("488")
        amara.presses("Je ne sais pas")
        assert "488" in amara.read("Catégories").text
        amara.presses("S\u2019abonner")
        amara.read("Vous avez un abonnement.")

    assert subscribed(scene, 42)
    assert len(amara.messages) == 5  # the toggled buttons changed the first message
    assert telegram.notes == ["", "", "", ""]
    assert noted.kinds() == [None]


def test_the_menus_name_the_commands_in_both_languages(scene: Scene, telegram: BotServer) -> None:
    with running(scene, telegram):
        wait_until(lambda: len(telegram.menus) == 2, "no menus")

    assert telegram.menus[""] == telegram.menus["fr"] == list(commands.COMMANDS)


def test_an_update_that_comes_twice_does_nothing_twice(scene: Scene, telegram: BotServer) -> None:
    amara = telegram.somebody(42)
    amara.writes("/help")
    (update,) = telegram.waiting
    with running(scene, telegram):
        amara.read("this list")
    telegram.repeats(update)

    with running(scene, telegram):
        telegram.somebody(43).writes("/help")
        telegram.somebody(43).read("this list")

    assert len(amara.messages) == 1
    assert telegram.asked.count(None) == 1  # only before the first update ever


def test_after_days_without_updates_their_numbers_may_be_lower(
    scene: Scene, telegram: BotServer
) -> None:
    with scene.store.writing() as tx:
        tx.bot.note_answered(110201543, 999_999, scene.now.replace(year=2020))
    amara = telegram.somebody(42)
    amara.writes("/help")

    with running(scene, telegram):
        amara.read("this list")


def test_who_blocks_the_bot_is_left_alone_and_start_renews_it(
    scene: Scene, telegram: BotServer
) -> None:
    amara = telegram.somebody(42)
    address = (CHANNEL, "42")

    def left_alone() -> bool:
        with scene.store.reading() as tx:
            return address in tx.suppressions.among([address])

    with running(scene, telegram):
        amara.writes("/start")
        amara.presses("CEC")
        amara.presses("Done, go on")
        amara.read("CRS score")
        amara.writes("488")
        amara.presses("I don't know")
        amara.presses("Subscribe")
        amara.read("You are subscribed.")
        amara.blocks()
        wait_until(left_alone, "not left alone")
        amara.comes_back()
        amara.writes("/start")
        amara.read("Welcome back.")

    assert not left_alone()
    assert subscribed(scene, 42)


def test_a_chat_that_refuses_an_answer_is_left_alone(scene: Scene, telegram: BotServer) -> None:
    amara = telegram.somebody(42)
    with running(scene, telegram):
        amara.writes("/start")
        amara.read("Which rounds")
        telegram.fails("sendMessage", blocked())
        amara.writes("/help")
        wait_until(lambda: not _has_draft(scene, 42), "still in conversation")


def _has_draft(scene: Scene, chat: int) -> bool:
    with scene.store.reading() as tx:
        return tx.bot.draft(chat) is not None


def test_an_answer_is_sent_again_where_telegram_asks_to_wait_or_fails(
    scene: Scene, telegram: BotServer
) -> None:
    amara = telegram.somebody(42)
    telegram.fails("sendMessage", error(502, "Bad Gateway"), throttled(0.02))
    with running(scene, telegram):
        amara.writes("/help")
        amara.read("this list")


def test_a_press_that_is_too_old_is_answered_all_the_same(
    scene: Scene, telegram: BotServer
) -> None:
    amara = telegram.somebody(42)
    telegram.fails("answerCallbackQuery", error(400, "Bad Request: query is too old"))
    with running(scene, telegram):
        amara.writes("/start")
        amara.presses("CEC")
        amara.presses("Done, go on")
        amara.read("What is your CRS score?")


def test_answers_to_one_chat_keep_their_order(scene: Scene, telegram: BotServer) -> None:
    amara = telegram.somebody(42)
    for _ in range(3):
        amara.writes("/cancel")
    amara.writes("/help")
    telegram.fails("sendMessage", error(500, "Internal Server Error"))

    with running(scene, telegram):
        amara.read("this list")

    assert [text[:5] for text in amara.messages] == ["There", "There", "There", "<b>/s"]


@pytest.mark.parametrize(
    ("method", "step", "kind"),
    [
        ("getMe", error(401, "Unauthorized"), "refused"),
        ("getUpdates", error(401, "Unauthorized"), "refused"),
        ("getUpdates", error(409, CONFLICT), "conflict"),
        ("getUpdates", error(502, "Bad Gateway"), "unreachable"),
        ("setMyCommands", throttled(0.02), "unreachable"),
    ],
)
def test_what_is_in_the_way_is_noted_and_tried_again(
    scene: Scene, telegram: BotServer, method: str, step: Callable[..., None], kind: str
) -> None:
    noted = Noted()
    telegram.fails(method, step)
    amara = telegram.somebody(42)
    amara.writes("/help")

    with running(scene, telegram, noted):
        amara.read("this list")

    assert noted.kinds() == [kind, None]
    assert "AAHdq" not in str(noted.troubles)


def test_a_failing_database_answers_nobody_and_loses_nothing(
    scene: Scene, telegram: BotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [StoreError("the disk is full", "full")]
    writing = scene.store.writing

    @contextmanager
    def fails_once() -> Iterator[object]:
        if failures:
            raise failures.pop()
        with writing() as tx:
            yield tx

    monkeypatch.setattr(scene.store, "writing", fails_once)
    amara = telegram.somebody(42)
    amara.writes("/start")

    with running(scene, telegram):
        amara.read("Which rounds")

    assert failures == []
    assert len(amara.messages) == 1


def test_a_fault_of_ours_costs_one_answer_and_says_so(
    scene: Scene,
    telegram: BotServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(*_: object) -> NoReturn:
        raise KeyError("a bug")

    help_ = replace(commands.COMMANDS["help"], run=breaks)
    monkeypatch.setattr(commands, "COMMANDS", {**commands.COMMANDS, "help": help_})
    amara = telegram.somebody(42)
    amara.writes("/help my secret words")

    with running(scene, telegram):
        amara.read("Something went wrong here.")
        amara.writes("/cancel")
        amara.read("nothing to cancel")

    assert "secret words" not in caplog.text
    assert len(amara.messages) == 2


def test_who_says_too_much_is_told_once_and_then_not_answered(
    scene: Scene, telegram: BotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        polling, "ChatLimits", lambda clock, **_: ChatLimits(clock, burst=2, each=1000.0)
    )
    loud, quiet = telegram.somebody(42), telegram.somebody(43)
    for _ in range(5):
        loud.writes("/cancel")
    quiet.writes("/help")

    with running(scene, telegram):
        quiet.read("this list")
        loud.read("Not so fast")

    assert len(loud.messages) == 3


def test_nothing_that_people_write_or_are_called_is_logged(
    scene: Scene, telegram: BotServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "watcher")
    amara = telegram.somebody(42)
    telegram.fails("sendMessage", error(400, "Bad Request: can't parse entities"))
    with running(scene, telegram):
        amara.writes("my secret words")
        amara.writes("/help")
        amara.read("this list")

    assert "bot_answer_lost" in caplog.text
    assert "secret words" not in caplog.text
    assert "Amara" not in caplog.text


def test_groups_are_told_once_where_the_bot_works(scene: Scene, telegram: BotServer) -> None:
    group = telegram.somebody(-100)
    with running(scene, telegram):
        group.writes("what do you think of my score?")
        for _ in range(3):
            group.writes("/start")
        group.read("private chats only")

    assert len(group.messages) == 1


def test_updates_without_words_and_of_unknown_kinds_do_no_harm(
    scene: Scene, telegram: BotServer
) -> None:
    amara = telegram.somebody(42)
    telegram.sends(poll_answer={"poll_id": "1", "option_ids": []})
    telegram.sends(something_new={"a": [1, 2, {"b": None}]})
    amara.sends(sticker={"file_id": "x"}, something_new=1)
    amara.sends(text="x" * 4096)
    with running(scene, telegram):
        amara.read("I only read words.")
        amara.read("too long for me")


def test_a_bot_that_hangs_in_an_answer_still_stops(
    scene: Scene, telegram: BotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    amara = telegram.somebody(42)
    amara.writes("/help")
    telegram.fails("sendMessage", hang())
    monkeypatch.setattr(polling, "_END_SECONDS", 0.1)
    with running(scene, telegram):
        wait_until(lambda: not telegram.waiting, "not asked for")
