"""Responses that were made, kept until something changes, and since when each has been what it is."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import UTC, datetime, timedelta

from watcher.web.response import CachedResponse

# Bytes of all that is kept.
_MOST = 500_000
# A larger response is made anew each time: it would push out all others.
_LARGEST = 200_000
# Modification times that are remembered; a response that is forgotten counts as changed.
_REMEMBERED = 256


class ResponseCache:
    """Responses by what was asked, of one state of the database. For one event loop."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._responses: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._size = 0
        self._pending: dict[Hashable, asyncio.Task[CachedResponse]] = {}

    async def get(
        self, state: Hashable, key: Hashable, make: Callable[[], Awaitable[CachedResponse]]
    ) -> CachedResponse:
        """Return the response to *key* in this *state*; it is made once."""
        if state != self._state:
            self._state, self._size = state, 0
            self._responses.clear()
        if key in self._responses:
            self._responses.move_to_end(key)
            return self._responses[key]
        pending = self._pending.get((state, key))
        if pending is None:
            pending = asyncio.create_task(self._make(state, key, make))
            self._pending[state, key] = pending
            pending.add_done_callback(_mark_retrieved)
        # A client that goes away cancels only its own wait.
        return await asyncio.shield(pending)

    async def _make(
        self, state: Hashable, key: Hashable, make: Callable[[], Awaitable[CachedResponse]]
    ) -> CachedResponse:
        try:
            made = await make()
        finally:
            del self._pending[state, key]
        if state == self._state and made.response.is_shareable and made.size <= _LARGEST:
            self._responses[key] = made
            self._size += made.size
            while self._size > _MOST:
                self._size -= self._responses.popitem(last=False)[1].size
        return made


class ModificationTimes:
    """Remembers the tag of each response, and when this process first made it.

    Not computed from the rounds: a confirmation changes the words and none of their
    times. After a restart every response counts as new, which costs sending it once.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[str, datetime]] = OrderedDict()

    def since(self, key: Hashable, etag: str, now: datetime) -> datetime:
        """Return since when *etag* is the response to *key*, to the second."""
        known, since = self._known.get(key, ("", datetime.min.replace(tzinfo=UTC)))
        if known != etag:
            # Two responses of one second must not have the same time.
            since = max(now.replace(microsecond=0), since + timedelta(seconds=1))
        self._known[key] = etag, since
        self._known.move_to_end(key)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return since


def _mark_retrieved(task: asyncio.Task[CachedResponse]) -> None:
    """Keep asyncio from logging an error that nobody waited for."""
    if not task.cancelled():
        task.exception()
