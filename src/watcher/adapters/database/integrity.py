"""Whether an SQLite file is whole: its structure, and the pages kept in it by their hash.

SQLite notices a broken page only where it is read, and a broken page in the middle of a
long value not even then.
"""

import hashlib
import sqlite3
import time
from contextlib import closing

import zstandard

# It holds back nobody, but the WAL grows meanwhile.
LONGEST = 120.0


class Unfinished(Exception):
    """The check took too long, and was stopped: nothing is known."""


def damage_in(file: str, *, seconds: float = LONGEST) -> str | None:
    """Say what is broken in the file; None where nothing is.

    It reads on a connection of its own, which has nothing in its cache yet; who writes
    does not wait for it. Raises Unfinished where it takes longer than *seconds*.
    """
    with closing(sqlite3.connect(f"file:{_escaped(file)}?mode=ro", uri=True)) as opened:
        until = time.monotonic() + seconds
        opened.set_progress_handler(lambda: time.monotonic() > until, 1000)
        opened.execute("PRAGMA cache_size=-1024")
        try:
            return _structure(opened) or _pages(opened)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname == "SQLITE_INTERRUPT":
                raise Unfinished from error
            if error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                return str(error)
            raise


def _structure(opened: sqlite3.Connection) -> str | None:
    found = [line for (line,) in opened.execute("PRAGMA integrity_check(3)")]
    return None if found == ["ok"] else "; ".join(found)


def _pages(opened: sqlite3.Connection) -> str | None:
    """Compare each raw page that is kept with the hash that it is kept under."""
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'pages'").fetchone():
        return None
    for digest, body in opened.execute("SELECT hash, body FROM pages"):
        if _hash_of(body) != digest:
            return f"a page that was kept ({digest.hex()[:12]}) cannot be read any more"
    return None


def _hash_of(packed: bytes) -> bytes | None:
    try:
        body = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None
    return hashlib.sha1(body, usedforsecurity=False).digest()  # as ``retrieve`` names it


def _escaped(file: str) -> str:
    return file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
