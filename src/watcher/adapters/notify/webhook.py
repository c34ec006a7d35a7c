# mypy: untyped-calls-exclude=apprise
"""Webhooks, json:// and form://: what Apprise would post, without the 6 ms that it takes to do so."""

import json
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

import requests
from apprise.common import NotifyType
from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_form import NotifyForm
from apprise.plugins.custom_json import NotifyJSON

from watcher.adapters.notify import formatting, posting, responses
from watcher.adapters.notify.formatting import ServiceFormat
from watcher.adapters.notify.posting import HttpTarget
from watcher.adapters.notify.responses import HttpReply, ServerResponse
from watcher.adapters.notify.waiting import SendDeadline
from watcher.core.model import Message

_PICTURE_NAME = "cut-offs.png"
_INFO = NotifyType.INFO.value


class WebhookSender:
    """Posts the messages of one address."""

    def __init__(self, plugin: NotifyJSON | NotifyForm, target: HttpTarget) -> None:
        self._plugin, self._target = plugin, target
        self._format = ServiceFormat.of(plugin)

    @classmethod
    def of(cls, plugin: NotifyBase) -> "WebhookSender | None":
        """Make one, unless it is another service, or one that has to go through a proxy."""
        if not isinstance(plugin, NotifyJSON | NotifyForm) or plugin.interpret_emojis:
            return None
        if type(plugin) not in {
            NotifyJSON,
            NotifyForm,
        }:  # a service made of one, with ways of its own
            return None
        if isinstance(plugin, NotifyForm) and plugin.method == "GET":
            return None
        target = posting.target_of(
            _prepared(plugin), verify=plugin.verify_certificate, seconds=plugin.request_timeout
        )
        return None if target is None else cls(plugin, target)

    def send(self, _target: str, message: Message, end: SendDeadline) -> ServerResponse | None:
        """Post one message, and return what the server answered; None where it takes Apprise."""
        title, body, _ = formatting.formatted(message, self._format)
        title, body = title.strip(), body.rstrip()
        if isinstance(self._plugin, NotifyJSON):
            posted = json.dumps(_as_json(self._plugin, title, body, message.picture))
        elif message.picture is None:
            posted = urlencode(_as_form(self._plugin, title, body), doseq=True)
        else:
            return None
        answer = posting.exchange(self._target, posted.encode(), end)
        return responses.read_whole(answer) if isinstance(answer, HttpReply) else answer


def _prepared(plugin: NotifyJSON | NotifyForm) -> requests.PreparedRequest:
    """Prepare a request as the plugin does: address, headers and login are the same for all messages."""
    scheme = "https" if plugin.secure else "http"
    port = f":{plugin.port}" if isinstance(plugin.port, int) else ""
    kind = {"Content-Type": "application/json"} if isinstance(plugin, NotifyJSON) else {}
    request = requests.Request(
        plugin.method,
        f"{scheme}://{plugin.host}{port}{plugin.fullpath}",
        data="{}" if isinstance(plugin, NotifyJSON) else {"a": "b"},
        params=plugin.params,
        headers={"User-Agent": plugin.app_id, **kind, **plugin.headers},
        auth=(plugin.user, plugin.password) if plugin.user else None,
    )
    with requests.Session() as session:
        return session.prepare_request(request)


def _as_json(
    plugin: NotifyJSON, title: str, body: str, picture: bytes | None
) -> Mapping[str, object]:
    attached = [] if picture is None or not plugin.attachment_support else [_attachment(picture)]
    payload: dict[str, object] = {
        "version": plugin.json_version,
        "title": title,
        "message": body,
        "attachments": attached,
        "type": _INFO,
    }
    for key, value in plugin.payload_extras.items():
        if key not in payload:
            payload[key] = value
        elif value:
            payload[value] = payload.pop(key)
        else:
            del payload[key]
    return payload


def _attachment(picture: bytes) -> Mapping[str, str]:
    encoded = b64encode(picture).decode("ascii")
    return {"filename": _PICTURE_NAME, "base64": encoded, "mimetype": "image/png"}


def _as_form(plugin: NotifyForm, title: str, body: str) -> Mapping[str, object]:
    named = plugin.payload_map
    fields = (
        ("version", plugin.form_version),
        ("title", title),
        ("message", body),
        ("type", _INFO),
    )
    payload = {named[key]: value for key, value in fields if named[key]}
    return {**payload, **plugin.payload_extras}
