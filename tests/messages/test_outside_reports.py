"""What reports bring from outside can neither mark up, break nor overfill a message."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.messages.reading import short_enough
from tests.messages.test_layout import figures, nasty, tags
from tests.values import a_report, a_reported_round, a_round, a_subscription, a_verdict, an_alert
from watcher.core.incidents import Disagreement, Notice, Unconfirmed
from watcher.core.model import FIGURES, Change, ConfirmedRound, CorrectedRound, Message, VerdictKind
from watcher.messages import compose, compose_notice
from watcher.messages.layout import web_address

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)


def composed(**changes: Any) -> Message:
    """Compose an early word of a report with these parts."""
    return compose([an_alert(change=a_report(**changes), page_url="")], now=NOW)


def test_names_of_sources_and_rounds_are_escaped() -> None:
    message = composed(
        by=("<b>R&D</b>", "two\nlines\u202e"),
        reported=a_reported_round(name="<script>alert(1)</script>", category="x", claimed="<i>385"),
    )

    assert "According to: <b>R&D</b> and two lines (" in message.text
    assert "&lt;b&gt;R&amp;D&lt;/b&gt; and two lines (" in message.html
    assert "#&lt;i&gt;385 by the reports" in message.html
    assert "<script" not in message.html
    assert tags(message.html) <= {"b", "a", "br"}


def test_braces_in_the_name_of_a_source_fill_no_gap() -> None:
    text = composed(by=("{score}", "{0!r}")).text

    assert "\nAccording to: {score} and {0!r} (" in text


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<b>",
        "file:///etc/passwd",
        "//a.example/x",
        "https://",
        "https:///x",
        "https://a.example/ b",
        "https://a.example/\nb",
        " https://a.example/",
        "https://www.canada.ca@a.example/",
        "https://www.canada.ca\\@a.example/",
        "https://a.example/\u202egpj.exe",
        "https://a.example/\u200bx",
        "https://a.example/" + "x" * 999,
        "https://a.example/" + "&" * 200,
    ],
)
def test_a_link_that_is_no_plain_web_address_is_left_out(link: str) -> None:
    message = composed(link=link)

    assert "First report" not in message.text
    assert "a.example" not in message.text
    assert "href" not in message.html
    assert "alert(1)" not in message.html


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example",
        "HTTP://a.example:8080/x?y=1&z=é#@",
        "https://a.example/?q=%E2%80%AE",
        "https://a.example?q",
    ],
)
def test_a_plain_web_address_is_linked_as_it_is(link: str) -> None:
    message = composed(link=link)

    assert web_address(link, 300) == link
    assert message.text.endswith(f"\nFirst report: {link}")
    assert '<a href="' in message.html


def test_quotes_and_angles_in_a_link_stay_within_it() -> None:
    html = composed(link='https://a.example/?r="><b>').html

    assert '<a href="https://a.example/?r=&quot;&gt;&lt;b&gt;">' in html


def changed(kind: type[Any], old: dict[str, Any], new: dict[str, Any]) -> Change:
    before = a_reported_round(**{**old, "claimed": old["number"]})
    after = a_reported_round(**{**new, "claimed": new["name"]})
    if kind is ConfirmedRound:
        return ConfirmedRound(reported=before, confirmed=a_round(**new))
    if kind is CorrectedRound:
        return CorrectedRound(before=before, after=after)
    names = (new["number"],) * 9
    return a_report(reported=after, by=names, independent=3, link=new["url"])


@settings(deadline=None)
@given(
    kind=st.sampled_from([ConfirmedRound, CorrectedRound, None]),
    both=st.tuples(figures, figures),
    kinds=st.lists(st.sampled_from(VerdictKind), min_size=1, max_size=40),
    name=nasty.map(str),
    language=st.sampled_from(["en", "fr"]),
)
def test_no_word_of_a_report_is_too_long_or_marked_up_from_outside(
    kind: type[Any],
    both: tuple[dict[str, Any], dict[str, Any]],
    kinds: list[VerdictKind],
    name: str,
    language: str,
) -> None:
    change = changed(kind, *both)
    alerts = [
        an_alert(
            change=change,
            verdict=a_verdict(verdict),
            earlier_verdict=a_verdict(verdict),
            subscription=a_subscription(name=name, language=language),
            previous=a_reported_round(claimed=name),
            page_url=name,
        )
        for verdict in kinds
    ]

    message = compose(alerts, now=NOW)

    assert short_enough(message)
    assert "\n" not in message.title
    assert tags(message.html) <= {"b", "a", "br"}
    message.text.encode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", [ConfirmedRound, CorrectedRound, None])
def test_the_longest_words_of_a_report_are_short_enough(kind: type[Any], language: str) -> None:
    def everything(outside: str, day: int) -> dict[str, Any]:
        at = datetime(2026, 9, day, 10, 10, 10, tzinfo=UTC)
        return {
            "name": outside,
            "number": outside,
            "category": "sailors",
            "url": "https://" + "x" * 290,
            "cutoff": 99990 + day,
            "invitations": 999_999_000 + day,
            "tie_break": at,
            "drawn_at": at,
            "date": at.date(),
        }

    change = changed(kind, everything("<" * 5000, 26), everything("&" * 5000, 27))
    worst = a_subscription(
        name="&" * 5000,
        language=language,
        timezone="America/Argentina/ComodRivadavia",
        categories=frozenset({"&" * 5000}),
    )
    alerts = [
        an_alert(
            change=change,
            verdict=a_verdict(verdict),
            earlier_verdict=a_verdict(verdict),
            subscription=worst,
            previous=a_reported_round(claimed="&" * 5000),
            seen_at=NOW - (NOW - datetime(2024, 1, 1, tzinfo=UTC)) / 2,
        )
        for verdict in VerdictKind
    ]

    for some in (alerts, alerts * 9, *([alert] for alert in alerts)):
        assert short_enough(compose(some, now=NOW))


@settings(deadline=None)
@given(
    text=nasty.map(str),
    figure=st.sampled_from([*FIGURES, "<b>"]),
    language=st.sampled_from(["en", "fr"]),
)
def test_no_notice_of_a_report_is_too_long_or_marked_up_from_outside(
    text: str, figure: str, language: Any
) -> None:
    notices: tuple[Notice, ...] = (
        Disagreement(source=text, number=text, figure=figure, said=text, held=None),
        Unconfirmed(number=text, claimed=text, by=(text,) * 9, days=10**6),
        Unconfirmed(number=text, by=(), days=0),
    )
    for notice in notices:
        message = compose_notice(notice, language=language, timezone="America/Toronto")

        assert short_enough(message)
        assert "\n" not in message.title
        assert tags(message.html) <= {"b", "a", "br"}


@pytest.mark.parametrize("kind", VerdictKind)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_gap_stays_open(kind: VerdictKind, language: str) -> None:
    bare = a_reported_round(cutoff=None, tie_break=None, claimed=None, date=None)
    changes: tuple[Change, ...] = (
        a_report(reported=bare),
        CorrectedRound(before=a_reported_round(), after=bare),
        ConfirmedRound(reported=bare, confirmed=a_round()),
        ConfirmedRound(reported=a_reported_round(), confirmed=a_round(cutoff=None)),
    )
    for change in changes:
        alert = an_alert(
            change=change,
            verdict=a_verdict(kind),
            earlier_verdict=a_verdict(kind),
            subscription=a_subscription(language=language),
        )
        other = replace(alert, subscription=a_subscription(name="b", language=language))
        for message in (compose([a], now=NOW) for a in (alert, other)):
            assert "{" not in message.title + message.text + message.html
        both = compose([alert, other], now=NOW)
        assert "{" not in both.title + both.text + both.html
