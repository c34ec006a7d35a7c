"""Which addresses scripts of any site may read (CORS): those of public facts, and no other.

The star lets no browser send a cookie, and these answers do not depend on one.
"""

from collections.abc import Iterable, Mapping

_READ = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ASKED_FIRST = {
    **_READ,
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_NONE: Mapping[str, str] = {}


class Cors:
    """The addresses that are shared, as routes write them: ``/feeds/{file}``."""

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._exact = frozenset(path for path in paths if "{" not in path)
        self._under = tuple(p.partition("{")[0] for p in paths if "{" in p)

    def headers(self, path: str, method: str) -> Mapping[str, str]:
        """Return what the answer to a request carries, refusals too."""
        if path not in self._exact and not path.startswith(self._under):
            return _NONE
        return _ASKED_FIRST if method == "OPTIONS" else _READ
