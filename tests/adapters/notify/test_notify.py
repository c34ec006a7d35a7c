import contextlib
import io
import subprocess
import sys

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from watcher.adapters import notify
from watcher.core.errors import DeliveryError
from watcher.core.settings import Secret


def test_a_channel_that_prints_writes_title_and_text_under_a_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for url in ("print://amara", "print://"):
        answer = notify.send_message(Secret(url), "", LETTER, deadline=SOON)
        assert answer == "printed"

    printed = capsys.readouterr().out
    message = (
        "#385 : santé & <social> : invitée\n"
        "\n"
        "Vous êtes invitée, par 12 points.\n"
        "\n"
        "Seuil : 459 < 471 & plus\n"
        "Page : https://example.org/rondes?n=385&l=fr\n"
        "\n"
    )
    named, bare = "── amara " + "─" * 63, "─" * 72
    assert printed == f"{named}\n{message}{bare}\n{message}"


class NarrowTerminal(io.TextIOWrapper):
    """A terminal that knows no accents."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="ascii")


class ClosedPipe(io.StringIO):
    """The other end has gone away."""

    def flush(self) -> None:
        raise BrokenPipeError(32, "Broken pipe")


def test_letters_that_a_terminal_does_not_know_stop_nothing() -> None:
    terminal = NarrowTerminal()

    with contextlib.redirect_stdout(terminal):
        notify.send_message(Secret("print://"), "", LETTER, deadline=SOON)

    terminal.seek(0)
    assert "#385 : sant? & <social> : invit?e" in terminal.read()


def test_a_closed_standard_output_may_be_tried_again() -> None:
    closed = contextlib.redirect_stdout(ClosedPipe())
    refused = pytest.raises(DeliveryError, match=r"^standard output: Broken pipe$")

    with refused, closed:
        notify.send_message(Secret("print://"), "", LETTER, deadline=SOON)


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("pass", "False"),
        ("notify.send_message(Secret('print://'), '', letter, deadline=soon)", "False"),
        ("notify.targets(Secret('json://h.org'))", "True"),
    ],
    ids=["nothing", "print", "webhook"],
)
def test_apprise_is_imported_with_the_first_address_that_needs_it(
    program: str, loaded: str
) -> None:
    code = f"""
import sys
from datetime import timedelta
from watcher.adapters import notify
from watcher.core.model import Message
from watcher.core.settings import Secret
letter = Message(title="", text="", html="")
soon = timedelta(seconds=1)
{program}
print("apprise" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == loaded
