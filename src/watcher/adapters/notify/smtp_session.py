"""One session with a mail server: its replies, and the message that goes through it."""

import functools
import re
import smtplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from enum import Enum

from watcher.adapters.notify import responses, waiting
from watcher.adapters.notify.network import connect, has_something_to_read
from watcher.adapters.notify.responses import ServerResponse
from watcher.adapters.notify.waiting import SendDeadline

# In place of this machine's name, which would stand in the headers that readers see.
_NAMELESS = "[127.0.0.1]"
_LONGEST_REPLY = 65_536
_GO_ON = 354
_CLOSING = 421
_DONE = 2  # of a code, the first digit
_PLAIN_MAILBOX = re.compile(r"[\w+-]+(\.[\w+-]+)*@[\w-]+(\.[\w-]+)*", re.ASCII)


class SmtpSecurity(Enum):
    """How a connection is encrypted."""

    NONE = "insecure"
    STARTTLS = "starttls"
    TLS = "ssl"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """A server, and who logs in there: what sessions have in common."""

    host: str
    port: int
    security: SmtpSecurity
    is_verified: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    connect_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who hands over for whom: the recipient's own answer counts, the others get copies."""

    sender: str
    recipient: str
    others: Sequence[str] = ()


def open_session(account: SmtpAccount, reply_seconds: float, end: SendDeadline) -> "SmtpSession":
    """Open a session; in a thread that can be left behind, as names may be looked up for minutes."""

    def _open() -> SmtpSession:
        is_tls = account.security is SmtpSecurity.TLS
        session = (_TlsSession if is_tls else SmtpSession)(account, reply_seconds, end)
        with ExitStack() as on_failure:
            on_failure.callback(session.leave)
            session.sign_in()
            on_failure.pop_all()
        return session

    return waiting.open_within(end, _open, SmtpSession.leave)


class _Closing(smtplib.SMTPResponseException):
    """421: the server ends the session."""


