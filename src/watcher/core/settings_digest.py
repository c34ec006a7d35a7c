"""A digest of the settings, by which processes that share a database see whether they have the same."""

import dataclasses
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import blake2b

from watcher.core.settings import Settings

# Where a process serves its page, and where it read all this, is its own affair.
_OWN = {"file", "database", "web"}


def settings_digest(settings: Settings) -> str:
    """Return a few characters that are the same for the same settings, in any process."""
    digest = blake2b(digest_size=6)
    for field in dataclasses.fields(settings):
        if field.name not in _OWN:
            for part in (field.name, *_parts(getattr(settings, field.name))):
                digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _parts(value: object) -> Iterator[str]:
    """Write a value in pieces; what has no order of its own, sorted."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key in sorted(value, key=str):
            yield str(key)
            yield from _parts(value[key])
    elif isinstance(value, AbstractSet):
        yield str(sorted(map(str, value)))
    elif isinstance(value, tuple | list):
        yield str(len(value))
        for item in value:
            yield from _parts(item)
    else:
        yield repr(value)
