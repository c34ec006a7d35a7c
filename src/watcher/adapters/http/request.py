"""Requests: the address, its redirects, and the errors of a failure."""

import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpcore
import httpx

from watcher.core.errors import FetchBlocked, FetchError, FetchLater, FetchUnusable
from watcher.core.model import Trouble
from watcher.core.redaction import public_url, without_url_secrets
from watcher.core.schedule import LONGEST_WAIT
from watcher.core.settings import Source

MAX_REDIRECTS = 3
_DIGITS = 9  # int() refuses 4300, timedelta less; ten are more than an hour anyway


class TooLarge(Exception):
    """The body passes its limit, on the wire or decompressed."""


#: Passing by nature, and worth one more try at once.
TRANSIENT_ERRORS = (
    httpx.NetworkError,
    httpx.RemoteProtocolError,
    httpx.ProxyError,
    httpcore.NetworkError,
    httpcore.RemoteProtocolError,
    httpcore.ProxyError,
    OSError,
    EOFError,
)
#: Passing too, but they have cost their time already.
TIMEOUT_ERRORS = (httpx.TimeoutException, httpcore.TimeoutException)
#: Another try will end the same way. UnicodeError comes of a host name whose labels
#: are empty or too long: socket raises it, and neither httpcore nor httpx maps it.
PERMANENT_ERRORS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    httpx.StreamError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    UnicodeError,
    zlib.error,
    TooLarge,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """``url`` is the source's own, or that of a page which it led to."""

    source: Source
    url: str

    @property
    def own(self) -> bool:
        """Whether it is the address that the operator gave."""
        return self.url == self.source.url

    @property
    def where(self) -> str:
        """The address without its secrets."""
        return public_url(self.url)

    def hiding(self, text: str) -> str:
        """Remove the secrets of the address from a text."""
        return without_url_secrets(without_url_secrets(text, self.url), self.source.url)

    def address(self) -> httpx.URL:
        """Return the first address; raises FetchUnusable for one on another site."""
        url = httpx.URL(self.url)
        if self.own:
            if url.scheme not in {"http", "https"} or not url.host:
                # Before its robots.txt is asked for: that one is not to blame.
                raise httpx.UnsupportedProtocol("no address of the web")
            if not self.source.cache_bust:
                return url
            # Random, as a count would start over and meet the copies that caches still hold.
            unique = b"wbCacheBust=" + secrets.token_hex(8).encode()
            return url.copy_with(query=b"&".join(filter(None, (url.query, unique))))
        own = httpx.URL(self.source.url)
        if (own.scheme, url.scheme, url.port) == ("https", "http", None):
            # Sites that went over to https keep old links in their texts.
            url = url.copy_with(scheme="https")
        if not may_lead(self.source, own, url):
            raise FetchUnusable(
                f"{self.where} is no page of the site of {public_url(self.source.url)}; "
                "it is not asked unless redirects_to names its host and port."
            )
        return url

    def redirected(
        self, visited: Sequence[httpx.URL], location: str | None, *, most: int
    ) -> httpx.URL:
        """Resolve a Location against the last address visited, or refuse to go there."""
        if not location:
            raise self._misled("redirects to nowhere")
        try:
            url = visited[-1].join(location)
        except (httpx.InvalidURL, ValueError) as error:
            why = self.hiding(str(error))
            raise self._misled(f"redirects to an address that cannot be read ({why})") from error
        target = public_url(str(url))
        if url in visited:
            raise self._misled(f"redirects in a circle (to {target} again)")
        if len(visited) > most:
            raise self._misled(f"redirects more than {most} times (last to {target})")
        if not may_lead(self.source, visited[-1], url):
            raise self._misled(f"redirects to {target}, which is not the same site and port")
        return url

    def _misled(self, what: str) -> FetchUnusable:
        return FetchUnusable(
            f"{self.where} {what}; look where the page has gone, then set the "
            "source's url, or name the host (or host:port) in redirects_to."
        )

    def failure(self, error: Exception) -> FetchError:
        """Return our error for an exception of the libraries."""
        what = self.hiding(f"{type(error).__name__}: {error}".removesuffix(": "))
        if isinstance(error, TIMEOUT_ERRORS):
            return self._later(
                f"did not answer in time ({what}); it is asked again at the next poll."
            )
        if isinstance(error, TRANSIENT_ERRORS):
            return self._later(
                f"could not be read ({what}); it is asked again at the next poll, "
                "and if that goes on, look at the network, the proxy and the site."
            )
        if isinstance(error, TooLarge):
            why = "is larger than this source may be; if that is right, raise its max_bytes."
        elif isinstance(error, zlib.error):
            why = f"sent gzip that cannot be decompressed ({what}); open it in a browser and see."
        else:
            mend = "mend the url of the source" if self.own else "see what its site links to"
            why = f"cannot be asked for ({what}); {mend}."
        return FetchUnusable(f"{self.where} {why}")

    def overdue(self, total: timedelta) -> FetchLater:
        """Return the error of a fetch that passed its deadline."""
        return self._later(
            f"was not done within {total.total_seconds():g} s; it is asked again at the next poll."
        )

    def status_error(self, status: int, headers: Mapping[str, str]) -> FetchError:
        """Return the error for a status other than 200."""
        answered = f"answered {status}"
        match status:
            case 429 | 503:
                wait = retry_after(headers)
                when = "at the next poll" if wait is None else f"after {wait}"
                why = f"{answered}, which asks for patience; it is asked again {when}."
                return self._later(why, Trouble.THROTTLED, wait)
            case 401 | 403 | 451:
                return FetchBlocked(
                    f"{self.where} {answered}, which refuses us; see whether it blocks the "
                    "User-Agent or the address of this machine."
                )
            case _ if status in {408, 425} or httpx.codes.is_server_error(status):
                return self._later(
                    f"{answered}, a fault of its own; it is asked again at the next poll."
                )
            case 404 | 410 if self.own:
                why = "so it is gone; find its new address and set it as the source's url."
            case 404 | 410:
                why = "so it is gone; if all of the site has moved, mend the source's url."
            case _:
                why = "which is no page; open it in a browser and see what has changed."
        return FetchUnusable(f"{self.where} {answered}, {why}")

    def _later(
        self, why: str, trouble: Trouble = Trouble.UNREACHABLE, wait: timedelta | None = None
    ) -> FetchLater:
        return FetchLater(f"{self.where} {why}", trouble, wait)


