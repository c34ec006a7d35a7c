"""The operator reads how far the messages of a round came."""

from datetime import timedelta

from watcher.core.summaries import RoundSummary
from watcher.messages.summaries import compose_summary

DONE = RoundSummary(
    number="385",
    people=800,
    due=812,
    sent=800,
    waiting=0,
    refused=10,
    suppressed=2,
    doubtful=1,
    slowest=timedelta(minutes=3),
    reasons=[("550 no such user", 9), ("552 full", 1)],
)


def test_it_says_how_many_were_sent_what_failed_and_why() -> None:
    message = compose_summary(DONE, language="en", timezone="America/Toronto")

    assert message.title == "#385: 800 of 812 messages sent"
    assert message.text.splitlines() == [
        "It concerned 800 people.",
        "",
        "Sent: 800",
        "Refused or given up: 10",
        "Left alone, as asked: 2",
        "May have arrived twice: 1",
        "The slowest: 3 minutes after it was due",
        "",
        "What servers answered:",
        "• 550 no such user (9)",
        "• 552 full (1)",
        "",
        "`watcher report 385` lists every message.",
    ]


def test_in_french_it_says_what_waits() -> None:
    waits = RoundSummary(
        number="385", people=1, due=1, sent=0, waiting=1, refused=0, suppressed=0, doubtful=0, slowest=None
    )  # fmt: skip

    text = compose_summary(waits, language="fr", timezone="America/Toronto").text

    assert "Elle concernait 1 personne." in text.replace("\xa0", " ")
    assert "En attente" in text
    assert "est pas encore annoncé" in text
