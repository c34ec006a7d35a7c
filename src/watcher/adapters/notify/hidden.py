"""What of an address must not be printed."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import cast
from urllib.parse import unquote

from apprise.plugins.base import NotifyBase

_SHORTEST_SECRET = 4
_LONG_PATH = 12


def hidden_texts(
    url: str, service: type[NotifyBase], parts: Mapping[str, object]
) -> tuple[str, ...]:
    """List the secrets of a parsed address, of four characters or more.

    They are what Apprise marks as private, the values of ``+Header=``, ``-param=`` and ``:field=``, and long parts of
    a path.
    """
    found = [*_texts(parts.get("password")), *_logins(parts)]
    specs = {**service.template_args, **service.template_tokens}
    for name, spec in cast("Mapping[str, Mapping[str, object]]", specs).items():
        if spec.get("private"):
            found += _texts(parts.get(str(spec.get("map_to", name))))
    for name in service.template_kwargs:
        for value in _texts(parts.get(name)):
            found += (value, value.rpartition(" ")[2])  # "Bearer TOKEN"
    named = set(_texts(parts.get("targets")))
    for text in _texts(parts.get("fullpath")):
        found += (p for p in text.split("/") if len(p) >= _LONG_PATH and unquote(p) not in named)
    # A Telegram token is NUMBER:SECRET, and errors may quote either side alone.
    found += [f.rpartition(":")[2] for f in found if re.fullmatch(r"\d+:\S+", f)]
    return tuple(v for v in dict.fromkeys((url, *found)) if len(v) >= _SHORTEST_SECRET)


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    values = value if isinstance(value, list | tuple | set) else [value]
    return [v for v in values if isinstance(v, str)]


def _logins(parts: Mapping[str, object]) -> Iterator[str]:
    """Yield a password also as HTTP and the two ways of SMTP send it."""
    user, password = parts.get("user"), parts.get("password")
    if isinstance(user, str) and isinstance(password, str):
        user, password = unquote(user), unquote(password)
        yield password
        for sent in (f"{user}:{password}", f"\0{user}\0{password}", password):
            yield base64.b64encode(sent.encode()).decode()
