"""What is allowed, but hardly meant."""

from collections.abc import Collection
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from tests.adapters.config.files import DESK, a_subscription, write
from watcher.adapters import config
from watcher.core.settings import Secret

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)


def doubts_about(address: Secret) -> tuple[str, ...]:
    """Doubt one address, twice."""
    return ("is slow", "is old") if address == Secret("json://slow") else ()


def advice(
    file: Path, environ: dict[str, str] | None = None, used: Collection[str] = ()
) -> tuple[str, ...]:
    """Load the file and give its warnings."""
    environ = environ or {}
    return config.warnings(
        config.load(file, environ),
        environ,
        channel_warnings=doubts_about,
        now=NOW,
        used_by_people=used,
    )


def test_a_plain_file_gets_no_warning(tmp_path: Path) -> None:
    assert advice(write(tmp_path, a_subscription())) == ()


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            {"categories": '["skilled-cooks", "cec"]'},
            ('subscription amara: "skilled-cooks" is no category known so far; '
            "it waits for a round that bears this name"),
        ),
        (
            {"submitted": ""},
            ("subscription amara: without `submitted` a round cut off at 471 "
            "cannot be decided"),
        ),
        ({"wake": "true"}, "subscription amara: `wake` does nothing without `quiet_hours`"),
        (
            {"reminders": "true"},
            ("subscription amara: `reminders` does nothing without `profile`, "
            "which has the dates"),
        ),
        (
            {"near": "5", "tell_when": '"every-round"'},
            ("subscription amara: `near` does nothing with "
            'tell_when = "every-round"'),
        ),
    ],
)  # fmt: skip
def test_a_subscription_is_warned_of(tmp_path: Path, keys: dict[str, str], told: str) -> None:
    assert advice(write(tmp_path, a_subscription(**keys))) == (told,)


def test_nobody_to_tell_is_worth_a_warning(tmp_path: Path) -> None:
    assert advice(write(tmp_path, DESK)) == (
        "there is no [[subscription]]: nobody is told of any round",
        ("[operator] has no channels: nobody is told when a source is blind or a channel dead"),
        "channels.desk: nobody uses it",
    )


def test_a_channel_of_people_who_stand_in_no_file_is_in_use(tmp_path: Path) -> None:
    assert advice(write(tmp_path, DESK), used=["desk"]) == (
        "[operator] has no channels: nobody is told when a source is blind or a channel dead",
    )


SECRET_TEXT = (
    '[operator]\nchannels = ["tg"]\n[channels]\ntg = {}\n'
    '[[subscription]]\nname = "a"\ncategories = ["all"]\nscore = 1\n'
    'channels = ["tg"]\nsubmitted = 2025-11-20T15:00:00Z\n'
)


@pytest.mark.parametrize(
    ("text", "mode", "warned"),
    [
        (SECRET_TEXT.format('"tgram://token/1"'), 0o644, True),
        (SECRET_TEXT.format('"tgram://token/1"'), 0o640, False),
        (SECRET_TEXT.format('{ url = "tgram://token/1" }'), 0o644, True),
        (SECRET_TEXT.format('"tgram://${TOKEN}/1"'), 0o644, False),
        (SECRET_TEXT.format('"print://"'), 0o644, False),
        (a_subscription() + '[watcher]\ndatabase = "postgresql://w:p@h/w"', 0o644, True),
        (a_subscription() + '[watcher]\ndatabase = "sqlite:////w.db"', 0o644, False),
    ],
)
def test_a_file_with_secrets_that_others_may_read_is_warned_of(
    tmp_path: Path, text: str, mode: int, *, warned: bool
) -> None:
    file = write(tmp_path, text)
    file.chmod(mode)

    told = f"{file} holds secrets and every user may read it: chmod o-r {file}"

    assert advice(file, {"TOKEN": "12:ab"}) == ((told,) if warned else ())


def test_doubts_about_an_address_are_told_under_its_name(tmp_path: Path) -> None:
    file = write(tmp_path, SECRET_TEXT.format('"json://slow"'))
    file.chmod(0o600)

    assert advice(file) == ("channels.tg: is slow", "channels.tg: is old")


def test_a_variable_without_braces_is_taken_as_it_is_and_that_is_told(tmp_path: Path) -> None:
    file = write(tmp_path, SECRET_TEXT.format('"json://$TOKEN/$PATH_/"'))
    file.chmod(0o600)

    assert advice(file, {"TOKEN": "12:ab"}) == (
        "channels.tg: $TOKEN is taken as it is; ${TOKEN} stands for the environment variable",
    )
    assert advice(file) == ()


