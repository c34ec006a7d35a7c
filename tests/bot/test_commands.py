"""Commands: what each answers and changes, for those who are subscribed and for all others."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.bot.talking import CHANNEL, Talk
from watcher.bot.commands import COMMANDS
from watcher.core.people import Rule


@pytest.fixture
def amara(talk: Talk) -> Talk:
    """Somebody who is subscribed, for CEC and healthcare with 488."""
    talk.signs_up()
    return talk


def rule(talk: Talk) -> Rule:
    """Give the only rule of the person."""
    assert talk.person is not None
    return talk.person.rules[0]


def muted_until(talk: Talk) -> datetime | None:
    assert talk.person is not None
    return talk.person.muted_until


def test_the_score_is_changed_by_one_line(amara: Talk) -> None:
    assert "Score: 500" in amara.says("/score 500")
    assert rule(amara) == Rule(categories=frozenset({"cec", "healthcare"}), score=500, near=10)


def test_the_score_is_asked_for_where_none_stands_there(amara: Talk) -> None:
    assert "What is your CRS score?" in amara.says("/score")
    assert "That is no CRS score" in amara.says("better")
    amara.says("501")
    assert rule(amara).score == 501
    assert amara.says("502").startswith("I do not understand")


def test_categories_are_changed_by_buttons(amara: Talk) -> None:
    amara.says("/categories")
    assert amara.chosen == ["CEC", "Healthcare"]
    amara.presses("CEC")
    assert rule(amara).categories == {"cec", "healthcare"}
    amara.presses("Done, go on")
    assert rule(amara).categories == {"healthcare"}


def test_the_submission_is_changed_and_forgotten(amara: Talk) -> None:
    amara.says("/submitted 2025-11-20T15:00:00Z")
    assert rule(amara).submitted == datetime(2025, 11, 20, 15, tzinfo=UTC)
    amara.says("/submitted")
    amara.presses("I don't know")
    assert rule(amara).submitted is None


def test_cancelling_leaves_all_as_it_was(amara: Talk) -> None:
    amara.says("/categories")
    amara.presses("CEC")

    assert amara.presses("Cancel") == "Cancelled: everything stays as it was."
    assert rule(amara).categories == {"cec", "healthcare"}
    assert amara.says("/cancel") == "There is nothing to cancel."


def test_a_sign_up_can_be_cancelled(talk: Talk) -> None:
    talk.says("/start")

    assert talk.says("/cancel") == "Nothing was kept. /start begins anew."
    assert talk.says("/stop") == "Nothing is kept of you here. /start begins anew."


@pytest.mark.parametrize(
    ("button", "tell_when", "near"),
    [
        ("Only what invites me", "invited", None),
        ("Also near misses", "invited", 10),
        ("Every round", "every-round", 10),
    ],
)
def test_what_is_told_is_chosen_by_buttons(
    amara: Talk, button: str, tell_when: str, near: int | None
) -> None:
    amara.says("/tell")
    assert amara.chosen == ["Also near misses"]

    assert f"Told: {button}" in amara.presses(button)
    assert (rule(amara).tell_when, rule(amara).near) == (tell_when, near)


@pytest.mark.parametrize(
    ("words", "days"), [("", 7), (" 3", 3), (" 365 days", 365), (" 2 weeks", 14)]
)
def test_somebody_is_muted_for_some_days(amara: Talk, words: str, days: int) -> None:
    assert amara.says(f"/mute{words}").startswith("Nothing is sent to you until")
    assert muted_until(amara) == amara.scene.now + timedelta(days=days)
    assert "Muted until: " in amara.says("/me")

    amara.says("/unmute")
    assert muted_until(amara) is None
    assert "Muted until: " not in amara.says("/me")


@pytest.mark.parametrize("words", ["0", "366", "forever", "99999999999999999999"])
def test_a_mute_has_bounds(amara: Talk, words: str) -> None:
    assert amara.says(f"/mute {words}").startswith("Write for how many days, from 1 to 365")
    assert muted_until(amara) is None


def test_the_language_is_changed_by_a_button(amara: Talk) -> None:
    amara.says("/language")

    assert "Langue\u00a0: français" in amara.presses("Français")
    assert "Je ne connais pas cette commande" in amara.says("/frobnicate")
    amara.says("/language")
    assert "Language: English" in amara.presses("English")


def test_the_time_zone_is_changed_by_a_city(amara: Talk) -> None:
    assert "/timezone Asia/Kolkata" in amara.says("/timezone Atlantis")
    assert amara.says("/timezone kolkata").endswith("Asia/Kolkata.")
    assert amara.person is not None
    assert amara.person.timezone == "Asia/Kolkata"


def test_me_lists_what_is_kept(amara: Talk) -> None:
    assert amara.says("/me") == (
        "Categories: Canadian Experience Class, Healthcare and social services occupations\n"
        "Score: 488\n"
        "Profile submitted: unknown\n"
        "Told: Also near misses\n"
        "Language: English\n"
        "Time zone: America/Toronto\n"
        "Subscribed on: August 19, 2026\n\n"
        "Also kept: the number of this chat, the messages that were sent to it, and when. No "
        "name.\n\n"
        "To change it: /score, /categories, /submitted, /tell, /mute, /language, /timezone. "
        "/stop ends it and erases all."
    )


def test_stop_asks_once_and_erases_everything(amara: Talk) -> None:
    name = amara.person.name if amara.person else ""
    assert amara.says("/stop").startswith("Shall I end your subscription")
    assert amara.presses("No, keep it") == "Cancelled: everything stays as it was."
    assert "Score: 488" in amara.says("/me")

    amara.says("/stop")
    assert amara.presses("Yes, erase everything").startswith("It is ended")

    assert amara.is_stranger
    with amara.scene.store.reading() as tx:
        assert tx.signups.consents(name) == ()
        assert tx.bot.draft(42) is None
        assert tx.suppressions.count() == {"unsubscribed": 0, "refused": 0}
    assert amara.says("/me").startswith("You are not subscribed yet")


def test_start_shows_who_is_subscribed_what_is_kept(amara: Talk) -> None:
    assert amara.says("/start").startswith("You are subscribed.\n\nCategories:")


def test_start_renews_an_address_that_was_left_alone(amara: Talk) -> None:
    amara.blocks()
    with amara.scene.store.reading() as tx:
        (found,) = tx.suppressions.among([(CHANNEL, "42")]).values()
    assert (found.why, found.detail) == ("refused", "blocked the bot")

    assert amara.says("/start").startswith("Welcome back.")
    with amara.scene.store.reading() as tx:
        assert tx.suppressions.among([(CHANNEL, "42")]) == {}


def test_a_stranger_who_blocks_the_bot_leaves_no_trace(talk: Talk) -> None:
    talk.blocks()

    with talk.scene.store.reading() as tx:
        assert tx.suppressions.among([(CHANNEL, "42")]) == {}


def test_the_newest_rounds_are_told_to_anybody(talk: Talk) -> None:
    told = talk.says("/last cec")
    assert told.startswith("#436, August 12, 2026, Canadian Experience Class, cut-off 520\n")
    assert "#434" in told
    assert "#435" not in told
    assert "For you" not in told


def test_a_round_is_explained_to_anybody_and_more_to_those_who_are_subscribed(amara: Talk) -> None:
    told = amara.says("/why 436")
    assert "For you: short by 32 points" in told
    assert "Your score of 488 is 32 points below the cut-off of 520" in told
    stranger = Talk(amara.scene, 43).says("/why 436")
    assert "/start" in stranger
    assert "488" not in stranger


@pytest.mark.parametrize("words", ["", "x", "the last one", "4" * 90])
def test_a_round_is_asked_for_by_its_number(amara: Talk, words: str) -> None:
    assert amara.says(f"/why {words}") == "Write the number of a round: /why 385"


def test_a_category_that_there_is_not_is_said_to_be_none(talk: Talk) -> None:
    assert talk.says("/last wizards").startswith("I do not know this category")


def test_commands_that_only_read_change_nothing(amara: Talk) -> None:
    before = amara.person
    for name, command in COMMANDS.items():
        if command.reads:
            amara.says(f"/{name}")

    assert amara.person == before


def test_every_command_has_an_answer_for_a_stranger(talk: Talk) -> None:
    for name in COMMANDS:
        assert talk.says(f"/{name}@rounds_bot nonsense 7")
    assert talk.is_stranger


def test_help_lists_every_command(talk: Talk) -> None:
    told = talk.says("/help")

    assert [name for name in COMMANDS if f"/{name} " not in told] == []
