"""What may be shown of the settings."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.config.files import DESK, write
from tests.adapters.config.test_loading import FULL
from watcher.adapters import config
from watcher.adapters.config.writing import redacted_settings
from watcher.core.settings import Secret, Settings


def test_everything_is_shown_in_the_words_of_the_file_but_secrets(tmp_path: Path) -> None:
    shown = redacted_settings(config.load(write(tmp_path, FULL), {}))

    assert shown["watcher"] == {
        "database": "postgresql+psycopg://***@127.0.0.1/watcher",
        "timezone": "America/Vancouver",
        "language": "fr",
        "contact": "me@example.org",
        "keep_told_days": 730,
        "keep_trouble_days": 730,
        "keep_pages": 50,
        "pictures": True,
    }
    assert shown["source"] == [
        {
            "name": "ircc",
            "kind": "ircc-json",
            "url": "http://127.0.0.1:9000/feed.json",
            "trust": "secondary",
            "every": "1h30m",
            "cache_bust": True,
            "redirects_to": ["www.example.org", "a.example:8443"],
            "max_bytes": 2000,
            "robots": False,
            "allow_private": True,
        }
    ]
    assert shown["channels"] == {"ops": "json://***", "amara-tg": "tgram://***"}
    assert shown["sending"] == {
        "mail_connections": 4,
        "mail_per_second": 0.5,
        "telegram_connections": 4,
        "telegram_per_second": 25,
        "telegram_chat_seconds": 1,
        "webhook_connections": 4,
    }
    operator = {"channels": ["ops"], "ping": "https://***", "summary": 20}
    assert shown["operator"] == operator
    subscriptions = shown["subscription"]
    assert isinstance(subscriptions, list)
    assert subscriptions[0] == {
        "name": "amara",
        "categories": ["cec", "healthcare"],
        "score": 471,
        "submitted": datetime(2025, 11, 20, 15, tzinfo=UTC),
        "channels": ["amara-tg", "ops"],
        "tell_when": "every-round",
        "near": 0,
        "early": "always",
        "language": "en",
        "timezone": "Asia/Kolkata",
        "quiet_hours": "22:00-07:30",
        "wake": True,
        "picture": False,
        "reminders": False,
        "monthly": False,
    }
    assert "submitted" not in subscriptions[1]


@pytest.mark.parametrize(
    ("database", "shown"),
    [
        ("sqlite:////var/lib/watcher/watcher.db", "sqlite:////var/lib/watcher/watcher.db"),
        ("postgresql://w:p%40ss@db.example:5432/w", "postgresql://***@db.example:5432/w"),
        ("postgresql://w:p@ss@db.example/w", "postgresql://***@db.example/w"),
        ("postgresql:///w?host=db&password=pw", "postgresql:///w?***"),
        ("postgresql://w:pa#ss@db.example/w", "postgresql://***@db.example/w"),
        ("postgresql://w:p/a?s@db.example/w", "postgresql://***@db.example/w"),
    ],
)  # fmt: skip
def test_of_a_database_no_password_is_shown(tmp_path: Path, database: str, shown: str) -> None:
    settings = Settings(file=tmp_path, database=Secret(database))

    watcher = redacted_settings(settings)["watcher"]

    assert isinstance(watcher, dict)
    assert watcher["database"] == shown


def test_what_is_no_address_is_hidden_whole(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, '[channels]\na = "12:token"\n'), {})

    assert redacted_settings(settings)["channels"] == {"a": "***"}


def test_a_channel_that_prints_has_nothing_to_hide(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, DESK), {})

    assert redacted_settings(settings)["channels"] == {"desk": "print://"}
    assert config.all_secrets(settings) == ("print://",)


@pytest.mark.parametrize("document", [{"a": 1}, {"a": {"b": 1.5}}, {"a": {"b": {}}}])
def test_what_no_configuration_holds_is_not_written(document: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        config.to_toml(document)


def test_names_of_channels_are_quoted_where_toml_needs_it() -> None:
    assert config.to_toml({"channels": {"a-1": "x", 'b "c"': "y"}}) == (
        '[channels]\na-1 = "x"\n"b \\"c\\"" = "y"\n'
    )


def test_of_the_web_face_everything_is_shown_but_the_token(tmp_path: Path) -> None:
    text = f'{DESK}[web]\nlisten = "[::]:80"\ntoken = "{"s" * 20}"\n'
    settings = config.load(write(tmp_path, text), {})

    assert redacted_settings(settings)["web"] == {
        "enabled": True,
        "listen": "[::]:80",
        "token": "***",
        "requests_per_second": 50,
    }
    assert "s" * 20 in config.all_secrets(settings)


def test_who_sends_is_shown_as_it_was_written(tmp_path: Path) -> None:
    sender = 'name = "Example"\naddress = "1 Main St, Ottawa ON"\ncontact = "hi@example.org"\n'
    settings = config.load(write(tmp_path, f"{DESK}[sender]\n{sender}"), {})

    assert redacted_settings(settings)["sender"] == {
        "name": "Example",
        "address": "1 Main St, Ottawa ON",
        "contact": "hi@example.org",
    }
    assert settings.sender is not None
    assert settings.sender.mailbox == "hi@example.org"


def test_where_nobody_says_who_sends_nothing_is_shown(tmp_path: Path) -> None:
    assert "sender" not in redacted_settings(config.load(write(tmp_path, DESK), {}))
