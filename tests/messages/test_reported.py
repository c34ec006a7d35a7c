"""Rounds that are reported and not confirmed: nobody may take them for official."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.values import (
    a_report,
    a_reported_round,
    a_round,
    a_subscription,
    a_verdict,
    an_early_alert,
)
from watcher.core.model import Change, CorrectedRound, Message, NewRound, VerdictKind
from watcher.messages import compose

AT_ONCE = datetime(2025, 12, 11, 16, 2, 31, tzinfo=UTC)


def composed(**changes: Any) -> Message:
    return compose([an_early_alert(**changes)], now=AT_ONCE)


def told(**changes: Any) -> str:
    return composed(**changes).text


@pytest.mark.parametrize(
    ("figures", "english", "french"),
    [
        ({}, "#385 (", "#385 ("),
        ({"claimed": None}, "Round of December 11, 2025 (", "Ronde du 11 décembre 2025 ("),
        ({"claimed": None, "date": None}, "A round (", "Une ronde ("),
    ],
)
@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("kind", VerdictKind)
def test_every_title_says_not_confirmed_and_never_prints_a_provisional_number(
    figures: dict[str, Any], english: str, french: str, kind: VerdictKind, *, corrected: bool
) -> None:
    round_ = a_reported_round(**figures)
    change: Change = a_report(reported=round_)
    if corrected:
        change = CorrectedRound(before=replace(round_, cutoff=470), after=round_)

    for language, begins, said in (
        ("en", english, "reported, not confirmed"),
        ("fr", french, "signalée, non confirmée"),
    ):
        message = composed(
            change=change, verdict=a_verdict(kind), subscription=a_subscription(language=language)
        )
        assert message.title.startswith(begins + said + ")")
        assert ("corrected" in message.title or "corrigée" in message.title) == corrected
        assert "reported-" not in message.title + message.text + message.html


def test_a_round_without_a_number_says_that_none_is_reported() -> None:
    text = told(change=a_report(reported=a_reported_round(claimed=None)))

    assert "\nRound: number not reported, Healthcare and social services" in text


def test_a_reported_round_is_named_as_such_where_it_comes_before_another() -> None:
    for claimed, name in (("349", "#349 (reported)"), (None, "a reported round")):
        previous = a_reported_round(
            claimed=claimed, date=date(2025, 6, 4), drawn_at=None, cutoff=504
        )
        text = told(change=NewRound(round=a_round()), previous=previous)

        assert f"\nPrevious round: {name}, 190 days before: cut-off 504" in text


@pytest.mark.parametrize(
    ("by", "independent", "line"),
    [
        (("canadim",), 1, "canadim (1 source)"),
        (
            ("canadim", "cic-news"),
            1,
            "canadim and cic-news (2 sources that copy each other and count as one)",
        ),
        (
            ("canadim", "cic-news", "visaverge"),
            2,
            ("canadim, cic-news and visaverge (3 sources, of which 2 do not copy each other)"),
        ),
        (("a", "b", "c", "d"), 4, "a, b, c and d (4 sources that do not copy each other)"),
        (
            ("a", "b", "c", "d", "e"),
            5,
            "a, b, c and 2 more (5 sources that do not copy each other)",
        ),
        ((), 1, "sources other than IRCC"),
    ],
)
def test_the_sources_are_named_and_copies_count_once(
    by: tuple[str, ...], independent: int, line: str
) -> None:
    text = told(change=a_report(by=by, independent=independent))

    assert f"\nAccording to: {line}\n" in text


@pytest.mark.parametrize("kind", VerdictKind)
def test_no_deadline_is_counted_from_a_reported_round(kind: VerdictKind) -> None:
    for round_ in (
        a_reported_round(),
        a_reported_round(drawn_at=datetime(2025, 12, 11, 12, 0, tzinfo=UTC)),
    ):
        text = told(change=a_report(reported=round_), verdict=a_verdict(kind))

        assert "February" not in text
        assert "IRCC publishes some hours after it" not in text
        assert "by the published figures" not in text


def test_a_reported_time_is_written_as_exactly_as_it_is_known() -> None:
    minute = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
    text = told(change=a_report(reported=a_reported_round(drawn_at=minute)))
    assert "\nHeld: December 11, 2025 at 07:00 EST (America/Toronto)\n" in text

    second = minute + timedelta(seconds=44)
    tie = a_verdict(VerdictKind.AT_CUTOFF)
    exact = a_report(reported=a_reported_round(tie_break=second))
    text = told(change=exact, verdict=tie)
    assert "\nTie-break: December 11, 2025 at 07:00:44 EST (America/Toronto)\n" in text

    text = told(change=NewRound(round=a_round(tie_break=minute)), verdict=tie)
    assert "\nTie-break: December 11, 2025 at 07:00:00 EST (America/Toronto)\n" in text


def test_several_subscriptions_share_one_warning_and_one_set_of_steps() -> None:
    alerts = [
        an_early_alert(subscription=a_subscription(name=name, score=score), verdict=a_verdict(kind))
        for name, score, kind in (
            ("ben", 450, VerdictKind.SHORT),
            ("amara", 488, VerdictKind.INVITED),
            ("chloé", 463, VerdictKind.AT_CUTOFF),
        )
    ]

    message = compose(alerts, now=AT_ONCE)

    assert message.title == (
        "#385 (reported, not confirmed), Healthcare and social services occupations: "
        "amara invited, 12 points above the cut-off (and 2 more)"
    )
    assert message.text.startswith(
        "amara: score 488, invited, 12 points above the cut-off\n"
        "chloé: score 463, at the cut-off, cannot tell\n"
        "ben: score 450, short by 5 points\n\n"
        "Reported, not confirmed: we have not seen"
    )
    assert message.text.count("What to do next") == 1
    assert "\n\nWhat to do next:\n• Log in" in message.text


def test_the_warning_stands_out_in_html() -> None:
    assert (
        "<br>\u200b<br><b>Reported, not confirmed: we have not seen this round on "
        "IRCC's page yet.</b><br><b>According to:</b> canadim and cic-news "
    ) in composed().html


def test_a_report_that_another_report_corrects_stays_unconfirmed() -> None:
    after = a_reported_round(cutoff=476, name="Health draw", revision=2)
    message = composed(
        change=CorrectedRound(before=a_reported_round(), after=after),
        subscription=a_subscription(score=470),
        verdict=a_verdict(VerdictKind.SHORT, points=6),
        earlier_verdict=a_verdict(points=7),
        seen_at=AT_ONCE - timedelta(seconds=5),
    )

    assert message.title == (
        "#385 (reported, not confirmed), Healthcare and social services occupations, "
        "corrected: short by 6 points"
    )
    [opening, caveat, corrected, *_, closing] = message.text.split("\n\n")
    assert opening == (
        "Your score of 470 is 6 points below the reported cut-off of 476: if the "
        "reports are right, you are not invited this time.\n"
        "Before the correction, our reading was: invited, 7 points above the cut-off."
    )
    assert "\nAccording to: sources other than IRCC\n" in caveat
    assert corrected == "Corrected figures:\n• cut-off: from 463 to 476"
    assert closing.endswith(
        "First seen here: December 11, 2025 at 11:02 EST\n"
        "Correction seen here: December 11, 2025 at 11:02 EST\n"
        "Source: https://news.example/feed"
    )


def test_an_early_word_told_hours_later_does_not_count_from_the_first_report() -> None:
    text = compose(
        [an_early_alert(seen_at=AT_ONCE + timedelta(hours=3))],
        now=AT_ONCE + timedelta(hours=3, seconds=2),
    ).text

    assert "is late" not in text
