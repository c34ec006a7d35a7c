"""The clients: one as the machine is set up, one that sees public addresses only."""

import logging
import re
import ssl
from datetime import timedelta
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.request import Request  # noqa: TID251 - this is the door

import httpx

from watcher.adapters.http.guard import GuardedTransport, Resolve
from watcher.core.errors import ConfigError, Fault
from watcher.core.settings import Source


class Clients:
    """Both of them, with one set of certificates (to load it takes 40 ms).

    A given *transport* stands in for the network of both, and guards nothing.
    Raises ConfigError where the environment cannot be used.
    """

    def __init__(
        self,
        *,
        contact: str,
        version: str,
        transport: httpx.BaseTransport | None,
        resolve: Resolve,
        connect: timedelta,
        read: timedelta,
    ) -> None:
        for name in ("httpx", "httpcore"):
            # They log whole addresses at INFO, once a minute.
            logging.getLogger(name).setLevel(logging.WARNING)
        headers = _headers(contact, version)
        timeout = httpx.Timeout(read.total_seconds(), connect=connect.total_seconds())
        try:
            context = httpx.create_ssl_context() if transport is None else None
            self._plain = _client(headers, timeout, context, transport)
            self._guarded = self._plain
            if context is not None:
                guarded = GuardedTransport(context, resolve)
                self._guarded = _client(headers, timeout, context, guarded)
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            raise ConfigError(_bad_environment(error)) from error

    def of(self, source: Source) -> httpx.Client:
        """Choose the one that a source is asked with."""
        if source.trust == "official" or source.allow_private:
            return self._plain
        return self._guarded

    def close(self) -> None:
        """Let go of both."""
        self._plain.close()
        self._guarded.close()


def _client(
    headers: dict[str, str],
    timeout: httpx.Timeout,
    context: ssl.SSLContext | None,
    transport: httpx.BaseTransport | None,
) -> httpx.Client:
    return httpx.Client(
        headers=headers,
        timeout=timeout,
        # With a request a minute, a kept connection is mostly a dead one, and a dead
        # one looks like blindness. The header still says keep-alive: it makes servers
        # mark the end of a body, so that a cut one shows.
        limits=httpx.Limits(max_keepalive_connections=0),
        cookies=_NoCookies(),
        event_hooks={"response": [_set_location_aside]},
        verify=True if context is None else context,
        transport=transport,
    )


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
