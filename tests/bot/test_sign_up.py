"""Somebody subscribes by buttons, and is led through each answer again to change it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.talking import Talk, with_bot
from tests.scene import Scene
from watcher.bot import chat
from watcher.core.category import CATEGORIES
from watcher.core.people import Rule
from watcher.core.settings import SignupSettings


def rule(talk: Talk) -> Rule:
    """Give the only rule of the person."""
    assert talk.person is not None
    return talk.person.rules[0]


def test_somebody_is_led_from_start_to_a_subscription(talk: Talk) -> None:
    assert "Which rounds may invite you?" in talk.says("/start")
    talk.presses("CEC")
    talk.presses("Healthcare")
    assert talk.chosen == ["CEC", "Healthcare"]
    assert "What is your CRS score?" in talk.presses("Done, go on")
    assert "When was your profile first submitted?" in talk.says("488")

    shown = talk.says("20 Nov 2025, 10:00 EST")

    assert "Score: 488" in shown
    assert "Profile submitted: November 20, 2025 at 10:00:00 EST" in shown
    assert "In twelve months there were 2 rounds for you; with this score, 0 would" in shown
    assert "#436, August 12, 2026, Canadian Experience Class, cut-off 520: short by 32" in shown
    assert talk.is_stranger

    assert "You are subscribed." in talk.presses("Subscribe")

    person = talk.person
    assert person is not None
    assert person.origin == "bot"
    assert person.channels == ("tg:42",)
    assert person.consented_at == talk.scene.now
    assert person.rules == (
        Rule(
            categories=frozenset({"cec", "healthcare"}),
            score=488,
            submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
            near=10,
        ),
    )


def test_the_name_of_a_person_tells_nothing_of_the_chat(talk: Talk) -> None:
    talk.signs_up()

    assert talk.person is not None
    assert re.fullmatch("bot-[0-9a-f]{16}", talk.person.name)


def test_the_consent_is_kept_with_its_words(talk: Talk) -> None:
    began = talk.scene.now
    talk.says("/start")
    talk.presses("CEC")
    talk.presses("Done, go on")
    talk.says("488")
    talk.presses("I don't know")
    talk.later(timedelta(minutes=5))
    talk.presses("Subscribe")

    assert talk.person is not None
    with talk.scene.store.reading() as tx:
        (consent,) = tx.signups.consents(talk.person.name)
    assert (consent.channel, consent.target, consent.wording) == ("tg", "42", "bot-1")
    assert (consent.asked_at, consent.confirmed_at) == (began, began + timedelta(minutes=5))


def test_all_stands_alone_among_the_categories(talk: Talk) -> None:
    talk.says("/start")
    talk.presses("CEC")
    talk.presses("All categories")
    assert talk.chosen == ["All categories"]
    talk.presses("Trades")
    assert talk.chosen == ["Trades"]
    talk.presses("Trades")
    assert talk.chosen == []


def test_without_a_category_nobody_goes_on(talk: Talk) -> None:
    talk.says("/start")

    assert talk.presses("Done, go on") == "Press at least one category, or “All categories”."


def test_every_category_has_a_button(talk: Talk) -> None:
    talk.says("/start")

    buttons = [button.data.split(":")[2] for row in talk.heard[-1].keyboard for button in row]
    assert set(CATEGORIES) < set(buttons)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("cec, health", {"cec", "healthcare"}),
        ("Tout", {"all"}),
        ("French-language proficiency; STEM", {"french", "stem"}),
    ],
)
def test_categories_may_be_written(talk: Talk, said: str, chosen: set[str]) -> None:
    talk.says("/start")
    assert "CRS score" in talk.says(said)
    talk.says("488")
    talk.presses("I don't know")
    talk.presses("Subscribe")

    assert rule(talk).categories == chosen


def test_a_category_that_there_is_not_is_asked_for_again(talk: Talk) -> None:
    talk.says("/start")

    assert talk.says("cec, wizards").startswith("I do not know all of these categories")


@pytest.mark.parametrize("said", ["many", "0", "1201", "48.8", "-488", "9" * 150])
def test_what_is_no_score_is_asked_for_again(talk: Talk, said: str) -> None:
    talk.says("/start")
    talk.says("cec")

    assert talk.says(said) == "That is no CRS score. Write a whole number from 1 to 1200."
    assert "When was your profile" in talk.says("CRS: 488 points")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("soon", "I could not read the day."),
        ("2025-11-20 noon", "I could not read the time."),
        ("2025-11-20 15:00 IST", "I do not know this time zone."),
        ("2013-05-01", "That is before Express Entry began"),
        ("2031-05-01", "That is still to come."),
    ],
)
def test_what_is_no_instant_is_asked_for_again(talk: Talk, said: str, answered: str) -> None:
    talk.says("/start")
    talk.says("cec")
    talk.says("488")

    assert talk.says(said).startswith(answered)
    assert "Profile submitted: unknown" in talk.presses("I don't know")


def test_a_day_alone_counts_to_its_end_in_ottawa(talk: Talk) -> None:
    talk.signs_up()

    assert "November 20, 2025 at 23:59:59 EST" in talk.says("/submitted 2025-11-20")


def test_before_the_end_everything_can_be_changed(talk: Talk) -> None:
    talk.says("/start")
    talk.says("cec")
    talk.says("488")
    talk.presses("I don't know")

    assert "Which rounds" in talk.presses("Change something")
    assert talk.chosen == ["CEC"]
    talk.presses("Trades")
    talk.presses("Done, go on")
    talk.says("490")
    talk.presses("I don't know")
    talk.presses("Subscribe")
    assert rule(talk).categories == {"cec", "trades"}
    assert rule(talk).score == 490


def test_somebody_whose_telegram_is_french_is_asked_in_french_and_may_change_that(
    scene: Scene,
) -> None:
    talk = Talk(scene, language="fr")

    assert "Quelles rondes" in talk.says("/start")
    assert "Which rounds" in talk.presses("English")
    talk.presses("CEC")
    assert "What is your CRS score?" in talk.presses("Done, go on")
    talk.says("488")
    talk.presses("I don't know")
    talk.presses("Subscribe")

    assert talk.person is not None
    assert talk.person.language == "en"


def test_buttons_of_an_older_conversation_do_nothing(talk: Talk) -> None:
    talk.says("/start")
    first = talk.heard[0].keyboard[0][0].data
    talk.says("/start")

    assert talk.sends_data(first) == ""
    assert talk.notes == ["This button is an old one. /start begins anew."]
    assert talk.chosen == []


@pytest.mark.parametrize(
    "data", ["", "x", "1:2:3:4", "1:category:cec", "::", ":tell:every", "é:a:b"]
)
def test_what_no_button_of_ours_sends_does_nothing(talk: Talk, data: str) -> None:
    assert talk.sends_data(data) == ""
    assert talk.notes == ["This button is an old one. /start begins anew."]


def test_a_button_of_another_step_does_nothing(talk: Talk) -> None:
    talk.says("/start")
    key = talk.heard[-1].keyboard[0][0].data.split(":")[0]

    for word in ("confirm", "unknown", "again", "erase"):
        assert talk.sends_data(f"{key}:{word}:") == ""
    assert talk.sends_data(f"{key}:category:wizards") == ""
    assert talk.person is None


def test_a_conversation_is_forgotten_after_a_day_and_that_is_said_kindly(talk: Talk) -> None:
    talk.says("/start")
    talk.says("cec")
    talk.later(timedelta(hours=25))

    assert talk.says("488").startswith("I do not remember what this is about")
    assert "Which rounds" in talk.says("/start")


def test_a_conversation_goes_on_after_a_restart(talk: Talk) -> None:
    talk.says("/start")
    talk.says("cec")

    assert "When was" in Talk(talk.scene).says("488")


def test_whoever_presses_subscribe_twice_is_subscribed_once(talk: Talk) -> None:
    talk.signs_up()
    name = talk.person and talk.person.name

    assert talk.presses("Subscribe") == ""
    assert talk.person is not None
    assert talk.person.name == name


def test_only_so_many_may_subscribe_within_an_hour(scene: Scene) -> None:
    with_bot(scene, per_hour=2)
    for chat_number in (1, 2):
        assert "You are subscribed." in Talk(scene, chat_number).signs_up()

    third = Talk(scene, 3)
    assert third.signs_up().startswith("Too many people are signing up")
    assert third.person is None

    third.later(timedelta(minutes=61))
    assert "You are subscribed." in third.presses("Subscribe")


def test_only_so_many_people_may_come_by_themselves(scene: Scene) -> None:
    with_bot(scene)
    scene.settings = replace(scene.settings, signup=SignupSettings(most_people=1))
    Talk(scene, 1).signs_up()

    assert Talk(scene, 2).signs_up().startswith("There is no room for more people")


def test_only_so_many_conversations_are_remembered(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat, "MOST_DRAFTS", 2)
    for chat_number in (1, 2):
        Talk(scene, chat_number).says("/start")

    third = Talk(scene, 3)
    assert third.says("/start").startswith("Too many people are signing up")
    assert "Which rounds" in Talk(scene, 1).says("/start")
    third.later(timedelta(hours=25))
    assert "Which rounds" in third.says("/start")
