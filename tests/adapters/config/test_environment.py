"""Where secrets may come from, and that no sentence shows one."""

import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.adapters.config.files import write
from watcher.adapters import config
from watcher.core.errors import ConfigError
from watcher.core.settings import Secret, Settings

ADDRESS = "tgram://me:SECRET@bot.example/SECRET?token=SECRET"
KEYS = {
    "": ("database", "unknown"),
    "[watcher]": (
        "database",
        "database_file",
        "timezone",
        "language",
        "contact",
        "smtp_per_minute",
        "keep_pages",
        "unknown",
    ),
    "[[source]]": (
        "preset",
        "name",
        "kind",
        "url",
        "trust",
        "every",
        "cache_bust",
        "redirects_to",
        "max_bytes",
        "robots",
        "allow_private",
        "unknown",
    ),
    "[channels.tg]": ("url_file", "unknown"),
    "[operator]": ("channels", "ping", "ping_file", "unknown"),
    "[[subscription]]": (
        "name",
        "categories",
        "score",
        "submitted",
        "channels",
        "tell_when",
        "near",
        "early",
        "language",
        "timezone",
        "quiet_hours",
        "wake",
        "unknown",
    ),
}


@pytest.mark.parametrize("form", ["{}", "[{}]", "{{ a = {} }}"])
@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table, keys in KEYS.items() for key in keys]
)
def test_an_address_in_the_wrong_place_is_refused_without_its_secret(
    tmp_path: Path, table: str, key: str, form: str
) -> None:
    file = write(tmp_path, f"{table}\n{key} = {form.format(repr(ADDRESS))}\n")

    with pytest.raises(ConfigError) as refused:
        config.load(file, {})

    assert key in str(refused.value)
    assert "SECRET" not in "".join(traceback.format_exception(refused.value))


def test_an_address_as_the_name_of_a_channel_is_not_repeated(tmp_path: Path) -> None:
    file = write(tmp_path, f'[channels]\n"{ADDRESS}" = 5\n[operator]\nchannels = ["x"]')

    with pytest.raises(ConfigError) as refused:
        config.load(file, {})

    assert [fault.key for fault in refused.value.faults] == [
        'channels."tgram://***"',
        'channels."tgram://***"',
        "operator.channels[0]",
    ]
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('"tgram://${TOKEN}/1"', "tgram://12:ab/1"),
        ('"${A}${A}"', "xx"),
        ('"json://host/$${TOKEN}"', "json://host/${TOKEN}"),
        ('"json://host/$TOKEN"', "json://host/$TOKEN"),
        ('{ url = "tgram://${TOKEN}/1" }', "tgram://12:ab/1"),
        ('{ url_file = "tg" }', "tgram://from-a-file/${TOKEN}"),
        ('{ url_file = "${FOLDER}/tg" }', "tgram://from-a-file/${TOKEN}"),
    ],
)
def test_a_channel_may_be_written_as(tmp_path: Path, written: str, address: str) -> None:
    (tmp_path / "tg").write_text("tgram://from-a-file/${TOKEN}\n")
    environ = {"TOKEN": "12:ab", "A": "x", "FOLDER": str(tmp_path)}

    settings = load(tmp_path, f"[channels]\ntg = {written}\n", environ)

    assert settings.channels["tg"].url == Secret(address)


def test_database_and_ping_have_variables_and_files_too(tmp_path: Path) -> None:
    (tmp_path / "ping").write_text("https://ping.example/uuid")
    text = (
        '[watcher]\ndatabase = "postgresql://w:${PASSWORD}@127.0.0.1/w"\n'
        '[operator]\nping_file = "ping"\n'
    )

    settings = load(tmp_path, text, {"PASSWORD": "pw"})

    assert settings.database == Secret("postgresql://w:pw@127.0.0.1/w")
    assert settings.operator.ping == Secret("https://ping.example/uuid")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"json://a\njson://SECRET\n", "has 2 lines; it may hold the secret alone"),
        (b"json://\xff", "cannot be read as UTF-8 text"),
    ],
)
def test_a_secret_file_holds_one_line_of_text(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "tg").write_bytes(content)

    with pytest.raises(ConfigError) as refused:
        load(tmp_path, '[channels]\ntg = { url_file = "tg" }\n')

    assert refused.value.faults[0].problem == f"{tmp_path}/tg {problem}"


def test_an_empty_variable_is_a_fault_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, '[channels]\ntg = "tgram://${A}/${B}"\n', {"A": ""})

    assert [fault.problem for fault in refused.value.faults] == [
        "needs the environment variable A, which is empty",
        "needs the environment variable B, which is not set",
    ]


def test_settings_print_without_their_secrets(tmp_path: Path) -> None:
    text = '[channels]\ntg = "tgram://SECRET/1"\n[operator]\nping = "https://p/SECRET"'

    settings = load(tmp_path, text)

    assert "SECRET" not in repr(settings)
    assert config.all_secrets(settings) == ("tgram://SECRET/1", "https://p/SECRET")


def test_the_path_of_an_sqlite_file_is_no_secret_but_a_database_with_a_password_is(
    tmp_path: Path,
) -> None:
    file = '[watcher]\ndatabase = "sqlite:///watcher.db"'
    server = '[watcher]\ndatabase = "postgresql://w:SECRET@h/w"'

    assert config.all_secrets(load(tmp_path, file)) == ()
    assert config.all_secrets(load(tmp_path, server)) == ("postgresql://w:SECRET@h/w",)


def load(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    return config.load(write(folder, text), environ or {})
