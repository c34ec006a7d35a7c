"""Which methods an address takes: the answer to OPTIONS, and what a 405 has to name."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope


def options_routes(paths: Iterable[str]) -> list[Route]:
    """Make a route for each path that answers OPTIONS with 204 and Allow."""
    return [Route(path, _options, methods=["OPTIONS"]) for path in dict.fromkeys(paths)]


def allowed(scope: Scope) -> str:
    """List the methods of all routes that fit the path of a request."""
    return ", ".join(
        sorted(
            method
            for route in scope["app"].routes
            if route.matches(scope)[0] is not Match.NONE
            for method in route.methods
        )
    )


async def _options(request: Request) -> Response:
    return Response(status_code=204, headers={"Allow": allowed(request.scope)})
