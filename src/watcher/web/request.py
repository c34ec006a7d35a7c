"""One request as handlers get it: what is asked, and by what kind of reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import punctuation
from typing import Literal
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.core.settings import Language, Settings
from watcher.web.access import Session

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
NOTHING: Mapping[str, str] = {}
NO_VALUES: Mapping[str, Sequence[str]] = {}
# What an address says of the reader, which a choice made on the page overrides.
_OF_THE_READER = ("lang", "zone")
_IN_A_PATH = "/:@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How a reader wants to be spoken to."""

    language: Language
    timezone: str
    theme: Theme = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: ``query`` and ``form`` hold every value of each name.

    ``base`` is how this site is reached, without a slash at its end; ``address`` is the
    reader's; ``session`` is None for whoever has not signed in.
    """

    path: str
    reader: Reader
    base: str
    place: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    query_string: str = ""
    address: str = ""
    session: Session | None = None

    @property
    def here(self) -> str:
        """The address of this page, to come back to: on this site, whatever was asked."""
        kept = [
            part
            for part in self.query_string.split("&")
            if part and part.partition("=")[0] not in _OF_THE_READER
        ]
        query = quote("&".join(kept), safe=punctuation)
        return local(quote(self.path, safe=_IN_A_PATH) + (f"?{query}" if query else ""))

    def one(self, name: str) -> str:
        """Return the last value of a name in the query, empty where there is none."""
        return (self.query.get(name) or ("",))[-1].strip()

    def written(self, name: str) -> str:
        """Return the last value of a name in the form, empty where there is none."""
        return (self.form.get(name) or ("",))[-1].strip()


def reader_of(
    settings: Settings,
    *,
    query: Mapping[str, Sequence[str]] = NO_VALUES,
    cookies: Mapping[str, str] = NOTHING,
    accepted: str = "",
) -> Reader:
    """Say how a reader wants it: by the address, else by choice, else by the browser."""
    asked = (query.get("lang") or ("",))[-1]
    language = _language(asked) or language_of(cookies.get("lang", ""), accepted, settings.language)
    zone = (query.get("zone") or ("",))[-1]
    theme = cookies.get("theme", "auto")
    return Reader(
        language=language,
        timezone=next(
            (z for z in (zone, cookies.get("zone", "")) if is_zone(z)), settings.timezone
        ),
        theme=next((t for t in THEMES if t == theme), "auto"),
    )


def language_of(chosen: str, accepted: str, default: Language) -> Language:
    """Say in which language: by choice, else by the browser, else the usual one."""
    return _language(chosen) or _preferred(accepted) or default


def local(address: str) -> str:
    """Let through an address on this site, and nothing that leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    plain = address.isprintable() and address.isascii() and "\\" not in address
    if not plain or parts.scheme or parts.netloc or not address.startswith("/"):
        return "/"
    return "/" if address.startswith("//") else address


def is_zone(name: str) -> bool:
    """Tell whether a time zone is called so."""
    if not name or len(name) > 64:  # noqa: PLR2004 - the longest is half of it
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _language(code: str) -> Language | None:
    match code:
        case "en" | "fr":
            return code
        case _:
            return None


def _preferred(accepted: str) -> Language | None:
    """Read Accept-Language: ``fr-CA, fr;q=0.9, en;q=0.8``."""
    best: tuple[float, Language] | None = None
    for part in accepted.split(",")[:10]:
        tag, _, weight = part.strip().partition(";q=")
        language = _language(tag.strip().lower()[:2])
        quality = _quality(weight)
        if language and quality > 0 and (best is None or quality > best[0]):
            best = (quality, language)
    return None if best is None else best[1]


def _quality(weight: str) -> float:
    if not weight:
        return 1.0
    try:
        return float(weight)
    except ValueError:
        return 0.0
