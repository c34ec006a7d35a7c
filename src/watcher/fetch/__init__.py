"""The fetching door: one conditional GET, and every way in which it can fail.

The way through: ``Fetcher.fetch`` asks, ``redirects`` says where it may be led,
``answer`` and ``body`` read what comes, ``deadline`` ends what takes too long, and
``failures`` makes one of our errors of whatever went wrong.
"""

import logging
import re
import secrets
from contextlib import closing
from datetime import timedelta
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Self
from urllib.request import Request

import httpx

from watcher.errors import ConfigError, Fault
from watcher.fetch import redirects
from watcher.fetch.answer import (
    NotModified,
    Page,
    Validators,
    answer,
    conditions,
    sendable,
)
from watcher.fetch.deadline import Deadline
from watcher.fetch.failures import HOPELESS, PASSING, SLOW, failure, overdue
from watcher.settings import Source

__all__ = ["Fetcher", "NotModified", "Page", "Validators"]


class Fetcher:
    """Asks for pages, through a proxy if the environment names one.

    ``total`` bounds a fetch with its redirects and its second try; only looking up
    the name (the resolver's own limit) and connecting (``connect`` for each address)
    may end later. ``read`` bounds each wait. May be shared between threads; one is
    enough for a process, since each loads the certificates anew (40 ms).
    """

    def __init__(
        self,
        *,
        contact: str,
        version: str,
        transport: httpx.BaseTransport | None = None,
        total: timedelta = timedelta(seconds=30),
        connect: timedelta = timedelta(seconds=5),
        read: timedelta = timedelta(seconds=10),
    ) -> None:
        for name in ("httpx", "httpcore"):
            # They log whole addresses at INFO, once a minute.
            logging.getLogger(name).setLevel(logging.WARNING)
        self._total = total
        try:
            self._client = httpx.Client(
                headers=_headers(contact, version),
                timeout=httpx.Timeout(
                    read.total_seconds(), connect=connect.total_seconds()
                ),
                # With a request a minute, a kept connection is mostly a dead one, and
                # a dead one looks like blindness. The header still says keep-alive:
                # it makes servers mark the end of a body, so that a cut one shows.
                limits=httpx.Limits(max_keepalive_connections=0),
                cookies=_NoCookies(),
                event_hooks={"response": [_set_location_aside]},
                transport=transport,
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            raise ConfigError(_bad_environment(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the client; a closed fetcher fetches nothing more."""
        self._client.close()

    def fetch(self, source: Source, validators: Validators) -> Page | NotModified:
        """Ask for the source's page, unless it is still the one of these validators.

        A failure of the network is tried once more at once, anything else never.
        Raises FetchLater, FetchBlocked or FetchUnusable, and nothing else.
        """
        with Deadline(self._total) as deadline:
            try:
                answered = self._fetch(source, validators, deadline)
            except (*PASSING, *SLOW, *HOPELESS) as error:
                if deadline.passed:
                    raise overdue(source.url, self._total) from error
                raise failure(source.url, error) from error
            # A body whose length was not announced ends where its connection ends,
            # also where we ended it.
            if deadline.passed:
                raise overdue(source.url, self._total)
        return answered

    def _fetch(
        self, source: Source, validators: Validators, deadline: Deadline
    ) -> Page | NotModified:
        try:
            return self._try(source, validators, deadline)
        except PASSING:
            if deadline.passed:
                raise
        # canada.ca's edge resets connections now and then; the next one works.
        return self._try(source, validators, deadline)

    def _try(
        self, source: Source, validators: Validators, deadline: Deadline
    ) -> Page | NotModified:
        visited = [_address(source)]
        sent = sendable(validators)
        while True:
            request = self._client.build_request(
                "GET",
                visited[-1],
                headers=conditions(sent),
                extensions={"trace": deadline.watch},
            )
            with closing(self._client.send(request, stream=True)) as response:
                if response.status_code not in redirects.STATUSES:
                    return answer(source, response, sent, moved=len(visited) > 1)
                location = response.extensions["location"]
            visited.append(redirects.next_address(source, visited, location))
            sent = Validators()  # they belong to the source's own address


def _address(source: Source) -> httpx.URL:
    url = httpx.URL(source.url)
    if not source.cache_bust:
        return url
    # By chance and not by count: a count begins anew with each start, and would meet
    # the copies that caches keep of the last one.
    fresh = b"wbCacheBust=" + secrets.token_hex(8).encode()
    return url.copy_with(query=b"&".join(filter(None, (url.query, fresh))))


def _headers(contact: str, version: str) -> dict[str, str]:
    who = f" (+{contact})" if contact else ""
    return {
        # A header is printable ASCII; another character would fail each request.
        "User-Agent": re.sub(r"[^ -~]", "?", f"express-entry-watcher/{version}{who}"),
        # As a browser sends them: canada.ca is said to turn away those who do not.
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en-CA,en;q=0.9,fr-CA;q=0.8,fr;q=0.7",
        # httpx would also offer br and zstd wherever their packages are installed.
        "Accept-Encoding": "gzip",
    }


class _NoCookies(CookieJar):
    """Keeps none: each request is to be judged as the first one was."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Leave what was set where it is."""


def _set_location_aside(response: httpx.Response) -> None:
    """Keep httpx from it: told not to follow, it still builds the next request.

    And it calls a Location that it cannot read a failure of the network.
    """
    response.extensions["location"] = response.headers.pop("location", None)


def _bad_environment(error: Exception) -> Fault:
    return Fault(
        file="environment",
        key="HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE or SSL_CERT_DIR",
        problem=f"cannot be used for fetching ({error})",
        hint="mend or unset it",
    )
