# mypy: untyped-calls-exclude=apprise
"""The Apprise plugins for each kind of channel: our own for mail and Telegram.

Apprise keeps the SMTP codes to itself, derives the plain text from the HTML (and loses the links), and builds a TLS
context of 46 ms for each message, encrypted or not.
"""

import contextlib
import email
import functools
import secrets
import smtplib
import ssl
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from ipaddress import ip_address
from typing import cast

from apprise import AppriseAttachment
from apprise.common import NotifyFormat
from apprise.exception import AppriseImproperlyConfigured
from apprise.manager_plugins import NotificationManager
from apprise.plugins.base import NotifyBase

from watcher.adapters.notify import recorder, responses
from watcher.adapters.notify.responses import ResponseKind, ServerResponse

with warnings.catch_warnings():
    # It imports imghdr, which was deprecated until it went with Python 3.13.
    warnings.simplefilter("ignore", DeprecationWarning)
    from apprise.plugins.email import EmailMessage, NotifyEmail, SecureMailMode
    from apprise.plugins.email.base import PGPMode
    from apprise.plugins.telegram import NotifyTelegram

_GOODBYE_SECONDS = 2.0
# In place of this machine's name, which would stand in the headers that readers see.
_NAMELESS = "[127.0.0.1]"
_OWN_HEADERS = {"Auto-Submitted": "auto-generated"}  # asks for no out-of-office reply


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


class MailPlugin(NotifyEmail):
    """One mail with both its texts as they were written."""

    plain: str = ""  # in place of the text part that Apprise would derive

    def send(
        self,
        body: str,
        title: str = "",
        *_args: object,
        body_format: NotifyFormat | None = None,
        attach: AppriseAttachment | None = None,
        **_rest: object,
    ) -> bool:
        """Send to the targets and note each answer; True when all of them took it."""
        if self.pgp_mode != PGPMode.NONE:  # signed: the text can no longer be touched
            return bool(NotifyEmail.send(self, body, title, body_format=body_format, attach=attach))
        sender = str(self.from_addr[1])
        mails = self._composed(
            subject=title, body=body, attach=attach, notify_format=self.resolve_format(body_format)
        )
        try:
            with self._session() as session:
                answers = [
                    session.deliver(
                        sender, m.recipient, m.to_addrs, _finished(m.body, self.plain, sender)
                    )
                    for m in mails
                ]
        except OSError as error:  # smtplib's errors are OSErrors too
            answers = [_failure(error)]
        for answer in answers:
            recorder.record_response(answer)
        return all(answer.kind is ResponseKind.ACCEPTED for answer in answers)

    def _composed(self, **content: object) -> Iterator[EmailMessage]:
        mails: Iterator[EmailMessage] = NotifyEmail.prepare_emails(
            **content,
            from_addr=self.from_addr,
            to=self.targets,
            cc=self.cc,
            bcc=self.bcc,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            headers={"X-Application": self.app_id, **_OWN_HEADERS, **self.headers},
            names=self.names,
            tzinfo=self.tzinfo,
        )
        return mails

    @contextlib.contextmanager
    def _session(self) -> Iterator["_Session"]:
        """Connect as the address asks; nothing is sent in the clear where TLS was."""
        is_tls = self.secure_mode == SecureMailMode.SSL
        session = (_TlsSession if is_tls else _Session)(
            self.smtp_host,
            self.port or 0,
            timeout=self.socket_connect_timeout,
            reply_timeout=self.socket_read_timeout,
            **({"context": _tls(verify=self.verify_certificate)} if is_tls else {}),
        )
        if self.user and self.password:
            session.local_hostname = _NAMELESS
        try:
            if self.secure_mode == SecureMailMode.STARTTLS:
                session.starttls(context=_tls(verify=self.verify_certificate))
            if self.user and self.password:
                session.login(self.user, self.password)
            yield session
        finally:
            session.leave()

    def warnings(self, host: str, *, is_addressed: bool) -> Iterator[str]:
        """Yield what in an address at this host can be used but is hardly meant."""
        # What Apprise made of it: mailto:// is encrypted where it knows the mail service.
        plain = self.secure_mode == SecureMailMode.INSECURE
        if plain and self.user and self.password and not _is_local(self.smtp_host):
            yield "mailto:// sends the password unencrypted; mailtos:// does not"
        if self.user and not self.password:
            yield (
                "a name without a password: most servers take no mail from it; write "
                "mailtos://NAME:PASSWORD@SERVER"
            )
        if host.startswith(("smtp.", "mail.")) and not is_addressed:
            yield (
                f"nobody is named, and so mail is for an address at {host} itself: "
                "add ?from=ADDRESS&to=ADDRESS"
            )


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Session(smtplib.SMTP):
    """A connection that waits ``reply_timeout`` seconds for each reply, and keeps that to a message."""

    last_reply: tuple[int, bytes] = (0, b"")
    is_handed_over = False

    def __init__(self, *args: object, reply_timeout: float, **kwargs: object) -> None:
        self._reply_timeout = reply_timeout
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # those of either class

    def getreply(self) -> tuple[int, bytes]:
        """Wait for a reply: servers scan what they were given before they accept it."""
        if self.sock is not None:
            self.sock.settimeout(self._reply_timeout)
        reply = super().getreply()
        self.is_handed_over = False
        return reply

    def send(self, s: str | bytes) -> None:  # type: ignore[override] # typeshed has Buffer, which smtplib does not send
        """Send, and note when that was all of a message."""
        super().send(s)
        self.is_handed_over = isinstance(s, bytes) and s.endswith(b"\r\n.\r\n")

    def data(self, msg: str | bytes) -> tuple[int, bytes]:  # type: ignore[override] # typeshed has Buffer
        """Hand over the text itself, whose acceptance sendmail() keeps to itself."""
        self.last_reply = super().data(msg)
        return self.last_reply

    def deliver(
        self, sender: str, recipient: str, everybody: list[str], message: str
    ) -> ServerResponse:
        """Hand one message over; a refused copy does not spoil it for the recipient."""
        try:
            refused = self.sendmail(sender, everybody, message)
        except smtplib.SMTPRecipientsRefused as error:
            # A 421 to one ends it for all, and the recipient's turn may never come.
            *_, last = error.recipients.values()
            return responses.read_smtp_for_recipient(*error.recipients.get(recipient, last))
        except smtplib.SMTPDataError as error:
            return responses.read_smtp_for_recipient(error.smtp_code, error.smtp_error)
        except OSError as error:
            return replace(_failure(error), doubtful=self.is_handed_over)
        if recipient in refused:
            return responses.read_smtp_for_recipient(*refused[recipient])
        accepted = responses.read_smtp(*self.last_reply)
        others = (f"not for {who}: {responses.read_smtp(*r).text}" for who, r in refused.items())
        return replace(accepted, text="; ".join((accepted.text, *others)))

    def leave(self) -> None:
        """Quit, waiting briefly only: what was accepted stays accepted."""
        with contextlib.suppress(OSError):
            self._reply_timeout = _GOODBYE_SECONDS
            self.quit()
        self.close()


