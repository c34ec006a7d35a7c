"""The ASGI application: runs endpoints in a thread, caches and authorizes."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Scope

from watcher.adapters.logs import event
from watcher.answers.snapshot import Store, fingerprint
from watcher.core.errors import StoreError
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import Settings
from watcher.web.account import refusal_page
from watcher.web.limits import VisitorLimits, visitor_of
from watcher.web.metrics import Metrics
from watcher.web.request import (
    RequestContext,
    WebRequest,
    parse_query,
    parse_query_leniently,
    raw_query,
    read_form,
    reader_preferences,
)
from watcher.web.response import (
    CachedResponse,
    ModificationTimes,
    ResponseCache,
    WebResponse,
    prepare,
    respond,
)
from watcher.web.routes import ENDPOINTS, Endpoint, Handler
from watcher.web.security import SecurityMiddleware, reason_in
from watcher.web.sessions import COOKIE, Authenticator, form_token_matches

log = logging.getLogger(__name__)

_STATE_LASTS = 1.0  # seconds until the database is asked again whether anything changed
_LOGGED_EVERY = 60.0  # seconds, while the database cannot be read


class WebApp:
    """Answers requests from the database; ``web`` is the section it was started with."""

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        clock: Callable[[], datetime],
        metrics: Metrics,
        *,
        busy: Callable[[], bool] = lambda: False,
        trouble: Callable[[], DatabaseTrouble | None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.web = settings().web
        self._store = store
        self._settings = settings
        self._clock = clock
        self._metrics = metrics
        self._busy = busy
        self._trouble = trouble
        self._monotonic = monotonic
        self._access = Authenticator(self.web.token, clock=clock, monotonic=monotonic)
        self._limits = VisitorLimits(monotonic)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="web-page")
        # No cache spares a person's page: a crowd of them must hold up neither public pages nor probes.
        self._for_persons = ThreadPoolExecutor(1, thread_name_prefix="web-person")
        self._cache = ResponseCache()
        self._modified = ModificationTimes()
        self._state: Hashable = None
        self._state_read = self._failure_logged = -math.inf

    def close(self) -> None:
        """Stop the worker threads."""
        for thread in (self._thread, self._for_persons):
            thread.shutdown(wait=False, cancel_futures=True)

    def asgi(self) -> ASGIApp:
        """Build the ASGI application, with the security middleware before it."""
        metrics = Endpoint(
            path="/metrics",
            handler=self._metrics.page,
            without_database=self._metrics.page_without_database,
            cached=False,
        )
        endpoints = (*ENDPOINTS, metrics)
        routes = [
            Route(
                endpoint.path,
                partial(self._respond, endpoint),
                methods=["POST"] if endpoint.acts else ["GET"],
            )
            for endpoint in endpoints
        ]
        paths = dict.fromkeys(endpoint.path for endpoint in endpoints)
        app = Starlette(
            routes=[*routes, *(Route(path, _options, methods=["OPTIONS"]) for path in paths)],
            exception_handlers={HTTPException: self._refuse, Exception: _fail},
        )
        # Such a redirect would be built from the Host header of the request.
        app.router.redirect_slashes = False
        return SecurityMiddleware(
            app,
            self.web,
            self._monotonic,
            self._busy,
            count=self._metrics.count_request,
            shared_paths=[endpoint.path for endpoint in endpoints if endpoint.shared],
            secret_paths=[endpoint.path for endpoint in endpoints if endpoint.secret],
        )

    async def _respond(self, endpoint: Endpoint, request: Request) -> Response:
        if isinstance(endpoint.handler, WebResponse):
            return respond(prepare(endpoint.handler), request)
        try:
            return await self._answer(endpoint, endpoint.handler, request)
        except StoreError as error:
            if endpoint.without_database is not None:
                self._log_failure(error)
                return respond(prepare(endpoint.without_database()), request)
            return self._unavailable(request, error)

    async def _answer(self, endpoint: Endpoint, handler: Handler, request: Request) -> Response:
        query = parse_query(raw_query(request))
        asked = replace(
            self._bare_request(request),
            query=query,
            form=await read_form(request),
            secret=endpoint.secret,
        )
        if endpoint.private:
            self._authorize(endpoint, request, asked)
        personal = endpoint.secret or endpoint.personal or asked.names_person
        make = partial(self._make, handler, asked, writes=endpoint.writes, personal=personal)
        own = asked.session is not None or endpoint.private or personal
        if own or endpoint.acts or not endpoint.cached:
            made = await make()
            if endpoint.shared:  # a feed for a score is asked again and again
                made = replace(made, headers={**made.headers, "Cache-Control": "private, no-cache"})
            return respond(prepare(made), request)
        key = (asked.path, asked.query_string, asked.reader, asked.base_url)

        async def _prepared() -> CachedResponse:
            made = prepare(await make())
            if not endpoint.shared:
                return made
            return replace(made, modified=self._modified.since(key, made.etag, self._clock()))

        return respond(await self._cache.get(await self._current_state(), key, _prepared), request)

    def _authorize(self, endpoint: Endpoint, request: Request, asked: WebRequest) -> None:
        """Raise HTTPException unless the client has signed in or sends the token."""
        if asked.session is None:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            is_token = scheme.lower() == "bearer"
            known = is_token and self._access.check_token(token.strip(), asked.address)
            if known is False:
                raise HTTPException(HTTPStatus.UNAUTHORIZED)
            if known is not True:
                wait = {"Retry-After": str(int(known) + 1)}
                raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers=wait)
        token = asked.form_value("form")
        if endpoint.acts and not (asked.session and form_token_matches(asked.session, token)):
            raise HTTPException(HTTPStatus.FORBIDDEN)

    def _bare_request(self, request: Request) -> WebRequest:
        """Read the parts that even a malformed request has."""
        settings = self._settings()
        query_string = raw_query(request)
        return WebRequest(
            path=request.scope["path"],
            reader=reader_preferences(
                settings,
                query=parse_query_leniently(query_string),
                cookies=request.cookies,
                accepted=request.headers.get("accept-language", ""),
            ),
            base_url=settings.web.url or f"http://{request.headers['host']}",
            path_parameters={name: str(value) for name, value in request.path_params.items()},
            query_string=query_string,
            address="" if request.client is None else request.client.host,
            visitor=visitor_of(request),
            session=self._access.session(request.cookies.get(COOKIE)),
        )

    async def _make(
        self, handler: Handler, asked: WebRequest, *, writes: bool = False, personal: bool = False
    ) -> WebResponse:
        def _run() -> WebResponse:
            with self._store.writing() if writes else self._store.reading() as tx:
                context = RequestContext(
                    tx=tx,
                    store=self._store,
                    settings=self._settings(),
                    now=self._clock(),
                    access=self._access,
                    limits=self._limits,
                    trouble=self._trouble(),
                )
                return handler(context, asked)

        thread = self._for_persons if personal and asked.session is None else self._thread
        return await asyncio.get_running_loop().run_in_executor(thread, _run)

    async def _current_state(self) -> Hashable:
        """Return what public responses depend on, read once a second at most."""
        if self._monotonic() - self._state_read >= _STATE_LASTS:
            self._state_read = self._monotonic()
            loop = asyncio.get_running_loop()
            self._state = await loop.run_in_executor(self._thread, self._read_state)
        return self._state

    def _read_state(self) -> Hashable:
        minute = int(self._clock().timestamp() // 60)  # pages have relative times
        return (fingerprint(self._store), minute, id(self._settings()), self._trouble())

    async def _refuse(self, request: Request, error: Exception) -> Response:
        """Answer with the page that explains a refusal."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict((isinstance(error, HTTPException) and error.headers) or {})
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = _allowed_methods(request.scope)
        try:
            made = await self._make(
                lambda context, asked: refusal_page(context, asked, status),
                self._bare_request(request),
            )
        except StoreError as failure:
            return self._unavailable(request, failure)
        return respond(prepare(replace(made, headers={**made.headers, **headers})), request)

    def _unavailable(self, request: Request, error: StoreError) -> Response:
        self._log_failure(error)
        return PlainTextResponse(f"{reason_in(request.headers, 503)}\n", 503)

    def _log_failure(self, error: StoreError) -> None:
        """Log at most once a minute: health checks are frequent."""
        if self._monotonic() - self._failure_logged >= _LOGGED_EVERY:
            self._failure_logged = self._monotonic()
            event(log, "web_database_failed", level=logging.ERROR, why=error)


async def _fail(request: Request, _: Exception) -> Response:
    # Starlette raises the error again, and the security middleware logs it.
    return PlainTextResponse(f"{reason_in(request.headers, 500)}\n", 500)


async def _options(request: Request) -> Response:
    return Response(status_code=204, headers={"Allow": _allowed_methods(request.scope)})


def _allowed_methods(scope: Scope) -> str:
    """List the methods of all routes that match a path."""
    return ", ".join(
        sorted(
            method
            for route in scope["app"].routes
            if route.matches(scope)[0] is not Match.NONE
            for method in route.methods
        )
    )