def may_lead(source: Source, before: httpx.URL, after: httpx.URL) -> bool:
    """Tell whether one address may redirect or link to another.

    That is one of the source's host and port, with or without ``www.``, or of ``redirects_to``; never from https to
    http.
    """
    if after.scheme != "https" and (before.scheme, after.scheme) != ("http", "http"):
        return False
    own, site = httpx.URL(source.url), site_of(after)
    # The usual ports of http and https are None here: to go over is no other port.
    upgraded = own.port is None or after.scheme == own.scheme
    if site == site_of(own) and after.port == own.port and upgraded:
        return True
    port = after.port or (443 if after.scheme == "https" else 80)
    return any(
        host.removeprefix("www.") == site and named in {"", str(port)}
        for host, _, named in (name.lower().partition(":") for name in source.redirects_to)
    )


def site_of(url: httpx.URL) -> str:
    """Name the site of an address."""
    return url.host.removeprefix("www.")


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After, within 0 and an hour; a date counts from the answer's own Date, as clocks may differ."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=int(text)) if len(text) <= _DIGITS else LONGEST_WAIT
    else:
        until, now = _instant(text), _instant(headers.get("date", ""))
        if until is None or now is None:
            return None
        wait = until - now
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """Read the answer's Date plus its Age in a cache; None where the page was changed after it was sent."""
    sent, age = _instant(headers.get("date", "")), age_of(headers)
    if sent is None or (age is None and "age" in headers):
        return None
    changed = _instant(headers.get("last-modified", ""))
    if changed is not None and changed > sent:
        return None
    return sent + timedelta(seconds=age or 0)


def age_of(headers: Mapping[str, str]) -> int | None:
    """Read how many seconds the answer has been in a cache; None where it does not say so."""
    age = headers.get("age", "").strip()
    return int(age) if age.isascii() and age.isdigit() and len(age) <= _DIGITS else None


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