class _TlsSession(_Session, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


@functools.cache
def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _failure(error: OSError) -> ServerResponse:
    if isinstance(error, smtplib.SMTPResponseException):
        return responses.read_smtp(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # No STARTTLS, say: nothing is sent in the clear where TLS was asked for.
        return ServerResponse(ResponseKind.REFUSED, f"not sent: {error}")
    if isinstance(error.__context__, TimeoutError):
        return recorder.connection_failure(error.__context__)
    if isinstance(error, smtplib.SMTPException):
        return ServerResponse(ResponseKind.LATER, f"not sent: {error}")
    return recorder.connection_failure(error)


def _finished(raw: str, plain: str, sender: str) -> str:
    """Replace the plain text by the original, and the Message-ID by our own."""
    mime = email.message_from_string(raw)
    # Apprise ends it in the server's name, and begins it with the time and a count.
    del mime["Message-ID"]
    domain = sender.rpartition("@")[2].lower()
    mime["Message-ID"] = f"<{secrets.token_hex(16)}@{domain}>"
    if plain and mime.is_multipart():
        for part in mime.walk():
            if part.get_content_type() == "text/plain":
                del part["Content-Transfer-Encoding"]
                part.set_payload(plain, "utf-8")
    return mime.as_string()


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


_OURS: Mapping[str, type[NotifyBase]] = {
    "mailto": MailPlugin,
    "mailtos": MailPlugin,
    "tgram": TelegramPlugin,
}
