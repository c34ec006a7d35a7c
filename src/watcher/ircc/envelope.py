"""Bytes -> the rows of the official feed, or a PageError that says what came instead."""

import json
import re

import orjson

from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.ircc.fields import title_of


def rows_of(body: bytes) -> list[object]:
    """Open the feed's envelope; its rows are as the page has them, at least one."""
    begins = _FIRST.match(body)
    if begins is None:
        raise PageError("the page is empty", Trouble.EMPTY)
    if begins[1] == b"<":
        raise PageError(f"not the feed but {_web_page(body)}", Trouble.HTML)
    try:
        return _rows(orjson.loads(body))
    except orjson.JSONDecodeError:
        # Slower and less strict: it takes a BOM, Windows-1252, NaN and half a surrogate
        # pair, and says in which line the fault is.
        return _rows(_json(_decoded(body)))


def _decoded(body: bytes) -> str:
    # The French feed came as Windows-1252 on 2026-09-18 and as UTF-8 two weeks
    # later, both times without a charset.
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as e:
        raise PageError(
            f"neither UTF-8 nor Windows-1252: byte {e.start} is {body[e.start]:#x}",
            Trouble.NOT_JSON,
        ) from e


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        why = f"{e.msg}, line {e.lineno} column {e.colno}"
        raise PageError(f"the page is not JSON: {why}", Trouble.NOT_JSON) from e
    except (ValueError, RecursionError) as e:  # a number or a nesting beyond all use
        raise PageError("the page is not JSON of any use", Trouble.NOT_JSON) from e


def _rows(page: object) -> list[object]:
    if not isinstance(page, dict):
        raise PageError("the page is no longer one object", Trouble.LAYOUT)
    rows = page.get("rounds")
    if rows is None:
        rows = next((v for k, v in page.items() if k.casefold() == "rounds"), None)
    if not isinstance(rows, list):
        raise PageError('the page has no list named "rounds"', Trouble.LAYOUT)
    if not rows:
        raise PageError("the list of rounds is empty", Trouble.EMPTY)
    return rows


def _web_page(body: bytes) -> str:
    title = title_of(body[:4096].decode("utf-8-sig", "replace"))
    return f"an HTML page titled {title!r}" if title else "an HTML page without a title"


_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?+\s*+(\S)")
