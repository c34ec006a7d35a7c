import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from watcher.adapters.notify import answers
from watcher.adapters.notify.types import Answer, Reply, Sense


def a_reply(status: int, body: Any = b"", **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, reason="", headers=known, body=raw)


def an_answer(sense: Sense, text: str = "", wait: float | None = None) -> Answer:
    retry_after = None if wait is None else timedelta(seconds=wait)
    return Answer(sense=sense, text=text, retry_after=retry_after)


@pytest.mark.parametrize(
    ("status", "sense"),
    [
        (200, Sense.ACCEPTED),
        (204, Sense.ACCEPTED),
        (302, Sense.REFUSED),
        (308, Sense.REFUSED),
        (400, Sense.REFUSED),
        (401, Sense.REFUSED),
        (403, Sense.REFUSED),
        (404, Sense.REFUSED),
        (408, Sense.LATER),
        (410, Sense.REFUSED),
        (413, Sense.REFUSED),
        (425, Sense.LATER),
        (429, Sense.LATER),
        (500, Sense.LATER),
        (503, Sense.LATER),
        (599, Sense.LATER),
    ],
)
def test_a_status_says_whether_to_try_again(status: int, sense: Sense) -> None:
    assert answers.http(a_reply(status)).sense is sense


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
    assert answers.http(a_reply(400, body)).text == text


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
    asked = answers.http(a_reply(429, body, **headers)).retry_after

    assert asked == (None if wait is None else timedelta(seconds=wait))


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (a_reply(200, {"ok": True}), an_answer(Sense.ACCEPTED, "200")),
        (
            a_reply(200, {"ok": False, "error_code": 403, "description": "blocked"}),
            an_answer(Sense.REFUSED, "403: blocked"),
        ),
        (
            a_reply(200, {"ok": False, "error_code": 429, "parameters": {"retry_after": 5}}),
            an_answer(
                Sense.LATER,
                '429: {"ok": false, "error_code": 429, "parameters": {"retry_after": 5}}',
                5,
            ),
        ),
        (
            a_reply(200, {"ok": False, "description": "who knows"}),
            an_answer(Sense.LATER, "200, but not ok: who knows"),
        ),
        (
            a_reply(200, b"<html>Sign in to this network</html>"),
            an_answer(Sense.LATER, "200, but not ok: "),
        ),
        (
            a_reply(400, {"ok": False, "parameters": {"migrate_to_chat_id": -100777}}),
            an_answer(Sense.REFUSED, "400: the group has moved: its chat id is now -100777"),
        ),
    ],
)
def test_telegram_is_believed_only_when_it_says_ok(reply: Reply, answer: Answer) -> None:
    assert answers.telegram(reply) == answer


@pytest.mark.parametrize(
    ("code", "sense"),
    [
        (250, Sense.ACCEPTED),
        (354, Sense.LATER),
        (421, Sense.LATER),
        (451, Sense.LATER),
        (454, Sense.LATER),
        (535, Sense.REFUSED),
        (550, Sense.REFUSED),
        (554, Sense.REFUSED),
        (-1, Sense.LATER),
    ],
)
def test_an_smtp_code_says_whether_to_try_again(code: int, sense: Sense) -> None:
    assert answers.smtp(code, b"words") == an_answer(sense, f"{code} words")


@pytest.mark.parametrize(
    ("code", "personal"),
    [(250, False), (421, False), (450, True), (452, True), (550, False), (-1, False)],
)
def test_a_passing_no_to_one_recipient_is_personal_unless_the_server_closes(
    code: int,
    personal: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert answers.smtp_for_one(code, b"words").personal is personal


YES = an_answer(Sense.ACCEPTED, "200 OK")
EXPIRED = an_answer(Sense.REFUSED, "401 session expired")
BUSY = an_answer(Sense.LATER, "429 busy", 30)
LOST = Answer(sense=Sense.LATER, text="no answer in time", doubtful=True)
LESS = an_answer(Sense.LATER, "429 busy still", 10)


@pytest.mark.parametrize(
    ("heard", "said_yes", "trusted", "answer"),
    [
        ([YES], True, True, YES),
        ([], True, True, an_answer(Sense.ACCEPTED, "accepted (no answer to show)")),
        ([EXPIRED, YES], True, True, YES),
        ([EXPIRED, YES], True, False, EXPIRED),
        ([EXPIRED, BUSY], False, True, BUSY),
        ([BUSY, LESS], False, True, an_answer(Sense.LATER, "429 busy still", 30)),
        ([YES, EXPIRED], False, True, EXPIRED),
        ([LOST, BUSY], False, True, replace(BUSY, doubtful=True)),
        ([LOST, YES], True, True, YES),
        ([YES], False, True, an_answer(Sense.LATER, "200 OK, but no such room")),
        ([], False, True, an_answer(Sense.LATER, "not sent: no such room")),
    ],
)
def test_one_answer_is_made_of_all_that_was_heard(
    heard: list[Answer],
    said_yes: bool,  # noqa: FBT001 - a column of the table
    trusted: bool,  # noqa: FBT001 - a column of the table
    answer: Answer,
) -> None:
    settled = answers.settle(heard, said_yes=said_yes, trusted=trusted, complaint="no such room")

    assert settled == answer


def test_a_no_without_any_reason_says_so() -> None:
    answer = answers.settle([], said_yes=False, trusted=True, complaint="")

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
    assert answers.tidy(given) == line
