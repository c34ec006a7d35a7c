"""Cells of people: read as the configuration reads its keys, and refused with its sentences."""

from datetime import UTC, datetime, time
from pathlib import PurePath

import pytest

from watcher.adapters.people_file import LineReader, Record, only_channel
from watcher.core.person_lines import PersonLine
from watcher.core.settings import Channel, Digest, QuietHours, Secret, Settings

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADDRESSES = {
    "ops": "json://127.0.0.1:9/",
    "mail": "mailto://user:pw@127.0.0.1:2525?from=me@example.com&to=ops@example.com",
    "tg": "tgram://123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/",
}
SETTINGS = Settings(
    file=PurePath("config.toml"),
    database=Secret(""),
    channels={name: Channel(name=name, url=Secret(url)) for name, url in ADDRESSES.items()},
)


def a_reader(**changes: object) -> LineReader:
    usual = {"settings": SETTINGS, "now": NOW, "mail": "mail", "telegram": "tg"}
    return LineReader(**{**usual, **changes})  # type: ignore[arg-type] # as the tests name them


def refused(**cells: object) -> list[str]:
    reader = a_reader()
    assert reader.read(Record(7, {"name": "amara", **cells})) is None
    return [str(fault) for fault in reader.faults]


def test_a_line_of_a_consulting_firm_is_read() -> None:
    cells = {
        "name": " amara ",
        "rule": "health",
        "categories": "Healthcare; cec",
        "score": "471",
        "submitted": "2025-11-20 15:00:00Z",
        "mail": "amara@example.com, a@example.org",
        "telegram": "42",
        "channels": "ops",
        "language": "fr",
        "timezone": "Asia/Kolkata",
        "quiet_hours": "22:00-07:00",
        "wake": "TRUE",
        "near": "10",
        "tell_when": "every-round",
        "early": "always",
        "digest": "daily 18:00",
        "monthly": "no",
        "consented_at": "2025-11-01T09:00:00-05:00",
    }

    assert a_reader().read(Record(2, cells)) == PersonLine(
        line=2,
        name="amara",
        rule="health",
        told={
            "categories": frozenset({"healthcare", "cec"}),
            "score": 471,
            "submitted": datetime(2025, 11, 20, 15, tzinfo=UTC),
            "mail": ("amara@example.com", "a@example.org"),
            "telegram": ("42",),
            "channels": ("ops",),
            "language": "fr",
            "timezone": "Asia/Kolkata",
            "quiet_hours": QuietHours(start=time(22), end=time(7)),
            "wake": True,
            "near": 10,
            "tell_when": "every-round",
            "early": "always",
            "digest": Digest(at=time(18)),
            "monthly": False,
            "consented_at": datetime(2025, 11, 1, 14, tzinfo=UTC),
        },
    )


def test_values_of_json_are_taken_as_they_are() -> None:
    cells = {"name": "amara", "categories": ["cec"], "score": 471, "wake": True, "near": None}

    read = a_reader().read(Record(1, cells))

    assert read is not None
    assert read.rule is None
    assert read.told == {"categories": frozenset({"cec"}), "score": 471, "wake": True, "near": None}


