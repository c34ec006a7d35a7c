import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from watcher.adapters.notify import responses
from watcher.adapters.notify.responses import HttpReply, ResponseKind, ServerResponse


def a_reply(status: int, body: Any = b"", **headers: str) -> HttpReply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpReply(status, "", known, raw)


def an_answer(kind: ResponseKind, text: str = "", wait: float | None = None) -> ServerResponse:
    retry_after = None if wait is None else timedelta(seconds=wait)
    return ServerResponse(kind=kind, text=text, retry_after=retry_after)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, ResponseKind.ACCEPTED),
        (204, ResponseKind.ACCEPTED),
        (302, ResponseKind.REFUSED),
        (308, ResponseKind.REFUSED),
        (400, ResponseKind.REFUSED),
        (401, ResponseKind.REFUSED),
        (403, ResponseKind.REFUSED),
        (404, ResponseKind.REFUSED),
        (408, ResponseKind.LATER),
        (410, ResponseKind.REFUSED),
        (413, ResponseKind.REFUSED),
        (425, ResponseKind.LATER),
        (429, ResponseKind.LATER),
        (500, ResponseKind.LATER),
        (503, ResponseKind.LATER),
        (599, ResponseKind.LATER),
    ],
)
def test_a_status_says_whether_to_try_again(status: int, kind: ResponseKind) -> None:
    assert responses.read_http(a_reply(status)).kind is kind


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"description": "chat not found"}, "400: chat not found"),
        ({"message": "no", "error": "other"}, "400: no"),
        ({"errors": ["a", "b"]}, '400: ["a", "b"]'),
        ({"description": ""}, '400: {"description": ""}'),
        (b"plain words", "400: plain words"),
        (b"<html><body>Sorry</body></html>", "400"),
        (b"\xff\xfe not text", "400: \ufffd\ufffd not text"),
        (b"[" * 100_000, "400: " + "[" * 100_000),
        (b"", "400"),
    ],
)
def test_a_refusal_quotes_what_the_server_said(body: Any, text: str) -> None:
    assert responses.read_http(a_reply(400, body)).text == text


@pytest.mark.parametrize(
    ("headers", "body", "wait"),
    [
        ({"retry_after": "30"}, b"", 30),
        ({"retry_after": "0"}, b"", None),
        ({"retry_after": "-5"}, b"", None),
        ({"retry_after": "soon"}, b"", None),
        ({"retry_after": "999999"}, b"", 3600),
        ({"retry_after": "9" * 400}, b"", 3600),
        ({}, {"parameters": {"retry_after": 17}}, 17),
        ({}, {"retry_after": 0.5}, 0.5),
        ({}, {"retry_after": True}, None),
        ({}, {"retry_after": "9"}, None),
        ({}, b'{"retry_after": NaN}', None),
        ({}, b'{"retry_after": Infinity}', 3600),
        ({}, {"parameters": [1]}, None),
        ({"retry_after": "5"}, {"retry_after": 9}, 9),
        (
            {
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "retry_after": "Sun, 22 Nov 2026 10:02:00 GMT",
            },
            b"",
            120,
        ),
        ({"retry_after": "Sun, 22 Nov 2026 10:02:00 GMT"}, b"", None),
        (
            {
                "date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "retry_after": "Sun, 22 Nov 2026 10:02:00 -0000",
            },
            b"",
            None,
        ),
    ],
)
def test_the_patience_asked_for_is_understood_up_to_an_hour(
    headers: dict[str, str], body: Any, wait: float | None
) -> None:
    asked = responses.read_http(a_reply(429, body, **headers)).retry_after

    assert asked == (None if wait is None else timedelta(seconds=wait))


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (a_reply(200, {"ok": True}), an_answer(ResponseKind.ACCEPTED, "200")),
        (
            a_reply(200, {"ok": False, "error_code": 403, "description": "blocked"}),
            an_answer(ResponseKind.REFUSED, "403: blocked"),
        ),
        (
            a_reply(200, {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}),
            an_answer(
                ResponseKind.LATER,
                '429: {"ok": false, "error_code": 429, "parameters": {"retry_after": 5}}',
                5,
            ),
        ),
        (
            a_reply(200, {"ok": False, "description": "who knows"}),
            an_answer(ResponseKind.LATER, "200, but not ok: who knows"),
        ),
        (
            a_reply(200, b"<html>Sign in to this network</html>"),
            an_answer(ResponseKind.LATER, "200, but not ok: "),
        ),
        (
            a_reply(400, {"ok": False, "parameters": {"migrate_to_chat_id": -100777}}),
            ServerResponse(
                ResponseKind.LATER,
                "400: the group has moved: its chat id is now -100777",
                personal=True,
                moved_to="-100777",
            ),
        ),
    ],
)
def test_telegram_is_believed_only_when_it_says_ok(
    reply: HttpReply, answer: ServerResponse
) -> None:
    assert responses.read_telegram(reply) == answer


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (250, ResponseKind.ACCEPTED),
        (354, ResponseKind.LATER),
        (421, ResponseKind.LATER),
        (451, ResponseKind.LATER),
        (454, ResponseKind.LATER),
        (535, ResponseKind.REFUSED),
        (550, ResponseKind.REFUSED),
        (554, ResponseKind.REFUSED),
        (-1, ResponseKind.LATER),
    ],
)
def test_an_smtp_code_says_whether_to_try_again(code: int, kind: ResponseKind) -> None:
    assert responses.read_smtp(code, b"words") == an_answer(kind, f"{code} words")


