"""Redaction: secrets taken out of any text and out of the addresses of sources.

Of a source's address the query (``?token=...``), the fragment and the user name are secret.
"""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlsplit

from watcher.core.settings import PRESETS

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
        # By their first characters, so that a line costs the same with 10,000 secrets as with ten.
        self._forms: dict[str, set[str]] = {}
        self.hide(secrets)

    def hide(self, secrets: Iterable[str]) -> None:
        """Add secrets, in every way of writing them, with the secret parts of addresses.

        Those of fewer than four characters are redacted only where a pattern finds them.
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
            escaped = {quote(plain, safe=""), quote(plain), quote_plus(plain)}
            lower = {re.sub(r"%[0-9A-F]{2}", lambda code: code[0].lower(), e) for e in escaped}
            quoted = {json.dumps(plain)[1:-1], repr(plain)[1:-1]}
            forms = {plain, *escaped, *lower, *quoted}
            yield from (form for form in forms if len(form.strip()) >= _SHORTEST)


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
        if _is_secret(key, value):
            yield value
        if _TELLING_KEY.search(key):
            yield value.rpartition(" ")[2]  # "Bearer ..."


def _is_secret(key: str, value: str) -> bool:
    """Tell by its key or its form whether a value of a query is a secret by itself."""
    named = _TELLING_KEY.search(key) is not None and len(value) >= _SHORTEST
    return named or _random(value)


def _random(text: str) -> bool:
    """Whether it looks like a key rather than like a word or the name of a host."""
    if "." in text:
        return False
    mixed = any(map(str.isdigit, text)) and any(map(str.isalpha, text))
    return len(text) >= 16 or (len(text) >= 8 and mixed)  # noqa: PLR2004 - the lengths are the rule


def address_parts(url: str) -> tuple[str, ...]:
    """List all parts of an address that cannot be parsed, but its scheme."""
    rest = url.partition("://")[2] or url
    pieces = re.split(r"[^\w.+-]+", f"{rest} {unquote(rest)}")
    return tuple(dict.fromkeys(p for p in (url, rest, *pieces) if len(p) >= _SHORTEST))


def public_url(url: str) -> str:
    """Write an address without user name, query and fragment; that of a preset is public as a whole."""
    if any(url == preset.url for preset in PRESETS.values()):
        return url
    place, mark, _ = _split_query(url)
    scheme, slashes, rest = place.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}" + (
        f"{mark}{MASK}" if mark else ""
    )


def without_query(url: str) -> str:
    """Drop query and fragment of an address, so that it may be linked; it may lead elsewhere then."""
    return _split_query(url)[0]


def public_link(link: str, url: str) -> str | None:
    """Take the source's own query parameters (``token=...``) out of a link that was found there.

    Others (``?p=2379``) stay, so that it goes on working. None where a secret stands elsewhere in it.
    """
    ours, values = set(_query_pairs(url)), set(_secret_values(url))
    if not ours:
        return link
    place, mark, rest = _split_query(link)
    query = rest.partition("#")[0] if mark == "?" else ""
    kept = "&".join(
        pair
        for pair in query.split("&")
        if pair not in ours and unquote_plus(pair.partition("=")[2]) not in values
    )
    clean = f"{place}?{kept}" if kept else place
    leaks = any(value in unquote_plus(unquote(clean)) for value in values)
    return None if leaks else clean


def without_url_secrets(text: str, url: str) -> str:
    """Replace the secrets of a source's address in a text that may quote it."""
    for secret in sorted(url_secrets(url), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def url_secrets(url: str) -> tuple[str, ...]:
    """List what must not be printed of a source's address."""
    _, mark, query = _split_query(url)
    pairs = (pair for pair in _query_pairs(url) if "=" in pair)
    return tuple(dict.fromkeys([query, *pairs, *_secret_values(url)] if mark and query else ()))


def _split_query(url: str) -> tuple[str, str, str]:
    """Divide an address before its query, or before its fragment where it has none."""
    at = min((at for mark in "?#" if (at := url.find(mark)) >= 0), default=len(url))
    return url[:at], url[at : at + 1], url[at + 1 :]


def _query_pairs(url: str) -> list[str]:
    _, _, rest = _split_query(url)
    return [pair for part in rest.split("#") for pair in part.split("&") if pair]


def _secret_values(url: str) -> Iterator[str]:
    """Yield the values that are secrets by themselves, unlike "en" or the name of a category."""
    parts = urlsplit(url)
    for part in (parts.query, parts.fragment):
        for key, value in parse_qsl(part, keep_blank_values=True):
            # ?KEY has no name for it.
            name, text = (key, value) if value else ("", key)
            if _is_secret(name, text):
                yield text
