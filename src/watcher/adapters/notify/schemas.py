# mypy: untyped-calls-exclude=apprise
"""Which class serves which kind of address.

Letting Apprise find it loads all of its 180 services; the usual ones
are named here, and the rest is loaded when an address asks for it.
"""

import difflib
import warnings
from importlib import import_module

from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase

_APPRISE = "apprise.plugins"

PLACES = {
    "mailto": "watcher.adapters.notify.mail:Mail",
    "mailtos": "watcher.adapters.notify.mail:Mail",
    "tgram": "watcher.adapters.notify.telegram:Telegram",
    "json": f"{_APPRISE}.custom_json:NotifyJSON",
    "jsons": f"{_APPRISE}.custom_json:NotifyJSON",
    "xml": f"{_APPRISE}.custom_xml:NotifyXML",
    "xmls": f"{_APPRISE}.custom_xml:NotifyXML",
    "form": f"{_APPRISE}.custom_form:NotifyForm",
    "forms": f"{_APPRISE}.custom_form:NotifyForm",
    "discord": f"{_APPRISE}.discord:NotifyDiscord",
    "gchat": f"{_APPRISE}.google_chat:NotifyGoogleChat",
    "gotify": f"{_APPRISE}.gotify:NotifyGotify",
    "gotifys": f"{_APPRISE}.gotify:NotifyGotify",
    "matrix": f"{_APPRISE}.matrix:NotifyMatrix",
    "matrixs": f"{_APPRISE}.matrix:NotifyMatrix",
    "mmost": f"{_APPRISE}.mattermost:NotifyMattermost",
    "mmosts": f"{_APPRISE}.mattermost:NotifyMattermost",
    "ntfy": f"{_APPRISE}.ntfy:NotifyNtfy",
    "ntfys": f"{_APPRISE}.ntfy:NotifyNtfy",
    "pbul": f"{_APPRISE}.pushbullet:NotifyPushBullet",
    "pover": f"{_APPRISE}.pushover:NotifyPushover",
    "signal": f"{_APPRISE}.signal_api:NotifySignalAPI",
    "signals": f"{_APPRISE}.signal_api:NotifySignalAPI",
    "slack": f"{_APPRISE}.slack:NotifySlack",
    "twilio": f"{_APPRISE}.twilio:NotifyTwilio",
    "whatsapp": f"{_APPRISE}.whatsapp:NotifyWhatsApp",
}


def service(schema: str) -> type[NotifyBase] | None:
    """Find the class for a schema; None when Apprise has no such service."""
    place = PLACES.get(schema)
    if place is None:
        return every_service().get(schema)
    module, name = place.split(":")
    found: type[NotifyBase] = getattr(import_module(module), name)
    return found


def alike(schema: str) -> str | None:
    """Guess which schema was meant by one that nobody serves."""
    known = [*PLACES, *every_service(), "print"]
    return next(iter(difflib.get_close_matches(schema, known, n=1)), None)


def every_service() -> dict[str, type[NotifyBase]]:
    """Load all that Apprise has, for good."""
    with warnings.catch_warnings():
        # Some import what Python has deprecated, to be ready for what needs it.
        warnings.simplefilter("ignore", DeprecationWarning)
        manager = NotificationManager()
        return {schema: manager[schema] for schema in manager.schemas()}
