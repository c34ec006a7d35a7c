"""HTTP/1.1 as uvicorn speaks it, with clients that may not dawdle.

uvicorn ends a connection that is idle between two requests; one that says nothing, or
its request a byte at a time, it would hold for ever.
"""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds in which a request has to have come, head and body, and been answered.
PATIENCE = 30.0


class Prompt(H11Protocol):
    """A connection that ends unless every request is over in time."""

    _deadline: asyncio.TimerHandle | None = None
    _answered: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own does
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the next one."""
        self._wait()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(PATIENCE, self.transport.abort)
