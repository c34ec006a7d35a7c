"""What an address may be: of a page, a ping, a host, a contact, a database."""

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from watcher.adapters.config.values import read_text, refusal, text

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
SHORTEST_TOKEN = 16
_LAST_PORT = 65535
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
_DATABASE_FORMS = "sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
_THREE_SLASHES = (
    'write "sqlite:///watcher.db" for a file beside this one, or with a fourth slash '
    '"sqlite:////var/lib/watcher/watcher.db"'
)


def read_page(value: object) -> str:
    """Read the address of a page, or refuse it."""
    address = _web(read_text(value))
    if "@" in urlsplit(address).netloc:
        raise refusal("holds a name or a password, and is shown to others")
    return address


def _ping(value: object) -> str:
    return _web(read_text(value))


def _web(address: str) -> str:
    allowed = "an address that begins with https:// or http://"
    try:
        parts = urlsplit(address)
        # A port that is no number raises only when it is asked for.
        usable = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        # Not chained: the words of urlsplit quote the address, which may be a secret.
        raise refusal("is no web address", allowed=allowed) from None
    spaced = not address.isprintable() or " " in address
    if not usable or parts.scheme not in {"http", "https"} or spaced:
        raise refusal("is no web address", allowed=allowed)
    return address


def _host(value: object) -> str:
    host = read_text(value)
    name, colon, port = host.partition(":")
    if not _HOST.fullmatch(name) or (colon and not _is_port(port)):
        allowed = 'a bare host name, such as "www.canada.ca" or "www.canada.ca:8443"'
        raise refusal("is no host name", allowed=allowed)
    return host.lower()


def _is_port(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{0,4}", text)) and int(text) <= _LAST_PORT


def _contact(value: object) -> str:
    contact = read_text(value)
    if "://" in contact:
        return read_page(contact)
    # It stands in a header of every request: one line of ASCII.
    if contact and not re.fullmatch(r"[!-~]+@[!-~]+", contact):
        allowed = 'a mail or web address, such as "me@example.org"'
        raise refusal("is no address", allowed=allowed)
    return contact


def _database(value: object) -> str:
    address = read_text(value)
    scheme, mark, rest = address.partition("://")
    if scheme == "sqlite" and rest.startswith("/~"):
        hint = "write ${HOME} for your home folder"
        raise refusal("begins with ~, which means nothing here", hint=hint)
    if not mark or scheme not in _DATABASES:
        raise refusal(
            "is no database that watcher knows",
            allowed=_DATABASE_FORMS,
            hint=_meant_database(address),
        )
    # Two slashes would begin the name of a server, and SQLite has none.
    file = rest.removeprefix("/").partition("?")[0]
    nameless = not rest.startswith("/") or not file.strip("/") or file == ":memory:"
    if scheme == "sqlite" and nameless:
        raise refusal("names no file", hint=_THREE_SLASHES)
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


def read_listen(value: object) -> tuple[str, int]:
    """Read where to listen, an IP address and a port, or refuse it."""
    allowed = 'an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"'
    host, colon, port = read_text(value).rpartition(":")
    if host == "localhost":
        host = "127.0.0.1"
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _LAST_PORT:
        raise refusal("is no place to listen at", allowed=allowed)
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        hint = "a name may lead to several addresses: write the one that is meant"
        raise refusal("is no address", allowed=allowed, hint=hint) from None
    return str(address), int(port)


def _outside(value: object) -> str:
    address = read_page(value)
    parts = urlsplit(address)
    if parts.path.strip("/") or parts.query or parts.fragment:
        hint = "it is served at the root of a host: give it one of its own"
        raise refusal("has more than a host and a port", hint=hint)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _token(value: object) -> str:
    token = read_text(value)
    if len(token) < SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", token):
        allowed = f"{SHORTEST_TOKEN} printable characters or more, no spaces"
        hint = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))" makes one'
        raise refusal("is too easy to guess", allowed=allowed, hint=hint)
    return token


Page = Annotated[str, text(read_page, format="uri")]
Ping = Annotated[str, text(_ping)]
Host = Annotated[str, text(_host, examples=["www.canada.ca", "www.canada.ca:8443"])]
Contact = Annotated[str, text(_contact)]
Database = Annotated[str, text(_database)]
Listen = Annotated[tuple[str, int], text(read_listen, examples=["127.0.0.1:8470"])]
Outside = Annotated[str, text(_outside, format="uri")]
Token = Annotated[str, text(_token, minLength=SHORTEST_TOKEN)]
