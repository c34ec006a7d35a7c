"""Settings as values: what never prints, and sources with what their kind has by default."""

from datetime import timedelta

import pytest

from watcher.core.settings import PRESETS, Secret, SourceKind, Web, source_of


def test_a_secret_never_prints() -> None:
    secret = Secret("tgram://token/42")

    assert (str(secret), repr(secret), f"{secret}") == ("***", "Secret(***)", "***")


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False)]
)
def test_only_a_loopback_address_is_local(host: str, *, local: bool) -> None:
    assert Web(host=host).is_local is local


@pytest.mark.parametrize(
    ("kind", "trust", "every"),
    [("ircc-json", "official", None), ("feed", "secondary", timedelta(minutes=10))],
)
def test_a_source_has_the_trust_and_the_pace_of_its_kind(
    kind: SourceKind, trust: str, every: timedelta | None
) -> None:
    source = source_of("a", kind, "https://a.example/")

    assert (source.trust, source.every) == (trust, every)


def test_a_preset_keeps_a_pace_of_its_own() -> None:
    assert PRESETS["canadavisa"].source().every == timedelta(hours=1)
    assert PRESETS["canadim"].source().every == timedelta(minutes=10)
    assert PRESETS["ircc"].source().every is None
