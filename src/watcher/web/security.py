"""ASGI middleware: rate and size limits, host check (DNS rebinding), CSRF check, headers."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watcher.adapters.logs import event
from watcher.core.errors import catch_unexpected
from watcher.core.settings import N_, Web
from watcher.messages.formatter import Formatter
from watcher.web.request import preferred_language
from watcher.web.sessions import RateLimiter

log = logging.getLogger(__name__)

LONGEST_TARGET = 2048
LARGEST_BODY = 16_384
# Burst of one address, in seconds of its rate: some pages with all their files.
BURST_SECONDS = 4
# Beyond so many requests at once they wait for alerts, in steps of seconds.
_FEW = 8
_MOMENT, _MOMENTS = 0.05, 4
# Label of unknown paths in metrics, which must stay few.
_NO_ROUTE = "none"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A name or an address, and a port; no user part, which would change where links lead.
_HOST = re.compile(r"[A-Za-z0-9.:_\[\]-]+")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_UNFOUND = {"X-Robots-Tag": "noindex, nofollow"}
# CORS for public data; with "*" no browser sends cookies.
_SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
REFUSALS = {
    400: N_("This request is not understood."),
    401: N_("This page is private."),
    403: N_("This form is no longer valid. Go back, reload the page and try again."),
    404: N_("There is no such page."),
    405: N_("This page cannot be used in this way."),
    408: N_("The request took too long to arrive."),
    429: N_("Too many requests. Wait a moment."),
    503: N_("The database cannot be read now. The log of the service says why."),
}
# Before any page is made.
GUARD_REFUSALS = {
    403: N_("this was sent from another site, and changes nothing"),
    411: N_("the length of the request is needed"),
    413: N_("the request is too large"),
    414: N_("the address is too long"),
    421: N_("this watcher is not called so; set [web] url to the address by which it is reached"),
    429: N_("too many requests"),
    500: N_("watcher failed on this page; its log says why"),
}


class SecurityMiddleware:
    """Refuses bad requests, and delays many at once while alerts are *busy*.

    *count* gets route and status of each response; *shared_paths* get CORS headers, *secret_paths* are kept
    out of the log and out of search engines, and who has one may act from another site, as mail programs do.
    """

    def __init__(
        self,
        app: ASGIApp,
        web: Web,
        monotonic: Callable[[], float],
        busy: Callable[[], bool],
        *,
        count: Callable[[str, int], None] = lambda _route, _status: None,
        shared_paths: Iterable[str] = (),
        secret_paths: Iterable[str] = (),
    ) -> None:
        self._app = app
        self._busy = busy
        self._count = count
        self._inside = 0
        self._web = web
        shared = list(shared_paths)
        self._shared = frozenset(path for path in shared if "{" not in path)
        self._shared_below = frozenset(path.partition("{")[0] for path in shared if "{" in path)
        self._secret_below = tuple(path.partition("{")[0] for path in secret_paths)
        self._rate = RateLimiter(web.per_second, web.per_second * BURST_SECONDS, monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            return
        begun = False
        more = self._headers(scope)

        async def _send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                route = scope.get("route")  # Starlette writes it there when it finds one
                self._count(route.path if route else _NO_ROUTE, message["status"])
                MutableHeaders(scope=message).update(more)
            await send(message)

        status, retry_after = self._refusal(scope)
        if status:
            await _refuse(status, scope, _send_with_headers, retry_after)
            return
        self._inside += 1
        try:
            with catch_unexpected() as caught:  # a traceback must not be shown
                await self._give_way()
                await self._app(scope, receive, _send_with_headers)
        finally:
            self._inside -= 1
        if caught.error is not None:
            self._log_failure(scope, caught.error)
            if not begun:  # else Starlette has answered already
                await _refuse(500, scope, _send_with_headers)

    def _log_failure(self, scope: Scope, error: Exception) -> None:
        secret = self._is_secret(scope)
        plain = scope["method"] in _SAFE and not scope["query_string"] and not secret
        page = scope["route"].path if secret and "route" in scope else scope["path"]
        shown = error if plain else _without_words(error)
        event(log, "web_page_failed", level=logging.ERROR, page=page, error=shown)

    def _headers(self, scope: Scope) -> Mapping[str, str]:
        path = scope["path"]
        if self._is_secret(scope):
            return {**_HEADERS, **_UNFOUND}
        # What stands deeper below a shared address may be private.
        below = f"{path.rpartition('/')[0]}/"
        if path not in self._shared and below not in self._shared_below:
            return _HEADERS
        return {**_HEADERS, **_SHARED, **(_PREFLIGHT if scope["method"] == "OPTIONS" else {})}

    def _is_secret(self, scope: Scope) -> bool:
        return bool(scope["path"].startswith(self._secret_below))

    async def _give_way(self) -> None:
        """Let alerts go first: the threads share one interpreter lock."""
        for _ in range(_MOMENTS):
            if self._inside <= _FEW or not self._busy():
                return
            await asyncio.sleep(_MOMENT)

    def _refusal(self, scope: Scope) -> tuple[int, float]:
        """Return the status of a refusal (0: none) and the seconds to wait."""
        headers = Headers(scope=scope)
        wait = self._rate.wait((scope.get("client") or ("",))[0])
        if wait:
            return 429, wait
        if not self._is_own_host(headers):
            return 421, 0
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return 414, 0
        if scope["method"] in _SAFE:
            return 0, 0
        from_elsewhere = not self._is_secret(scope) and _is_cross_site(headers)
        return 403 if from_elsewhere else _refusal_of_length(headers), 0

    def _is_own_host(self, headers: Headers) -> bool:
        """Tell whether the Host header names this site, on whatever port."""
        if len(headers.getlist("host")) != 1:
            return False
        host = _host_of(headers["host"])
        if host is None:
            return False
        ours = {"localhost", "127.0.0.1", "::1", self._web.host}
        if self._web.url is not None:
            ours.add(urlsplit(self._web.url).hostname or "")
        # DNS rebinding needs a name: an IP address is safe.
        return host in ours or (not self._web.is_local and _is_address(host))


def reason_in(headers: Headers, status: int) -> str:
    """Explain a refusal in the reader's language, without a page."""
    chosen = cookie_parser(headers.get("cookie", "")).get("lang", "")
    language = preferred_language(chosen, headers.get("accept-language", ""), "en")
    why = GUARD_REFUSALS.get(status) or REFUSALS[status]
    return Formatter(language, "UTC").gettext(why)


def _without_words(error: Exception) -> Exception:
    """Keep what failed and where: the words may quote an address or a form, and somebody's score."""
    return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)


def _is_cross_site(headers: Headers) -> bool:
    """Tell whether a POST was sent from another site."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return True
    return origin is not None and urlsplit(origin).netloc.lower() != headers["host"].lower()


def _refusal_of_length(headers: Headers) -> int:
    """Return the status for a POST of a bad length, else 0."""
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdecimal()):
        return 411
    return 413 if int(length) > LARGEST_BODY else 0


def _host_of(header: str) -> str | None:
    if _HOST.fullmatch(header) is None:
        return None
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _refuse(status: int, scope: Scope, send: Send, retry_after: float = 0) -> None:
    body = f"{reason_in(Headers(scope=scope), status)}\n".encode()
    headers = MutableHeaders(
        {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            # The unread body makes the connection useless.
            "Connection": "close",
        }
    )
    if retry_after:
        headers["Retry-After"] = str(int(retry_after) + 1)
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
