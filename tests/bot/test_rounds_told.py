"""What rounds mean, in a few lines."""

from datetime import timedelta

import pytest

from tests.bot.talking import Talk, plain
from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.values import a_subscription
from watcher.answers.snapshot import Snapshot
from watcher.bot.outgoing import Answer
from watcher.bot.rounds_told import latest_rounds, looking_back, what_may_come, why
from watcher.core.settings import Subscription
from watcher.messages.formatter import Formatter

FMT = Formatter("en", "America/Toronto")


def told(talk: Talk, kind: str, rule: Subscription | None, what: str = "") -> str:
    """Ask one of the questions, and read the answer."""
    scene = talk.scene
    with scene.store.reading() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        if kind == "back":
            assert rule is not None
            return plain(Answer(blocks=looking_back(snapshot, rule, FMT)))
        if kind == "why":
            return plain(why(snapshot, what, rule, FMT))
        if kind == "next":
            return plain(what_may_come(snapshot, rule, FMT))
        return plain(latest_rounds(snapshot, what or None, rule, FMT))


def test_looking_back_counts_the_rounds_of_a_year_and_lists_the_newest(talk: Talk) -> None:
    rule = a_subscription(categories=frozenset({"cec"}), score=521, submitted=None)

    assert told(talk, "back", rule) == (
        "In twelve months there were 2 rounds for you; with this score, 1 would have invited you."
        "\n\nThe newest:\n"
        "#436, August 12, 2026, Canadian Experience Class, cut-off 520: invited, 1 point above "
        "the cut-off\n"
        "#434, August 4, 2026, Canadian Experience Class, cut-off 524: short by 3 points"
    )


def test_looking_back_takes_a_new_profile_as_if_it_had_been_there(talk: Talk) -> None:
    new = a_subscription(categories=frozenset({"cec"}), score=521, submitted=talk.scene.now)

    assert "invited, 1 point above" in told(talk, "back", new)


def test_categories_without_a_round_are_said_to_have_none(talk: Talk) -> None:
    rule = a_subscription(categories=frozenset({"military"}))

    assert told(talk, "back", rule).startswith("There was no round for these categories")
    assert told(talk, "last", rule, "military") == "No round of this category is known here."


def test_another_category_is_said_to_be_one(talk: Talk) -> None:
    rule = a_subscription(categories=frozenset({"cec"}), score=521)

    assert "For you: another category" in told(talk, "last", rule, "pnp")
    assert "which is not among your categories" in told(talk, "why", rule, "435")


@pytest.mark.parametrize("number", ["999", "0"])
def test_a_round_that_is_not_known_leads_to_the_nearest(talk: Talk, number: str) -> None:
    assert "The nearest: #" in told(talk, "why", None, number)


def test_a_category_that_is_not_known_is_told_as_it_was_printed(talk: Talk) -> None:
    new = a_row("437", "2026-08-19", drawName="R&D workers", drawText2="R&D workers")
    talk.scene.publish(a_page(new, *HISTORY))
    talk.later(timedelta(hours=1))
    talk.scene.poll()

    assert "#437, August 19, 2026, R&D workers, cut-off 471" in told(talk, "last", None)


def test_the_next_round_is_forecast_or_it_is_said_why_not(talk: Talk) -> None:
    assert told(talk, "next", a_subscription(categories=frozenset({"cec"}))).endswith(
        "Canadian Experience Class: nothing is forecast: fewer than three rounds were held"
    )
    assert "Provincial Nominee Program: nothing is forecast" in told(talk, "next", None)
