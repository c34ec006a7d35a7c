"""Flag > environment > file, for the keys of [watcher]."""

import os
from pathlib import Path

import pytest

from tests.adapters.config.files import write
from watcher.adapters import config
from watcher.core.errors import ConfigError
from watcher.core.settings import Secret

FILE = """\
[watcher]
database        = "sqlite:////file.db"
timezone        = "Asia/Kolkata"
language        = "en"
contact         = "file@example.org"
smtp_per_minute = 1
keep_pages      = 1
"""


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    environ = {
        "WATCHER_DATABASE": "postgresql:///environment",
        "WATCHER_TIMEZONE": "America/Halifax",
        "WATCHER_LANGUAGE": "fr",
        "WATCHER_CONTACT": "environment@example.org",
        "WATCHER_SMTP_PER_MINUTE": "2",
        "WATCHER_KEEP_PAGES": "3",
    }

    settings = config.load(write(tmp_path, FILE), environ)

    assert settings.database == Secret("postgresql:///environment")
    assert settings.timezone == "America/Halifax"
    assert settings.language == "fr"
    assert settings.contact == "environment@example.org"
    assert (settings.sending.mail.per_second, settings.keep_pages) == (2 / 60, 3)


def test_flags_beat_the_environment(tmp_path: Path) -> None:
    environ = {"WATCHER_LANGUAGE": "fr", "WATCHER_TIMEZONE": "America/Halifax"}
    flags = {"timezone": "America/Regina"}

    settings = config.load(write(tmp_path, FILE), environ, overrides=flags)

    assert (settings.timezone, settings.language) == ("America/Regina", "fr")


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, FILE), {"WATCHER_TIMEZONE": ""})

    assert settings.timezone == "Asia/Kolkata"


def test_subscriptions_inherit_what_was_overridden(tmp_path: Path) -> None:
    text = (
        '[channels]\na = "print://"\n[[subscription]]\nname = "a"\nscore = 1\n'
        'categories = ["all"]\nchannels = ["a"]\n'
    )

    settings = config.load(write(tmp_path, text), {"WATCHER_LANGUAGE": "fr"})

    assert settings.subscriptions[0].language == "fr"


def test_a_secret_and_its_file_override_each_other(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql:///from-a-file")
    file = write(tmp_path, '[watcher]\ndatabase_file = "there-is-none"\n')
    environ = {"WATCHER_DATABASE": "postgresql:///environment"}
    twin = {"database_file": str(tmp_path / "url")}

    assert config.load(file, environ).database == Secret("postgresql:///environment")
    overridden = config.load(file, environ, overrides=twin)
    assert overridden.database == Secret("postgresql:///from-a-file")


def test_a_relative_database_from_outside_lies_in_the_working_directory(tmp_path: Path) -> None:
    file = write(tmp_path, FILE)
    here = os.fspath(Path.cwd())

    from_environment = config.load(file, {"WATCHER_DATABASE": "sqlite:///w.db"})
    from_flag = config.load(file, {}, overrides={"database": "sqlite:///w.db"})

    assert from_environment.database == Secret(f"sqlite:///{here}/w.db")
    assert from_flag.database == Secret(f"sqlite:///{here}/w.db")


@pytest.mark.parametrize(
    ("environ", "flags", "told"),
    [
        (
            {"WATCHER_SMTP_PER_MINUTE": "many"},
            {},
            (
                "environment: WATCHER_SMTP_PER_MINUTE: must be a whole number; "
                'there is "many"; allowed: a whole number from 1 to 6000'
            ),
        ),
        (
            {"WATCHER_KEEP_PAGES": "-3"},
            {},
            (
                "environment: WATCHER_KEEP_PAGES: is out of range; there is -3; "
                "allowed: a whole number from 1 to 1000000"
            ),
        ),
        (
            {"WATCHER_CONTACT": "12345"},
            {},
            (
                "environment: WATCHER_CONTACT: is no address; "
                'there is "12345"; allowed: a mail or web address, such as "me@example.org"'
            ),
        ),
        (
            {"WATCHER_LANGUAGE": "de"},
            {"language": "it"},
            (
                "command line: --language: is not one of the words allowed here; "
                'there is "it"; allowed: "en", "fr"'
            ),
        ),
        (
            {"WATCHER_DATABASE_FILE": "/there/is/none"},
            {},
            (
                "environment: WATCHER_DATABASE_FILE: /there/is/none cannot be read: "
                "No such file or directory"
            ),
        ),
    ],
)
def test_a_fault_names_who_said_it(
    tmp_path: Path, environ: dict[str, str], flags: dict[str, str], told: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        config.load(write(tmp_path, FILE), environ, overrides=flags)

    assert str(refused.value) == told


def test_a_misshapen_table_is_told_whatever_the_environment_says(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        config.load(write(tmp_path, "watcher = 5"), {"WATCHER_LANGUAGE": "fr"})

    assert refused.value.faults[0].problem == "must be written [watcher]"
