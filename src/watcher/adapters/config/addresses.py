"""The values of keys that are addresses, hosts and tokens, as pydantic types that refuse with a sentence.

They are kept as written, which pydantic's own URL types would not do.
"""

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from watcher.adapters.config.values import value_refusal

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[1-9][0-9]{0,4})?")
_SHORTEST_TOKEN = 16
_LAST_PORT = 65535
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
_DATABASE_FORMS = "sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
_THREE_SLASHES = (
    'write "sqlite:///watcher.db" for a file beside this one, or with a fourth slash '
    '"sqlite:////var/lib/watcher/watcher.db"'
)


def _page(address: str) -> str:
    if "@" in urlsplit(_web_address(address)).netloc:
        raise value_refusal("holds a name or a password, and is shown to others")
    return address


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        # A port that is no number raises only when it is asked for.
        usable = parts.port != 0 and bool(parts.hostname) and parts.scheme in {"http", "https"}
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address:
        # Not chained: the words of urlsplit quote the address, which may be a secret.
        raise value_refusal(
            "is no web address", allowed="an address that begins with https:// or http://"
        )
    return address


def _host(host: str) -> str:
    if not _HOST.fullmatch(host) or int(host.partition(":")[2] or 0) > _LAST_PORT:
        allowed = 'a bare host name, such as "www.canada.ca" or "www.canada.ca:8443"'
        raise value_refusal("is no host name", allowed=allowed)
    return host.lower()


def _contact(contact: str) -> str:
    if "://" in contact:
        return _page(contact)
    # It stands in a header of every request: one line of ASCII.
    if contact and not re.fullmatch(r"[!-~]+@[!-~]+", contact):
        allowed = 'a mail or web address, such as "me@example.org"'
        raise value_refusal("is no address", allowed=allowed)
    return contact


def _database(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    if scheme == "sqlite" and rest.startswith("/~"):
        hint = "write ${HOME} for your home folder"
        raise value_refusal("begins with ~, which means nothing here", hint=hint)
    if not mark or scheme not in _DATABASES:
        raise value_refusal(
            "is no database that watcher knows",
            allowed=_DATABASE_FORMS,
            hint=_meant_database(address),
        )
    # Two slashes would begin the name of a server, and SQLite has none.
    file = rest.removeprefix("/").partition("?")[0]
    nameless = not rest.startswith("/") or not file.strip("/") or file == ":memory:"
    if scheme == "sqlite" and nameless:
        raise value_refusal("names no file", hint=_THREE_SLASHES)
    return address


def _meant_database(address: str) -> str | None:
    begins = re.split(r"[:+]", address.lower(), maxsplit=1)[0]
    if "://" not in address and begins.startswith("sqlite"):
        return _THREE_SLASHES
    if begins.startswith("sqlite"):
        return 'did you mean "sqlite"?'
    if begins.startswith(("postgres", "psql", "pgsql")):
        return 'did you mean "postgresql+psycopg"?'
    return None if "://" in address else _THREE_SLASHES


def _listen(place: str) -> str:
    allowed = 'an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"'
    host, colon, port = place.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _LAST_PORT:
        raise value_refusal("is no place to listen at", allowed=allowed)
    host = "127.0.0.1" if host == "localhost" else host.removeprefix("[").removesuffix("]")
    try:
        return f"{ip_address(host)}:{int(port)}"
    except ValueError:
        hint = "a name may lead to several addresses: write the one that is meant"
        raise value_refusal("is no address", allowed=allowed, hint=hint) from None


def _public_url(address: str) -> str:
    parts = urlsplit(_page(address))
    if parts.path.strip("/") or parts.query or parts.fragment:
        hint = "it is served at the root of a host: give it one of its own"
        raise value_refusal("has more than a host and a port", hint=hint)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _token(token: str) -> str:
    if len(token) < _SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", token):
        allowed = f"{_SHORTEST_TOKEN} printable characters or more, no spaces"
        hint = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))" makes one'
        raise value_refusal("is too easy to guess", allowed=allowed, hint=hint)
    return token


PageUrl = Annotated[str, AfterValidator(_page), Field(json_schema_extra={"format": "uri"})]
PingUrl = Annotated[str, AfterValidator(_web_address)]
HostName = Annotated[
    str, AfterValidator(_host), Field(examples=["www.canada.ca", "www.canada.ca:8443"])
]
Contact = Annotated[str, AfterValidator(_contact)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
ListenAddress = Annotated[str, AfterValidator(_listen), Field(examples=["127.0.0.1:8470"])]
PublicUrl = Annotated[str, AfterValidator(_public_url), Field(json_schema_extra={"format": "uri"})]
WebToken = Annotated[
    str, AfterValidator(_token), Field(json_schema_extra={"minLength": _SHORTEST_TOKEN})
]
