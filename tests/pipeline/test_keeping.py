"""What is done to the file of a database is refused where there is no file."""

from datetime import datetime
from pathlib import PurePath

import pytest

from watcher.core.errors import StoreError
from watcher.core.settings import Secret, Settings
from watcher.pipeline.keeping import restore_copy, unused_bytes, vacuum

SERVER = Settings(file=PurePath("c.toml"), database=Secret("postgresql+psycopg://h/watcher"))


def test_a_server_is_kept_by_its_own_tools(now: datetime) -> None:
    with pytest.raises(StoreError, match="pg_restore"):
        restore_copy(SERVER, "copy.db", now)
    with pytest.raises(StoreError, match="autovacuum"):
        vacuum(SERVER)
    assert unused_bytes(SERVER) == 0
