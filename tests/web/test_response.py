"""The cache of responses, ETags and compression."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from watcher.web import response
from watcher.web.response import CachedResponse, ResponseCache, WebResponse, prepare

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread: a browser that other tests opened has a loop in this one."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, work).result()


class Maker:
    """Makes answers, and counts; the next ones may fail, or be of somebody's own."""

    def __init__(self, body: bytes = b"page") -> None:
        self.body = body
        self.made = 0
        self.error: Exception | None = None
        self.private = False

    async def __call__(self) -> CachedResponse:
        self.made += 1
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return prepare(WebResponse(body=self.body, private=self.private))


def test_an_answer_is_made_once_for_everybody_who_asks_at_once() -> None:
    keeper, make = ResponseCache(), Maker()

    async def crowd() -> list[CachedResponse]:
        return await asyncio.gather(*(keeper.get(1, "/", make) for _ in range(200)))

    answers = run(crowd())

    assert make.made == 1
    assert {answer.response.body for answer in answers} == {b"page"}


def test_it_is_made_anew_when_something_has_changed() -> None:
    keeper, make = ResponseCache(), Maker()

    async def twice() -> None:
        for state in (1, 1, 2, 2):
            await keeper.get(state, "/", make)

    run(twice())

    assert make.made == 2


def test_what_is_asked_differently_is_another_answer() -> None:
    keeper, make = ResponseCache(), Maker()

    async def both() -> None:
        for request in (("/", "en"), ("/", "fr"), ("/", "en")):
            await keeper.get(1, request, make)

    run(both())

    assert make.made == 2


def test_an_answer_that_was_made_of_an_older_state_is_not_kept() -> None:
    keeper, make = ResponseCache(), Maker()

    async def overtaken() -> None:
        await asyncio.gather(keeper.get(1, "/", make), keeper.get(2, "/", make))
        await keeper.get(2, "/", make)

    run(overtaken())

    assert make.made == 2


def test_a_failure_is_told_to_all_who_wait_and_tried_again_by_the_next() -> None:
    keeper, make = ResponseCache(), Maker()
    make.error = ValueError("broken")

    async def crowd() -> list[object]:
        asking = (keeper.get(1, "/", make) for _ in range(3))
        failed: list[object] = await asyncio.gather(*asking, return_exceptions=True)
        make.error = None
        return [*failed, await keeper.get(1, "/", make)]

    *failed, last = run(crowd())

    assert [str(error) for error in failed] == ["broken"] * 3
    assert isinstance(last, CachedResponse)
    assert make.made == 2


def test_what_is_private_is_never_kept() -> None:
    keeper, make = ResponseCache(), Maker()
    make.private = True

    async def twice() -> None:
        await keeper.get(1, "/", make)
        await keeper.get(1, "/", make)

    run(twice())

    assert make.made == 2


def test_memory_is_bounded_and_what_was_asked_for_last_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(response, "_MOST_BYTES", 1000)
    keeper, make = ResponseCache(), Maker(b"x" * 400)

    async def several() -> None:
        for page in ("a", "b", "a", "c"):  # c pushes out b
            await keeper.get(1, page, make)
        assert make.made == 3
        await keeper.get(1, "a", make)
        assert make.made == 3
        await keeper.get(1, "b", make)
        assert make.made == 4

    run(several())
