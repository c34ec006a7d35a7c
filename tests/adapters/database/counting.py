"""Listen to what is said to the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Collect every statement of every engine, with its parameters, as it goes out."""
    said: list[tuple[str, Any]] = []

    def listen(_: Connection, __: object, statement: str, parameters: Any, *___: object) -> None:
        said.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


def updates(said: Sequence[tuple[str, Any]], table: str) -> list[tuple[str, Any]]:
    """Return the statements that update *table*."""
    return [(s, p) for s, p in said if f"UPDATE {table} " in s]
