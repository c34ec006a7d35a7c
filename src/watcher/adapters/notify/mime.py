"""Writing a mail: headers and parts as bytes, ready to be handed over.

Python's own ``email`` takes two milliseconds for what is a template here: only headers that are not plain ASCII go
through it.
"""

import functools
import secrets
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from email.header import Header
from email.utils import format_datetime, formataddr, localtime

_LONGEST_LINE = 76
_END = "\r\n"

Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailContent:
    """What a mail says; *page* is its HTML, *picture* a PNG."""

    subject: str
    plain: str
    page: str | None = None
    picture: bytes | None = None
    picture_name: str = "picture.png"


def write_mail(
    content: MailContent,
    *,
    to: tuple[str | bool, str],
    head: bytes,
    domain: str,
    more: Headers = (),
    zone: tzinfo | None = None,
) -> bytes:
    """Return a mail with the dot that ends it, as a server wants it; *head* has the sender's headers."""
    identity = secrets.token_hex(16)
    headers = [
        ("Message-ID", f"<{identity}@{domain}>"),
        ("To", _mailbox(to)),
        ("Date", format_datetime(localtime().astimezone(zone))),
    ]
    mail = b"".join(
        (
            head,
            _subject(" ".join(content.subject.split())),
            *(f"{name}: {value}\r\n".encode("ascii") for name, value in headers),
            header_lines(more),
            b"MIME-Version: 1.0\r\n",
            _body(content, f"=_{identity[:24]}"),
        )
    )
    return mail.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n"


def header_lines(headers: Headers) -> bytes:
    """Write headers, each as one line unless it is not ASCII."""
    lines = ((name, " ".join(value.split())) for name, value in headers)
    return b"".join(
        f"{name}: {value}\r\n".encode() if value.isascii() else _encoded(name, value)
        for name, value in lines
    )


def mailboxes(addresses: Iterable[tuple[str | bool, str]]) -> str:
    """Write addresses with their names, if they have any."""
    return ", ".join(map(_mailbox, addresses))


def unsubscribing(url: str) -> Sequence[tuple[str, str]]:
    """Return the headers by which a mail program ends the mails with one click (RFC 8058)."""
    post = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return (("List-Unsubscribe", f"<{url}>"), post)


def _mailbox(address: tuple[str | bool, str]) -> str:
    name, mailbox = address
    return formataddr((str(name), mailbox), charset="utf-8") if name else mailbox


@functools.lru_cache(maxsize=256)
def _subject(subject: str) -> bytes:
    return _encoded("Subject", subject)


def _encoded(name: str, value: str) -> bytes:
    charset = None if value.isascii() else "utf-8"
    header = Header(value, charset, header_name=name, maxlinelen=_LONGEST_LINE)
    return f"{name}: {header.encode(linesep=_END)}\r\n".encode("ascii")


def _body(content: MailContent, boundary: str) -> bytes:
    plain = _part("text/plain; charset=utf-8", content.plain.encode())
    texts = plain
    if content.page is not None:
        page = _part("text/html; charset=utf-8", content.page.encode())
        texts = _parts("alternative", boundary, plain, page)
    if content.picture is None:
        return texts
    name = f'Content-Disposition: attachment; filename="{content.picture_name}"\r\n'
    picture = name.encode("ascii") + _part("image/png", content.picture)
    return _parts("mixed", f"{boundary}m", texts, picture)


def _part(kind: str, content: bytes) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode("ascii")
    encoded = b64encode(content)
    starts = range(0, len(encoded), _LONGEST_LINE)
    return head + b"".join(encoded[at : at + _LONGEST_LINE] + b"\r\n" for at in starts)


def _parts(kind: str, boundary: str, *parts: bytes) -> bytes:
    between = f"--{boundary}\r\n".encode("ascii")
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii")
    inner = b"".join(between + part for part in parts)
    return head + inner + f"--{boundary}--\r\n".encode("ascii")
