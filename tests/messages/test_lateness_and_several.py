"""Late messages, and messages for several subscriptions at once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.core.model import CorrectedRound, NewRound, VerdictKind
from watcher.messages import compose

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("delay", "late"),
    [
        (timedelta(minutes=59), None),
        (timedelta(hours=1), None),
        (timedelta(hours=1, seconds=1), "1 hour"),
        (timedelta(days=2, hours=5), "2 days and 5 hours"),
    ],
)
def test_news_over_an_hour_old_says_that_it_is_late(delay: timedelta, late: str | None) -> None:
    alert = an_alert()

    text = compose([alert], now=alert.round.first_seen + delay).text

    sentence = f"This message is late: what it tells was first seen {late} before."
    assert ("This message is late" in text) == (late is not None)
    assert (sentence in text) == (late is not None)


def test_the_last_day_of_an_invitation_is_one_day() -> None:
    held = datetime(2025, 12, 11, 15, 0, tzinfo=UTC)
    seen = held + timedelta(days=59, minutes=5)
    round_ = a_round(drawn_at=held, first_seen=seen)
    alert = an_alert(change=NewRound(round=round_))

    text = compose([alert], now=seen).text

    assert "An invitation lives 60 days: 1 day left." in text


def test_a_correction_days_after_the_round_is_not_called_late() -> None:
    change = CorrectedRound(before=a_round(cutoff=507), after=a_round())

    text = compose([an_alert(change=change)], now=NOW + timedelta(days=8)).text

    assert "late" not in text


def test_a_correction_is_late_counted_from_when_it_was_seen_itself() -> None:
    change = CorrectedRound(before=a_round(cutoff=507), after=a_round())
    alert = an_alert(change=change, seen_at=NOW + timedelta(days=8))

    prompt = compose([alert], now=NOW + timedelta(days=8, minutes=1)).text
    late = compose([alert], now=NOW + timedelta(days=8, hours=5)).text

    assert "is late" not in prompt
    assert "what it tells was first seen 5 hours before" in late


def test_a_clock_that_runs_behind_makes_no_negative_delay() -> None:
    alert = an_alert(
        change=NewRound(round=a_round(first_seen=datetime(2025, 12, 11, 9, tzinfo=UTC)))
    )

    text = compose([alert], now=datetime(2025, 12, 11, 8, 0, tzinfo=UTC)).text

    assert "First seen here: December 11, 2025 at 04:00 EST\n" in text
    assert "late" not in text


def test_of_several_the_most_urgent_comes_first_and_both_that_ask_to_act_are_helped() -> None:
    alerts = [
        an_alert(subscription=a_subscription(name=kind.name.lower()), verdict=a_verdict(kind))
        for kind in reversed(VerdictKind)
    ]

    message = compose(alerts, now=NOW)

    assert message.title.endswith(": invited invited, 12 points above the cut-off (and 7 more)")
    assert [line.split(":")[0] for line in message.text.split("\n")[:8]] == [
        "invited",
        "invited_on_tie_break",
        "at_cutoff",
        "unknown",
        "missed_on_tie_break",
        "short",
        "other_category",
        "not_in_pool",
    ]
    assert message.text.count("What to do next, if invited:") == 1
    assert message.text.count("What to do next, at the cut-off:") == 1


def test_a_correction_tells_each_of_several_what_it_was_before() -> None:
    change = CorrectedRound(before=a_round(cutoff=507), after=a_round())
    alerts = [
        an_alert(
            change=change,
            subscription=a_subscription(name=name),
            earlier_verdict=a_verdict(VerdictKind.SHORT, points=19),
        )
        for name in ("amara", "ben")
    ]

    text = compose(alerts, now=NOW).text

    assert text.startswith(
        "amara: score 488, invited, 12 points above the cut-off (before: short by 19 points)\nben: "
    )


def test_of_very_many_subscriptions_some_are_only_counted() -> None:
    alerts = [an_alert(subscription=a_subscription(name=f"client {n}")) for n in range(300)]

    text = compose(alerts, now=NOW).text

    assert "client 19: " in text
    assert "client 20: " not in text
    assert "\n... and 280 more\n" in text


def test_what_to_do_and_until_when_stand_before_the_details() -> None:
    paragraphs = compose([an_alert()], now=NOW).text.split("\n\n")

    assert [p.split("\n")[0] for p in paragraphs] == [
        (
            "Your score of 488 is 12 points above the cut-off of 476: by the published "
            "figures, you are invited."
        ),
        "What to do next:",
        "Details:",
    ]
    assert "until February 9, 2026" in paragraphs[1]


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [
        ("en", "amara invited, 12 points", "amara: Your score of 488"),
        ("fr", "amara, invitation, 12 points", "amara\u00a0: Votre note de 488"),
    ],
)
def test_where_others_are_told_at_the_same_address_it_says_who_is_meant(
    language: str, title: str, reason: str
) -> None:
    alert = an_alert(subscription=a_subscription(language=language))

    message = compose([alert], now=NOW, shared=True)

    assert title in message.title
    assert message.text.startswith(reason)
    assert "Subscription:" not in message.text


def test_the_address_of_irccs_page_is_whole_in_plain_text_and_short_in_html() -> None:
    page = f"https://www.canada.ca/{'long/' * 30}rounds.html?q=385"

    message = compose([an_alert(change=NewRound(round=a_round(url=page)))], now=NOW)

    assert message.text.endswith(f"\nSource: {page}")
    assert message.html.endswith(f'<a href="{page}">www.canada.ca/…</a>')
