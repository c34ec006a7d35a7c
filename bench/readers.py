"""People who read the pages, in a process of their own: so many at once, for so long."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

AT_MOST = 120.0  # seconds, whoever forgets to end them
_BEGUN_WITHIN = 30.0
_LOOK = 0.05  # seconds between two looks at the pipe
_REQUEST = "GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """*count* connections that each ask for the *pages* in turn, *pause* seconds apart."""

    port: int
    pages: Sequence[str]
    count: int
    pause: float


class Readers:
    """Starts them, and ends them."""

    def __init__(self, habit: Habit) -> None:
        spawning = get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_read, args=(habit, theirs), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        assert self._pipe.poll(_BEGUN_WITHIN), "the readers do not begin"
        self._pipe.recv()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send(None)
        self._process.join(_BEGUN_WITHIN)

    @property
    def answered(self) -> int:
        """How many whole answers with status 200 came so far."""
        self._pipe.send("answered")
        return int(self._pipe.recv())


def _read(habit: Habit, pipe: Connection) -> None:
    os.nice(10)  # the crowd is outside: it must not take the processor from what is measured
    asyncio.run(_Crowd(habit, pipe).read())


class _Crowd:
    def __init__(self, habit: Habit, pipe: Connection) -> None:
        self._habit = habit
        self._pipe = pipe
        self._answered = 0

    async def read(self) -> None:
        """Read until told to end, or for so long at most."""
        readers = [asyncio.create_task(self._one(n)) for n in range(self._habit.count)]
        await asyncio.sleep(2 * self._habit.pause + 1)
        self._pipe.send("begun")
        for _ in range(int(AT_MOST / _LOOK)):
            await asyncio.sleep(_LOOK)
            if self._pipe.poll():
                if self._pipe.recv() is None:
                    break
                self._pipe.send(self._answered)
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)

    async def _one(self, turn: int) -> None:
        habit = self._habit
        # So that they do not all ask in the same instant.
        await asyncio.sleep(habit.pause * turn / habit.count)
        read, write = await asyncio.open_connection("127.0.0.1", habit.port)
        try:
            while True:
                turn += 1
                page = habit.pages[turn % len(habit.pages)]
                write.write(_REQUEST.format(page=page).encode())
                head = (await read.readuntil(b"\r\n\r\n")).lower()
                length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await read.readexactly(int(length))
                self._answered += head.startswith(b"http/1.1 200")
                await asyncio.sleep(habit.pause)
        finally:
            write.close()
