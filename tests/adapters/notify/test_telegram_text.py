import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.adapters.notify.telegram_text import pieces, visible_length


@pytest.mark.parametrize(
    ("markup", "length"),
    [
        ("", 0),
        ("été", 3),
        ("<b>a</b> &amp; &lt;", 5),
        ('<a href="https://example.org/long">x</a>', 1),
        ("🇨🇦", 4),
        ("😀a", 3),
    ],
)
def test_telegram_counts_what_is_seen_in_units_of_utf_16(markup: str, length: int) -> None:
    assert visible_length(markup) == length


def test_what_fits_is_left_as_it_is() -> None:
    longest = "<b>" + "&amp;" * 4096 + "</b>"

    assert list(pieces(longest)) == [longest]


@pytest.mark.parametrize(
    ("markup", "cut"),
    [
        ("one two\nthree. four five", ["one two", "three.", "four five"]),
        ("a bb. cc dd ee", ["a bb. cc dd", "ee"]),
        ("aaaa bbb. cccc dddd", ["aaaa bbb.", "cccc dddd"]),
        ("a" * 25, ["a" * 12, "a" * 12, "a"]),
        ("<b>aaaaaa bbb ccc</b> d", ["<b>aaaaaa bbb </b>", "<b>ccc</b> d"]),
        ("😀" * 7, ["😀" * 6, "😀"]),
        ("&amp;" * 13, ["&amp;" * 12, "&amp;"]),
    ],
    ids=range(7),
)
def test_a_long_one_is_cut_where_it_hurts_least(markup: str, cut: list[str]) -> None:
    assert list(pieces(markup, 12)) == cut


WORDS = st.lists(
    st.sampled_from(["mot", "<b>", "</b>", "😀", "&", ".", " ", "\n", "x" * 9]), max_size=60
)


@given(WORDS, st.integers(min_value=8, max_value=40))
def test_pieces_are_short_enough_whole_in_their_tags_and_hold_every_word(
    words: list[str], longest: int
) -> None:
    markup = _balanced(words)

    cut = list(pieces(markup, longest))

    for piece in cut:
        assert visible_length(piece) <= longest
        assert len(re.findall("<b>", piece)) == len(re.findall("</b>", piece))
    assert "".join(map(_seen, cut)) == _seen(markup)


def _balanced(words: list[str]) -> str:
    is_open, out = False, []
    for word in words:
        if word in {"<b>", "</b>"}:
            if is_open is (word == "</b>"):
                out.append(word)
                is_open = not is_open
        else:
            out.append(escape(word))
    return "".join(out) + ("</b>" if is_open else "")


def _seen(markup: str) -> str:
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", markup)))
