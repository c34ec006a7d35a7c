"""What went wrong with a fetch, as one of our errors: where, what, and what next."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpcore
import httpx

from watcher.adapters.http.body import TooLarge
from watcher.adapters.http.request import Asked
from watcher.core.errors import FetchBlocked, FetchError, FetchLater, FetchUnusable
from watcher.core.model import Trouble
from watcher.core.schedule import LONGEST_WAIT

_DIGITS = 9  # int() refuses 4300, timedelta less; ten are more than an hour anyway

#: Passing by nature, and worth one more try at once.
PASSING = (
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
SLOW = (httpx.TimeoutException, httpcore.TimeoutException)
#: Another try will end the same way. UnicodeError comes of a host name whose labels
#: are empty or too long: socket raises it, and neither httpcore nor httpx maps it.
HOPELESS = (
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

_THROTTLED = {429, 503}
_REFUSED = {401, 403, 451}
_THEIRS = {408, 425, *range(500, 600)}  # less the throttled ones
_GONE = {404, 410}


def failure(asked: Asked, error: Exception) -> FetchError:
    """Say what an exception of the libraries means for this address."""
    where = asked.where
    what = asked.hiding(f"{type(error).__name__}: {error}".removesuffix(": "))
    if isinstance(error, SLOW):
        return FetchLater(
            f"{where} did not answer in time ({what}); it is asked again at the next poll.",
            Trouble.UNREACHABLE,
        )
    if isinstance(error, PASSING):
        return FetchLater(
            f"{where} could not be read ({what}); it is asked again at the next poll, "
            "and if that goes on, look at the network, the proxy and the site.",
            Trouble.UNREACHABLE,
        )
    if isinstance(error, TooLarge):
        return FetchUnusable(
            f"{where} is larger than this source may be; if that is right, raise its max_bytes."
        )
    if isinstance(error, zlib.error):
        return FetchUnusable(
            f"{where} sent gzip that cannot be decompressed ({what}); open it in a browser and see."
        )
    mend = "mend the url of the source" if asked.own else "see what its site links to"
    return FetchUnusable(f"{where} cannot be asked for ({what}); {mend}.")


def overdue(asked: Asked, total: timedelta) -> FetchLater:
    """Say that the whole fetch took longer than it may."""
    return FetchLater(
        f"{asked.where} was not done within {total.total_seconds():g} s; "
        "it is asked again at the next poll.",
        Trouble.UNREACHABLE,
    )


def refusal(asked: Asked, status: int, headers: Mapping[str, str]) -> FetchError:
    """Say what a status other than 200 means for this address."""
    where = f"{asked.where} answered {status}"
    if status in _THROTTLED:
        wait = retry_after(headers)
        when = "at the next poll" if wait is None else f"after {wait}"
        return FetchLater(
            f"{where}, which asks for patience; it is asked again {when}.", Trouble.THROTTLED, wait
        )
    if status in _REFUSED:
        return FetchBlocked(
            f"{where}, which refuses us; see whether it blocks the User-Agent "
            "or the address of this machine."
        )
    if status in _THEIRS:
        return FetchLater(
            f"{where}, a fault of its own; it is asked again at the next poll.", Trouble.UNREACHABLE
        )
    if status in _GONE:
        mend = "find its new address and set it as the source's url"
        if not asked.own:
            mend = "if all of the site has moved, mend the source's url"
        return FetchUnusable(f"{where}, so it is gone; {mend}.")
    return FetchUnusable(
        f"{where}, which is no page; open it in a browser and see what has changed."
    )


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After, within 0 and an hour; None where it cannot be read.

    A date counts from the answer's own Date: our clock and theirs may differ.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=int(text)) if len(text) <= _DIGITS else LONGEST_WAIT
    else:
        until, now = _instant(text), _instant(headers.get("date", ""))
        if until is None or now is None:
            return None
        wait = until - now
    return min(max(wait, timedelta(0)), LONGEST_WAIT)


def said_at(headers: Mapping[str, str]) -> datetime | None:
    """Read what time it is by the answer: its Date, and its Age where a cache kept it.

    None where it cannot be: no page was changed after it was sent.
    """
    sent, age = _instant(headers.get("date", "")), headers.get("age", "0").strip()
    if sent is None or not (age.isascii() and age.isdigit() and len(age) <= _DIGITS):
        return None
    changed = _instant(headers.get("last-modified", ""))
    if changed is not None and changed > sent:
        return None
    return sent + timedelta(seconds=int(age))


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None
