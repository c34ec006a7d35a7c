"""Links that nobody can guess, read back as they were made."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.adapters.links import AddressLink, LinkSigner, fresh_key

SIGNER = LinkSigner(b"k" * 32)
AMARA = AddressLink(person="amara", channel="mail", target="amara@example.org")


def test_a_link_is_read_as_it_was_made() -> None:
    assert SIGNER.read(SIGNER.sign(AMARA)) == AMARA


def test_a_link_fits_a_url_and_one_line_of_a_mail() -> None:
    token = SIGNER.sign(AMARA)

    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert len(token) < 80


def test_links_of_one_address_are_equal() -> None:
    assert SIGNER.sign(AMARA) == SIGNER.sign(AMARA)


def test_a_link_of_another_key_is_none() -> None:
    assert LinkSigner(fresh_key()).read(SIGNER.sign(AMARA)) is None


def test_a_link_with_another_address_in_it_is_none() -> None:
    _, _, tag = SIGNER.sign(AMARA).partition(".")
    other = urlsafe_b64encode(b"bo\nmail\nbo@example.org").decode().rstrip("=")

    assert SIGNER.read(f"{other}.{tag}") is None


@pytest.mark.parametrize(
    "token", ["", ".", "a", "a.b", "é.é", "====.====", "a" * 10_000, "\n.\n", "%00", "YQ.YQ"]
)
def test_what_is_no_link_is_none(token: str) -> None:
    assert SIGNER.read(token) is None


@given(st.integers(0, 10_000), st.characters())
def test_a_link_with_one_letter_changed_is_none(at: int, letter: str) -> None:
    token = SIGNER.sign(AMARA)
    at %= len(token)
    changed = token[:at] + letter + token[at + 1 :]

    assert SIGNER.read(changed) == (AMARA if changed == token else None)


@given(st.text(max_size=40).filter(lambda text: "\n" not in text))
def test_any_name_makes_a_link(name: str) -> None:
    link = AddressLink(person=name.encode("utf-8", "ignore").decode(), channel="m", target="é@x.ca")

    assert SIGNER.read(SIGNER.sign(link)) == link


def test_a_long_name_in_any_script_makes_a_link() -> None:
    name, target = "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 200, f"{'a' * 60}@{'b' * 180}.example.org"
    link = AddressLink(person=name, channel="mail", target=target)

    assert SIGNER.read(SIGNER.sign(link)) == link
