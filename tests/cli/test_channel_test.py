"""``test CHANNEL``: the server's answer, and advice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from tests.adapters.config.files import write
from tests.cli.terminal import watcher
from tests.servers.http import HttpServer, Step, answer
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TelegramServer

ENGLISH = (
    "This is a test of the channel family.\n\n"
    "Whoever reads this will get the alerts that go there. No round of invitations is "
    "behind it, and there is nothing to do."
)
FRENCH = (
    "Ceci est un essai du canal family.\n\n"
    "Qui lit ces lignes recevra les alertes qui y sont envoyées. Aucune ronde "
    "d\u2019invitations n\u2019en est la cause, et il n\u2019y a rien à faire."
)


@pytest.fixture
def http() -> Iterator[HttpServer]:
    with HttpServer() as server:
        yield server


def tried(folder: Path, address: str, *asked: str, language: str = "en") -> Result:
    """Test the channel "family" of this address; there is no database."""
    text = f'[watcher]\nlanguage = "{language}"\n[channels]\nfamily = "{address}"\n'
    file = write(folder, text)
    return watcher("-c", file, "test", "family", *asked, home=folder)


def webhook(http: HttpServer, step: Step) -> str:
    return http.at("/hook", step).replace("http://", "json://")


def test_a_channel_that_takes_the_message_says_so(tmp_path: Path, http: HttpServer) -> None:
    told = tried(tmp_path, webhook(http, answer(status=201)))

    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == "family: taken: 201 Scripted\n"


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("fr", FRENCH)])
def test_the_message_says_in_the_language_of_the_settings_that_it_is_a_test(
    tmp_path: Path, http: HttpServer, language: str, text: str
) -> None:
    tried(tmp_path, webhook(http, answer()), language=language)

    sent = json.loads(http.requests[0].body)
    assert (sent["title"], sent["message"]) == ("[watcher] test", text)


def test_a_refusal_for_good_says_what_to_mend(tmp_path: Path, http: HttpServer) -> None:
    told = tried(tmp_path, webhook(http, answer(b"no such hook", status=404)))

    assert (told.exit_code, told.stderr) == (1, "")
    assert told.stdout == (
        "family: refused for good: 404 Scripted: no such hook\n"
        f"  Alerts would be refused, too: see to the address in {tmp_path}/config.toml, "
        "or to the account that it names.\n"
    )


@pytest.mark.parametrize(
    ("headers", "when"),
    [({}, "in a while"), ({"Retry-After": "90"}, "in 1 minute and 30 seconds at the soonest")],
)  # fmt: skip
def test_a_passing_failure_says_when_to_try_again(
    tmp_path: Path, http: HttpServer, headers: dict[str, str], when: str
) -> None:
    told = tried(tmp_path, webhook(http, answer(status=503, headers=headers)))

    assert told.exit_code == 1
    assert told.stdout == (
        "family: not taken now: 503 Scripted\n"
        f"  It may pass: try again {when}. Alerts are tried again by themselves for "
        "72 hours.\n"
    )


def test_every_target_is_tried_and_answers_for_itself(tmp_path: Path) -> None:
    with SmtpServer(recipients={"gone@x.org": "550 5.1.1 no such user"}) as server:
        address = server.channel("amara@x.org", "gone@x.org", "bo@x.org").value

        told = tried(tmp_path, address)

    assert told.exit_code == 1
    first, refused, _, third = told.stdout.splitlines()
    assert first == "family (amara@x.org): taken: 250 2.0.0 OK: queued as 4F2A"
    assert refused.startswith("family (gone@x.org): refused for good: 550 5.1.1")
    assert third.startswith("family (bo@x.org): taken: 250")
    assert [m.recipients for m in server.messages] == [("amara@x.org",), ("bo@x.org",)]


def test_one_target_alone_is_tried(tmp_path: Path) -> None:
    with SmtpServer() as server:
        address = server.channel("amara@x.org", "bo@x.org").value

        told = tried(tmp_path, address, "--target", "bo@x.org")

    assert told.exit_code == 0
    assert [m.recipients for m in server.messages] == [("bo@x.org",)]


def test_an_unknown_target_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    with SmtpServer() as server:
        address = server.channel("amara@x.org", "bo@x.org").value

        told = tried(tmp_path, address, "--target", "amra@x.org")

    assert told.exit_code == 2
    assert '"amara@x.org"?' in told.stderr
    assert server.messages == []


def test_an_account_that_names_nobody_is_tried_on_the_chat_that_is_asked_for(
    tmp_path: Path,
) -> None:
    with TelegramServer() as server:
        address = server.channel().value

        unsaid = tried(tmp_path, address)
        unfit = tried(tmp_path, address, "--target", "amara")
        told = tried(tmp_path, address, "--target", "987654321")

    assert (unsaid.exit_code, unfit.exit_code, told.exit_code) == (2, 2, 0)
    assert "family names nobody: say whom with --target" in unsaid.stderr
    assert "family, amara: not a chat of Telegram" in unfit.stderr
    assert [sent["chat_id"] for sent in server.messages] == [987654321]


def test_an_unknown_channel_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    file = write(tmp_path, '[channels]\nfamily = "print://"\n')

    told = watcher("-c", file, "test", "famly", home=tmp_path)

    assert (told.exit_code, told.stdout) == (2, "")
    assert "no channel is called 'famly'" in told.stderr
    assert '"family"?' in told.stderr


def test_a_channel_that_prints_prints(tmp_path: Path) -> None:
    told = tried(tmp_path, "print://desk")

    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0].startswith("── desk ─")
    assert lines[1] == "[watcher] test"
    assert lines[-1] == "family: taken: printed"


def test_an_address_that_nobody_understands_ends_with_1_and_hides_it(tmp_path: Path) -> None:
    told = tried(tmp_path, "nosuch://secret-token-4711")

    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("watcher: family: ")
    assert "4711" not in told.stderr


def test_no_database_is_made(tmp_path: Path, http: HttpServer) -> None:
    tried(tmp_path, webhook(http, answer()))

    assert [path.name for path in tmp_path.rglob("*.db")] == []