@pytest.mark.parametrize(
    ("code", "personal"),
    [(250, False), (421, False), (450, True), (452, True), (550, False), (-1, False)],
)
def test_a_passing_no_to_one_recipient_is_personal_unless_the_server_closes(
    code: int,
    personal: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert responses.read_smtp_for_recipient(code, b"words").personal is personal


YES = an_answer(ResponseKind.ACCEPTED, "200 OK")


@pytest.mark.parametrize(
    ("code", "text", "gone"),
    [
        (550, "5.1.1 no such user", True),
        (550, "5.1.1 <amara@x.org>: Recipient address rejected: User unknown in local table", True),
        (553, "5.1.3 bad address syntax", True),
        (550, "5.1.10 recipient has null MX", True),
        (550, "5.2.1 The email account that you tried to reach is disabled.", True),
        (551, "User not local; unknown user", True),
        (550, "No such user here", True),
        (550, "<amara@x.org>: mailbox does not exist", True),
        (550, "5.1.8 sender address rejected: domain not found", False),
        (550, "5.7.1 your address is blocked", False),
        (552, "5.2.2 mailbox full", False),
        (554, "5.1.1 no such user", False),
        (450, "4.1.1 user unknown", False),
        (550, "administrative prohibition", False),
    ],
)
def test_a_mailbox_that_is_not_there_is_told_from_a_message_that_is_not_wanted(
    code: int,
    text: str,
    gone: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert responses.read_smtp_for_recipient(code, text).gone is gone


EXPIRED = an_answer(ResponseKind.REFUSED, "401 session expired")
BUSY = an_answer(ResponseKind.LATER, "429 busy", 30)
LOST = ServerResponse(kind=ResponseKind.LATER, text="no answer in time", doubtful=True)
LESS = an_answer(ResponseKind.LATER, "429 busy still", 10)


@pytest.mark.parametrize(
    ("heard", "said_yes", "trusted", "answer"),
    [
        ([YES], True, True, YES),
        ([], True, True, an_answer(ResponseKind.ACCEPTED, "accepted (no answer to show)")),
        ([EXPIRED, YES], True, True, YES),
        ([EXPIRED, YES], True, False, EXPIRED),
        ([EXPIRED, BUSY], False, True, BUSY),
        ([BUSY, LESS], False, True, an_answer(ResponseKind.LATER, "429 busy still", 30)),
        ([YES, EXPIRED], False, True, EXPIRED),
        ([LOST, BUSY], False, True, replace(BUSY, doubtful=True)),
        ([LOST, YES], True, True, YES),
        ([YES], False, True, an_answer(ResponseKind.LATER, "200 OK, but no such room")),
        ([], False, True, an_answer(ResponseKind.LATER, "not sent: no such room")),
    ],
)
def test_one_answer_is_made_of_all_that_was_heard(
    heard: list[ServerResponse],
    said_yes: bool,  # noqa: FBT001 - a column of the table
    trusted: bool,  # noqa: FBT001 - a column of the table
    answer: ServerResponse,
) -> None:
    settled = responses.combine(heard, said_yes=said_yes, trusted=trusted, complaint="no such room")

    assert settled == answer


def test_a_no_without_any_reason_says_so() -> None:
    answer = responses.combine([], said_yes=False, trusted=True, complaint="")

    assert answer.text == "not sent: Apprise gives no reason"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("two\r\n  lines\tand \x1b[31mcolours\x00", "two lines and [31mcolours"),
        ("x" * 240, "x" * 240),
        ("x" * 241, "x" * 239 + "…"),
    ],
)
def test_what_a_stranger_wrote_is_one_line_of_bounded_length(given: str, line: str) -> None:
    assert responses.one_line(given) == line