_CATEGORIES = (
    "all, general, cec, fsw, fst, pnp, french, healthcare, stem, trades, transport, agriculture, "
    "education, physicians, senior-managers, military, researchers"
)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"score": "4888"}, 'score: is out of range; there is "4888"; allowed: a whole number from 1 to 1200'),
        ({"score": "471.5"}, 'score: must be a whole number; there is "471.5"; allowed: a whole number from 1 to 1200'),
        ({"categories": "cec; frnch"}, f'categories: is no category; there is "cec; frnch"; allowed: {_CATEGORIES}; did you mean "french"?'),
        ({"categories": "all; cec"}, 'categories: has all beside other categories; there is "all; cec"; write all alone'),
        ({"submitted": "2025-11-20 15:00"}, 'submitted: has no zone, and an hour can decide a tie; there is "2025-11-20 15:00"; add Z for UTC, or an offset: 2025-11-20T15:00:00-05:00'),
        ({"submitted": "20/11/2025"}, 'submitted: is no instant; there is "20/11/2025"; allowed: an instant with its zone, such as 2025-11-20T15:00:00Z'),
        ({"submitted": "2027-01-01T00:00:00Z"}, 'submitted: lies in the future; there is "2027-01-01T00:00:00Z"'),
        ({"wake": "perhaps"}, 'wake: is neither yes nor no; there is "perhaps"; allowed: yes, no, true, false'),
        ({"timezone": "Kolkata"}, 'timezone: is no time zone; there is "Kolkata"; allowed: a name such as "America/Toronto" or "Asia/Kolkata"; did you mean "Asia/Kolkata"?'),
        ({"origin": "web"}, 'origin: is no origin; there is "web"; allowed: import, bot, page'),
        ({"channels": "opps"}, 'channels: is no channel; there is "opps"; allowed: ops, mail, tg; did you mean "ops"?'),
        ({"scoer": "1"}, 'scoer: is no column; allowed: name, rule, categories, score, submitted, tell_when, near, early, language, timezone, quiet_hours, wake, picture, digest, monthly, mail, telegram, channels, consented_at, origin; did you mean "score"?'),
        ({"rule": "a/b"}, 'rule: has a "/" in it; there is "a/b"; it stands between a person and a rule'),
        ({"name": "x" * 201}, f'name: is longer than 200 characters; there is "{"x" * 77}..."'),
        ({"name": "a\0b"}, r'name: is no name; there is "a\x00b"; allowed: one line of text, without spaces around it'),
        ({"name": ""}, "name: is missing"),
        ({"name": 7}, 'name: must be text; there is "7"; put it between quotes'),
        ({"channels": {"a": 1}}, "channels: must be text, or a list of texts; there is \"{'a': 1}\""),
    ],
)  # fmt: skip
def test_a_cell_is_refused_with_its_line_and_what_is_allowed(
    cells: dict[str, object], sentence: str
) -> None:
    assert refused(**cells) == [f"line 7, {sentence}"]


@pytest.mark.parametrize(
    ("cells", "begins"),
    [
        ({"mail": "amara"}, "line 7, mail: is no target of mail: "),
        ({"telegram": "Amara Okafor"}, "line 7, telegram: is no target of tg: "),
        ({"channels": "ops:42"}, "line 7, channels: is no target of ops: "),
    ],
)
def test_an_address_of_the_wrong_kind_is_refused(cells: dict[str, object], begins: str) -> None:
    [sentence] = refused(**cells)

    assert sentence.startswith(begins)


def test_what_is_wrong_with_a_column_is_told_once() -> None:
    reader = a_reader(telegram=None)

    read = [
        reader.read(Record(line, {"name": "amara", "telegram": "42", "phone": ""}))
        for line in (2, 3)
    ]

    assert read == [None, None]
    assert [str(fault).partition(";")[0] for fault in reader.faults] == [
        "line 2, telegram: it is not clear through which channel this goes",
        "line 2, phone: is no column",
    ]


def test_a_column_may_be_passed_over() -> None:
    read = a_reader(ignored={"phone", "rule"}).read(
        Record(2, {"name": "amara", "phone": "?", "rule": "a/b", "score": ""})
    )

    assert read == PersonLine(line=2, name="amara", rule=None, told={"score": None})


def test_a_name_that_stands_in_the_configuration_is_refused() -> None:
    reader = a_reader(taken={"amara": "config.toml"})

    assert reader.read(Record(2, {"name": "amara"})) is None
    assert [str(fault) for fault in reader.faults] == [
        'line 2, name: stands in config.toml already: a name is in one place only; there is "amara"'
    ]


def test_the_only_channel_of_a_kind_is_found() -> None:
    assert only_channel(SETTINGS, "mail") == "mail"
    assert only_channel(SETTINGS, "tgram") == "tg"
    assert only_channel(SETTINGS, "slack") is None
