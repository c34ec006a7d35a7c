# mypy: untyped-calls-exclude=apprise
"""Mail as Apprise composes it, sent on a connection of our own.

Apprise keeps the SMTP codes to itself, derives the plain text from the HTML (and loses
the links), and builds a TLS context of 46 ms for each message, encrypted or not.
"""

import contextlib
import email
import functools
import secrets
import smtplib
import ssl
import warnings
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message as Mime

from apprise import AppriseAttachment
from apprise.common import NotifyFormat

from watcher.adapters.notify import answers, recorder
from watcher.adapters.notify.types import Answer, Sense

with warnings.catch_warnings():
    # It imports imghdr, which was deprecated until it went with Python 3.13.
    warnings.simplefilter("ignore", DeprecationWarning)
    from apprise.plugins.email import EmailMessage, NotifyEmail, SecureMailMode
    from apprise.plugins.email.base import PGPMode

Refused = dict[str, tuple[int, bytes]]

GOODBYE_SECONDS = 2.0
END_OF_MESSAGE = b"\r\n.\r\n"
# Whoever logs in is known by that; by default the name of this machine would stand in
# the headers that its readers see.
NAMELESS = "[127.0.0.1]"
OWN_HEADERS = {"Auto-Submitted": "auto-generated"}  # asks for no out-of-office reply


class Mail(NotifyEmail):
    """One mail with both its texts as they were written.

    ``plain`` replaces the text part that Apprise would derive.
    """

    plain: str = ""

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
        form = self.resolve_format(body_format)
        composed = self._composed(title, body, form, attach)
        try:
            with self._session() as session:
                verdicts = [
                    session.deliver(
                        str(self.from_addr[1]),
                        m.recipient,
                        m.to_addrs,
                        _finished(m.body, self.plain, str(self.from_addr[1])),
                    )
                    for m in composed
                ]
        except OSError as error:  # smtplib's errors are OSErrors too
            verdicts = [_understood(error)]
        for verdict in verdicts:
            recorder.note(verdict)
        return all(v.sense is Sense.ACCEPTED for v in verdicts)

    def _composed(
        self, title: str, body: str, form: NotifyFormat, attach: AppriseAttachment | None
    ) -> Iterator[EmailMessage]:
        composed: Iterator[EmailMessage] = NotifyEmail.prepare_emails(
            subject=title,
            body=body,
            attach=attach,
            notify_format=form,
            from_addr=self.from_addr,
            to=self.targets,
            cc=self.cc,
            bcc=self.bcc,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            headers={"X-Application": self.app_id, **OWN_HEADERS, **self.headers},
            names=self.names,
            tzinfo=self.tzinfo,
        )
        return composed

    @contextlib.contextmanager
    def _session(self) -> Iterator["_Session"]:
        """Connect as the address asks; nothing is sent in the clear where TLS was."""
        where = (self.smtp_host, self.port or 0)
        limits = (self.socket_connect_timeout, self.socket_read_timeout)
        session: _Session
        if self.secure_mode == SecureMailMode.SSL:
            context = _tls(verify=self.verify_certificate)
            session = _TlsSession(*where, *limits, context)
        else:
            session = _Session(*where, *limits)
        if self.user and self.password:
            session.local_hostname = NAMELESS
        try:
            if self.secure_mode == SecureMailMode.STARTTLS:
                session.starttls(context=_tls(verify=self.verify_certificate))
            if self.user and self.password:
                session.login(self.user, self.password)
            yield session
        finally:
            session.leave()


class _Session(smtplib.SMTP):
    """A connection that remembers what was said on accepting a message.

    It waits for ``timeout`` seconds to be made, and for ``patience`` for each reply.
    """

    said: tuple[int, bytes] = (0, b"")
    is_handed_over = False

    def __init__(self, host: str, port: int, timeout: float, patience: float) -> None:
        self._patience = patience
        super().__init__(host, port, timeout=timeout)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for a reply: servers scan what they were given before they accept it."""
        if self.sock is not None:
            self.sock.settimeout(self._patience)
        reply = super().getreply()
        self.is_handed_over = False
        return reply

    def send(self, s: str | bytes) -> None:  # type: ignore[override] # typeshed has Buffer, which smtplib does not send
        """Send, and note when that was all of a message."""
        super().send(s)
        self.is_handed_over = isinstance(s, bytes) and s.endswith(END_OF_MESSAGE)

    def data(self, msg: str | bytes) -> tuple[int, bytes]:  # type: ignore[override] # typeshed has Buffer, which smtplib does not take
        """Hand over the text itself, whose acceptance sendmail() keeps to itself."""
        self.said = super().data(msg)
        return self.said

    def deliver(self, sender: str, recipient: str, everybody: list[str], message: str) -> Answer:
        """Hand one message over; a refused copy does not spoil it for the recipient."""
        try:
            refused: Refused = self.sendmail(sender, everybody, message)
        except smtplib.SMTPRecipientsRefused as error:
            # A 421 to one ends it for all, and the recipient's turn may never come.
            *_, last = error.recipients.values()
            return answers.smtp_for_one(*error.recipients.get(recipient, last))
        except smtplib.SMTPDataError as error:
            return answers.smtp_for_one(error.smtp_code, error.smtp_error)
        except OSError as error:
            return replace(_understood(error), doubtful=self.is_handed_over)
        if recipient in refused:
            return answers.smtp_for_one(*refused[recipient])
        accepted = answers.smtp(*self.said)
        missed = [f"not for {who}: {_said(*why)}" for who, why in refused.items()]
        text = "; ".join((accepted.text, *missed))
        return Answer(sense=accepted.sense, text=text)

    def leave(self) -> None:
        """Say goodbye, briefly: what was accepted stays accepted."""
        with contextlib.suppress(OSError):
            self._patience = GOODBYE_SECONDS
            self.quit()
        self.close()


class _TlsSession(_Session, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(
        self, host: str, port: int, timeout: float, patience: float, context: ssl.SSLContext
    ) -> None:
        self._patience = patience
        smtplib.SMTP_SSL.__init__(self, host, port, timeout=timeout, context=context)


@functools.cache
def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _understood(error: OSError) -> Answer:
    if isinstance(error, smtplib.SMTPResponseException):
        return answers.smtp(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # No STARTTLS, say: nothing is sent in the clear where TLS was asked for.
        return Answer(sense=Sense.REFUSED, text=f"not sent: {error}")
    if isinstance(error.__context__, TimeoutError):
        return recorder.trouble(error.__context__)
    if isinstance(error, smtplib.SMTPException):
        return Answer(sense=Sense.LATER, text=f"not sent: {error}")
    return recorder.trouble(error)


def _said(code: int, text: bytes) -> str:
    return answers.smtp(code, text).text


def _finished(raw: str, plain: str, sender: str) -> str:
    """Put in the plain text as it was written, and an identity of our own."""
    mime = email.message_from_string(raw)
    # Apprise ends it in the server's name, and begins it with the time and a count.
    del mime["Message-ID"]
    domain = sender.rpartition("@")[2].lower()
    mime["Message-ID"] = f"<{secrets.token_hex(16)}@{domain}>"
    if plain and mime.is_multipart():
        parts: list[Mime] = [p for p in mime.walk() if p.get_content_type() == "text/plain"]
        for part in parts:
            del part["Content-Transfer-Encoding"]
            part.set_payload(plain, "utf-8")
    return mime.as_string()
