"""Style, script and icon: read once, served by names that change with their content."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException

from watcher.web.request import WebRequest
from watcher.web.response import WebResponse

_FOLDER = Path(__file__).parent / "static"
_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asset:
    address: str
    body: bytes
    media: str


def asset(name: str) -> str:
    """Return the address of a file, which no other content will ever have."""
    return _by_file()[name].address


def serve(_: object, request: WebRequest) -> WebResponse:
    """Answer with a file of exactly this address: no path is ever looked up."""
    found = _by_address().get(request.path)
    if found is None:
        raise HTTPException(404)
    return WebResponse(body=found.body, media=found.media, fresh_for=_YEAR)


def icon(_: object, request: WebRequest) -> WebResponse:  # noqa: ARG001 - a page like any other
    """Answer with the icon where browsers ask for it unasked."""
    found = _by_file()["icon.svg"]
    return WebResponse(body=found.body, media=found.media)


@cache
def _by_file() -> dict[str, _Asset]:
    return {file.name: _asset(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _MEDIA}


@cache
def _by_address() -> dict[str, _Asset]:
    return {found.address: found for found in _by_file().values()}


def _asset(file: Path) -> _Asset:
    body = file.read_bytes()
    digest = sha256(body).hexdigest()[:12]
    return _Asset(
        address=f"/static/{file.stem}.{digest}{file.suffix}", body=body, media=_MEDIA[file.suffix]
    )
