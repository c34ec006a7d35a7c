"""What a request carries: the values of its query and of its form, and who sent it."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from watcher.web.request import NO_VALUES

Values = Mapping[str, Sequence[str]]

_PATIENCE = 10.0  # seconds until the body of a request has come
_MOST_FIELDS = 500


def query_string_of(request: Request) -> str:
    """Return the query as it was sent."""
    return str(request.scope["query_string"].decode("latin-1"))


def values_of(text: str) -> Values:
    """Read a query or a form; raises HTTPException where it is none."""
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


def readable_values_of(text: str) -> Values:
    """Read a query, or nothing of one that cannot be read."""
    try:
        return values_of(text)
    except HTTPException:
        return NO_VALUES


async def form_of(request: Request) -> Values:
    """Wait for the form of a request, and read it."""
    if request.method != "POST":
        return NO_VALUES
    try:
        async with asyncio.timeout(_PATIENCE):
            body = await request.body()  # the guard has seen how long it is
    except TimeoutError:
        raise HTTPException(408) from None
    try:
        return values_of(body.decode())
    except UnicodeDecodeError:
        raise HTTPException(400) from None


def address_of(request: Request) -> str:
    """Return the address of the client."""
    return "" if request.client is None else request.client.host
