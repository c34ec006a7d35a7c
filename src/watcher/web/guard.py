"""What no request gets past, and what every answer carries. An ASGI application around ours.

Only our own host is answered (a page elsewhere may have its name lead to us), requests
are small and not too many, and what changes anything was sent from our own pages.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watcher.adapters.logs import event
from watcher.core.settings import Web
from watcher.messages.formatter import Formatter
from watcher.web import words
from watcher.web.cors import Cors
from watcher.web.rate import Rate
from watcher.web.request import language_of

log = logging.getLogger(__name__)

LONGEST_TARGET = 2048
LARGEST_BODY = 16_384
# At once, of one address: a page with its style, script and pictures, some times over.
BURST_SECONDS = 4
# Requests at once that hold nobody up; beyond, they wait in moments (seconds).
_FEW = 8
_MOMENT, _MOMENTS = 0.05, 4
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# A name or an address, and a port. What else an address may have before its path would
# lead elsewhere on a page that is linked by it.
_HOST = re.compile(r"[A-Za-z0-9.:_\[\]-]+")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    status: int
    retry_after: float = 0


class Guard:
    """Stands before *app*, for as long as *web* holds.

    While *busy* says that alerts are at work, a crowd waits a moment.
    """

    def __init__(
        self,
        app: ASGIApp,
        web: Web,
        monotonic: Callable[[], float],
        busy: Callable[[], bool],
        cors: Cors | None = None,
    ) -> None:
        self._app = app
        self._busy = busy
        self._inside = 0
        self._web = web
        self._cors = cors or Cors()
        self._rate = Rate(web.per_second, web.per_second * BURST_SECONDS, monotonic)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on."""
        if scope["type"] != "http":
            return
        more = {**_HEADERS, **self._cors.headers(scope["path"], scope["method"])}
        answering = _Answering(send, more)
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(refusal, scope, answering)
            return
        self._inside += 1
        try:
            await self._give_way()
            await self._app(scope, receive, answering)
        except Exception as error:  # noqa: BLE001 - a page that fails must not show its insides
            event(log, "web_page_failed", level=logging.ERROR, page=scope["path"], error=error)
            if not answering.begun:  # else Starlette has told it already
                await _refuse(_Refusal(status=500), scope, answering)
        finally:
            self._inside -= 1

    async def _give_way(self) -> None:
        """Let alerts go first: threads of one process share one processor."""
        for _ in range(_MOMENTS):
            if self._inside <= _FEW or not self._busy():
                return
            await asyncio.sleep(_MOMENT)

    def _refusal(self, scope: Scope) -> _Refusal | None:
        headers = Headers(scope=scope)
        address = (scope.get("client") or ("",))[0]
        wait = self._rate.wait(address)
        if wait:
            return _Refusal(status=429, retry_after=wait)
        if not self._is_us(headers):
            return _Refusal(status=421)
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return _Refusal(status=414)
        if scope["method"] in _SAFE:
            return None
        return _refusal_to_act(headers)

    def _is_us(self, headers: Headers) -> bool:
        """Tell whether the host that is asked for is one of ours; the port is not looked at."""
        if len(headers.getlist("host")) != 1:
            return False
        host = _host_of(headers["host"])
        if host is None:
            return False
        ours = {"localhost", "127.0.0.1", "::1", self._web.host}
        if self._web.url is not None:
            ours.add(urlsplit(self._web.url).hostname or "")
        # No name that an attacker holds is an address: whoever listens everywhere is
        # asked by any of the machine's own.
        return host in ours or (not self._web.is_local and _is_address(host))


def _refusal_to_act(headers: Headers) -> _Refusal | None:
    """Refuse what other sites have a browser send, and what is too large."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return _Refusal(status=403)
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != headers["host"].lower():
        return _Refusal(status=403)
    length = headers.get("content-length", "0")
    unknown = "transfer-encoding" in headers or not length.isascii()
    if unknown or not length.isdecimal():
        return _Refusal(status=411)
    if int(length) > LARGEST_BODY:
        return _Refusal(status=413)
    return None


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


class _Answering:
    """Puts our headers on whatever is answered."""

    def __init__(self, send: Send, more: Mapping[str, str]) -> None:
        self._send = send
        self._more = more
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in self._more.items():
                headers[name] = value
        await self._send(message)


async def _refuse(refusal: _Refusal, scope: Scope, send: Send) -> None:
    body = f"{why_in(Headers(scope=scope), refusal.status)}\n".encode()
    headers = MutableHeaders(raw=[])
    headers["Content-Type"] = "text/plain; charset=utf-8"
    headers["Content-Length"] = str(len(body))
    headers["Cache-Control"] = "no-store"
    # What was sent with it is not read: the connection is of no more use.
    headers["Connection"] = "close"
    if refusal.retry_after:
        headers["Retry-After"] = str(int(refusal.retry_after) + 1)
    start = {"type": "http.response.start", "status": refusal.status}
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


def why_in(headers: Headers, status: int) -> str:
    """Say in a reader's language why nothing is shown, before any page is made."""
    chosen = cookie_parser(headers.get("cookie", "")).get("lang", "")
    language = language_of(chosen, headers.get("accept-language", ""), "en")
    why = words.GUARD_REFUSALS.get(status) or words.REFUSALS[status]
    return Formatter(language, "UTC").gettext(why)
