"""Polling and delivering once, as cron does: rounds, and reminders of a profile."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePath

import pytest

from tests.insight.profiles import levels, nurse, person
from tests.pages import a_page, rows
from tests.servers.http import HttpServer, answer
from tests.values import a_subscription
from watcher.core.settings import Channel, Operator, Secret, Settings, Source
from watcher.service.once import poll_once

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
PATH, HOOK = "/rounds.json", "/amara"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        server.at(PATH, answer(a_page(*rows(3))))
        server.at(HOOK, answer(b"ok"))
        yield server


@pytest.fixture
def settings(server: HttpServer, sqlite_database: Secret) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=sqlite_database,
        sources=(Source(name="ircc", kind="ircc-json", url=server.url(PATH)),),
        operator=Operator(),
    )


def test_the_first_poll_is_a_baseline_and_no_failure(settings: Settings) -> None:
    once = poll_once(settings, as_of=NOW)

    assert [polled.outcome for polled in once.polled] == ["baseline"]
    assert not once.failed


def test_a_source_that_cannot_be_read_is_a_failure(settings: Settings, server: HttpServer) -> None:
    server.at(PATH, answer(b"busy", status=503))

    once = poll_once(settings, as_of=NOW)

    assert [polled.outcome for polled in once.polled] == ["failed"]
    assert once.failed


def told(server: HttpServer) -> list[str]:
    """Return the titles that arrived at the channel of amara."""
    return [json.loads(r.body)["title"] for r in server.requests if r.path == HOOK]


def test_a_person_is_reminded_over_changes_of_the_clocks_and_never_twice(
    settings: Settings, server: HttpServer
) -> None:
    """Amara, in Toronto: a test, a year of work and a birthday, from autumn to spring."""
    profile = person(
        age=None,
        born=date(1993, 11, 1),
        first_language=levels(9, 9, 9, 9, test="celpip", taken=date(2025, 3, 8)),
        work=[nurse("2026-03-09")],
    )
    amara = a_subscription(
        channels=("amara",), score=None, profile=profile, submitted=None, reminders=True
    )
    settings = replace(
        settings,
        channels={
            "amara": Channel(name="amara", url=Secret(f"json://127.0.0.1:{server.port}{HOOK}"))
        },
        subscriptions=(amara,),
    )
    looks = [
        ("2026-10-01T12:00", []),
        ("2026-10-02T12:59", []),
        ("2026-10-02T13:00", ["Birthday: 6 points less"]),
        # On 1 November the clocks of Toronto go back: nine is 14:00 UTC.
        ("2026-11-01T13:59", []),
        ("2026-11-01T14:00", ["Birthday: 6 points less"]),
        ("2026-11-01T15:00", []),
        ("2026-12-08T14:00", ["CELPIP-General: valid for 3 months more"]),
        (
            "2027-01-08T14:00",
            [
                "CELPIP-General: valid for 59 days more",
                "CELPIP-General: too short for an application",
            ],
        ),
        ("2027-01-08T14:05", []),
        # On 14 March they go forward; on the 9th the year of work is full.
        ("2027-03-09T14:00", ["Work in Canada: 53 points more"]),
    ]

    arrived = []
    for instant, _ in looks:
        before = len(told(server))
        poll_once(settings, as_of=datetime.fromisoformat(instant).replace(tzinfo=UTC))
        arrived.append((instant, told(server)[before:]))

    assert arrived == looks
