"""What a good file becomes."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.adapters.config.files import a_subscription, write
from watcher.adapters import config
from watcher.core.errors import ConfigError, ConfigFault
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import (
    OFFICIAL_FEED,
    Channel,
    Operator,
    QuietHours,
    Secret,
    Settings,
    Source,
    Subscription,
)

FULL = """\
[watcher]
database        = "postgresql+psycopg://watcher@127.0.0.1/watcher"
timezone        = "America/Vancouver"
language        = "fr"
contact         = "me@example.org"
smtp_per_minute = 30
keep_pages      = 50
pictures        = true

[[source]]
preset        = "cic-news"
name          = "ircc"
kind          = "ircc-json"
url           = "http://127.0.0.1:9000/feed.json"
trust         = "secondary"
every         = "1h30m"
cache_bust    = true
redirects_to  = ["WWW.example.org", "a.example:8443"]
max_bytes     = 2000
robots        = false
allow_private = true

[channels]
ops      = "json://127.0.0.1:9000/ops"
amara-tg = { url = "tgram://token/1" }

[operator]
channels = ["ops"]
ping     = "https://ping.example/uuid"

[[subscription]]
name        = "amara"
categories  = ["healthcare", "cec"]
score       = 471
submitted   = 2025-11-20T10:00:00-05:00
channels    = ["amara-tg", "ops"]
tell_when   = "every-round"
near        = 0
early       = "always"
language    = "en"
timezone    = "Asia/Kolkata"
quiet_hours = "22:00-07:30"
wake        = true
picture     = false

