"""Readers, bytes -> reports: one for each kind of document, all pure; the sandbox calls ``read_document``."""

from collections.abc import Mapping

from watcher.core.documents import Document
from watcher.ircc.rounds_json import read_rounds_json
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.readers.article import read_article
from watcher.press.readers.entries import read_wordpress
from watcher.press.readers.feed import read_feed
from watcher.press.readers.recognise import recognise_kind
from watcher.press.readers.rounds_table import read_rounds_table

__all__ = ["read_document", "recognise_kind"]

_READERS = {
    "article": read_article,
    "wordpress": read_wordpress,
    "feed": read_feed,
    "rounds-table": read_rounds_table,
}


def read_document(
    kind: str, body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO
) -> Document:
    """Read a document, but for rounds or pieces whose digest is in *seen*; raises PageError if it is not of *kind*."""
    if kind == "ircc-json":
        return read_rounds_json(body, seen=seen)
    return _READERS[kind](body, seen=seen, info=info)
