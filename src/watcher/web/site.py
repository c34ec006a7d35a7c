"""Routes, and how an answer comes about: kept, made in a thread, or refused."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from watcher.adapters.database import Store, Transaction
from watcher.adapters.logs import event
from watcher.core.errors import StoreError
from watcher.core.notice import DatabaseTrouble
from watcher.core.settings import Settings
from watcher.web.access import Access, fits
from watcher.web.cache import Kept
from watcher.web.cors import Cors
from watcher.web.dated import Dated
from watcher.web.guard import Guard, why_in
from watcher.web.methods import allowed, options_routes
from watcher.web.reading import address_of, form_of, query_string_of, readable_values_of, values_of
from watcher.web.request import Asked, reader_of
from watcher.web.response import Answer, Ready, Refused, ready, respond

log = logging.getLogger(__name__)

COOKIE = "watcher_session"
# Threads that make pages: a second would only wait for its turn, and take 3 MiB more.
_MAKERS = 1
# For how many seconds what was looked up is believed to be as it was.
_BELIEVED = 1.0
_LOGGED_EVERY = 60.0  # seconds, while the database cannot be read

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The database at one instant, by the settings as they are.

    ``trouble`` is what the service knows to be wrong with it, though it can be read.
    """

    tx: Transaction
    store: Store
    settings: Settings
    now: datetime
    access: Access
    trouble: DatabaseTrouble | None = None


