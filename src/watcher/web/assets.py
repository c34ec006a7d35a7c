"""Static files, under addresses that change with their content, and the manifest that names the icons."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException

from watcher.messages.formatter import Formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_STATIC = Path(__file__).parent / "static"
_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_YEAR = 365 * 24 * 3600
_MANIFEST_MEDIA = "application/manifest+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _StaticFile:
    """A file; its address has a digest of its content."""

    address: str
    body: bytes
    media: str


def asset_address(name: str) -> str:
    """Return the address of a static file."""
    return _static_files()[name].address


def static_file(_: RequestContext, request: WebRequest) -> WebResponse:
    """Send the file with exactly this address: no path is joined."""
    for file in _static_files().values():
        if file.address == request.path:
            return WebResponse(body=file.body, media=file.media, fresh_for=_YEAR)
    raise HTTPException(404)


def favicon(_: RequestContext, _request: WebRequest) -> WebResponse:
    """Send the icon where browsers look for it by default."""
    file = _static_files()["icon.svg"]
    return WebResponse(body=file.body, media=file.media)


def manifest(_: RequestContext, request: WebRequest) -> WebResponse:
    """Describe the site for whoever puts it on a home screen."""
    formatter = Formatter(request.reader.language, request.reader.timezone)
    described = {
        "name": formatter.gettext("Express Entry rounds of invitations"),
        "short_name": "watcher",
        "lang": request.reader.language,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#faf8f5",
        "theme_color": "#a8201a",
        "icons": [
            {"src": asset_address("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            _icon("icon-192.png", 192),
            {**_icon("icon-512.png", 512), "purpose": "any maskable"},
        ],
    }
    return WebResponse(body=json.dumps(described).encode(), media=_MANIFEST_MEDIA)


def _icon(name: str, size: int) -> dict[str, str]:
    return {"src": asset_address(name), "sizes": f"{size}x{size}", "type": "image/png"}


@cache
def _static_files() -> dict[str, _StaticFile]:
    files = {}
    for file in sorted(_STATIC.iterdir()):
        if file.suffix in _MEDIA:
            body = file.read_bytes()
            address = f"/static/{file.stem}.{sha256(body).hexdigest()[:12]}{file.suffix}"
            files[file.name] = _StaticFile(address=address, body=body, media=_MEDIA[file.suffix])
    return files
