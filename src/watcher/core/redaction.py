"""Takes secrets out of any text: those it was told of, and those it knows by shape."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

MASK = "***"

# Replacing every "abc" would garble more than it hides.
_SHORTEST = 4
# (?<!..), possessive quantifiers and limits keep each of them linear on hostile text.
_SHAPES = (
    # A bot token, also where its colon is escaped.
    (re.compile(r"(?<!\d)\d{6,}+(?::|%3[Aa])[\w-]{30,}"), MASK),
    # What stands before the host in an address: scheme://user:password@host ...
    (re.compile(r"(?<=://)[^\s/?#'\"]*@"), f"{MASK}@"),
    # ... or user:password@host.
    (re.compile(r"(?<![^\s'\"(<\[=,])[^\s:/@'\"]{1,64}+:[^\s/@'\"]{1,256}+@(?=\w)"), f"{MASK}@"),
    # A header, as text, in a dict, in a tuple of bytes, in a query.
    (
        re.compile(
            r"(authorization['\"]?\s*[:=,]\s*(?:b?['\"])?)"
            r"(?:(?:basic|bearer|digest|token)(?:\s|%20|\+)+)?[^\s'\",;&)}]+",
            re.IGNORECASE,
        ),
        rf"\1{MASK}",
    ),
    (re.compile(r"\b(bearer)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {MASK}"),
    # ?token=...&api_key=...
    (
        re.compile(
            r"([?&][\w-]*(?:auth|key|pass|passwd|password|pwd|secret|token)=)[^&\s'\"#]+",
            re.IGNORECASE,
        ),
        rf"\1{MASK}",
    ),
)
_TELLING_KEY = re.compile(r"auth|key|pass|pwd|secret|token", re.IGNORECASE)


class Redactor:
    """Replaces secrets by ``***``; what was secret once stays so when more are added."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # By their first characters, so that a line costs the same with 10,000 secrets
        # as with ten.
        self._forms: dict[str, set[str]] = {}
        self.hide(secrets)

    def hide(self, secrets: Iterable[str]) -> None:
        """Know these too, in every way of writing them, and the secret parts of addresses.

        Secrets of fewer than four characters are left alone unless their shape gives
        them away.
        """
        forms = {start: set(known) for start, known in self._forms.items()}
        for secret in secrets:
            for form in _forms(secret):
                forms.setdefault(form[:_SHORTEST], set()).add(form)
        self._forms = forms  # at once: other threads are logging

    def __call__(self, text: str) -> str:
        """Give the text without any secret."""
        found = {
            form
            for at in range(len(text) - _SHORTEST + 1)
            for form in self._forms.get(text[at : at + _SHORTEST], ())
            if text.startswith(form, at)
        }
        # The longest first: an address as a whole, before the password within it.
        for form in sorted(found, key=len, reverse=True):
            text = text.replace(form, MASK)
        for shape, mask in _SHAPES:
            text = shape.sub(mask, text)
        return text


def _forms(secret: str) -> Iterator[str]:
    """Every way in which a library may write the secret."""
    for part in {secret, *_parts(secret)}:
        for plain in {part, unquote(part)}:
            yield from (f for f in _written(plain) if len(f.strip()) >= _SHORTEST)


def _written(plain: str) -> Iterator[str]:
    escaped = {quote(plain, safe=""), quote(plain), quote_plus(plain)}
    quoted = {json.dumps(plain)[1:-1], repr(plain)[1:-1]}
    yield from {plain, *escaped, *map(_lower_escapes, escaped), *quoted}


def _lower_escapes(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda escape: escape[0].lower(), text)


def _parts(secret: str) -> Iterator[str]:
    """Take an address apart as others do before they log it."""
    try:
        address = urlsplit(secret)
    except ValueError:  # no address, then: it is hidden as a whole
        return
    if not address.scheme or not address.netloc:
        return
    user_and_password, _, host = address.netloc.rpartition("@")
    user, _, password = user_and_password.partition(":")
    yield user_and_password
    yield password
    yield from filter(_random, [user, host, *host.split(":"), *address.path.split("/")])
    for key, value in parse_qsl(address.query):
        if is_secret(key, value):
            yield value
        if _TELLING_KEY.search(key):
            yield value.rpartition(" ")[2]  # "Bearer ..."


def is_secret(key: str, value: str) -> bool:
    """Tell by its name or by its looks whether a value of a query is a secret alone."""
    named = _TELLING_KEY.search(key) is not None and len(value) >= _SHORTEST
    return named or _random(value)


def _random(text: str) -> bool:
    """Whether it looks like a key rather than like a word or the name of a host."""
    if "." in text:
        return False
    mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return len(text) >= 16 or (len(text) >= 8 and mixed)  # noqa: PLR2004 - the lengths are the rule
