"""A real SMTP server on loopback (aiosmtpd) that refuses as it was told.

    with SmtpServer(recipients={"gone@x.org": "550 5.1.1 no such user"}) as server:
        url = server.channel("amara@x.org", "gone@x.org")

``messages`` holds the mails that were accepted, parsed.
"""

import asyncio
import email
import email.policy
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from watcher.core.settings import Secret

HANG_UP = "hang up"
SILENCE = "silence"
ACCEPTED = "250 2.0.0 OK: queued as 4F2A"
NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One accepted mail: the envelope's recipients, and what they will read."""

    recipients: tuple[str, ...]
    message: EmailMessage

    def part(self, kind: str) -> str:
        """Give the text of the ``plain`` or ``html`` part."""
        body = self.message.get_body((kind,))
        assert body is not None
        return cast("str", body.get_content())


class SmtpServer:
    """Accepts mails on a free port of 127.0.0.1, or answers as it was told.

    ``hello`` answers EHLO, ``data`` the message itself, ``recipients`` the ones named.
    ``HANG_UP`` as any of these or as ``goodbye`` ends the connection instead, and
    ``SILENCE`` says nothing until the client leaves. ``pause`` is how many seconds it
    thinks about a message. With
    ``password`` it takes no other; with ``starttls`` or ``tls`` it offers that.
    ``encrypted`` tells of each message whether it came so; ``logins`` counts; ``hosts``
    has what the clients called themselves, one for each connection.
    """

    def __init__(
        self,
        *,
        hello: str | None = None,
        data: str = ACCEPTED,
        goodbye: str = "221 2.0.0 bye",
        recipients: Mapping[str, str] = NOBODY,
        pause: float = 0,
        password: str | None = None,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.hello, self.data, self.recipients = hello, data, recipients
        self.goodbye, self.pause = goodbye, pause
        self.password, self.tls = password, tls
        self.messages: list[Mail] = []
        self.logins = 0
        self.hosts: list[str] = []
        self.encrypted: list[bool] = []
        self._controller = _OnFreePort(
            _Handler(self),
            ssl_context=tls,
            tls_context=starttls,
            auth_require_tls=False,
            authenticator=self._login,
        )

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._controller.port)

    def channel(self, *people: str, scheme: str = "mailto", more: str = "") -> Secret:
        """Give the address of these people, with further parameters if wanted."""
        login = f"watcher:{self.password}@" if self.password else ""
        to = f"&to={','.join(people)}" if people else ""
        where = f"{login}127.0.0.1:{self.port}"
        return Secret(f"{scheme}://{where}?from=watcher@x.org{to}{more}")

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.hang_up()
        self._controller.stop()

    @property
    def connections(self) -> int:
        """How many connections were made, in all."""
        return len(self.hosts)

    def hang_up(self) -> None:
        """End every connection, as a server does that has waited for long enough."""
        self._controller.hang_up()

    def _login(self, *args: Any) -> AuthResult:
        self.logins += 1
        given = args[-1]
        assert isinstance(given, LoginPassword)
        is_right = given.password.decode() == self.password
        return AuthResult(success=is_right, handled=False)


class _OnFreePort(Controller):
    """Listens where there was room; aiosmtpd itself has to be told the number."""

    def __init__(self, handler: object, **settings: Any) -> None:
        # Named TCP, or asyncio leaves out TCP_NODELAY and EHLO costs 40 ms.
        tcp = socket.IPPROTO_TCP
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, tcp)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        port = self._listener.getsockname()[1]
        self.protocols: list[Any] = []
        super().__init__(handler, hostname="127.0.0.1", port=port, **settings)

    def factory(self) -> Any:
        protocol = super().factory()  # type: ignore[no-untyped-call] # aiosmtpd has no types
        self.protocols.append(protocol)
        return protocol

    def hang_up(self) -> None:
        """End every connection: clients keep theirs for a next message."""

        async def _abort() -> None:
            for protocol in self.protocols:
                if protocol.transport is not None:
                    protocol.transport.abort()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(_abort(), self.loop).result(5)

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._listener, ssl=self.ssl_context
        )


class _Handler:
    def __init__(self, script: SmtpServer) -> None:
        self._script = script

    async def handle_EHLO(  # noqa: N802 - aiosmtpd looks for this name
        self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._script.hosts.append(hostname)
        await _misbehave(self._script.hello, server)
        return [self._script.hello] if self._script.hello else responses

    async def handle_HELO(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: Any, session: Any, _envelope: Any, hostname: str
    ) -> str:
        session.host_name = hostname
        return self._script.hello or "250 welcome"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        refusal = self._script.recipients.get(address)
        await _misbehave(refusal, server)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        await _misbehave(self._script.data, server)
        await asyncio.sleep(self._script.pause)
        encrypted = self._script.tls is not None or session.ssl is not None
        self._script.encrypted.append(encrypted)
        if self._script.data.startswith("250"):
            read = email.message_from_bytes(envelope.content, policy=email.policy.default)
            to = tuple(envelope.rcpt_tos)
            self._script.messages.append(Mail(recipients=to, message=read))
        return self._script.data

    async def handle_QUIT(  # noqa: N802 - aiosmtpd looks for this name
        self, server: Any, _session: Any, _envelope: Any
    ) -> str:
        await _misbehave(self._script.goodbye, server)
        return self._script.goodbye


async def _misbehave(told: str | None, server: Any) -> None:
    if told == HANG_UP:
        server.transport.close()
    if told == SILENCE:
        await asyncio.Event().wait()  # aiosmtpd cancels it when the client leaves
