"""Fetching: one conditional GET, with a deadline; for secondary sources robots.txt and public addresses only."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, Self, TypeVar

import httpx

from watcher.adapters.http.deadline import Deadline
from watcher.adapters.http.request import (
    MAX_REDIRECTS,
    PERMANENT_ERRORS,
    TIMEOUT_ERRORS,
    TRANSIENT_ERRORS,
    FetchRequest,
    site_of,
)
from watcher.adapters.http.response import (
    CacheHeaders,
    FetchedPage,
    NotModified,
    Validators,
    conditions,
    read_response,
    sendable,
)
from watcher.adapters.http.robots import ROBOTS_REDIRECTS, Robots, SiteQueues, rules_of
from watcher.adapters.http.transport import Clients, Resolve, resolve
from watcher.core.settings import Source

__all__ = ["CacheHeaders", "FetchedPage", "Fetcher", "NotModified", "Validators"]

_Read = TypeVar("_Read")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange(Generic[_Read]):
    """One request: ``read`` takes the response and whether it moved, ``rest`` returns the seconds to wait before."""

    request: FetchRequest
    sent: Validators
    read: Callable[[httpx.Response, bool], _Read]
    rest: Callable[[httpx.URL], float]
    max_redirects: int = MAX_REDIRECTS


class Fetcher:
    """Fetches pages, through a proxy if the environment names one; shared between threads.

    ``total`` bounds a fetch with its redirects and second try, without the wait in the site's queue; only the name
    lookup and connecting (``connect`` for each address) may end later. ``read`` bounds each wait.

    Secondary sources are fetched from public addresses only, found with ``resolve``, one request at a time for each
    site, at least ``spacing`` apart, as robots.txt allows. ``clock`` and ``pause`` serve that wait, in seconds.
    """

    def __init__(
        self,
        *,
        contact: str,
        version: str,
        transport: httpx.BaseTransport | None = None,
        resolve: Resolve = resolve,
        total: timedelta = timedelta(seconds=30),
        connect: timedelta = timedelta(seconds=5),
        read: timedelta = timedelta(seconds=10),
        spacing: timedelta = timedelta(seconds=2),
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._total = total
        self._spacing = spacing.total_seconds()
        self._turns = SiteQueues(clock, pause)
        self._robots = Robots(self._rules, clock)
        self._clients = Clients(
            user_agent=f"express-entry-watcher/{version}" + (f" (+{contact})" if contact else ""),
            transport=transport,
            resolve=resolve,
            timeout=httpx.Timeout(read.total_seconds(), connect=connect.total_seconds()),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stop(self) -> None:
        """Raise Stopped in all threads that wait in a site's queue."""
        self._turns.stop()

    def close(self) -> None:
        """Close all connections; a closed fetcher fetches nothing more."""
        self.stop()
        self._clients.close()

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> FetchedPage | NotModified:
        """Fetch the source's page, or ``url`` of its site, conditionally with these validators.

        A network failure is retried once at once. Raises only FetchError or, after ``stop``, Stopped.
        """
        request = FetchRequest(source=source, url=source.url if url is None else url)
        sent = sendable(validators)
        return self._run(
            _Exchange(
                request=request,
                sent=sent,
                read=lambda response, moved: read_response(
                    request, response, Validators() if moved else sent, moved=moved
                ),
                rest=partial(self._rest, source),
            )
        )

    def _rest(self, source: Source, url: httpx.URL) -> float:
        if not source.robots:
            return self._spacing
        return max(self._spacing, self._robots.rest(source, url))

    def _rules(self, source: Source, file: str) -> str:
        request = FetchRequest(source=source, url=file)
        return self._run(
            _Exchange(
                request=request,
                sent=Validators(),
                read=lambda response, _: rules_of(request, response),
                rest=lambda _: self._spacing,
                max_redirects=ROBOTS_REDIRECTS,
            )
        )

    def _run(self, exchange: _Exchange[_Read]) -> _Read:
        with Deadline(self._total) as deadline:
            try:
                read = self._twice(exchange, deadline)
            except (*TRANSIENT_ERRORS, *TIMEOUT_ERRORS, *PERMANENT_ERRORS) as error:
                if deadline.passed:
                    raise exchange.request.overdue(self._total) from error
                raise exchange.request.failure(error) from error
            # A body whose length was not announced ends where its connection ends,
            # also where we ended it.
            if deadline.passed:
                raise exchange.request.overdue(self._total)
        return read

    def _twice(self, exchange: _Exchange[_Read], deadline: Deadline) -> _Read:
        try:
            return self._try(exchange, deadline)
        except TRANSIENT_ERRORS:
            if deadline.passed:
                raise
        # canada.ca's edge resets connections now and then; the next one works.
        return self._try(exchange, deadline)

    def _try(self, exchange: _Exchange[_Read], deadline: Deadline) -> _Read:
        request, sent = exchange.request, exchange.sent
        visited = [request.address()]
        while True:
            with self._answer(exchange, visited[-1], sent, deadline) as response:
                if response.status_code not in _REDIRECTS:
                    return exchange.read(response, len(visited) > 1)
                location = response.extensions["location"]
            visited.append(request.redirected(visited, location, most=exchange.max_redirects))
            sent = Validators()  # they belong to the address that was asked for

    @contextmanager
    def _answer(
        self, exchange: _Exchange[_Read], url: httpx.URL, sent: Validators, deadline: Deadline
    ) -> Iterator[httpx.Response]:
        """Send one request, in the queue of its site until the response was read."""
        source = exchange.request.source
        client = self._clients.of(source)
        request = client.build_request(
            "GET", url, headers=conditions(sent), extensions={"trace": deadline.watch}
        )
        with ExitStack() as stack:
            if source.trust == "secondary":
                with deadline.resting():
                    rest = exchange.rest(url)
                    stack.enter_context(self._turns.turn(site_of(url), rest))
            yield stack.enter_context(closing(client.send(request, stream=True)))
