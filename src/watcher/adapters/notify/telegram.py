# mypy: untyped-calls-exclude=apprise
"""Telegram as Apprise speaks it, also to a Bot API server of one's own.

``tgram://TOKEN/CHAT?server=http://127.0.0.1:8081`` names such a server
(https://github.com/tdlib/telegram-bot-api); Apprise knows only Telegram's.
"""

from typing import cast

from apprise.common import NotifyFormat
from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.telegram import NotifyTelegram


class Telegram(NotifyTelegram):
    """Apprise's Telegram, with a choice of server."""

    def __init__(self, server: str = "", **kwargs: object) -> None:
        # A picture before its text: where it is refused, nothing has been said yet, and
        # the words can go alone without being said twice.
        NotifyTelegram.__init__(self, **{**kwargs, "content": "after"})
        if server and not server.startswith(("http://", "https://")):
            raise AppriseImproperlyConfigured("one's own Bot API begins with http:// or https://")
        if not self.targets:
            # Apprise would take the bot's owner from its recent messages: whoever
            # wrote to it first, and after a day, when Telegram forgets them, nobody.
            raise AppriseImproperlyConfigured("no chat: write its id after the token")
        if server:
            self.notify_url = f"{server.rstrip('/')}/bot"

    def dialect_convert(
        self, body: str, body_format: NotifyFormat | None = None, *args: object, **kwargs: object
    ) -> str:
        """Reduce HTML to Telegram's, lines first: Apprise drops every second ``<br>``."""
        if body_format is NotifyFormat.HTML:
            body = body.replace("<br>\n", "\n")
        return super().dialect_convert(body, body_format, *args, **kwargs)

    @staticmethod
    def parse_url(url: str, *_args: object, **_kwargs: object) -> dict[str, object] | None:
        """Read the address, ``server`` included; None when it is not one."""
        found = cast("dict[str, object] | None", NotifyTelegram.parse_url(url))
        asked = found.get("qsd") if found else None
        if found is not None and isinstance(asked, dict) and "server" in asked:
            found["server"] = NotifyTelegram.unquote(asked["server"])
        return found
