"""Updates of every kind reach what they are for; nonsense reaches nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.talking import Talk, plain
from watcher.answers.snapshot import Snapshot
from watcher.bot.dispatch import last_update, only_reads
from watcher.bot.incoming import Blocked, Elsewhere, Incoming, Pressed, Said, Wordless
from watcher.messages.layout import LONGEST_MESSAGE


def test_what_is_no_command_and_no_answer_is_said_kindly(talk: Talk) -> None:
    assert talk.says("hello").startswith("I do not remember what this is about")
    talk.signs_up()
    assert talk.says("hello") == "I do not understand that. /help lists what I understand."
    assert talk.says("x" * 201).startswith("That is too long for me.")
    assert talk.sends_a_picture().startswith("I only read words.")
    assert talk.writes_in_a_group() == "I work in private chats only: write to me there."


def test_two_chats_know_nothing_of_each_other(talk: Talk) -> None:
    talk.signs_up()
    stranger = Talk(talk.scene, 43)
    key = talk.heard[0].keyboard[0][0].data.split(":")[0]

    assert stranger.says("/me").startswith("You are not subscribed")
    assert stranger.sends_data(f"{key}:confirm:") == ""
    assert stranger.sends_data(f"{key}:erase:") == ""
    assert stranger.is_stranger
    assert not talk.is_stranger


def test_what_comes_from_outside_is_escaped(talk: Talk) -> None:
    talk.signs_up()
    talk.says("/why <b>1")
    for answer in talk.heard:
        assert "<b>1" not in answer.html


def test_somebody_whom_the_operator_imported_at_this_chat_is_not_shown(talk: Talk) -> None:
    talk.signs_up()
    assert talk.person is not None
    with talk.scene.store.writing() as tx:
        tx.people.put(replace(talk.person, origin="import"), talk.scene.now)

    assert talk.says("/me").startswith("You are not subscribed")


TEXTS = st.text(max_size=80) | st.builds(
    "/{} {}".format,
    st.sampled_from(
        [
            "start",
            "score",
            "why",
            "last",
            "mute",
            "submitted",
            "timezone",
            "categories",
            "stop",
            "tell",
        ]
    ),
    st.text(max_size=40),
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(texts=st.lists(TEXTS, max_size=4), data=st.text(max_size=64))
def test_a_stranger_who_writes_anything_gets_short_answers_and_no_subscription(
    talk: Talk, texts: list[str], data: str
) -> None:
    for text in texts:
        talk.says(text)
    talk.sends_data(data)

    assert talk.is_stranger
    for answer in talk.heard:
        assert 0 < len(answer.html) <= LONGEST_MESSAGE
        assert plain(answer)
    talk.heard.clear()


@pytest.mark.parametrize(
    ("what", "reads"),
    [
        (Said(text="/last cec"), True),
        (Said(text="/HELP"), True),
        (Said(text="/score 488"), False),
        (Said(text="488"), False),
        (Said(text="x" * 300), False),
        (Wordless(), True),
        (Elsewhere(), True),
        (Pressed(data="1:done:", message=1, press="p"), False),
        (Blocked(), False),
    ],
)
def test_only_what_changes_nothing_is_answered_without_writing(what: object, reads: bool) -> None:  # noqa: FBT001 - a table
    assert only_reads(Incoming(update=1, chat=42, what=what)) is reads  # type: ignore[arg-type]  # of the table


def test_the_last_update_counts_for_two_days(talk: Talk) -> None:
    scene = talk.scene
    with scene.store.writing() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        assert last_update(snapshot, 7) is None
        tx.bot.note_answered(7, 1000, scene.now)
        assert last_update(snapshot, 7) == 1000
        assert last_update(snapshot, 8) is None
        tx.bot.note_answered(7, 5, scene.now - timedelta(days=3))
        assert last_update(snapshot, 7) is None
