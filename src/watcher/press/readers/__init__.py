"""Bytes -> reports: one reader per kind of document, all pure."""

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from watcher.core.about import NOTHING, About
from watcher.core.model import Document
from watcher.ircc.rounds_json import read_rounds_json
from watcher.press.readers.recognise import recognise_kind

__all__ = ["READERS", "Reader", "recognise_kind"]


class Reader(Protocol):
    """Reads one kind of document; raises PageError if the bytes are not one."""

    def __call__(
        self, body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING
    ) -> Document:
        """Leave rounds (or pieces) unread whose digest is the one in *seen*."""


def _reader(module: str, name: str) -> Reader:
    """Load a reader when it is first used: the service reads only the feed itself."""

    def read(body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING) -> Document:
        reader: Reader = getattr(import_module(f"watcher.press.readers.{module}"), name)
        return reader(body, seen=seen, about=about)

    return read


READERS: Mapping[str, Reader] = {
    "ircc-json": read_rounds_json,
    "article": _reader("article", "read_article"),
    "wordpress": _reader("wordpress", "read_wordpress"),
    "feed": _reader("feed", "read_feed"),
    "rounds-table": _reader("rounds_table", "read_rounds_table"),
}
