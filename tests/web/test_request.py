"""Return addresses stay on this site."""

import re
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.stage import Stage
from watcher.web.request import ReaderPreferences, WebRequest, local_address, whole_number

HOSTILE = [
    b"//evil.example/x",
    b"///evil.example/x",
    b"/%2Fevil.example/x",
    b"/%2f%2fevil.example",
    b"//evil.example%2fx",
    b"/\\evil.example/x",
    b"/%5Cevil.example/x",
    b"/%5c%5cevil.example",
    b"/%09/evil.example",
    b"/%0a/evil.example",
    b"/%00//evil.example",
    b"/..//evil.example/x",
    b"/.//evil.example/x",
    b"//evil.example/x?lang=fr",
    b"/nothing?next=//evil.example/",
    b"/signin?next=//evil.example/",
    b"/signin?next=%2F%2Fevil.example",
    b"/signin?next=/%5Cevil.example",
    b"/signin?next=https://evil.example",
    b"/preferences?next=//evil.example/",
    b"/preferences?next=%5C%5Cevil.example",
    b"/deliveries?next=//evil.example/",
    b"/rounds?category=//evil.example/",
]


def led_to(body: bytes) -> list[str]:
    """List where links and forms of a page lead, also by way of ``next``."""
    tree = LexborHTMLParser(body)
    links = [n.attributes.get("href") or "" for n in tree.css("[href]")]
    found = [
        *links,
        *(n.attributes.get("action") or "" for n in tree.css("[action]")),
        *(n.attributes.get("value") or "" for n in tree.css("input[name=next]")),
    ]
    inner = [re.match("/[a-z]+[?]next=([^&]*)$", link) for link in links]
    return found + [unquote(match[1]) for match in inner if match]


@pytest.mark.parametrize("target", HOSTILE)
def test_no_link_of_a_page_leads_where_the_address_wants(standing: Stage, target: bytes) -> None:
    answer = standing.raw(
        b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % target
    )

    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\nlocation:" not in head.lower()
    for link in led_to(body):
        # As a browser reads it: a backslash is a slash, tabs and line ends are nothing.
        read = re.sub("[\t\r\n]", "", link).replace("\\", "/")
        assert re.match("/(?!/)|#", read), link


@pytest.mark.parametrize("form", ["/signin", "/preferences"])
@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "/\t/evil.example", "https:/evil.example"])  # fmt: skip
def test_no_form_leads_elsewhere(standing: Stage, form: str, wanted: str) -> None:
    answer = standing.post(form, {"next": wanted, "zone": "no/zone", "token": "x"})

    for link in led_to(answer.content):
        assert re.match("/(?!/)|#", link.replace("\\", "/")), link


@pytest.mark.parametrize(
    "host",
    ["evil.example\\@127.0.0.1", "evil.example@127.0.0.1", "127.0.0.1/evil", "127.0.0.1#.evil.example", "127.0.0.1?x", "[::1"],
)  # fmt: skip
def test_a_host_that_is_more_than_a_name_is_none_of_ours(standing: Stage, host: str) -> None:
    answer = standing.get("/feeds/rounds.atom", host=host)

    assert answer.status_code in {400, 421}


def request(path: str, query: str = "") -> WebRequest:
    reader = ReaderPreferences(language="en", timezone="UTC")
    return WebRequest(path=path, reader=reader, base_url="", query_string=query)


@pytest.mark.parametrize(
    ("path", "query", "here"),
    [
        ("/rounds", "", "/rounds"),
        ("/rounds", "category=cec&category=pnp&score=471", "/rounds?category=cec&category=pnp&score=471"),
        ("/rounds", "lang=fr&year=2026&zone=UTC", "/rounds?year=2026"),
        ("/rounds", "lang=fr", "/rounds"),
        ("/rounds", "category=a%26b", "/rounds?category=a%26b"),
        ("/rounds/a?b#c", "", "/rounds/a%3Fb%23c"),
        ("/é", "", "/%C3%A9"),
        ("//evil.example/x", "a=b", "/"),
        ("/\\evil.example", "", "/%5Cevil.example"),
        ("/x", "a=\\evil", "/"),
        ("/\t/evil.example", "", "/%09/evil.example"),
    ],
)  # fmt: skip
def test_a_page_knows_its_own_address(path: str, query: str, here: str) -> None:
    assert request(path, query).return_to == here
    assert local_address(here) == here


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("1200", 1200), ("0", None), ("1201", None), ("-1", None), ("9" * 5000, None),
     ("\u0661", None), ("1.0", None), ("", None)],
)  # fmt: skip
def test_a_number_is_read_within_its_ends_and_a_huge_one_is_not(
    text: str, number: int | None
) -> None:
    assert whole_number(text, 1, 1200) == number


def test_a_sign_is_read_where_numbers_below_zero_are_allowed() -> None:
    assert whole_number("-12", -1200, 1200) == -12
    assert whole_number("-0", 0, 1200) is None