class SmtpSession(smtplib.SMTP):
    """A session that waits for each reply, and for all of a message, no longer than it is told to."""

    def __init__(self, account: SmtpAccount, reply_seconds: float, end: SendDeadline) -> None:
        self._account = account
        self._come_in = bytearray()
        self.delivered = 0
        self.is_handed_over = False
        self._is_transaction_open = False
        self.expect(reply_seconds, end)
        name = _NAMELESS if account.user and account.password else own_name()
        super().__init__(
            account.host, account.port, local_hostname=name, timeout=account.connect_seconds
        )

    def expect(self, reply_seconds: float, end: SendDeadline) -> None:
        """Wait so long for each reply from now on."""
        self._reply_seconds, self._end = reply_seconds, end
        self.is_handed_over = False

    @property
    def is_open(self) -> bool:
        """Whether it can be used again."""
        return self.sock is not None

    def has_ended(self) -> bool:
        """Whether the server has ended it while it waited: with a 421, or without a word."""
        return self.sock is None or bool(self._come_in) or has_something_to_read(self.sock)

    def lost_nothing(self, error: OSError) -> bool:
        """Whether it just ended, before anything was handed over."""
        return not self.is_handed_over and not isinstance(error, TimeoutError)

    def sign_in(self) -> None:
        """Greet the server, encrypt and log in, as the account asks."""
        self.ehlo_or_helo_if_needed()
        if self._account.security is SmtpSecurity.STARTTLS:
            self.starttls(context=_tls(verify=self._account.is_verified))
            # What came before the encryption is nobody's word.
            self._come_in.clear()
            self.ehlo_or_helo_if_needed()
        if self._account.user and self._account.password:
            self.login(self._account.user, self._account.password)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for one reply: servers scan what they were given before they accept it."""
        lines = []
        while True:
            line = self._line()
            lines.append(line[4:].strip(b" \t\r\n"))
            code = line[:3]
            if not code.isdigit():
                self.close()
                raise smtplib.SMTPServerDisconnected("the server speaks no SMTP")
            if line[3:4] != b"-":
                return int(code), b"\n".join(lines)

    def send(self, s: str | bytes) -> None:  # type: ignore[override] # typeshed has Buffer
        """Send all of it, for no longer than there is time."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        self.sock.settimeout(self._end.left(self._reply_seconds))
        try:
            self.sock.sendall(s.encode(self.command_encoding) if isinstance(s, str) else s)
        except TimeoutError:
            self.close()
            raise
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected("Server not connected") from error

    def deliver(self, envelope: Envelope, mail: bytes) -> ServerResponse:
        """Hand one message over; a refused copy does not spoil it for the recipient."""
        everybody = [envelope.recipient, *envelope.others]
        sender, *replies, go_on = self._ask(self._commands(envelope.sender, everybody, len(mail)))
        if sender[0] // 100 != _DONE:
            self._is_transaction_open = True
            return responses.read_smtp(*sender)
        refused = {
            who: r for who, r in zip(everybody, replies, strict=True) if r[0] // 100 != _DONE
        }
        self._is_transaction_open = True
        if go_on[0] != _GO_ON:
            return responses.read_smtp_for_recipient(*refused.get(envelope.recipient, go_on))
        if len(refused) == len(everybody):  # it let us go on, though there is nobody to write to
            self._docmd_end(b".\r\n")
            return responses.read_smtp_for_recipient(*refused[envelope.recipient])
        self.send(mail)
        self.is_handed_over = True
        last = self.getreply()
        self.is_handed_over = self._is_transaction_open = False
        self.delivered += 1
        if last[0] == _CLOSING:
            self.close()
        if envelope.recipient in refused or last[0] // 100 != _DONE:
            return responses.read_smtp_for_recipient(*refused.get(envelope.recipient, last))
        others = (f"not for {who}: {responses.read_smtp(*r).text}" for who, r in refused.items())
        accepted = responses.read_smtp(*last)
        return replace(accepted, text="; ".join((accepted.text, *others)))

    def _commands(self, sender: str, everybody: Sequence[str], size: int) -> list[str]:
        option = f" SIZE={size}" if self.has_extn("size") else ""
        mail = f"MAIL FROM:{_quoted(sender)}{option}"
        return [mail, *(f"RCPT TO:{_quoted(who)}" for who in everybody), "DATA"]

    def _ask(self, commands: list[str]) -> list[tuple[int, bytes]]:
        """Give commands, all at once where the server takes them so, and return a reply to each."""
        if self._is_transaction_open:  # the last message was refused before its end
            self._docmd_end(b"RSET\r\n")
        if not self.has_extn("pipelining"):
            return self._ask_in_turn(commands)
        self.send("".join(f"{command}\r\n" for command in commands))
        return [self._expected() for _ in commands]

    def _ask_in_turn(self, commands: list[str]) -> list[tuple[int, bytes]]:
        replies: list[tuple[int, bytes]] = []
        for at, command in enumerate(commands):
            is_last = at == len(commands) - 1
            nobody = is_last and all(code // 100 != _DONE for code, _ in replies[1:])
            if replies and (replies[0][0] // 100 != _DONE or nobody):
                replies.append((503, b"not asked"))
                continue
            self.send(f"{command}\r\n")
            replies.append(self._expected())
        return replies

    def _docmd_end(self, command: bytes) -> None:
        self.send(command)
        self._expected()
        self._is_transaction_open = False

    def _expected(self) -> tuple[int, bytes]:
        reply = self.getreply()
        if reply[0] == _CLOSING:
            self.close()
            raise _Closing(*reply)
        return reply

    def _line(self) -> bytes:
        while (end := self._come_in.find(b"\n")) < 0:
            if self.sock is None or len(self._come_in) > _LONGEST_REPLY:
                self.close()
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self.sock.settimeout(self._end.left(self._reply_seconds))
            try:
                more = self.sock.recv(65_536)
            except TimeoutError:
                self.close()
                raise
            except OSError:
                more = b""
            if not more:
                self.close()
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self._come_in += more
        line = bytes(self._come_in[: end + 1])
        del self._come_in[: end + 1]
        return line

    def leave(self) -> None:
        """Say goodbye without waiting for an answer: what was accepted stays accepted."""
        with suppress(OSError):
            if self.sock is not None:
                self.sock.settimeout(0)
                self.sock.sendall(b"QUIT\r\n")
        self.close()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, self._end.left(timeout))


def _quoted(mailbox: str) -> str:
    # What smtplib makes of it, too, in 60 times as long.
    return f"<{mailbox}>" if _PLAIN_MAILBOX.fullmatch(mailbox) else smtplib.quoteaddr(mailbox)


class _TlsSession(SmtpSession):
    """The same, encrypted from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        context = _tls(verify=self._account.is_verified)
        return context.wrap_socket(plain, server_hostname=host)


@functools.cache
def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@functools.cache
def own_name() -> str:
    """Return this machine's name as smtplib would, asked for once: that may take seconds."""
    name = socket.getfqdn()
    if "." in name:
        return name
    with suppress(OSError):
        return f"[{socket.gethostbyname(socket.gethostname())}]"
    return _NAMELESS
