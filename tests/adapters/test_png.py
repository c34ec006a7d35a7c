"""Pictures, drawn by resvg."""

import struct
import sys
import zlib
from threading import Thread

import pytest

from tests.insight.test_category_chart import cec
from watcher.adapters import png
from watcher.adapters.png import png_of
from watcher.core.errors import ChartError
from watcher.insight.category_chart import category_chart

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHART = category_chart("cec", cec(20), language="fr", scores=[471])


def test_a_png_is_as_large_as_messengers_show_whole_and_not_heavy() -> None:
    drawn = png_of(CHART)

    assert drawn.startswith(SIGNATURE)
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    assert len(drawn) < 150_000


def test_letters_are_drawn_by_our_own_fonts() -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
        '<text y="20" font-family="DejaVu Sans">{}</text></svg>'
    )
    drawn = {png_of(text.format(letter)) for letter in ("", "A", "\u00e9", "\u2019", "\u2212", "#")}

    assert len(drawn) == 6


def test_the_same_picture_is_drawn_once_and_others_differ() -> None:
    first = png_of(CHART)
    others = {
        png_of(category_chart("cec", cec(20), language="en", scores=[score]))
        for score in (470, 480, 490)
    }

    assert len({first, *others}) == 4
    assert png_of(CHART) is first


def test_several_threads_get_each_their_own() -> None:
    drawn: dict[int, bytes] = {}

    def draw(score: int) -> None:
        drawn[score] = png_of(category_chart("cec", cec(9), language="en", scores=[score]))

    threads = [Thread(target=draw, args=(score,)) for score in (450, 460, 470, 480)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(drawn.values())) == 4
    assert all(picture.startswith(SIGNATURE) for picture in drawn.values())


def test_what_is_too_large_or_no_svg_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChartError, match="resvg failed on the picture: "):
        png_of("<svg")

    monkeypatch.setattr(png, "LARGEST", 100)
    with pytest.raises(ChartError, match="characters are too many"):
        png_of(category_chart("cec", cec(3), language="en"))


def test_a_panic_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As the binding raises it."""

    def panic(**_: object) -> bytes:
        raise PanicException("index out of bounds")

    monkeypatch.setattr("resvg_py.svg_to_bytes", panic)

    with pytest.raises(ChartError, match="index out of bounds"):
        png_of("<svg>of this test</svg>")


def test_without_resvg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    with pytest.raises(ChartError, match="-m pip install 'resvg-py"):
        png_of("<svg>of that test</svg>")


def test_a_picture_has_colours() -> None:
    drawn = png_of(CHART)
    pixels, at = b"", len(SIGNATURE)
    while at < len(drawn):
        size, kind = struct.unpack(">I4s", drawn[at : at + 8])
        pixels += drawn[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12

    assert len(set(zlib.decompress(pixels))) > 100  # not blank
