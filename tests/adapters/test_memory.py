"""All threads share one heap, where there is a library that knows of it."""

import pytest

from watcher.adapters import memory


class Library:
    """A C library that notes what it is asked."""

    def __init__(self, asked: list[tuple[int, ...]]) -> None:
        self._asked = asked

    def mallopt(self, *what: int) -> int:
        self._asked.append(what)
        return 1


class Another:
    """A C library that is none of GNU."""


def test_all_threads_share_one_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr("ctypes.CDLL", lambda _: Library(asked))

    memory.share_one_heap()

    assert asked == [(-8, 1)]


def test_another_library_is_asked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: Another())

    memory.share_one_heap()
