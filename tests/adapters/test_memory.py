"""Memory is given back, where there is a library that takes it."""

import gc
from collections.abc import Iterator

import pytest

from watcher.adapters import memory


class Library:
    """A C library that notes what it is asked."""

    def __init__(self, asked: list[tuple[object, ...]]) -> None:
        self._asked = asked

    def mallopt(self, *what: int) -> int:
        self._asked.append(("mallopt", *what))
        return 1

    def malloc_trim(self, *what: int) -> int:
        self._asked.append(("malloc_trim", *what))
        return 1


class Another:
    """A C library that is none of GNU."""


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_all_threads_share_one_heap_and_what_is_free_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("ctypes.CDLL", lambda _: Library(asked))

    memory.one_heap()
    memory.give_back()

    assert asked == [("mallopt", -8, 1), ("malloc_trim", 0)]


def test_another_library_is_asked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: Another())

    memory.one_heap()
    memory.give_back()


@pytest.mark.usefixtures("thawed")
def test_what_stays_is_looked_at_no_more() -> None:
    before = gc.get_freeze_count()

    memory.settle()

    assert gc.get_freeze_count() > before
