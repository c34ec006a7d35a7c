"""The watcher that has polled, as the tests of the terminal have it."""

from tests.cli.conftest import fetcher, installation

__all__ = ["fetcher", "installation"]
