"""Where a redirect may lead: to the same site, a few times, and never in a circle."""

from collections.abc import Sequence

import httpx

from watcher.errors import FetchUnusable
from watcher.fetch.failures import shown
from watcher.settings import Source

STATUSES = frozenset({301, 302, 303, 307, 308})
MOST = 3


def next_address(
    source: Source, visited: Sequence[httpx.URL], location: str | None
) -> httpx.URL:
    """Resolve a Location against the last address visited, or refuse to go there.

    A site is the source's host, with or without a leading ``www.``, and whatever
    ``redirects_to`` names; its port does not matter, but https is never left.
    """
    if not location:
        raise _refused(source, "redirects to nowhere")
    try:
        url = visited[-1].join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(
            source, f"redirects to an address that cannot be read ({error})"
        ) from error
    target = shown(str(url))
    if url in visited:
        raise _refused(source, f"redirects in a circle (to {target} again)")
    if len(visited) > MOST:
        raise _refused(source, f"redirects more than {MOST} times (last to {target})")
    if not _allowed(source, visited, url):
        raise _refused(source, f"redirects to {target}, which is not the same site")
    return url


def _allowed(source: Source, visited: Sequence[httpx.URL], url: httpx.URL) -> bool:
    if url.scheme != "https" and (url.scheme, visited[-1].scheme) != ("http", "http"):
        return False
    hosts = {_site(visited[0].host), *map(str.lower, source.redirects_to)}
    return _site(url.host) in hosts or url.host in hosts


def _site(host: str) -> str:
    return host.removeprefix("www.")


def _refused(source: Source, what: str) -> FetchUnusable:
    return FetchUnusable(
        f"{shown(source.url)} {what}; look where the page has gone, then set the "
        "source's url, or name the host in redirects_to."
    )
