"""Tests for mail addresses as strangers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.mail_addresses import mail_address, mailbox_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("amara@example.com", "amara@example.com"),
        ("  Amara.Okafor@Example.COM ", "amara.okafor@example.com"),
        ("amara+rounds@example.com", "amara+rounds@example.com"),
        ("o'neil_x=1@mail.example.co.uk", "o'neil_x=1@mail.example.co.uk"),
        ("amara@bücher.example", "amara@xn--bcher-kva.example"),
        ("amara@straße.example", "amara@xn--strae-oqa.example"),
        ("amara@例え.テスト", "amara@xn--r8jz45g.xn--zckzah"),
        ("amara@example。com", "amara@example.com"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert mail_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "amara",
        "@example.com",
        "amara@",
        "amara@localhost",
        "amara@127.0.0.1",
        "amara@[127.0.0.1]",
        "amara@example.123",
        "amara@exa mple.com",
        "amara@-example.com",
        "amara@example..com",
        "amara@.example.com",
        ".amara@example.com",
        "am..ara@example.com",
        '"amara okafor"@example.com',
        "Amara <amara@example.com>",
        "amara@example.com,bo@example.com",
        "amara@example.com;bo@example.com",
        "amara@example.com\nBcc: bo@example.com",
        "amara@example.com\r\n\r\nhello",
        "amara\x00@example.com",
        "amara\u202e@example.com",
        "amára@example.com",
        "<script>@example.com",
        "a" * 65 + "@example.com",
        "amara@" + "a" * 64 + ".com",
        "amara@" + ("a" * 60 + ".") * 5 + "com",
        "x" * 100_000 + "@example.com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert mail_address(typed) is None


@given(st.text(max_size=80))
def test_whatever_is_kept_is_one_line_of_ascii_with_one_at_and_keeps_its_form(typed: str) -> None:
    kept = mail_address(typed)
    assert kept is None or (
        kept.isascii() and kept.isprintable() and " " not in kept and kept.count("@") == 1
    )
    assert kept is None or mail_address(kept) == kept


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("amara@example.com", "amara@example.com"),
        ("amara+1@example.com", "amara@example.com"),
        ("a.ma.ra+x@gmail.com", "amara@gmail.com"),
        ("amara@googlemail.com", "amara@gmail.com"),
        ("a.mara@example.com", "a.mara@example.com"),
        ("+x@example.com", "+x@example.com"),
    ],
)
def test_spellings_of_one_mailbox_are_one(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox
