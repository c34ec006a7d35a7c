"""Chances in words and in per cent."""

import pytest

from watcher.messages.formatter import Formatter
from watcher.messages.likelihood import chance_in_words, percent_of

EN, FR = Formatter("en", "UTC"), Formatter("fr", "UTC")


@pytest.mark.parametrize(
    ("share", "percent", "words"),
    [
        (0.0, "under 5 %", "very unlikely"),
        (0.049, "under 5 %", "very unlikely"),
        (0.05, "5 %", "unlikely"),
        (0.33, "35 %", "less likely than not"),
        (0.5, "50 %", "as likely as not"),
        (0.62, "60 %", "more likely than not"),
        (0.94, "95 %", "likely"),
        (0.951, "over 95 %", "very likely"),
        (1.0, "over 95 %", "very likely"),
    ],
)
def test_a_chance_is_told_to_five_per_cent_and_never_as_certain(
    share: float, percent: str, words: str
) -> None:
    assert percent_of(share, EN) == percent
    assert chance_in_words(share, EN) == words


def test_in_french_too() -> None:
    assert percent_of(0.01, FR) == "moins de 5\N{NO-BREAK SPACE}%"
    assert chance_in_words(0.5, FR) == "une chance sur deux"
