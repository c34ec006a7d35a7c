"""Files in ``subscriptions.d``: read as if they stood in the configuration, and refused by their own names."""

from pathlib import Path

import pytest

from tests.adapters.config.files import write
from watcher.adapters import config
from watcher.core.errors import ConfigError

MAIN = '[channels]\nops = "json://127.0.0.1:9/"\n\n[[subscription]]\nname = "boss"\n'
RULE = 'categories = ["cec"]\nscore = 471\n'


def lay_out(folder: Path, **files: str) -> Path:
    """Write a configuration, and files beside it."""
    (folder / "subscriptions.d").mkdir()
    for name, text in files.items():
        (folder / "subscriptions.d" / f"{name}.toml").write_text(text)
    return write(folder, f'{MAIN}{RULE}channels = ["ops"]\n')


def faults(folder: Path, **files: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        config.load(lay_out(folder, **files), {})
    return [str(fault).replace(f"{folder}/", "") for fault in refused.value.faults]


def a_rule(name: str, channel: str = "ops") -> str:
    return f'[[subscription]]\nname = "{name}"\n{RULE}channels = ["{channel}"]\n'


def test_subscriptions_and_channels_of_every_file_are_there(tmp_path: Path) -> None:
    settings = config.load(
        lay_out(
            tmp_path,
            b=a_rule("bo", "team"),
            a='[channels]\nteam = "json://127.0.0.1:8/"\n' + a_rule("amara"),
        ),
        {},
    )

    assert [s.name for s in settings.subscriptions] == ["boss", "amara", "bo"]
    assert list(settings.channels) == ["ops", "team"]


def test_other_files_there_are_left_alone(tmp_path: Path) -> None:
    file = lay_out(tmp_path)
    (tmp_path / "subscriptions.d" / ".draft.toml").write_text("not toml")
    (tmp_path / "subscriptions.d" / "README").write_text("not toml")

    assert len(config.load(file, {}).subscriptions) == 1


def test_a_fault_names_its_file_and_the_place_in_it(tmp_path: Path) -> None:
    assert faults(
        tmp_path, a=a_rule("amara") + a_rule("bo").replace("471", "0"), b=a_rule("cy", "opps")
    ) == [
        (
            "subscriptions.d/a.toml: subscription[1].score (bo): is out of range; there is 0; "
            "allowed: a whole number from 1 to 1200"
        ),
        (
            "subscriptions.d/b.toml: subscription[0].channels[0] (cy): is no channel; "
            'there is "opps"; allowed: ops; did you mean "ops"?'
        ),
    ]


def test_a_name_that_stands_in_two_files_names_both(tmp_path: Path) -> None:
    assert faults(tmp_path, a=a_rule("amara"), b=a_rule("boss") + a_rule("amara")) == [
        (
            "subscriptions.d/b.toml: subscription[0].name (boss): is the name of "
            'subscription[0] of config.toml already; there is "boss"'
        ),
        (
            "subscriptions.d/b.toml: subscription[1].name (amara): is the name of "
            'subscription[0] of subscriptions.d/a.toml already; there is "amara"'
        ),
    ]


def test_a_channel_that_stands_in_two_files_names_both(tmp_path: Path) -> None:
    channel = '[channels]\nops = "json://127.0.0.1:8/"\n'

    assert faults(tmp_path, a=channel) == [
        (
            "subscriptions.d/a.toml: channels.ops: stands in config.toml, too: "
            "a channel is in one file"
        )
    ]


def test_a_file_that_is_none_is_refused_beside_all_other_faults(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        a="x = ",
        b="[watcher]\ntimezone = 'UTC'\n",
        c="channels = 5\n",
        d=a_rule("bo").replace("cec", "frnch"),
    )[1:] == [
        "subscriptions.d/a.toml: is not valid TOML (at the end of the file): Invalid value",
        (
            "subscriptions.d/b.toml: watcher: is no table of a file in subscriptions.d; "
            "allowed: subscription, channels"
        ),
        "subscriptions.d/c.toml: channels: must be written [channels]",
    ]


def test_a_folder_that_is_none_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.d").write_text("")

    with pytest.raises(ConfigError, match="cannot be looked into: Not a directory"):
        config.load(write(tmp_path, f'{MAIN}{RULE}channels = ["ops"]\n'), {})
