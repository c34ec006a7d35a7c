"""What of an address must never be printed."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import unquote

from apprise.plugins.base import NotifyBase

SHORTEST = 4
LONG_PATH = 12

Specs = Mapping[str, Mapping[str, object]]


def secrets(url: str, service: type[NotifyBase], parts: Mapping[str, object]) -> tuple[str, ...]:
    """List what of a parsed address is secret.

    Apprise marks passwords and tokens as private; the values of ``+Header=``,
    ``-param=`` and ``:field=`` and long parts of a path are as secret, though it does
    not say so. Anything under four characters is left out: a text would lose letters.
    """
    found = [*_texts(parts.get("password")), *_login(parts)]
    specs = cast("Specs", {**service.template_args, **service.template_tokens})
    for name, spec in specs.items():
        if spec.get("private"):
            found += _texts(parts.get(str(spec.get("map_to", name))))
    for name in service.template_kwargs:
        for value in _texts(parts.get(name)):
            found += (value, value.rpartition(" ")[2])  # "Bearer TOKEN"
    named = set(_texts(parts.get("targets")))
    for text in _texts(parts.get("fullpath")):
        path = (p for p in text.split("/") if len(p) >= LONG_PATH)
        found += (p for p in path if unquote(p) not in named)
    # A Telegram token is NUMBER:SECRET, and errors may quote either side alone.
    found += [f.rpartition(":")[2] for f in found if re.fullmatch(r"\d+:\S+", f)]
    every = dict.fromkeys((url, *found))
    return tuple(v for v in every if len(v) >= SHORTEST)


def every_piece(url: str) -> tuple[str, ...]:
    """List all that an address is made of but its schema, for one nobody understands."""
    rest = url.partition("://")[2] or url
    pieces = re.split(r"[^\w.+-]+", f"{rest} {unquote(rest)}")
    return tuple(dict.fromkeys(p for p in (url, rest, *pieces) if len(p) >= SHORTEST))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (v for v in value.values() if isinstance(v, str))
    elif isinstance(value, list | tuple | set):
        yield from (v for v in value if isinstance(v, str))


def _login(parts: Mapping[str, object]) -> Iterator[str]:
    """Give a password also as HTTP and the two ways of SMTP send it."""
    user, password = parts.get("user"), parts.get("password")
    if isinstance(user, str) and isinstance(password, str):
        user, password = unquote(user), unquote(password)
        sent = (f"{user}:{password}", f"\0{user}\0{password}", password)
        yield password
        yield from (base64.b64encode(text.encode()).decode() for text in sent)