Page = Callable[[Look, Asked], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address and what makes its answer.

    Only ``public`` ones are kept, for readers who have not signed in; ``private`` ones
    are shown to nobody else. ``acts``: it is posted to; ``writes``: to the database.
    ``shared``: public facts, which scripts of any site may read, and which say since
    when they are so. ``without`` is what is answered where the database cannot be read.
    """

    path: str
    page: Page
    private: bool = False
    acts: bool = False
    writes: bool = False
    kept: bool = True
    shared: bool = False
    without: Callable[[], Answer] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An address whose answer is always the same: sent at once, whatever else waits."""

    path: str
    answer: Answer


@dataclass(slots=True, kw_only=True)
class Site:
    """Everything that answers; ``settings`` says what holds now."""

    store: Store
    settings: Callable[[], Settings]
    clock: Callable[[], datetime]
    places: Sequence[Place | Fixed]
    refused: Callable[[Look, Asked, int], Answer]
    busy: Callable[[], bool] = lambda: False
    trouble: Callable[[], DatabaseTrouble | None] = lambda: None
    monotonic: Callable[[], float] = time.monotonic
    access: Access = field(init=False)
    _makers: ThreadPoolExecutor = field(init=False)
    _kept: Kept = field(init=False, default_factory=Kept)
    _dated: Dated = field(init=False, default_factory=Dated)
    _state: Hashable = field(init=False, default=None)
    _looked: float = field(init=False, default=-_BELIEVED)
    _logged: float = field(init=False, default=-math.inf)

    def __post_init__(self) -> None:
        web = self.settings().web
        self._makers = ThreadPoolExecutor(_MAKERS, thread_name_prefix="web-page")
        self.access = Access(web.token, clock=self.clock, monotonic=self.monotonic)

    def close(self) -> None:
        """Make no more pages."""
        self._makers.shutdown(wait=False, cancel_futures=True)

    def app(self) -> ASGIApp:
        """Build the application, the guard before it."""
        inner = Starlette(
            routes=[
                *(self._route(place) for place in self.places),
                *options_routes(place.path for place in self.places),
            ],
            exception_handlers={HTTPException: self._not_so, Exception: _broken},
        )
        # A path that nearly fits would be answered with a redirect made of the request.
        inner.router.redirect_slashes = False
        shared = [p.path for p in self.places if isinstance(p, Place) and p.shared]
        web = self.settings().web
        return Guard(inner, web, self.monotonic, self.busy, Cors(shared))

    def _route(self, place: Place | Fixed) -> Route:
        if isinstance(place, Fixed):
            return Route(place.path, partial(_fixed, ready(place.answer)))
        return Route(
            place.path,
            partial(self._answer, place),
            methods=["POST"] if place.acts else ["GET"],
            name=place.path,
        )

    async def _answer(self, place: Place, request: Request) -> Response:
        try:
            return await self._made_or_refused(place, request)
        except StoreError as error:
            self._log_failure(error)
            if place.without is not None:
                return respond(ready(place.without()), request)
            return PlainTextResponse(f"{why_in(request.headers, 503)}\n", 503)

    def _log_failure(self, error: StoreError) -> None:
        """Log it once a minute: who asks whether we are well asks often."""
        if self.monotonic() - self._logged >= _LOGGED_EVERY:
            self._logged = self.monotonic()
            event(log, "web_database_failed", level=logging.ERROR, why=error)

    async def _made_or_refused(self, place: Place, request: Request) -> Response:
        try:
            return await self._made(place, request)
        except Refused as refusal:
            return await self._refusal(refusal.status, request)

    async def _made(self, place: Place, request: Request) -> Response:
        asked = await self._asked(request)
        known = not place.private or self._lets_in(request, asked)
        if known is False:
            return await self._refusal(401, request)
        if known is not True:
            return await self._refusal(429, request, retry_after=str(int(known) + 1))
        if place.acts:
            return await self._act(place, request, asked)
        make = partial(self._make, place.page, asked)
        if asked.session is not None or place.private or not place.kept:
            return respond(ready(await make()), request)
        what = (asked.path, asked.query_string, asked.reader, asked.base)

        async def made() -> Ready:
            tagged = ready(await make())
            if not place.shared:
                return tagged
            modified = self._dated.since(what, tagged.etag, self.clock())
            return replace(tagged, modified=modified)

        return respond(await self._kept.get(await self._now(), what, made), request)

    async def _act(self, place: Place, request: Request, asked: Asked) -> Response:
        if place.private and not (asked.session and fits(asked.session, asked.written("form"))):
            return await self._refusal(403, request)
        return respond(ready(await self._make(place.page, asked, place.writes)), request)

    def _lets_in(self, request: Request, asked: Asked) -> bool | float:
        """Tell whether somebody may see what is private, or in how long to ask again."""
        if asked.session is not None:
            return True
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        return self.access.tries(token.strip(), address_of(request))

    async def _asked(self, request: Request) -> Asked:
        query = values_of(query_string_of(request))
        return replace(self._bare(request), query=query, form=await form_of(request))

    def _bare(self, request: Request) -> Asked:
        """Read what can be read of any request, whatever is wrong with the rest."""
        settings = self.settings()
        query_string = query_string_of(request)
        return Asked(
            path=request.scope["path"],
            reader=reader_of(
                settings,
                query=readable_values_of(query_string),
                cookies=request.cookies,
                accepted=request.headers.get("accept-language", ""),
            ),
            base=settings.web.url or f"http://{request.headers['host']}",
            place={name: str(value) for name, value in request.path_params.items()},
            query_string=query_string,
            address=address_of(request),
            session=self.access.session(request.cookies.get(COOKIE)),
        )

    async def _make(self, page: Page, asked: Asked, writes: bool = False) -> Answer:  # noqa: FBT001, FBT002 - partial passes it on
        make = self._write if writes else self._read
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._makers, make, page, asked)

    def _read(self, page: Page, asked: Asked) -> Answer:
        with self.store.reading() as tx:
            return page(self._look(tx), asked)

    def _write(self, page: Page, asked: Asked) -> Answer:
        with self.store.writing() as tx:
            return page(self._look(tx), asked)

    def _look(self, tx: Transaction) -> Look:
        return Look(
            tx=tx,
            store=self.store,
            settings=self.settings(),
            now=self.clock(),
            access=self.access,
            trouble=self.trouble(),
        )

    async def _now(self) -> Hashable:
        """Return what all public answers depend on, looked up once a second at most."""
        if self.monotonic() - self._looked >= _BELIEVED:
            self._looked = self.monotonic()
            loop = asyncio.get_running_loop()
            self._state = await loop.run_in_executor(self._makers, self._pulse)
        return self._state

    def _pulse(self) -> Hashable:
        with self.store.reading() as tx:
            minute = int(self.clock().timestamp() // 60)  # pages say how long ago
            return (tx.incidents.fingerprint(), minute, id(self.settings()), self.trouble())

    async def _not_so(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        allow = {"allow": allowed(request.scope)} if status == 405 else {}  # noqa: PLR2004 - the method is not
        return await self._refusal(status, request, **allow)

    async def _refusal(self, status: int, request: Request, **more: str) -> Response:
        asked = self._bare(request)
        made = await self._make(partial(_refused, self.refused, status), asked)
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        made = replace(made, headers={**made.headers, **headers})
        return respond(ready(made), request)


async def _broken(request: Request, _: Exception) -> Response:
    # The guard, which the error reaches too, writes the log.
    return PlainTextResponse(f"{why_in(request.headers, 500)}\n", 500)


async def _fixed(made: Ready, request: Request) -> Response:
    return respond(made, request)


def _refused(
    refused: Callable[[Look, Asked, int], Answer], status: int, look: Look, asked: Asked
) -> Answer:
    return refused(look, asked, status)
