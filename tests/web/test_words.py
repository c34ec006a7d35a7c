"""Whatever a page may have to name has a name, which the catalogues translate."""

from typing import get_args

from watcher.adapters.database.deliveries import DeliveryState
from watcher.answers.sources import SourceHealth
from watcher.answers.status import Headline
from watcher.web import words
from watcher.web.filters import SORT_KEYS
from watcher.web.request import THEMES


def test_every_headline_and_every_state_has_its_words() -> None:
    assert set(words.HEADLINES) == set(get_args(Headline))
    assert set(words.SOURCE_STATES) == set(get_args(SourceHealth))
    assert set(words.DELIVERY_STATES) == {state.value for state in DeliveryState}


def test_every_choice_has_a_name() -> None:
    assert set(words.SORT_NAMES) == set(SORT_KEYS)
    assert set(words.THEME_NAMES) == set(THEMES)


def test_whoever_is_refused_before_a_page_is_made_is_told_why_in_a_clause() -> None:
    starts = [why[0] for why in words.GUARD_REFUSALS.values()]

    assert [letter for letter in starts if letter.isupper()] == []
    assert set(words.GUARD_REFUSALS) >= {413, 414, 421, 429}
