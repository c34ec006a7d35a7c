"""Counts what is answered, by route and status. An ASGI application around ours."""

from collections.abc import Callable

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Of what never got to a route, or to none that there is: no address of a stranger's making.
NO_ROUTE = "none"


class Counted:
    """Stands before *app* and its guard; *count* is told of a route and a status."""

    def __init__(self, app: ASGIApp, count: Callable[[str, int], None]) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and note what was answered."""

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("route")  # Starlette writes it there when it finds one
                found = route.path if isinstance(route, Route) else NO_ROUTE
                self._count(found, message["status"])
            await send(message)

        await self._app(scope, receive, noting)
