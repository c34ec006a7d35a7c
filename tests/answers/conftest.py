"""Fixtures: the database of a watcher that has polled."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import fetcher, installation
from tests.cli.installation import Installation
from watcher.answers.snapshot import Snapshot

__all__ = ["fetcher", "installation"]


@pytest.fixture
def snapshot(installation: Installation) -> Iterator[Snapshot]:
    scene = installation.scene
    with scene.store.reading() as tx:
        yield Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
