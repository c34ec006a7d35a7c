"""Handing mails over to a server, over sessions that are kept and used again.

A session that broke before the text was handed over has lost nothing: the message goes through a new one. One that
broke after it leaves doubt.
"""

import smtplib
from dataclasses import replace

from watcher.adapters.notify import recorder, responses
from watcher.adapters.notify.connections import KeptConnections
from watcher.adapters.notify.responses import ResponseKind, ServerResponse
from watcher.adapters.notify.smtp_session import Envelope, SmtpAccount, SmtpSession, open_session
from watcher.adapters.notify.waiting import SendDeadline

# Servers end a session after 5 minutes, busy ones after 10 s, or after a hundred messages.
_IDLE_SECONDS = 8.0
_MESSAGES_OF_A_SESSION = 100
_MOST_WAITING = 16


def hand_over(
    account: SmtpAccount, envelope: Envelope, mail: bytes, reply_seconds: float, end: SendDeadline
) -> ServerResponse:
    """Hand one mail over, and return what the server answered for its recipient."""
    session = _sessions.take(account)
    if session is not None and session.has_ended():
        session.close()
        session = None
    is_new = session is None
    try:
        session = session or open_session(account, reply_seconds, end)
        session.expect(reply_seconds, end)
        answer = session.deliver(envelope, mail)
    except OSError as error:  # smtplib's errors are OSErrors too
        if session is not None:
            session.close()
            if session.lost_nothing(error) and not is_new:
                return hand_over(account, envelope, mail, reply_seconds, end)
        is_doubtful = session is not None and session.is_handed_over
        return replace(_failure(error, end), doubtful=is_doubtful)
    if session.is_open and session.delivered < _MESSAGES_OF_A_SESSION:
        _sessions.keep(account, session)
    else:
        session.leave()
    return answer


def _failure(error: OSError, end: SendDeadline) -> ServerResponse:
    if isinstance(error, smtplib.SMTPResponseException):
        return responses.read_smtp(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        # No STARTTLS, say: nothing is sent in the clear where TLS was asked for.
        return ServerResponse(ResponseKind.REFUSED, f"not sent: {error}")
    if isinstance(error, smtplib.SMTPException):
        return ServerResponse(ResponseKind.LATER, f"not sent: {error}")
    if isinstance(error, TimeoutError) and end.is_over:
        return ServerResponse(ResponseKind.LATER, f"no answer within {end.seconds:g} s")
    return recorder.connection_failure(error)


_sessions: KeptConnections[SmtpSession] = KeptConnections(
    idle=_IDLE_SECONDS, most=_MOST_WAITING, end=SmtpSession.leave
)
