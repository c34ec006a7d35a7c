# mypy: untyped-calls-exclude=apprise
"""Telegram: Apprise's addresses of it, and our own way to its Bot API."""

import json
from collections.abc import Mapping
from typing import cast

import requests
from apprise.common import NotifyFormat
from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.telegram import NotifyTelegram

from watcher.adapters.notify import formatting, posting, responses
from watcher.adapters.notify.formatting import ServiceFormat
from watcher.adapters.notify.posting import HttpTarget
from watcher.adapters.notify.responses import HttpReply, ResponseKind, ServerResponse
from watcher.adapters.notify.telegram_text import LONGEST_CAPTION, pieces, visible_length
from watcher.adapters.notify.waiting import SendDeadline
from watcher.core.model import Message

_PICTURE_NAME = "cut-offs.png"


class TelegramPlugin(NotifyTelegram):
    """Apprise's Telegram, also on a Bot API server of one's own.

    ``tgram://TOKEN/CHAT?server=http://127.0.0.1:8081`` names such a server
    (https://github.com/tdlib/telegram-bot-api); Apprise knows only Telegram's.
    """

    def __init__(self, server: str = "", **kwargs: object) -> None:
        # A picture before its text: where it is refused, nothing has been said yet, and the words can go alone
        # without being said twice.
        # Without a chat Apprise would take the bot's owner from its recent messages: the first who wrote to it, and
        # after a day, when Telegram forgets them, none.
        NotifyTelegram.__init__(self, **{**kwargs, "content": "after", "detect_owner": False})
        if server and not server.startswith(("http://", "https://")):
            raise AppriseImproperlyConfigured("one's own Bot API begins with http:// or https://")
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
        parts = cast("dict[str, object] | None", NotifyTelegram.parse_url(url))
        query = parts.get("qsd") if parts else None
        if parts is not None and isinstance(query, dict) and "server" in query:
            parts["server"] = NotifyTelegram.unquote(query["server"])
        return parts


class TelegramSender:
    """Sends the messages of one bot."""

    def __init__(self, plugin: TelegramPlugin, target: HttpTarget) -> None:
        self._plugin, self._target = plugin, target
        self._format = ServiceFormat.of(plugin)
        self._always = {"disable_notification": plugin.silent, "parse_mode": "HTML"}
        self._photos = f"{plugin.notify_url}{plugin.bot_token}/sendPhoto"

    @classmethod
    def of(cls, plugin: TelegramPlugin) -> "TelegramSender | None":
        """Make one, unless Apprise has to write the message in its own way, or a proxy has to be asked."""
        asks_more = plugin.template or plugin.include_image or plugin.interpret_emojis
        if asks_more or plugin.resolve_format(NotifyFormat.HTML) is not NotifyFormat.HTML:
            return None
        target = _target(plugin, _words_request(plugin))
        return None if target is None else cls(plugin, target)

    def send(self, target: str, message: Message, end: SendDeadline) -> ServerResponse | None:
        """Send one message to one chat, and return what Telegram answered last."""
        chat, topic = _chat(target, self._plugin.topic)
        to: dict[str, object] = {"chat_id": chat, **({"message_thread_id": topic} if topic else {})}
        text = _text(self._format, message)
        if message.picture is not None:
            # Before its text: where it is refused, nothing has been said yet, and the words can go alone without
            # being said twice.
            fits = visible_length(text) <= LONGEST_CAPTION
            answer = self._photo(
                message.picture, {**to, **({"caption": text} if fits else {})}, end
            )
            if fits or answer.kind is not ResponseKind.ACCEPTED:
                return answer
        for piece in pieces(text):
            answer = self._words(piece, to, end)
            if answer.kind is not ResponseKind.ACCEPTED:
                break
        return answer

    def _words(self, text: str, to: Mapping[str, object], end: SendDeadline) -> ServerResponse:
        preview = {"disable_web_page_preview": not self._plugin.preview}
        posted = json.dumps({**self._always, **preview, **to, "text": text})
        return _read(posting.exchange(self._target, posted.encode(), end))

    def _photo(
        self, picture: bytes, fields: Mapping[str, object], end: SendDeadline
    ) -> ServerResponse:
        data = {**self._always, "show_caption_above_media": False, **fields}
        prepared = requests.Request(
            "POST",
            self._photos,
            headers={"User-Agent": self._plugin.app_id},
            data={k: json.dumps(v) if isinstance(v, bool) else str(v) for k, v in data.items()},
            files={"photo": (_PICTURE_NAME, picture)},
        ).prepare()
        target = _target(self._plugin, prepared)
        if target is None:  # a proxy is to be asked all of a sudden
            return ServerResponse(ResponseKind.LATER, "not sent: by a proxy")
        return _read(posting.exchange(target, cast("bytes", prepared.body), end))


def _target(plugin: TelegramPlugin, prepared: requests.PreparedRequest) -> HttpTarget | None:
    return posting.target_of(
        prepared, verify=plugin.verify_certificate, seconds=plugin.request_timeout
    )


def _words_request(plugin: TelegramPlugin) -> requests.PreparedRequest:
    headers = {"User-Agent": plugin.app_id, "Content-Type": "application/json"}
    url = f"{plugin.notify_url}{plugin.bot_token}/sendMessage"
    with requests.Session() as session:
        return session.prepare_request(requests.Request("POST", url, headers=headers, data="{}"))


def _chat(target: str, topic: int | None) -> tuple[int | str, int | None]:
    """Take a target apart: a number or a name, and the topic after a colon."""
    chat, _, named = target.partition(":")
    number = chat.removeprefix("-")
    return (int(chat) if number.isdecimal() else f"@{chat.lstrip('@')}"), int(
        named
    ) if named else topic


def _text(service: ServiceFormat, message: Message) -> str:
    """Write title and text as the HTML that Telegram knows, where a line ends as in text."""
    _, page, _ = formatting.formatted(formatting.escape_message(message, marks=False), service)
    return page.replace("<br>\n", "\n").rstrip()


def _read(answer: HttpReply | ServerResponse) -> ServerResponse:
    if isinstance(answer, ServerResponse):
        return answer
    return responses.read_whole(answer, responses.read_telegram)
