"""What time it is for a poll, where the clock of this machine is wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import cast

import pytest

from watcher.adapters.database import Store
from watcher.core.settings import Secret, Settings, Source
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.poll_context import PollContext
from watcher.press.retrieve import PageFetcher

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("ahead", "seen"), [(None, NOW), (timedelta(), NOW), (HOUR, NOW - HOUR), (-HOUR, NOW)]
)
def test_only_a_clock_that_is_ahead_is_corrected(ahead: timedelta | None, seen: datetime) -> None:
    context = PollContext(
        source=Source(name="ircc", kind="ircc-json", url="https://example.org/rounds.json"),
        fetcher=cast("PageFetcher", None),
        store=cast("Store", None),
        address_book=AddressBook(
            settings=Settings(file=PurePath("config.toml"), database=Secret("")),
            targets=lambda _: ("",),
        ),
        now=NOW,
        ahead=ahead,
    )

    assert context.seen == seen
    assert context.clock_ahead == (ahead or timedelta())
