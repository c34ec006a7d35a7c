"""Where a redirect may lead: to the same origin, a few times, and never in a circle."""

from collections.abc import Sequence

import httpx

from watcher.adapters.http.request import Asked, may_lead
from watcher.core.errors import FetchUnusable
from watcher.core.redaction import public_url

STATUSES = frozenset({301, 302, 303, 307, 308})
MOST = 3


def next_address(
    asked: Asked, visited: Sequence[httpx.URL], location: str | None, *, most: int
) -> httpx.URL:
    """Resolve a Location against the last address visited, or refuse to go there."""
    if not location:
        raise _refused(asked, "redirects to nowhere")
    try:
        url = visited[-1].join(location)
    except (httpx.InvalidURL, ValueError) as error:
        why = asked.hiding(str(error))
        raise _refused(asked, f"redirects to an address that cannot be read ({why})") from error
    target = public_url(str(url))
    if url in visited:
        raise _refused(asked, f"redirects in a circle (to {target} again)")
    if len(visited) > most:
        raise _refused(asked, f"redirects more than {most} times (last to {target})")
    if not may_lead(asked.source, visited[-1], url):
        raise _refused(asked, f"redirects to {target}, which is not the same site and port")
    return url


def _refused(asked: Asked, what: str) -> FetchUnusable:
    return FetchUnusable(
        f"{asked.where} {what}; look where the page has gone, then set the "
        "source's url, or name the host (or host:port) in redirects_to."
    )