[[subscription]]
name       = "Zoë"
categories = ["all"]
score      = 1200
channels   = ["ops"]
"""


def test_every_key_reaches_the_settings(tmp_path: Path) -> None:
    file = write(tmp_path, FULL)

    assert config.load(file, {}) == Settings(
        file=file,
        database=Secret("postgresql+psycopg://watcher@127.0.0.1/watcher"),
        timezone="America/Vancouver",
        language="fr",
        contact="me@example.org",
        sending=SendingLimits(mail=SendLimits(per_second=0.5)),
        keep_pages=50,
        pictures=True,
        sources=(
            Source(
                name="ircc",
                kind="ircc-json",
                url="http://127.0.0.1:9000/feed.json",
                trust="secondary",
                every=timedelta(minutes=90),
                cache_bust=True,
                redirects_to=("www.example.org", "a.example:8443"),
                max_bytes=2000,
                robots=False,
                allow_private=True,
            ),
        ),
        channels={
            "ops": Channel(name="ops", url=Secret("json://127.0.0.1:9000/ops")),
            "amara-tg": Channel(name="amara-tg", url=Secret("tgram://token/1")),
        },
        operator=Operator(channels=("ops",), ping=Secret("https://ping.example/uuid")),
        subscriptions=(
            Subscription(
                name="amara",
                categories=frozenset({"healthcare", "cec"}),
                score=471,
                submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
                channels=("amara-tg", "ops"),
                tell_when="every-round",
                near=0,
                early="always",
                language="en",
                timezone="Asia/Kolkata",
                quiet_hours=QuietHours(start=time(22), end=time(7, 30)),
                wake=True,
            ),
            Subscription(
                name="Zoë",
                categories=frozenset({"all"}),
                score=1200,
                channels=("ops",),
                language="fr",
                timezone="America/Vancouver",
                picture=True,
            ),
        ),
    )


def test_a_submission_with_an_offset_is_kept_in_utc(tmp_path: Path) -> None:
    [person, *_] = config.load(write(tmp_path, FULL), {}).subscriptions

    assert str(person.submitted) == "2025-11-20 15:00:00+00:00"


def test_an_empty_file_polls_the_official_feed_for_nobody(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, ""), {"HOME": "/home/amara"})

    assert settings == Settings(
        file=tmp_path / "config.toml",
        database=Secret("sqlite:////home/amara/.local/state/watcher/watcher.db"),
        sources=(Source(name="ircc", kind="ircc-json", url=OFFICIAL_FEED),),
    )


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("10s", timedelta(seconds=10)),
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        ("1h5s", timedelta(hours=1, seconds=5)),
        ("24h", timedelta(days=1)),
        ("1440m", timedelta(days=1)),
    ],
)
def test_every_is_read_as_hours_minutes_and_seconds(
    tmp_path: Path, written: str, every: timedelta
) -> None:
    text = f'[[source]]\nname = "a"\nurl = "https://a.example/"\nevery = "{written}"\n'

    assert config.load(write(tmp_path, text), {}).sources[0].every == every


@pytest.mark.parametrize(
    "written", ["", "s", "24h1s", "1d", "1m30", "30s1m", "-10s", "10 s", "٣m", "99999999999s"]
)  # fmt: skip
def test_any_other_every_is_refused(tmp_path: Path, written: str) -> None:
    text = f'[[source]]\nname = "a"\nurl = "https://a.example/"\nevery = "{written}"\n'

    with pytest.raises(ConfigError) as refused:
        config.load(write(tmp_path, text), {})

    assert [fault.key for fault in refused.value.faults] == ["source[0].every (a)"]


@pytest.mark.parametrize("slug", ["skilled-cooks", "other-physicians", "researchers"])
def test_a_category_nobody_knows_yet_may_be_waited_for(tmp_path: Path, slug: str) -> None:
    text = a_subscription(categories=f'["{slug}"]')

    settings = config.load(write(tmp_path, text), {})

    assert settings.subscriptions[0].categories == {slug}


@pytest.mark.parametrize(
    ("written", "database"),
    [
        ("sqlite:///w.db", "sqlite:///{folder}/w.db"),
        ("sqlite:///state/w.db?timeout=5", "sqlite:///{folder}/state/w.db?timeout=5"),
        ("sqlite:////var/lib/w.db", "sqlite:////var/lib/w.db"),
        ("sqlite:///${HOME}/w.db", "sqlite:////home/amara/w.db"),
        ("postgresql:///w", "postgresql:///w"),
    ],
)
def test_a_relative_database_lies_beside_the_file(
    tmp_path: Path, written: str, database: str
) -> None:
    file = write(tmp_path, f'[watcher]\ndatabase = "{written}"\n')

    settings = config.load(file, {"HOME": "/home/amara"})

    assert settings.database == Secret(database.format(folder=tmp_path))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf[watcher]\r\nlanguage = "fr"\r\n')

    assert config.load(file, {}).language == "fr"


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        '[[subscription]]\nname = "a"\nscore = "471"\nchannels = ["b"]\n'
        '[watcher]\nlanguage = "de"\n[channels]\nc = "${NONE}"\n[extra]\n'
    )

    with pytest.raises(ConfigError) as refused:
        config.load(write(tmp_path, text), {})

    assert [fault.key for fault in refused.value.faults] == [
        "subscription[0].categories (a)",
        "subscription[0].score (a)",
        "subscription[0].channels[0] (a)",
        "watcher.language",
        "channels.c",
        "extra",
    ]


@pytest.mark.parametrize(
    ("make", "problem", "hint"),
    [
        (None, "does not exist", "`watcher init` writes one"),
        ("folder", "is a directory", "give the file: {file}/config.toml"),
        ("loop", "cannot be read: Too many levels of symbolic links", None),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, make: str | None, problem: str, hint: str | None
) -> None:
    file = tmp_path / "watcher.toml"
    if make == "folder":
        file.mkdir()
    if make == "loop":
        file.symlink_to(file)

    with pytest.raises(ConfigError) as refused:
        config.load(file, {})

    expected_hint = hint.format(file=file) if hint else None
    assert refused.value.faults == (
        ConfigFault(file=str(file), key="", problem=problem, hint=expected_hint),
    )


def test_the_web_face_is_served_to_this_machine_alone_unless_told_otherwise(tmp_path: Path) -> None:
    web = config.load(write(tmp_path, ""), {}).web

    assert (web.enabled, web.host, web.port) == (True, "127.0.0.1", 8470)
    assert web.is_local
    assert web.token is None


def test_the_token_of_the_web_face_may_come_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "web-token").write_text("token-from-a-file\n")
    written = '[web]\nlisten = "0.0.0.0:80"\nurl = "https://Example.org/"\n'
    named = config.load(
        write(tmp_path, written + 'token = "${WEB_TOKEN}"'),
        {"WEB_TOKEN": "token-of-the-environment"},
    ).web
    filed = config.load(write(tmp_path, written + 'token_file = "web-token"'), {}).web

    assert named.token == Secret("token-of-the-environment")
    assert filed.token == Secret("token-from-a-file")
    assert (filed.host, filed.port, filed.is_local) == ("0.0.0.0", 80, False)
    assert filed.url == "https://example.org"


@pytest.mark.parametrize(
    ("written", "own", "wanted"),
    [("", "", False), ("true", "", True), ("true", "false", False), ("", "true", True)],
)
def test_a_picture_goes_with_the_alerts_of_whom_it_is_meant_for(
    tmp_path: Path,
    written: str,
    own: str,
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    head = f"[watcher]\npictures = {written}\n" if written else ""
    rule = a_subscription(picture=own)
    (person,) = config.load(write(tmp_path, head + rule), {}).subscriptions

    assert person.picture is wanted


@pytest.mark.parametrize(("text", "wanted"), [("true", True), ("1", True), ("False", False)])
def test_pictures_can_be_switched_by_the_environment(
    tmp_path: Path,
    text: str,
    wanted: bool,  # noqa: FBT001 - a column of the table
) -> None:
    file = write(tmp_path, "")

    assert config.load(file, {"WATCHER_PICTURES": text}).pictures is wanted


def test_what_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"WATCHER_PICTURES.*must be true or false"):
        config.load(write(tmp_path, ""), {"WATCHER_PICTURES": "perhaps"})
