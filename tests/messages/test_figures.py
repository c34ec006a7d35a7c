# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Rounds that the official page confirms, otherwise than they were reported."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.messages.reading import printed
from tests.values import a_reported_round, a_round, a_subscription, a_verdict, an_alert
from watcher.core.model import ConfirmedRound, Message, Round, VerdictKind
from watcher.messages import compose

SEEN = datetime(2025, 12, 11, 19, 2, 11, tzinfo=UTC)
NOW = SEEN + timedelta(seconds=20)


def confirming(reported: Round, **changes: Any) -> Message:
    usual: dict[str, Any] = {
        "change": ConfirmedRound(reported=reported, confirmed=a_round(revision=2)),
        "subscription": a_subscription(score=470),
        "verdict": a_verdict(VerdictKind.SHORT, points=6),
        "earlier_verdict": a_verdict(points=7),
        "seen_at": SEEN,
    }
    return compose([an_alert(**{**usual, **changes})], now=NOW)


def test_an_invitation_by_the_reports_that_was_none() -> None:
    message = confirming(a_reported_round())

    assert message.title == (
        "#385 Healthcare and social services occupations, confirmed, but not as "
        "reported: short by 6 points"
    )
    assert message.text == printed("""
        Your score of 470 is 6 points below the cut-off of 476: by the published figures, you are not invited this time.
        What we told you from the reports was: invited, 7 points above the cut-off. IRCC has now published the round, and only its figures count.

        What IRCC published:
        • cut-off: 476 (reported: 463)

        What to do next:
        • You need to do nothing: your profile stays in the pool and takes part in the next rounds.
        • Every point counts: better language results, another year of work or study, or a provincial nomination (600 points) raises the score.

        Details:
        Round: #385, Healthcare and social services occupations
        Published as: Healthcare and social services occupations (Version 2)
        Cut-off: 476
        Tie-break: November 26, 2025 at 02:44 EST (America/Toronto)
        Invitations: 1,000
        Held: December 11, 2025 at 06:51 EST (America/Toronto)
        Previous round: none of this category is known here
        Subscription: amara
        First reported here: December 11, 2025 at 11:02 EST
        Confirmed here: December 11, 2025 at 14:02 EST
        Source: https://www.canada.ca/rounds?q=385
    """)


def test_an_invitation_that_the_reports_had_missed_has_its_deadline() -> None:
    message = confirming(
        a_reported_round(cutoff=500),
        subscription=a_subscription(language="fr"),
        verdict=a_verdict(),
        earlier_verdict=a_verdict(VerdictKind.SHORT, points=12),
    )

    assert message.title == printed(
        "#385 Professions de la santé et des services sociaux, confirmée, mais "
        "autrement que signalée~: invitation, 12 points au-dessus du seuil"
    )
    assert printed(
        "D’après les sources, nous vous avions annoncé~: il manque 12 points. IRCC a "
        "maintenant publié la ronde, et seuls ses chiffres comptent.\n\n"
        "Ce qu’IRCC a publié~:\n"
        "• seuil~: 476 (selon les sources~: 500)\n\n"
    ) in (message.text)
    assert "jusqu’au 9 février 2026. Votre compte indique" in message.text
    assert "\nSignalée ici\u00a0: 11 décembre 2025" in message.text
    assert "\nConfirmée ici\u00a0: 11 décembre 2025" in message.text


@pytest.mark.parametrize(
    ("reported", "lines"),
    [
        (
            {"invitations": 100, "category": "cec", "date": date(2025, 12, 10)},
            [
                "day of the round: December 11, 2025 (reported: December 10, 2025)",
                (
                    "category: Healthcare and social services occupations "
                    "(reported: Canadian Experience Class)"
                ),
                "invitations: 1,000 (reported: 100)",
            ],
        ),
        ({"cutoff": None}, ["cut-off: 476 (not reported)"]),
        (
            {"tie_break": datetime(2025, 11, 26, 7, 45, tzinfo=UTC)},
            [
                (
                    "tie-break: November 26, 2025 at 02:44:30 EST "
                    "(reported: November 26, 2025 at 02:45 EST)"
                )
            ],
        ),
        (
            {"tie_break": datetime(2025, 11, 26, 7, 44, 31, tzinfo=UTC)},
            [
                (
                    "tie-break: November 26, 2025 at 02:44:30 EST "
                    "(reported: November 26, 2025 at 02:44:31 EST)"
                )
            ],
        ),
        (
            {"drawn_at": datetime(2025, 12, 11, 15, 0, tzinfo=UTC)},
            [
                (
                    "time of the round: December 11, 2025 at 06:51:44 EST "
                    "(reported: December 11, 2025 at 10:00 EST)"
                )
            ],
        ),
        (
            {"cutoff": 475, "drawn_at": datetime(2025, 12, 11, 11, 51, tzinfo=UTC)},
            ["cut-off: 476 (reported: 475)"],
        ),
    ],
)
def test_each_figure_that_differs_is_named_with_what_was_reported(
    reported: dict[str, Any], lines: list[str]
) -> None:
    right: dict[str, Any] = {"cutoff": 476}
    message = confirming(a_reported_round(**{**right, **reported}))

    [_, published, *_] = message.text.split("\n\n")

    assert published.split("\n") == ["What IRCC published:", *(f"• {line}" for line in lines)]


@pytest.mark.parametrize(
    ("reported", "otherwise"),
    [
        ({}, False),
        ({"tie_break": None}, False),
        ({"cutoff": None, "invitations": None}, False),
        ({"tie_break": datetime(2025, 11, 26, 7, 45, tzinfo=UTC)}, True),
        ({"invitations": 999}, True),
    ],
)
def test_reports_that_only_knew_less_are_not_called_wrong(
    reported: dict[str, Any], *, otherwise: bool
) -> None:
    title = confirming(a_reported_round(**{"cutoff": 476, **reported})).title

    assert ", confirmed" in title
    assert ("not as reported" in title) == otherwise


def test_seconds_that_decide_a_tie_are_named() -> None:
    message = confirming(
        a_reported_round(cutoff=476),
        subscription=a_subscription(score=476),
        verdict=a_verdict(VerdictKind.INVITED_ON_TIE_BREAK),
        earlier_verdict=a_verdict(VerdictKind.AT_CUTOFF),
    )

    assert message.title.endswith(", confirmed: invited on the tie-break, by 5 days and 16 hours")
    assert message.text.split("\n\n")[1] == (
        "What IRCC published:\n"
        "• tie-break: November 26, 2025 at 02:44:30 EST "
        "(reported: November 26, 2025 at 02:44 EST)"
    )


def test_a_confirmation_of_the_same_figures_lists_none() -> None:
    text = confirming(a_reported_round(cutoff=476, tie_break=a_round().tie_break)).text

    assert "What IRCC published" not in text


def test_a_confirmation_is_late_counted_from_when_it_was_seen() -> None:
    alert = an_alert(
        change=ConfirmedRound(reported=a_reported_round(), confirmed=a_round()),
        earlier_verdict=a_verdict(),
        seen_at=SEEN,
    )

    prompt, late = (compose([alert], now=SEEN + timedelta(hours=hours)).text for hours in (1, 5))

    assert "is late" not in prompt
    assert "what it tells was first seen 5 hours before" in late
