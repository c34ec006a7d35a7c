"""What comes from outside can neither mark up, break nor overfill a message."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.messages.reading import short_enough
from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.core.incidents import (
    ChannelDead,
    DeliveryGivenUp,
    Notice,
    SourceBlind,
    UnknownCategory,
    Unreadable,
)
from watcher.core.model import (
    Alert,
    Change,
    CorrectedRound,
    NewRound,
    Oddity,
    Round,
    Trouble,
    VerdictKind,
)
from watcher.core.pool import Pool
from watcher.messages import compose, compose_notice
from watcher.messages.layout import clip

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)


def test_names_and_addresses_are_escaped_in_html_and_plain_in_text() -> None:
    message = compose(
        [
            an_alert(
                change=NewRound(
                    round=a_round(
                        category="x",
                        name="<script>alert(1)</script> R&D",
                        url='https://a.example/?q=1&r="><b>',
                    )
                ),
                subscription=a_subscription(name="Ann <b>& Bob"),
            )
        ],
        now=NOW,
    )

    assert "<script>alert(1)</script> R&D" in message.text
    assert 'https://a.example/?q=1&r="><b>' in message.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; R&amp;D" in message.html
    assert "Ann &lt;b&gt;&amp; Bob" in message.html
    assert '<a href="https://a.example/?q=1&amp;r=&quot;&gt;&lt;b&gt;">' in message.html
    assert tags(message.html) <= {"b", "a", "br"}


def test_the_names_of_several_subscriptions_are_escaped_too() -> None:
    alerts = [an_alert(subscription=a_subscription(name=name)) for name in ("<script>", "R&D <i>")]

    message = compose(alerts, now=NOW)

    assert message.html.startswith("<b>&lt;script&gt;:</b> score 488, ")
    assert "<b>R&amp;D &lt;i&gt;:</b> score 488, " in message.html
    assert message.text.startswith("<script>: score 488, ")


def test_braces_in_a_name_fill_no_gap() -> None:
    alert = an_alert(change=NewRound(round=a_round(category="x", name="{points} {0} {score!r}")))

    assert compose([alert], now=NOW).title.startswith("#385 {points} {0} {score!r}: ")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.example/ b", "https://a.example/" + "x" * 999]
)
def test_an_address_that_is_no_whole_web_address_is_shown_but_not_linked(address: str) -> None:
    message = compose([an_alert(change=NewRound(round=a_round(url=address)))], now=NOW)

    assert address[:20] in message.html
    assert "href" not in message.html


def test_a_title_is_one_line_without_control_characters() -> None:
    name = "Sailors\r\nBcc: all@example.org\x00\x1b[31m\u2028\u202etfel\ud800"

    title = compose(
        [an_alert(change=NewRound(round=a_round(category="x", name=name)))], now=NOW
    ).title

    assert title == (
        "#385 Sailors Bcc: all@example.org [31m tfel: invited, 12 points above the cut-off"
    )


@pytest.mark.parametrize(
    ("outside", "longest", "clipped"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("two words", 5, "two…"),
        ("&&", 5, "…"),
        ("&&", 10, "&&"),
        ("  a \t\n b  ", 9, "a b"),
        ("नमस्ते", 40, "नमस्ते"),
    ],
)
def test_a_text_from_outside_is_cut_by_its_length_in_html(
    outside: str, longest: int, clipped: str
) -> None:
    assert clip(outside, longest) == clipped


nasty = st.one_of(
    st.none(),
    st.text(max_size=50),
    st.sampled_from(["&" * 5000, "<" * 400, '"' * 999, "https://a.example/" + "&" * 2000]),
)
instants = st.integers(0, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
figures = st.fixed_dictionaries(
    {
        "name": nasty,
        "category": st.sampled_from([None, "cec", "physicians", "sailors"]),
        "cutoff": st.none() | st.integers(0, 99999),
        "invitations": st.none() | st.integers(0, 10**9),
        "tie_break": st.none() | instants,
        "drawn_at": st.none() | instants,
        "date": st.none() | instants.map(datetime.date),
        "url": nasty,
        "number": nasty.map(str),
    }
)
changes: st.SearchStrategy[Change] = st.builds(
    lambda old, new, corrected: (
        CorrectedRound(before=a_round(**old), after=a_round(**new))
        if corrected
        else NewRound(round=a_round(**new))
    ),
    figures,
    figures,
    st.booleans(),
)


def alert_of(change: Change, kind: VerdictKind, name: str, language: str) -> Alert:
    return an_alert(
        change=change,
        verdict=a_verdict(kind),
        earlier_verdict=a_verdict(kind),
        subscription=a_subscription(
            name=name, language=language, timezone="America/Argentina/ComodRivadavia"
        ),
        previous=a_round(number=name),
        page_url=name,
    )


@settings(deadline=None)
@given(
    change=changes,
    kinds=st.lists(st.sampled_from(VerdictKind), min_size=1, max_size=60),
    name=nasty.map(str),
    language=st.sampled_from(["en", "fr"]),
)
def test_no_alert_is_too_long_or_marked_up_from_outside(
    change: Change, kinds: list[VerdictKind], name: str, language: str
) -> None:
    message = compose([alert_of(change, kind, name, language) for kind in kinds], now=NOW)

    assert short_enough(message)
    assert "\n" not in message.title
    assert tags(message.html) <= {"b", "a", "br"}
    message.text.encode()


def everything(outside: str, day: int) -> Round:
    """Build a round of which every figure is as long as it can be, and odd."""
    return a_round(
        name=outside,
        category="sailors",
        number=outside,
        url="https://" + outside,
        cutoff=99990 + day,
        invitations=999_999_000 + day,
        tie_break=datetime(2026, 9, day, 10, 10, 10, tzinfo=UTC),
        drawn_at=datetime(2026, 9, day, 10, 10, 10, tzinfo=UTC),
        date=date(2026, 9, day - 5),
        pool=Pool(as_on=None, bands=(), total=999_999_000 + day),
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_longest_message_that_can_be_made_is_short_enough(language: str) -> None:
    worst = "&" * 5000
    change = CorrectedRound(before=everything("<" * 5000, 26), after=everything(worst, 27))
    alerts = [alert_of(change, kind, worst, language) for kind in VerdictKind]

    for some in (alerts, alerts * 9, *([alert] for alert in alerts)):
        assert short_enough(compose(some, now=NOW))


def a_notice(kind: type[Any], text: str) -> Notice:
    if kind is SourceBlind:
        return SourceBlind(
            source=text, trouble=Trouble.BLOCKED, detail=text, since=NOW, last_good=None, url=text
        )
    if kind is Unreadable:
        odd = Oddity(where=text, printed=text, why=text)
        return Unreadable(source=text, oddities=(odd,) * 45)
    if kind is UnknownCategory:
        return UnknownCategory(number=text, name=text, category=text)
    if kind is ChannelDead:
        return ChannelDead(channel=text, answer=text, since=NOW, waiting=10**9)
    return DeliveryGivenUp(subscription=text, channel=text, number=text, why="expired", answer=text)


@settings(deadline=None)
@given(
    kind=st.sampled_from([SourceBlind, Unreadable, UnknownCategory, ChannelDead, DeliveryGivenUp]),
    text=nasty.map(str),
    language=st.sampled_from(["en", "fr"]),
)
def test_no_notice_is_too_long_or_marked_up_from_outside(
    kind: type[Any], text: str, language: Any
) -> None:
    message = compose_notice(a_notice(kind, text), language=language, timezone="America/Toronto")

    assert short_enough(message)
    assert "\n" not in message.title
    assert tags(message.html) <= {"b", "a", "br"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag == "a" or not attrs
        self.seen.add(tag)


def tags(html: str) -> set[str]:
    """Name the tags of an HTML fragment, none of which but links may have attributes."""
    parser = _Tags()
    parser.feed(html)
    return parser.seen
