import base64
import logging
from datetime import timedelta

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.http import HttpServer, Step, answer, reset
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TOKEN, TelegramServer, blocked, error, hang, ok
from watcher.adapters import notify
from watcher.core.errors import DeliveryError
from watcher.core.settings import Secret

SECRET_HALF = TOKEN.partition(":")[2]


@pytest.mark.parametrize(
    "step",
    [
        ok(),
        blocked(),
        reset(),
        hang(),
        error(404, f"Not Found: /bot{TOKEN}/sendMessage"),
        error(500, f"{'x' * 200} {TOKEN}"),
    ],
    ids=["ok", "blocked", "reset", "hang", "echo", "echo at the cut"],
)
def test_a_bot_token_is_in_no_log_no_error_and_no_answer(
    telegram: TelegramServer, caplog: pytest.LogCaptureFixture, step: Step
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram.answers(step)
    channel = telegram.channel("12345")

    said = _outcome(channel, "12345")

    assert SECRET_HALF[:4] not in _logged(caplog) + said


def test_a_password_is_in_no_log_no_error_and_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    login = base64.b64encode(b"\0watcher\0swordfish").decode()
    echo = f"535 5.7.8 swordfish ({login}) is wrong"

    with SmtpServer(password="swordfish", data=echo) as server:
        said = _outcome(server.channel("amara@x.org"), "amara@x.org")

    assert "is wrong" in said
    assert "swordfish" not in _logged(caplog) + said
    assert login not in _logged(caplog) + said


def test_the_headers_of_a_webhook_are_in_no_log_no_error_and_no_answer(
    http: HttpServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    http.at("/hook", answer(b"no such key: s3cr3t-key, s3cr3t-param", status=403))
    channel = Secret(
        f"json://127.0.0.1:{http.port}/hook"
        "?+Authorization=Bearer%20s3cr3t-key&-token=s3cr3t-param&:note=s3cr3t-note"
    )

    said = _outcome(channel, "")

    assert http.requests[0].headers["authorization"] == "Bearer s3cr3t-key"
    assert "403" in said
    assert "s3cr3t" not in _logged(caplog) + said


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    """Give all that was logged but by the mail server, which may know passwords."""
    records = (r for r in caplog.records if r.name != "mail.log")
    return "\n".join(record.getMessage() for record in records)


def _outcome(channel: Secret, target: str) -> str:
    deadline = timedelta(seconds=0.3) if "server=" in channel.value else SOON
    try:
        return notify.send_message(channel, target, LETTER, deadline=deadline)
    except DeliveryError as raised:
        told: BaseException | None = raised
        words = [raised.answer]
        while told is not None:
            words.append(repr(told))
            told = told.__cause__ or told.__context__
        return " ".join(words)
