"""A chat: in which language it is answered, and how long a conversation lasts."""

from datetime import timedelta

from tests.bot.talking import CHANNEL, Talk
from watcher.answers.snapshot import Snapshot
from watcher.bot.chat import PrivateChat, open_chat


def opened(talk: Talk) -> PrivateChat:
    """Open the chat as an update of it would."""
    scene = talk.scene
    with scene.store.reading() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        return open_chat(snapshot, CHANNEL, talk.chat, 1, "fr")


def test_the_language_is_that_of_the_client_until_one_is_chosen(talk: Talk) -> None:
    assert opened(talk).fmt.language == "fr"
    talk.says("/start")  # by an English client
    assert opened(talk).fmt.language == "en"
    talk.says("/cancel")
    talk.signs_up()
    assert opened(talk).fmt.language == "en"


def test_a_conversation_lasts_a_day(talk: Talk) -> None:
    talk.says("/start")
    talk.later(timedelta(hours=24))
    assert opened(talk).draft is not None
    talk.later(timedelta(seconds=1))
    assert opened(talk).draft is None


def test_a_chat_that_is_gone_changes_nothing(talk: Talk) -> None:
    talk.signs_up()
    chat = opened(talk)
    assert chat.rule is not None
    assert chat.rule.score == 488
    talk.says("/stop")
    talk.presses("Yes, erase everything")

    assert talk.is_stranger
    assert opened(talk).rule is None
