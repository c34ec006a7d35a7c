"""``init``: questions and answers."""

from pathlib import Path

import pytest

from tests.cli.terminal import watcher
from watcher.adapters import config
from watcher.cli.init import channel_name, system_language, system_timezone
from watcher.core.settings import Secret, Settings

DESK = "print\n"


def answered(home: Path, typed: str, *flags: str, **variables: str) -> tuple[str, Settings]:
    """Answer init's questions, and give what it printed and what it wrote."""
    file = home / "config.toml"
    said = watcher("-c", file, "init", *flags, home=home, typed=typed, **variables)
    assert said.exit_code == 0, said.output
    return said.stdout, config.load(file, {})


def test_enter_takes_the_defaults(tmp_path: Path) -> None:
    _, settings = answered(tmp_path, "\n471\n\n\n\n\n\n")

    [subscription] = settings.subscriptions
    assert (subscription.name, subscription.score) == ("me", 471)
    assert subscription.categories == {"all"}
    assert subscription.submitted is None
    assert settings.channels["desk"].url == Secret("print://")
    assert (settings.language, settings.timezone) == ("en", "America/Toronto")


def test_a_wrong_answer_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    typed = (
        "://\namara\n"
        "many\n1300\n471\n"
        "helthcare\nall, cec\nhealthcare, cec\n"
        "2025-11-20\n2025-11-20T10:00:00-05:00\n"
        "pigeon\nprint\n"
        "english\nfr\n"
        "Kolkatta\nAsia/Kolkata\n"
    )

    said, settings = answered(tmp_path, typed)

    [subscription] = settings.subscriptions
    assert subscription.name == "amara"
    assert subscription.score == 471
    assert subscription.categories == {"healthcare", "cec"}
    assert str(subscription.submitted) == "2025-11-20 15:00:00+00:00"
    assert (settings.language, settings.timezone) == ("fr", "Asia/Kolkata")
    assert [line for line in said.splitlines() if line.startswith("Error: ")] == [
        "Error: is an address, not a name",
        "Error: a whole number from 1 to 1200",
        "Error: is out of range; a whole number from 1 to 1200",
        ("Error: is no category; all, general, cec, fsw, fst, pnp, french, healthcare, "
        "stem, trades, transport, agriculture, education, physicians, "
        'senior-managers, military, researchers; did you mean "healthcare"?'),
        'Error: has "all" beside other categories; write ["all"] alone',
        "Error: '2025-11-20' has no zone; write it as 2026-08-19T14:30:00Z",
        "Error: one of print, mail, telegram, ntfy, other",
        "Error: en or fr",
        ('Error: is no time zone; a name such as "America/Toronto" or "Asia/Kolkata"; '
        'did you mean "Asia/Kolkata"?'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        (
            "mail\nsmtp.example.org\nme@example.org\np@ss/w:rd\n\nyou@example.org\n",
            "mail",
            (
                "mailtos://me%40example.org:p%40ss%2Fw%3Ard@smtp.example.org/"
                "?from=me@example.org&to=you@example.org"
            ),
        ),
        (
            "telegram\n123456789:AAabcdefghij_klmnopqrstuvwxyz012345\n4711\n",
            "telegram",
            "tgram://123456789:AAabcdefghij_klmnopqrstuvwxyz012345/4711",
        ),
        ("ntfy\n\nmy topic\n", "ntfy", "ntfys://ntfy.sh/my%20topic"),
        ("other\njson://127.0.0.1/a\n", "json", "json://127.0.0.1/a"),
    ],
)
def test_the_parts_of_an_address_are_asked_one_by_one(
    tmp_path: Path, typed: str, name: str, address: str
) -> None:
    said, settings = answered(tmp_path, f"\n471\n\n\n{typed}\n\n")

    assert settings.channels[name].url == Secret(address)
    assert "p@ss" not in said


def test_parts_that_make_no_address_are_asked_again(tmp_path: Path) -> None:
    typed = "other\nnosuch://x\njson://127.0.0.1/a\n"

    said, settings = answered(tmp_path, f"\n471\n\n\n{typed}\n\n")

    assert "That makes no address: no kind of channel is called nosuch://" in said
    assert settings.channels["json"].url == Secret("json://127.0.0.1/a")


def test_what_a_flag_said_is_not_asked(tmp_path: Path) -> None:
    flags = ("--name", "amara", "--score", "471", "--channel", "print://")

    said, settings = answered(tmp_path, "\n\n\n\n", *flags)

    assert settings.subscriptions[0].name == "amara"
    assert "Name of" not in said
    assert "CRS" not in said


def test_no_more_answers_leave_no_file(tmp_path: Path) -> None:
    said = watcher("init", home=tmp_path, typed="amara\n471\n")

    assert said.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_french_machine_gets_french_messages(tmp_path: Path) -> None:
    _, settings = answered(tmp_path, "\n471\n\n\n\n\n\n", LC_ALL="fr_CA.UTF-8")

    assert settings.language == "fr"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": "fr_CA"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert system_language(environ) == language


def test_the_zone_is_the_machines_if_it_is_one() -> None:
    assert system_timezone({"TZ": "Asia/Kolkata"}) == "Asia/Kolkata"
    assert "/" in system_timezone({"TZ": "EST5EDT,M3.2.0,M11.1.0"})


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("print://", "desk"),
        ("MAILTO://a:b@c", "mail"),
        ("tgram://a/b", "telegram"),
        ("ntfy://a", "ntfy"),
        ("slack://a/b/c", "slack"),
        ("", "alerts"),
    ],
)
def test_a_channel_is_named_by_its_kind(address: str, name: str) -> None:
    assert channel_name(address) == name
