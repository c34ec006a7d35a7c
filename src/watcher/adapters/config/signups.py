"""Checks of [signup]: what else has to be set before strangers may cause mails."""

from collections.abc import Iterator

from watcher.adapters.config.faults import Loc, Problem, printable
from watcher.adapters.config.files import TomlDocument
from watcher.core.errors import did_you_mean

_MAIL = frozenset({"mailto", "mailtos"})
_ENABLED: Loc = ("signup", "enabled")


def check_signup(document: TomlDocument) -> Iterator[Problem]:
    """Name all that is missing where people may subscribe themselves; run once secrets are looked up."""
    table = _table(document, "signup")
    if table.get("enabled") is not True:
        return
    yield from _channel(table.get("channel"), _table(document, "channels"))
    web = _table(document, "web")
    if web.get("enabled") is False:
        yield Problem(_ENABLED, "needs the page, which [web] enabled = false leaves unserved")
    if not web.get("url"):
        yield Problem(
            _ENABLED,
            "needs [web] url, which the links in mails begin with",
            hint='write there how others reach the page: url = "https://watcher.example.org"',
        )
    if not _table(document, "sender"):
        yield Problem(
            _ENABLED,
            "needs [sender], the name and the postal address that every mail has to show",
            hint="write [sender] with name, address and contact",
        )


def _channel(name: object, channels: TomlDocument) -> Iterator[Problem]:
    loc = ("signup", "channel")
    mail = [known for known, entry in channels.items() if _scheme(entry) in _MAIL]
    allowed = ", ".join(map(printable, mail)) or None
    if name is None:
        hint = "name a channel of [channels] that sends mail" if mail else "[channels] has none"
        yield Problem(loc, "is missing: somebody has to write to them", allowed=allowed, hint=hint)
    elif not isinstance(name, str):
        return
    elif name not in channels:
        hint = did_you_mean(name, mail) or "channels are named under [channels]"
        yield Problem(loc, "is no channel", name, allowed=allowed, hint=hint)
    elif _scheme(channels[name]) not in _MAIL:
        yield Problem(
            loc,
            "does not send mail",
            name,
            allowed=allowed,
            hint="its address has to begin with mailto:// or mailtos://",
        )


def _scheme(entry: object) -> str:
    url = entry.get("url") if isinstance(entry, dict) else None
    return url.partition("://")[0].lower() if isinstance(url, str) else ""


def _table(document: TomlDocument, name: str) -> TomlDocument:
    found = document.get(name)
    return found if isinstance(found, dict) else {}
