# mypy: untyped-calls-exclude=apprise
"""The Apprise plugin for each kind of channel: our own for mail and Telegram."""

import functools
import warnings
from collections.abc import Mapping
from difflib import get_close_matches

from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase

from watcher.adapters.notify.mail import MailPlugin
from watcher.adapters.notify.telegram import TelegramPlugin


def plugin_class(scheme: str) -> type[NotifyBase] | None:
    """Return the plugin for a scheme; None when Apprise has no such service."""
    return _OURS.get(scheme) or _every_plugin().get(scheme)


def similar_scheme(scheme: str) -> str | None:
    """Guess the scheme meant by an unknown one."""
    return next(iter(get_close_matches(scheme, [*_OURS, *_every_plugin(), "print"], n=1)), None)


@functools.cache
def _every_plugin() -> Mapping[str, type[NotifyBase]]:
    """Load all of Apprise's 180 services: 8 MiB that mail and Telegram do without."""
    with warnings.catch_warnings():
        # Some import what Python has deprecated, to be ready for what needs it.
        warnings.simplefilter("ignore", DeprecationWarning)
        manager = NotificationManager()
        return {scheme: manager[scheme] for scheme in manager.schemas()}


_OURS: Mapping[str, type[NotifyBase]] = {
    "mailto": MailPlugin,
    "mailtos": MailPlugin,
    "tgram": TelegramPlugin,
}
