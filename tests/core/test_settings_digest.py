"""Processes see whether they have the same settings."""

import subprocess
import sys
from dataclasses import replace
from pathlib import PurePath

from tests.values import a_subscription
from watcher.core.settings import Channel, Secret, Settings, Web
from watcher.core.settings_digest import settings_digest

SETTINGS = Settings(
    file=PurePath("config.toml"),
    database=Secret("postgresql:///watcher"),
    channels={"mail": Channel(name="mail", url=Secret("mailto://x.org"))},
    subscriptions=(a_subscription(categories=frozenset({"cec", "french", "trades", "stem"})),),
)


def test_where_a_process_read_its_settings_and_serves_its_page_is_its_own_affair() -> None:
    moved = replace(
        SETTINGS,
        file=PurePath("/etc/watcher/config.toml"),
        database=Secret("postgresql://db.example/watcher"),
        web=Web(enabled=False),
    )

    assert settings_digest(moved) == settings_digest(SETTINGS)


def test_an_address_a_score_and_a_name_that_differ_make_another() -> None:
    [person] = SETTINGS.subscriptions
    others = [
        replace(SETTINGS, channels={"mail": Channel(name="mail", url=Secret("mailto://y.org"))}),
        replace(SETTINGS, channels={}),
        replace(SETTINGS, subscriptions=(replace(person, score=1),)),
        replace(SETTINGS, subscriptions=(person, replace(person, name="bo"))),
    ]

    digests = {settings_digest(settings) for settings in (SETTINGS, *others)}
    assert len(digests) == 5


def test_it_is_the_same_in_every_process() -> None:
    code = (
        "from tests.core.test_settings_digest import SETTINGS, settings_digest;"
        "print(settings_digest(SETTINGS))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert said == {settings_digest(SETTINGS)}
