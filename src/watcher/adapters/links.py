"""Signed links: addresses of pages that nobody can guess, and that nothing has to be stored for."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

_KEY_BYTES = 32
_TAG_BYTES = 16  # of 2^128 guesses one is right
# Of a name of 200 letters in any script, and any mail address; addresses of pages have 2048.
_LONGEST = 1_800
_MARK = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLink:
    """What a link is about: one address of one person."""

    person: str
    channel: str
    target: str


class LinkSigner:
    """Signs links with a *key* that is kept secret; they are good for as long as it is kept."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, link: AddressLink) -> str:
        """Return the token of a link, fit for a URL."""
        about = _MARK.join((link.person, link.channel, link.target)).encode()
        return f"{_encoded(about)}.{_encoded(self._tag(about))}"

    def read(self, token: str) -> AddressLink | None:
        """Return what a token was made for; None for any that was not made here."""
        if len(token) > _LONGEST or not token.isascii():
            return None
        about, _, tag = token.partition(".")
        try:
            said, signed = _decoded(about), _decoded(tag)
        except ValueError:
            return None
        if not hmac.compare_digest(signed, self._tag(said)):
            return None
        person, channel, target = said.decode().split(_MARK)
        return AddressLink(person=person, channel=channel, target=target)

    def _tag(self, about: bytes) -> bytes:
        # Named, so that a token made for another purpose is none of ours.
        return hmac.digest(self._key, b"address\n" + about, sha256)[:_TAG_BYTES]


def fresh_key() -> bytes:
    """Make a new secret key."""
    return secrets.token_bytes(_KEY_BYTES)


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encoded(data) != text:
        raise ValueError("not written as it would be here")
    return data
