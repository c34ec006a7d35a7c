"""Buttons: what they send back is short, and read strictly."""

import pytest

from watcher.bot.incoming import LONGEST_DATA
from watcher.bot.keyboards import (
    ButtonData,
    category_buttons,
    confirm_buttons,
    language_buttons,
    parse_data,
    told_of_buttons,
)
from watcher.messages.formatter import ENGLISH, Formatter

KEY = str(2**62)


def test_what_every_button_sends_fits_and_is_read_again() -> None:
    keyboards = [
        category_buttons(KEY, {"cec"}, ENGLISH, signing_up=True),
        confirm_buttons(KEY, ENGLISH),
        told_of_buttons("near", ENGLISH),
        language_buttons(),
    ]
    for button in (button for keyboard in keyboards for row in keyboard for button in row):
        assert len(button.data) <= LONGEST_DATA
        found = parse_data(button.data)
        assert found is not None
        assert str(found) == button.data


@pytest.mark.parametrize("data", ["", "a", "a:b", "a:b:c:d", "a:b:\u00e9"])
def test_what_no_button_sends_is_none(data: str) -> None:
    assert parse_data(data) is None
    assert parse_data("7:category:cec") == ButtonData(key="7", word="category", value="cec")


def test_the_other_language_is_offered_only_while_signing_up() -> None:
    def offered(fmt: Formatter, *, signing_up: bool) -> list[str]:
        last = category_buttons(KEY, (), fmt, signing_up=signing_up)[-1]
        return [button.text for button in last]

    assert offered(ENGLISH, signing_up=True) == ["Français", "Cancel"]
    assert offered(Formatter("fr", "UTC"), signing_up=True) == ["English", "Annuler"]
    assert offered(ENGLISH, signing_up=False) == ["Cancel"]
