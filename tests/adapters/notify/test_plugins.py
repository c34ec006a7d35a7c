import pytest
from apprise.manager_plugins import NotificationManager

from watcher.adapters.notify.plugins import plugin_class


@pytest.mark.parametrize("scheme", ["mailto", "mailtos", "tgram"])
def test_our_plugins_are_those_that_apprise_has_with_more(scheme: str) -> None:
    ours = plugin_class(scheme)

    assert ours is not None
    assert issubclass(ours, NotificationManager()[scheme])  # type: ignore[no-untyped-call] # Apprise has no types


def test_any_other_service_is_found_by_apprise() -> None:
    found = plugin_class("mastodon")

    assert found is not None
    assert found.__name__ == "NotifyMastodon"
