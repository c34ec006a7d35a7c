# mypy: untyped-calls-exclude=apprise
"""Mail: Apprise's addresses of it, and our own way to its servers.

Apprise itself builds a TLS context of 46 ms and a connection for each mail, keeps the SMTP codes to itself, and derives
the plain text from the HTML (and loses the links).
"""

import re
import warnings
from collections.abc import Iterator
from ipaddress import ip_address

from apprise.common import NotifyFormat

from watcher.adapters.notify import formatting, mime, smtp
from watcher.adapters.notify.mime import MailContent
from watcher.adapters.notify.responses import ServerResponse
from watcher.adapters.notify.smtp_session import Envelope, SmtpAccount, SmtpSecurity, own_name
from watcher.adapters.notify.waiting import SendDeadline
from watcher.core.model import Message

with warnings.catch_warnings():
    # It imports imghdr, which was deprecated until it went with Python 3.13.
    warnings.simplefilter("ignore", DeprecationWarning)
    from apprise.plugins.email import NotifyEmail, SecureMailMode
    from apprise.plugins.email.base import PGPMode

# Of a deadline of 45 s it leaves 5 to connect.
_REPLY_SHARE = 8 / 9
_OWN_HEADERS = {"Auto-Submitted": "auto-generated"}  # asks for no out-of-office reply
_HEADER_NAME = re.compile(r"[!-9;-~]+")
_PICTURE_NAME = "cut-offs.png"


class MailPlugin(NotifyEmail):
    """Apprise's mail, which sends what is signed or encrypted; all else goes through MailSender."""

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


class MailSender:
    """Sends mails of one address, over sessions that are kept."""

    def __init__(self, plugin: MailPlugin, *, reply_seconds: float | None) -> None:
        self._plugin, self._reply_seconds = plugin, reply_seconds
        self._sender = str(plugin.from_addr[1])
        self._account = SmtpAccount(
            host=plugin.smtp_host,
            port=plugin.port or 0,
            security=SmtpSecurity(plugin.secure_mode),
            is_verified=bool(plugin.verify_certificate),
            user=plugin.user or None,
            password=plugin.password or None,
            connect_seconds=float(plugin.socket_connect_timeout),
        )
        self._is_html = plugin.resolve_format() is NotifyFormat.HTML
        self._named = {str(address): (name, str(address)) for name, address in plugin.targets}
        self._head = mime.header_lines(
            [
                *{"X-Application": plugin.app_id, **_OWN_HEADERS, **plugin.headers}.items(),
                ("From", mime.mailboxes([(str(plugin.from_addr[0] or ""), self._sender)])),
            ]
        )

    @classmethod
    def of(cls, plugin: MailPlugin, *, reply_seconds: float | None) -> "MailSender | None":
        """Make one, unless Apprise has to sign or to encrypt."""
        plain = plugin.pgp_mode == PGPMode.NONE
        known = all(_HEADER_NAME.fullmatch(name) for name in plugin.headers)
        return cls(plugin, reply_seconds=reply_seconds) if plain and known else None

    def send(self, target: str, message: Message, end: SendDeadline) -> ServerResponse:
        """Send one mail, and return what the server answered for its recipient."""
        to = self._named.get(target) if target else next(iter(self._named.values()))
        to = to or (False, target)
        reply = self._reply_seconds or end.seconds * _REPLY_SHARE
        mail = self._written(to, message)
        return smtp.hand_over(self._account, self._envelope(to[1]), mail, reply, end)

    def rehearse(self, message: Message) -> None:
        """Write a mail that goes nowhere, and ask for this machine's name, which may take seconds."""
        self._written((False, self._sender), message)
        own_name()

    def _written(self, to: tuple[str | bool, str], message: Message) -> bytes:
        # A subject is shown as it is.
        escaped = formatting.escape_message(message, marks=False)
        content = MailContent(
            subject=message.title.strip(),
            plain=escaped.text,
            page=formatting.html_lines(escaped.html) if self._is_html else None,
            picture=message.picture,
            picture_name=_PICTURE_NAME,
        )
        return mime.write_mail(
            content,
            to=to,
            head=self._head,
            domain=self._sender.rpartition("@")[2].lower(),
            more=self._more(to[1], message),
            zone=self._plugin.tzinfo,
        )

    def _envelope(self, recipient: str) -> Envelope:
        others = (*self._copies(recipient), *sorted(self._plugin.bcc - {recipient}))
        return Envelope(sender=self._sender, recipient=recipient, others=others)

    def _copies(self, recipient: str) -> list[str]:
        return sorted(self._plugin.cc - self._plugin.bcc - {recipient})

    def _more(self, recipient: str, message: Message) -> Iterator[tuple[str, str]]:
        yield from message.headers
        if message.unsubscribe_url:
            yield from mime.unsubscribing(message.unsubscribe_url)
        answers = sorted(self._plugin.reply_to - {recipient})
        for name, addresses in (("Cc", self._copies(recipient)), ("Reply-To", answers)):
            if addresses:
                names = self._plugin.names
                yield name, mime.mailboxes((names.get(who, False), who) for who in addresses)
