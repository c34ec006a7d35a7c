# mypy: untyped-calls-exclude=apprise
"""One message to one target of an Apprise address, and what came of it."""

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial

from apprise import AppriseAttachment
from apprise.attachment.memory import AttachMemory
from apprise.common import NotifyFormat
from apprise.plugins.base import NotifyBase

from watcher.adapters.notify import address, answers, neutral, recorder, timeout, wording
from watcher.adapters.notify.mail import Mail
from watcher.adapters.notify.types import Answer, Sense
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Secret

# Of 45 s it leaves 5 to connect, and to end the session before the thread is given up.
PATIENCE = 8 / 9
PICTURE = "cut-offs.png"
# And 2 s to read an answer that took 30 to begin.
LATE = 1 / 20


def send(url: Secret, target: str, message: Message, deadline: timedelta) -> str:
    """Send and tell the server's true answer, or raise what it means."""
    there = address.understood(url)
    plugin = there.plugin(target)
    limit = deadline.total_seconds()
    message = _neutral(message, plugin, there.kind)
    if isinstance(plugin, Mail):
        plugin.plain = message.text
        if "rto" not in there.parts:
            plugin.socket_read_timeout = limit * PATIENCE
    words = wording.of(message, plugin)
    # Half of the time for an answer to end: the other half is for it to begin.
    record = recorder.Record(until=time.monotonic() + limit / 2, late=limit * LATE)
    picture = message.picture if plugin.attachment_support else None
    work = recorder.listening(record, partial(_notify, plugin, words, picture))
    outcome = timeout.run((url, target), work, deadline)
    answer = (
        _crashed(outcome.crash)
        if outcome.crash
        else _settled(record, said_yes=outcome.said_yes, telegram=there.kind == "tgram")
    )
    # Secrets go before the text is cut: half a token is not recognised any more.
    return _told(answer, answers.tidy(there.redacted(answer.text)))


def _neutral(message: Message, plugin: NotifyBase, kind: str) -> Message:
    if kind in neutral.VERBATIM:
        return message
    if isinstance(plugin, Mail):  # a subject is shown as it is
        return replace(neutral.neutral(message, marks=False), title=message.title)
    as_html = plugin.resolve_format() is NotifyFormat.HTML
    return neutral.neutral(message, marks=not (as_html and kind == "tgram"))


def _notify(plugin: NotifyBase, words: wording.Words, picture: bytes | None) -> bool:
    attached = None
    if picture is not None:
        attached = AppriseAttachment(
            AttachMemory(content=picture, name=PICTURE, mimetype="image/png")
        )
    return plugin.notify(
        body=words.body, title=words.title, body_format=words.form, attach=attached
    )


def _crashed(error: BaseException) -> Answer:
    # Not the error's own words: they may quote the address.
    text = f"Apprise failed ({type(error).__name__})"
    return Answer(sense=Sense.LATER, text=text)


def _settled(record: recorder.Record, *, said_yes: bool, telegram: bool) -> Answer:
    return answers.settle(
        record.answers(answers.telegram if telegram else answers.http),
        said_yes=said_yes,
        trusted=not telegram,  # Apprise takes "ok": false under a 200 for a yes
        complaint="; ".join(record.complaints),
    )


def _told(answer: Answer, text: str) -> str:
    match answer.sense:
        case Sense.ACCEPTED:
            return text
        case Sense.LATER:
            raise DeliveryError(
                text, answer.retry_after, personal=answer.personal, doubtful=answer.doubtful
            )
        case Sense.REFUSED:
            raise DeliveryRefused(text, doubtful=answer.doubtful)
