"""The monthly message: that the watch goes on, or that it is blind."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.values import a_round
from watcher.core.monthly import MonthlyNote, WatchedRule
from watcher.messages.monthly import compose_monthly

NOTE = MonthlyNote(
    person="amara",
    language="en",
    timezone="America/Toronto",
    month=date(2026, 1, 1),
    rules=(WatchedRule(categories=frozenset({"cec", "french"}), score=471),),
    rounds=4,
    last=a_round(),
)


def test_who_wants_it_is_told_that_the_watch_goes_on() -> None:
    message = compose_monthly(NOTE)

    assert message.title == "Still watching: the last round was #385"
    assert message.text == (
        "We are still watching the rounds of invitations for you. You will be told as soon as one "
        "concerns you.\n"
        "\n"
        "Last round: #385, Healthcare and social services occupations, December 11, 2025: "
        "cut-off 476\n"
        "Rounds in December 2025: 4\n"
        "\n"
        "What we watch for: Canadian Experience Class, French-language proficiency, with a score "
        "of 471\n"
        "If any of this is out of date, have it changed: it decides what you are told."
    )


def test_a_watch_that_is_blind_says_so_and_since_when() -> None:
    message = compose_monthly(replace(NOTE, blind_since=datetime(2025, 12, 30, 4, 5, tzinfo=UTC)))

    assert message.title == "Watching, but blind: the last round seen is #385"
    assert message.text.startswith(
        "IRCC's page cannot be read at present, and has not been since December 29, 2025 at 23:05 "
        "EST (America/Toronto). Until it can, a round may be told late, or from other sources.\n"
        "Until then, look at IRCC's page yourself now and then."
    )


def test_where_no_round_is_known_none_is_named() -> None:
    message = compose_monthly(replace(NOTE, last=None, rounds=0))

    assert message.title == "Still watching"
    assert "Last round: none is known yet" in message.text


def test_a_score_from_a_profile_is_not_written() -> None:
    rules = (WatchedRule(categories=frozenset({"all"})),)
    message = compose_monthly(replace(NOTE, rules=rules))

    assert (
        "What we watch for: every category, with a score counted from your profile" in message.text
    )


def test_where_others_are_told_too_the_reader_is_named() -> None:
    assert compose_monthly(NOTE, shared=True).title.startswith("amara: Still watching")


def test_it_is_told_in_french() -> None:
    message = compose_monthly(replace(NOTE, language="fr"))

    assert message.title == "La veille continue\u00a0: la dernière ronde était la #385"
    assert "Rondes en décembre 2025\u00a0: 4" in message.text
