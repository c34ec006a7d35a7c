# mypy: untyped-calls-exclude=apprise
"""Sending one message to one target of an address, with a deadline: our own way, or Apprise's.

Our own ends in time by itself. A slow server can keep Apprise busy for ever, and a thread cannot be stopped from
outside: so the wait ends, and nothing more is sent to the same target while the old thread is at it.
"""

import functools
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

from apprise import AppriseAttachment
from apprise.attachment.memory import AttachMemory
from apprise.common import NotifyFormat
from apprise.plugins.base import NotifyBase

from watcher.adapters.notify import formatting, recorder, responses, waiting
from watcher.adapters.notify.address import Address, parse_address
from watcher.adapters.notify.formatting import ServiceFormat
from watcher.adapters.notify.mail import MailPlugin, MailSender
from watcher.adapters.notify.responses import ResponseKind, ServerResponse
from watcher.adapters.notify.telegram import TelegramPlugin, TelegramSender
from watcher.adapters.notify.waiting import BackgroundCall, DeadlinePassed, SendDeadline
from watcher.adapters.notify.webhook import WebhookSender
from watcher.core.errors import DeliveryError, DeliveryMoved, DeliveryRefused, catch_unexpected
from watcher.core.model import Message
from watcher.core.settings import Secret

# Of 45 s it leaves 2 to read an answer that took 30 to begin.
_LATE_SHARE = 1 / 20
_PICTURE_NAME = "cut-offs.png"
_ADDRESSES = 4096

_stuck: dict[tuple[Secret, str], BackgroundCall[bool]] = {}
_lock = threading.Lock()


class _Sender(Protocol):
    """Our own way to a service."""

    def send(self, target: str, message: Message, end: SendDeadline) -> ServerResponse | None:
        """Send to one target, and return what it answered; None where it takes Apprise."""


def send_through(url: Secret, target: str, message: Message, deadline: timedelta) -> str:
    """Send, and return the server's answer, or raise what it means."""
    address = parse_address(url)
    if problem := address.target_problem(target):
        raise DeliveryRefused(problem)
    sender = _own_sender(url)
    response = None
    if sender is not None:
        end = SendDeadline(deadline.total_seconds())
        with catch_unexpected() as caught:
            response = sender.send(target, message, end)
        if caught.error is not None:
            # Not the error's own words: they may quote the address.
            text = f"watcher failed to send it ({type(caught.error).__name__})"
            response = ServerResponse(ResponseKind.LATER, text, personal=True, doubtful=True)
    if response is None:
        response = _send_by_apprise(url, address, target, message, deadline)
    # Secrets go before the text is cut: half a token is not recognised any more.
    return _answer(response, responses.one_line(address.redactor(response.text)))


def rehearse_through(url: Secret, message: Message) -> None:
    """Prepare our own way to an address, and write a mail."""
    sender = _own_sender(url)
    if isinstance(sender, MailSender):
        sender.rehearse(message)


@functools.lru_cache(maxsize=_ADDRESSES)
def _own_sender(url: Secret) -> _Sender | None:
    """Return our own way to an address, None where there is only Apprise's."""
    address = parse_address(url)
    plugin = address.whole()
    sender: _Sender | None = None
    with catch_unexpected():  # an address that only Apprise understands
        match plugin:
            case MailPlugin() if "" not in address.targets or len(plugin.targets) == 1:
                seconds = plugin.socket_read_timeout if "rto" in address.parts else None
                sender = MailSender.of(plugin, reply_seconds=seconds)
            case TelegramPlugin() if "" not in address.targets:
                sender = TelegramSender.of(plugin)
            case _ if "" in address.targets:
                sender = WebhookSender.of(plugin)
            case _:
                pass  # one of Apprise's
    return sender


def _send_by_apprise(
    url: Secret, address: Address, target: str, message: Message, deadline: timedelta
) -> ServerResponse:
    plugin = address.plugin(target)
    limit = deadline.total_seconds()
    # Half of the time for an answer to end: the other half is for it to begin.
    recording = recorder.Recording(until=time.monotonic() + limit / 2, late=limit * _LATE_SHARE)
    escaped = _escaped(message, plugin, address.kind)
    work = recorder.recorded(recording, partial(_notify, plugin, escaped))
    with catch_unexpected(passing=DeliveryError) as caught:
        said_yes = _run((url, target), work, limit)
    recording.done()
    if caught.error is not None:
        # Not the error's own words: they may quote the address.
        text = f"Apprise failed ({type(caught.error).__name__})"
        return ServerResponse(ResponseKind.LATER, text)
    is_telegram = address.kind == "tgram"
    read = responses.read_telegram if is_telegram else responses.read_http
    return responses.combine(
        recording.responses(read),
        said_yes=said_yes,
        trusted=not is_telegram,  # Apprise takes "ok": false under a 200 for a yes
        complaint="; ".join(recording.warnings),
    )


def _escaped(message: Message, plugin: NotifyBase, kind: str) -> Message:
    if kind in formatting.VERBATIM_KINDS:
        return message
    as_html = plugin.resolve_format() is NotifyFormat.HTML
    return formatting.escape_message(message, marks=not (as_html and kind in {"tgram", "mail"}))


def _notify(plugin: NotifyBase, message: Message) -> bool:
    title, body, form = formatting.formatted(message, ServiceFormat.of(plugin))
    attachment = None
    if message.picture is not None and plugin.attachment_support:
        picture = AttachMemory(content=message.picture, name=_PICTURE_NAME, mimetype="image/png")
        attachment = AppriseAttachment(picture)
    return plugin.notify(body=body, title=title, body_format=form, attach=attachment)


def _run(key: tuple[Secret, str], work: Callable[[], bool], seconds: float) -> bool:
    """Do the work in a thread that is left behind at the deadline, or raise DeliveryError."""
    with _lock:
        for ended in [k for k, call in _stuck.items() if call.is_done]:
            del _stuck[ended]
        if key in _stuck:
            raise DeliveryError("an earlier message still waits for an answer")
    call = waiting.start(work)
    try:
        return call.wait(seconds)
    except DeadlinePassed:
        with _lock:
            _stuck[key] = call
        # The thread goes on, and may still succeed.
        raise DeliveryError(f"no answer within {seconds:g} s", doubtful=True) from None


def _answer(response: ServerResponse, text: str) -> str:
    match response.kind:
        case ResponseKind.ACCEPTED:
            return text
        case ResponseKind.LATER if response.moved_to is not None:
            raise DeliveryMoved(text, response.moved_to)
        case ResponseKind.LATER:
            raise DeliveryError(
                text, response.retry_after, personal=response.personal, doubtful=response.doubtful
            )
        case ResponseKind.REFUSED:
            raise DeliveryRefused(text, doubtful=response.doubtful, gone=response.gone)
