"""What the operator is told where people may subscribe themselves and something is missing."""

from pathlib import Path

import pytest

from watcher.adapters.config import load
from watcher.core.errors import ConfigError
from watcher.core.settings import SignupSettings

WHOLE = """
[channels]
mail = "mailtos://me:secret@smtp.example.org/?from=me@example.org"
team = "json://127.0.0.1:9000/team"
[web]
url = "https://watcher.example.org"
[sender]
name = "Maple Advice"
address = "1 Main Street, Ottawa"
contact = "hello@example.org"
[signup]
enabled = true
channel = "mail"
"""


def faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "config.toml"
    file.write_text(text)
    try:
        load(file, {})
    except ConfigError as error:
        return [str(fault).partition(": ")[2] for fault in error.faults]
    return []


def test_it_is_off_until_it_is_switched_on(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    assert load(file, {}).signup == SignupSettings()


def test_what_is_there_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"{WHOLE}per_hour = 50\nmost_people = 7\n")
    assert load(file, {}).signup == SignupSettings(
        enabled=True, channel="mail", per_hour=50, most_people=7
    )


def test_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    assert faults(tmp_path, "[web]\nenabled = false\n[signup]\nenabled = true") == [
        "signup.enabled: needs the page, which [web] enabled = false leaves unserved",
        'signup.enabled: needs [web] url, which the links in mails begin with; write there how others reach the page: url = "https://watcher.example.org"',
        "signup.enabled: needs [sender], the name and the postal address that every mail has to show; write [sender] with name, address and contact",
        "signup.channel: is missing: somebody has to write to them; [channels] has none",
    ]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (
            '"mial"',
            'signup.channel: is no channel; there is "mial"; allowed: mail; did you mean "mail"?',
        ),
        (
            '"team"',
            'signup.channel: does not send mail; there is "team"; allowed: mail; its address has to begin with mailto:// or mailtos://',
        ),
    ],
)
def test_another_channel_is_refused(tmp_path: Path, written: str, fault: str) -> None:
    text = WHOLE.replace('channel = "mail"', f"channel = {written}")
    assert faults(tmp_path, text) == [fault]
