"""The clients: one as the machine is set up, one that connects to public addresses only.

A name is looked up once, its addresses are checked, and one of those is connected to, against DNS rebinding. TLS still
verifies the name.
"""

import ipaddress
import logging
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.request import getproxies, proxy_bypass  # noqa: TID251 - the only use

import httpcore
import httpx

from watcher.core.errors import ConfigError, ConfigFault, FetchUnusable
from watcher.core.settings import Source

#: Host and port -> every address that the name has, as text.
Resolve = Callable[[str, int], Sequence[str]]

#: What httpcore takes for the options of a socket.
_Options = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# Each may cost the time to connect; a name of the open web may have hundreds.
_MOST_TRIED = 6
# With a request a minute, a kept connection is mostly dead, which looks like a source that
# is down. The header still says keep-alive: servers then mark the end of a body.
_NO_KEEPALIVE = httpx.Limits(max_keepalive_connections=0)
_HEADERS = {
    # As a browser sends them: canada.ca is said to turn away those who do not.
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-CA,en;q=0.9,fr-CA;q=0.8,fr;q=0.7",
    # httpx would also offer br and zstd wherever their packages are installed.
    "Accept-Encoding": "gzip",
}
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Clients:
    """Both clients, with one set of certificates; a given *transport* replaces the network, unguarded."""

    def __init__(
        self,
        *,
        user_agent: str,
        transport: httpx.BaseTransport | None,
        resolve: Resolve,
        timeout: httpx.Timeout,
    ) -> None:
        for name in ("httpx", "httpcore"):
            # They log whole addresses at INFO, once a minute.
            logging.getLogger(name).setLevel(logging.WARNING)
        client = partial(
            httpx.Client,
            # A header is printable ASCII; another character would fail each request.
            headers=_HEADERS | {"User-Agent": re.sub(r"[^ -~]", "?", user_agent)},
            timeout=timeout,
            limits=_NO_KEEPALIVE,
            # None is kept: each request is to be judged as the first one was.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            event_hooks={"response": [_set_location_aside]},
        )
        try:
            if transport is not None:
                self._plain = self._guarded = client(transport=transport)
                return
            context = httpx.create_ssl_context()
            self._plain = client(verify=context)
            self._guarded = client(transport=GuardedTransport(context, resolve))
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            raise ConfigError(
                ConfigFault(
                    file="environment",
                    key="HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE or SSL_CERT_DIR",
                    problem=f"cannot be used for fetching ({error})",
                    hint="mend or unset it",
                )
            ) from error

    def of(self, source: Source) -> httpx.Client:
        """Return the client for a source."""
        private = source.trust == "official" or source.allow_private
        return self._plain if private else self._guarded

    def close(self) -> None:
        """Close both."""
        self._plain.close()
        self._guarded.close()


def _set_location_aside(response: httpx.Response) -> None:
    """Keep it from httpx, which builds the next request even if it is told not to follow, and may fail at that."""
    response.extensions["location"] = response.headers.pop("location", None)


class NotPublic(FetchUnusable):
    """A name of the open web leads to an address that is not public."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(
            f"{host} is at {address}, which is no public address; set "
            "allow_private = true for this source (`watcher read`: --allow-private) "
            "if that is wanted."
        )


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system, which also understands ``2130706433`` and ``0x7f.1``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class GuardedTransport(httpx.BaseTransport):
    """Connects to public addresses only.

    A proxy of the environment is not asked for addresses that are not public as seen from here; names that only the
    proxy knows cannot be checked.
    """

    def __init__(
        self,
        context: ssl.SSLContext,
        resolve: Resolve,
        backend: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._resolve = resolve
        self._direct = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=_PublicOnly(resolve, backend or httpcore.SyncBackend()),
        )
        self._environment = getproxies()
        self._proxies = {
            scheme: httpx.HTTPTransport(
                verify=context,
                limits=_NO_KEEPALIVE,
                proxy=proxy if "://" in proxy else f"http://{proxy}",
            )
            for scheme in ("http", "https", "all")
            if (proxy := self._environment.get(scheme))
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as a transport does; raises NotPublic."""
        url = request.url
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if proxy is None or proxy_bypass(url.netloc.decode(), self._environment):
            return self._ask(request)
        with suppress(OSError):  # unknown here: perhaps only the proxy can look it up
            host = url.raw_host.decode("ascii")
            _public(host, self._resolve(host, url.port or 0))
        return proxy.handle_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._direct.close()
        for proxy in self._proxies.values():
            proxy.close()

    def _ask(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._direct.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,
        )


class _Stream(httpx.SyncByteStream):
    """The body of an answer; fails with httpcore's own errors."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        """End the connection, of which none is kept."""
        self._response.close()


class _PublicOnly(httpcore.NetworkBackend):
    """Connects as httpcore does, to addresses that were judged."""

    def __init__(self, resolve: Resolve, inner: httpcore.NetworkBackend) -> None:
        self._resolve = resolve
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_Options] | None = None,
    ) -> httpcore.NetworkStream:
        """Look up, judge, connect; raises NotPublic."""
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _public(host, self._resolve(host, port))[:_MOST_TRIED]:
            try:
                return self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed


def _public(host: str, addresses: Sequence[str]) -> Sequence[str]:
    """Return the addresses, each once; raises NotPublic unless every one is public."""
    for address in addresses:
        if not is_public(address):
            raise NotPublic(host, address)
    return list(dict.fromkeys(addresses))


def is_public(text: str) -> bool:
    """Tell whether an address is one of the open Internet's, and a single machine's.

    An IPv6 address that wraps an IPv4 one is what it wraps, but for a prefix that a network chose itself (RFC 6052).
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # what cannot be read cannot be judged
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    inner = _wrapped(address)
    if inner is not None:
        return is_public(str(inner))
    # is_global lets pass what is given to nobody yet (::/8, fec0::/10).
    return address in _UNICAST and address.is_global and address.scope_id is None


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour
