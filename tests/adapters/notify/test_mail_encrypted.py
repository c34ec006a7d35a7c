import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.smtp import SmtpServer
from watcher.adapters import notify
from watcher.core.errors import DeliveryError

AMARA = "amara@x.org"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl here: apt-get install openssl")
    folder: Path = tmp_path_factory.mktemp("tls")
    key, chain = folder / "key.pem", folder / "chain.pem"
    make = (
        f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=loopback -keyout {key} -out {chain}"
    )
    subprocess.run([openssl, *make.split()], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    return context


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_mail_travels_encrypted_both_ways_that_there_are(
    certificate: ssl.SSLContext, mode: str
) -> None:
    with _encrypted(certificate, mode) as server:
        channel = server.channel(AMARA, scheme="mailtos", more=f"&mode={mode}&verify=no")

        answer = notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert answer == "250 2.0.0 OK: queued as 4F2A"
    assert server.encrypted == [True]


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    certificate: ssl.SSLContext, mode: str
) -> None:
    with _encrypted(certificate, mode) as server:
        unverified = server.channel(AMARA, scheme="mailtos", more=f"&mode={mode}&verify=no")
        verified = server.channel(AMARA, scheme="mailtos", more=f"&mode={mode}")
        notify.send_message(unverified, AMARA, LETTER, deadline=SOON)

        with pytest.raises(DeliveryError, match="certificate not accepted"):
            notify.send_message(verified, AMARA, LETTER, deadline=SOON)

    assert len(server.messages) == 1


@pytest.mark.parametrize("mode", ["insecure", "starttls", "ssl"])
def test_a_server_that_thinks_about_a_message_is_waited_for(
    certificate: ssl.SSLContext, mode: str
) -> None:
    with _encrypted(certificate, mode, pause=1.2) as server:
        scheme = "mailto" if mode == "insecure" else "mailtos"
        channel = server.channel(AMARA, scheme=scheme, more=f"&mode={mode}&verify=no&cto=1")

        answer = notify.send_message(channel, AMARA, LETTER, deadline=SOON)

    assert answer == "250 2.0.0 OK: queued as 4F2A"
    assert len(server.messages) == 1


def _encrypted(certificate: ssl.SSLContext, mode: str, *, pause: float = 0) -> SmtpServer:
    match mode:
        case "ssl":
            return SmtpServer(tls=certificate, pause=pause)
        case "starttls":
            return SmtpServer(starttls=certificate, pause=pause)
        case _:
            return SmtpServer(pause=pause)
