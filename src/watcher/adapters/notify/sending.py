# mypy: untyped-calls-exclude=apprise
"""Sending one message to one target of an Apprise address, with a deadline.

A slow server can keep Apprise busy for ever, and a thread cannot be stopped from outside. So the wait ends, and nothing
more is sent to the same target while the old thread lives: threads cannot pile up.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial

from apprise import AppriseAttachment
from apprise.attachment.memory import AttachMemory
from apprise.common import NotifyFormat
from apprise.plugins.base import NotifyBase

from watcher.adapters.notify import formatting, recorder, responses
from watcher.adapters.notify.address import parse_address
from watcher.adapters.notify.plugins import MailPlugin
from watcher.adapters.notify.responses import ResponseKind, ServerResponse
from watcher.core.errors import DeliveryError, DeliveryMoved, DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Secret

# Of 45 s it leaves 5 to connect, and to end the session before the thread is given up.
_MAIL_READ_SHARE = 8 / 9
# And 2 s to read an answer that took 30 to begin.
_LATE_SHARE = 1 / 20
_PICTURE_NAME = "cut-offs.png"

_stuck: dict[tuple[Secret, str], threading.Thread] = {}
_lock = threading.Lock()


def send_through(url: Secret, target: str, message: Message, deadline: timedelta) -> str:
    """Send, and return the server's answer, or raise what it means."""
    address = parse_address(url)
    plugin = address.plugin(target)
    limit = deadline.total_seconds()
    message = _escaped(message, plugin, address.kind)
    if isinstance(plugin, MailPlugin):
        plugin.plain = message.text
        if "rto" not in address.parts:
            plugin.socket_read_timeout = limit * _MAIL_READ_SHARE
    # Half of the time for an answer to end: the other half is for it to begin.
    recording = recorder.Recording(until=time.monotonic() + limit / 2, late=limit * _LATE_SHARE)
    work = recorder.recorded(recording, partial(_notify, plugin, message))
    done = _run((url, target), work, deadline)
    if error := done.exception():
        # Not the error's own words: they may quote the address.
        response = ServerResponse(ResponseKind.LATER, f"Apprise failed ({type(error).__name__})")
    else:
        is_telegram = address.kind == "tgram"
        read = responses.read_telegram if is_telegram else responses.read_http
        response = responses.combine(
            recording.responses(read),
            said_yes=done.result(),
            trusted=not is_telegram,  # Apprise takes "ok": false under a 200 for a yes
            complaint="; ".join(recording.warnings),
        )
    # Secrets go before the text is cut: half a token is not recognised any more.
    return _answer(response, responses.one_line(address.redactor(response.text)))


def _escaped(message: Message, plugin: NotifyBase, kind: str) -> Message:
    if kind in formatting.VERBATIM_KINDS:
        return message
    if isinstance(plugin, MailPlugin):  # a subject is shown as it is
        return replace(formatting.escape_message(message, marks=False), title=message.title)
    as_html = plugin.resolve_format() is NotifyFormat.HTML
    return formatting.escape_message(message, marks=not (as_html and kind == "tgram"))


def _notify(plugin: NotifyBase, message: Message) -> bool:
    title, body, form = formatting.formatted(message, plugin)
    attachment = None
    if message.picture is not None and plugin.attachment_support:
        picture = AttachMemory(content=message.picture, name=_PICTURE_NAME, mimetype="image/png")
        attachment = AppriseAttachment(picture)
    return plugin.notify(body=body, title=title, body_format=form, attach=attachment)


def _run(key: tuple[Secret, str], work: Callable[[], bool], deadline: timedelta) -> "Future[bool]":
    """Do the work in a thread of its own until the deadline, or raise DeliveryError."""
    with _lock:
        for ended in [k for k, thread in _stuck.items() if not thread.is_alive()]:
            del _stuck[ended]
        if key in _stuck:
            raise DeliveryError("an earlier message still waits for an answer")
    done: Future[bool] = Future()
    thread = threading.Thread(target=_complete, args=(done, work), name="watcher-send", daemon=True)
    thread.start()
    thread.join(deadline.total_seconds())
    if thread.is_alive():
        with _lock:
            _stuck[key] = thread
        # The thread goes on, and may still succeed.
        text = f"no answer within {deadline.total_seconds():g} s"
        raise DeliveryError(text, doubtful=True)
    return done


def _complete(done: "Future[bool]", work: Callable[[], bool]) -> None:
    def _carry(_kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is not None:
            done.set_exception(error)
        return True

    with ExitStack() as stack:
        stack.push(_carry)
        done.set_result(work())


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
