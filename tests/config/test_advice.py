"""What is allowed, but hardly meant."""

from pathlib import Path

import pytest

from tests.config.files import DESK, a_subscription, write
from watcher import config


def advice(file: Path, environ: dict[str, str] | None = None) -> tuple[str, ...]:
    """Load the file and give its warnings."""
    settings = config.load(file, environ or {})
    return config.warnings(settings, environ or {})


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
            {"near": "5", "tell_when": '"every-round"'},
            ("subscription amara: `near` does nothing with "
            'tell_when = "every-round"'),
        ),
    ],
)  # fmt: skip
def test_a_subscription_is_warned_of(
    tmp_path: Path, keys: dict[str, str], told: str
) -> None:
    assert advice(write(tmp_path, a_subscription(**keys))) == (told,)


def test_nobody_to_tell_is_worth_a_warning(tmp_path: Path) -> None:
    assert advice(write(tmp_path, DESK)) == (
        "there is no [[subscription]]: nobody is told of any round",
        (
            "[operator] has no channels: nobody is told when a source is blind or a channel "
            "dead"
        ),
        "channels.desk: nobody uses it",
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
        (
            a_subscription() + '[watcher]\ndatabase = "postgresql://w:p@h/w"',
            0o644,
            True,
        ),
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


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("mailto://me:pass@mail.example.org/?to=a@example.org", True),
        ("mailto://me:pass@mail.example.org/?mode=starttls", False),
        ("mailtos://me:pass@mail.example.org/", False),
        ("mailto://mail.example.org/?to=a@example.org", False),
        ("mailto://me:pass@127.0.0.1/", False),
    ],
)
def test_a_mail_password_that_travels_in_the_clear_is_warned_of(
    tmp_path: Path, url: str, *, warned: bool
) -> None:
    file = write(tmp_path, SECRET_TEXT.format(f'"{url}"'))
    file.chmod(0o600)

    told = "channels.tg: mailto:// sends the password unencrypted; mailtos:// does not"
    assert advice(file) == ((told,) if warned else ())


def test_a_secondary_source_is_said_to_alert_nobody(tmp_path: Path) -> None:
    source = (
        '[[source]]\nname = "news"\nurl = "https://n/r.json"\ntrust = "secondary"\n'
    )

    told = (
        "source news: what a secondary source says is shown by `watcher round`, "
        "and alerts nobody in this version"
    )
    assert advice(write(tmp_path, a_subscription() + source)) == (told,)


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
        (
            "environment: WATCHER_TIMEZOEN is read by nobody; "
            "did you mean WATCHER_TIMEZONE?"
        ),
    )
