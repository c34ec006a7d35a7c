"""The address of a source as others may see it: its query is a secret.

``https://a.example/feed?token=...`` is how private feeds know their readers. The name
before the host and the fragment are as secret; scheme, host and path are not.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from watcher.core.presets import PRESETS
from watcher.core.redaction import MASK, is_secret


def shown(url: str) -> str:
    """Write an address with its query and fragment hidden, and without a name.

    That of a preset stands in the program, and is shown whole.
    """
    if any(url == preset.url for preset in PRESETS.values()):
        return url
    place, mark, _ = _cut(url)
    scheme, slashes, rest = place.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}" + (
        f"{mark}{MASK}" if mark else ""
    )


def without_query(url: str) -> str:
    """Give what of an address may be a link, though it may not lead where it led."""
    return _cut(url)[0]


def public_link(link: str, url: str) -> str | None:
    """Give a link, found at the source with this address, as it may be passed on.

    What its query has from the source's own (``token=...``) is taken out, all else
    (``?p=2379``) stays and goes on working. None where a secret stands elsewhere in it.
    """
    ours, values = set(_pairs(url)), set(_values(url))
    if not ours:
        return link
    place, mark, rest = _cut(link)
    query = rest.partition("#")[0] if mark == "?" else ""
    kept = "&".join(
        pair
        for pair in query.split("&")
        if pair not in ours and unquote_plus(pair.partition("=")[2]) not in values
    )
    clean = f"{place}?{kept}" if kept else place
    leaks = any(value in unquote_plus(unquote(clean)) for value in values)
    return None if leaks else clean


def hidden(text: str, url: str) -> str:
    """Take the secrets of a source's address out of a text that may quote it."""
    for secret in sorted(secrets(url), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def secrets(url: str) -> tuple[str, ...]:
    """List what must not be printed of a source's address."""
    _, mark, query = _cut(url)
    pairs = (pair for pair in _pairs(url) if "=" in pair)
    return tuple(dict.fromkeys([query, *pairs, *_values(url)] if mark and query else ()))


def _cut(url: str) -> tuple[str, str, str]:
    """Divide an address before its query, or before its fragment where it has none."""
    at = min((at for mark in "?#" if (at := url.find(mark)) >= 0), default=len(url))
    return url[:at], url[at : at + 1], url[at + 1 :]


def _pairs(url: str) -> list[str]:
    _, _, rest = _cut(url)
    return [pair for part in rest.split("#") for pair in part.split("&") if pair]


def _values(url: str) -> Iterator[str]:
    """Give what is a secret by itself: not "en", nor the name of a category."""
    parts = urlsplit(url)
    for part in (parts.query, parts.fragment):
        for key, value in parse_qsl(part, keep_blank_values=True):
            # ?KEY has no name for it.
            name, text = (key, value) if value else ("", key)
            if is_secret(name, text):
                yield text