def test_so_is_the_file_of_a_single_secret(tmp_path: Path) -> None:
    secret = tmp_path / "tg"
    secret.write_text("tgram://token/1")
    secret.chmod(0o604)
    file = write(tmp_path, SECRET_TEXT.format('{ url_file = "${WHERE}/tg" }'))

    assert advice(file, {"WHERE": str(tmp_path)}) == (
        f"{secret} holds secrets and every user may read it: chmod o-r {secret}",
    )


def test_a_misspelt_variable_is_noticed_unless_the_file_uses_it(tmp_path: Path) -> None:
    environ = {
        "WATCHER_TIMEZOEN": "Asia/Kolkata",
        "WATCHER_CONTACTS": "print://",
        "WATCHER_CONFIG": "x",
        "WATCHER_TOKEN": "12:ab",
    }
    text = a_subscription().replace('"print://"', '"${WATCHER_CONTACTS}"')

    assert advice(write(tmp_path, text), environ) == (
        ("environment: WATCHER_TIMEZOEN is read by nobody; did you mean WATCHER_TIMEZONE?"),
    )


OFFICIAL = '[[source]]\npreset = "ircc"\n'


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (OFFICIAL + '[[source]]\npreset = "cic-news"\n', ()),
        (OFFICIAL + '[[source]]\npreset = "ircc-fr"\n', ()),
        (
            '[[source]]\npreset = "cic-news"\n[[source]]\npreset = "canadim"\n',
            (
                (
                    "no source is official, so that no round is ever confirmed; "
                    'a [[source]] with preset = "ircc" adds the feed of IRCC'
                ),
            ),
        ),
        (
            OFFICIAL + "robots = true\n",
            ("source ircc: `robots` does nothing with an official source",),
        ),
        (
            OFFICIAL + "allow_private = false\nrobots = false\n",
            (
                "source ircc: `allow_private` does nothing with an official source",
                "source ircc: `robots` does nothing with an official source",
            ),
        ),
    ],
)
def test_of_sources_it_is_said_what_is_missing_or_does_nothing(
    tmp_path: Path, sources: str, told: tuple[str, ...]
) -> None:
    assert advice(write(tmp_path, a_subscription() + sources)) == told


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("127.0.0.1:8000", "127.0.0.1"),
        ("localhost", "localhost"),
        ("10.0.0.7", "10.0.0.7"),
        ("169.254.169.254", "169.254.169.254"),
        ("[::1]:80", "::1"),
        ("news.example", None),
        ("8.8.8.8", None),
    ],
)
def test_a_secondary_source_in_ones_own_network_has_to_be_allowed(
    tmp_path: Path, host: str, named: str | None
) -> None:
    source = f'[[source]]\nname = "news"\nkind = "feed"\nurl = "http://{host}/feed"\n'
    text = a_subscription() + OFFICIAL + source

    told = f"source news: {named} is no public address, and is not asked without `allow_private`"
    assert advice(write(tmp_path, text)) == ((told,) if named else ())
    assert advice(write(tmp_path, f"{text}allow_private = true\n")) == ()


def test_early_word_needs_a_secondary_source(tmp_path: Path) -> None:
    text = a_subscription(early='"always"')
    more = OFFICIAL + '[[source]]\npreset = "cic-news"\n'

    assert advice(write(tmp_path, text)) == (
        (
            'subscription amara: early = "always" does nothing without a secondary '
            "source; `watcher sources` lists presets of some"
        ),
    )
    assert advice(write(tmp_path, text + more)) == ()
    assert advice(write(tmp_path, a_subscription(early='"never"'))) == ()


def test_warnings_are_of_a_kind_whoever_they_are_about() -> None:
    warnings = [
        f"subscription p{i}: without `submitted` a round cut off at {i} cannot be decided"
        for i in range(20)
    ]
    unused = [f"channels.c{i}: nobody uses it" for i in range(3)]

    assert list(config.summarized_warnings([*warnings, *unused])) == [
        *warnings[:5],
        "... and 15 more like it; `watcher check --all` shows each",
        *unused,
    ]


BOT = """
[operator]
channels = ["ops"]
[channels]
ops = "print://ops"
tg = "tgram://110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
[bot]
enabled = true
channel = "tg"
"""


def test_a_bot_needs_no_subscription_in_the_file_but_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, BOT)
    file.chmod(0o600)
    assert advice(file) == ()

    warned = import_module("watcher.adapters.config.warnings")
    monkeypatch.setattr(warned, "find_spec", lambda _: None)
    (warning,) = advice(file)
    assert warning.startswith("[bot] is switched on, and its library is not installed: ")
    assert "python-telegram-bot" in warning
