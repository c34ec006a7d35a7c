"""Health and track record of sources, and presets."""

from dataclasses import replace
from datetime import timedelta

from watcher.answers.snapshot import Snapshot
from watcher.answers.sources import (
    preset_statuses,
    secondary_reports,
    source_records,
    source_statuses,
    unpolled_source,
)
from watcher.core.settings import PRESETS, source_of


def test_a_source_that_was_just_read_is_well(snapshot: Snapshot) -> None:
    (status,) = source_statuses(snapshot)

    assert (status.state, status.since, status.why) == ("well", None, None)
    assert status.next_poll_by is not None
    assert status.next_poll_by > snapshot.now


def test_a_source_that_nobody_asked_for_long_is_not_polled(snapshot: Snapshot) -> None:
    (status,) = source_statuses(replace(snapshot, now=snapshot.now + timedelta(days=1)))

    assert (status.state, status.since) == ("not polled", status.polled_at)


def test_an_official_source_counts_its_rounds_and_is_held_against_nothing(
    snapshot: Snapshot,
) -> None:
    (record,) = source_records(snapshot)

    assert (record.health, record.rounds) == ("well", 4)
    assert (record.wrong, record.against_official, record.unjoined) == (None, None, None)


def test_a_source_that_was_never_polled_says_so(snapshot: Snapshot) -> None:
    (source,) = snapshot.settings.sources

    assert unpolled_source(source).health == "never asked"
    assert unpolled_source(source).rounds is None


def test_a_preset_is_on_where_its_address_is_polled(snapshot: Snapshot) -> None:
    name, preset = next(iter(PRESETS.items()))
    on = source_of(name, kind=preset.kind, url=preset.url)
    settings = replace(snapshot.settings, sources=(on,))

    assert [preset.name for preset in preset_statuses(settings) if preset.on] == [name]
    assert [preset for preset in preset_statuses(snapshot.settings) if preset.on] == []


def test_where_no_secondary_source_is_polled_nothing_is_reported(snapshot: Snapshot) -> None:
    assert secondary_reports(snapshot) == []
    assert secondary_reports(snapshot, unjoined=True) == []
