"""Reading numbers, names and links as they are printed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.ircc.fields import (
    Unread,
    excerpt,
    html_title,
    parse_link,
    parse_name,
    parse_round_number,
    parse_whole_number,
    unwrapped,
)

SITE = "https://www.canada.ca"
INVITATIONS = "/en/immigration/express-entry-rounds/invitations"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        ("75", 75),
        ("5000", 5000),
        ("5,000", 5000),
        ("27,332", 27332),
        ("226,859", 226859),
        ("1,234,567", 1234567),
        ("6 000", 6000),
        ("6\u00a0000", 6000),
        ("6\u202f000", 6000),
        ("27\u2009332", 27332),
        ("0", 0),
        ("0471", 471),
    ],
)
def test_a_whole_number_is_read_with_or_without_its_thousands(text: str, number: int) -> None:
    assert parse_whole_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "5,00",
        "5,0000",
        "5,000,00",
        "50,00,000",
        "0,471",
        "1,234 567",
        "6  000",
        "6.000",
        "471.5",
        "-471",
        "+471",
        "4 7 1",
        "521 Footnote *",
        "521th or above",
        "about 500",
        "471-480",
        "1e3",
        "٤٧١",
        "4\u0000",
        "1234567890",
    ],
)
def test_what_is_not_wholly_a_number_is_unread(text: str) -> None:
    assert parse_whole_number(text) == Unread("not a whole number")


@settings(deadline=None)
@given(st.text(alphabet="0123456789, \u00a0\u202f.-<>/b", max_size=12))
def test_no_whole_number_is_invented(text: str) -> None:
    number = parse_whole_number(text)

    if not isinstance(number, Unread):
        assert re.sub(r"[^0-9]", "", text).lstrip("0") == str(number).lstrip("0")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("437", "437"),
        ("1", "1"),
        ("91a", "91a"),
        ("91A", "91a"),
        ("91 b", "91b"),
        ("#437", "437"),
        ("0437", "437"),
        ("1000", "1000"),
    ],
)
def test_a_round_number_is_one_text_however_it_is_printed(text: str, number: str) -> None:
    assert parse_round_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "0", "a91", "91ab", "43 7", "4,37", "437.0", "-1", "123456", "n/a"]
)
def test_what_is_no_round_number_is_unread(text: str) -> None:
    assert parse_round_number(text) == Unread("not a round number")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("General", "General"),
        ("Canadian\u00a0Experience  Class", "Canadian Experience Class"),
        ("Agri\u00adculture\u200b and\ufeff food", "Agriculture and food"),
        ("Générale", "Générale"),
    ],
)
def test_a_name_is_folded_and_loses_what_cannot_be_seen(text: str, name: str) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("471", "not a name"),
        ("---", "not a name"),
        ("Gen\u0000eral", "has control characters"),
        ("General \ud800", "has control characters"),
        ("General<sup>1</sup>", "has markup in it"),
        ("G" * 201, "too long for a name"),
    ],
)
def test_what_is_no_name_is_unread(text: str, why: str) -> None:
    assert parse_name(text) == Unread(why)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("<a href='/x?q=437'>437</a>", "437"),
        (" <A HREF='/x'> 437 </A>\n", "437"),
        ("6&nbsp;000", "6\u00a0000"),
        ("Health &amp; care", "Health & care"),
        ("<span>6&nbsp;000</span>", "6\u00a0000"),
        ("521<sup>1</sup>", "521<sup>1</sup>"),
        ("<b>5</b>,<b>000</b>", "5</b>,<b>000"),
        ("<br>5", "<br>5"),
        ("a < b", "a < b"),
    ],
)
def test_only_what_wraps_a_value_is_taken_off(text: str, bare: str) -> None:
    assert unwrapped(text) == bare


@pytest.mark.parametrize("text", ["521<sup>1</sup>", "<b>5</b>,<b>000</b>", "5<!---->6"])
def test_markup_never_joins_digits_into_a_number(text: str) -> None:
    assert isinstance(parse_whole_number(unwrapped(text)), Unread)


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        (
            f"<a href='/content/canadasite{INVITATIONS}.html?q=437'>437</a>",
            f"{SITE}{INVITATIONS}.html?q=437",
        ),
        (f"<a href='{INVITATIONS}.html?q=91a'>91a</a>", f"{SITE}{INVITATIONS}.html?q=91a"),
        (f'<a href="{INVITATIONS}-76.html">76</a>', f"{SITE}{INVITATIONS}-76.html"),
        (
            f"<a class='x' href='{INVITATIONS}.html?q=1&amp;l=en'><b>1</b></a>",
            f"{SITE}{INVITATIONS}.html?q=1&l=en",
        ),
        (f"<a href='{SITE}/x.html'>1</a>", f"{SITE}/x.html"),
        ("<a href='http://www.canada.ca/x.html'>1</a>", f"{SITE}/x.html"),
    ],
)
def test_a_link_is_absolute_and_public(markup: str, url: str) -> None:
    assert parse_link(markup) == url


@pytest.mark.parametrize(
    "markup",
    [
        "437",
        "<a>437</a>",
        "<a href>437</a>",
        "<a href=''>437</a>",
        "<a href='//evil.example/x'>437</a>",
        "<a href='https://evil.example/x'>437</a>",
        "<a href='https://www.canada.ca.evil.example/x'>437</a>",
        "<a href='https://www.canada.ca@evil.example/x'>437</a>",
        "<a href='https://www.canada.ca//evil.example/x'>437</a>",
        "<a href='javascript:alert(1)'>437</a>",
        "<a href='/x y'>437</a>",
        "<a href='/x\"onclick'>437</a>",
        "<a href='invitations.html'>437</a>",
        "<a href='/one'>1</a><a href='/two'>2</a>",
        "<a href='/" + "x" * 5000 + " '>437</a>",
    ],
)
def test_a_link_that_leads_elsewhere_is_unread(markup: str) -> None:
    assert parse_link(markup) == Unread("not a link within canada.ca")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("October 7 at 16:38:21 UTC", "October 7 at 16:38:21 UTC"),
        ("6\u00a0000", "6\u00a0000"),
        ("a\nb\u0000\ud800", "a\\nb\\x00\\ud800"),
        ("\u202eevil", "\\u202eevil"),
        ("é\u200b", "é\\u200b"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_printed_text_is_safe_to_store_and_to_show(text: str, kept: str) -> None:
    assert excerpt(text) == kept


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<html><head><title>Access\n Denied</title></head>", "Access Denied"),
        ("<title>Sorry &amp; bye", "Sorry & bye"),
        ("<html><body>no title</body></html>", None),
        ("<title> </title>", None),
    ],
)
def test_the_title_of_a_page_is_read(markup: str, title: str | None) -> None:
    assert html_title(markup) == title
