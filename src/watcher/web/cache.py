"""Answers that were made, kept until something changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from watcher.web.response import Ready

# Bytes of all that is kept: the service has 100 MiB, and needs most of it.
_MOST = 500_000
# One answer above this is made anew each time: it would push out all others.
_LARGEST = 200_000


@dataclass(slots=True)
class _Making:
    """Somebody makes it already: whoever asks for the same waits for that."""

    done: asyncio.Future[Ready]


class Kept:
    """Answers by what was asked, of one state of the database. For one event loop."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, Ready] = OrderedDict()
        self._size = 0
        self._making: dict[Hashable, _Making] = {}

    async def get(
        self, state: Hashable, asked: Hashable, make: Callable[[], Awaitable[Ready]]
    ) -> Ready:
        """Return the answer to what is *asked* of this *state*; it is made once."""
        if state != self._state:
            self._state, self._size = state, 0
            self._answers.clear()
        kept = self._answers.get(asked)
        if kept is not None:
            self._answers.move_to_end(asked)
            return kept
        key = (state, asked)
        if key in self._making:
            return await asyncio.shield(self._making[key].done)
        return await self._make(key, asked, make)

    async def _make(
        self, key: tuple[Hashable, Hashable], asked: Hashable, make: Callable[[], Awaitable[Ready]]
    ) -> Ready:
        making = _Making(asyncio.get_running_loop().create_future())
        self._making[key] = making
        try:
            made = await make()
        except BaseException as error:
            making.done.set_exception(_copy(error))
            making.done.exception()  # it is not lost where nobody waits for it
            raise
        finally:
            del self._making[key]
        making.done.set_result(made)
        if key[0] == self._state and made.answer.may_be_kept:
            self._keep(asked, made)
        return made

    def _keep(self, asked: Hashable, made: Ready) -> None:
        if made.size > _LARGEST:
            return
        self._answers[asked] = made
        self._size += made.size
        while self._size > _MOST:
            _, oldest = self._answers.popitem(last=False)
            self._size -= oldest.size


def _copy(error: BaseException) -> BaseException:
    """Hand an error on; whoever waits is not cancelled because the maker was."""
    if isinstance(error, asyncio.CancelledError):
        return RuntimeError("whoever made this answer went away")
    return error
