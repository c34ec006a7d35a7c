"""Colours and marks of categories: for good, and for people who are colour-blind."""

import itertools
import math
import re
from pathlib import Path

import pytest

from watcher import web
from watcher.core.category import CATEGORIES
from watcher.insight.chart_styles import LIGHT_COLOURS, SeriesStyle, category_style, style_at

STYLE_SHEET = Path(web.__file__).parent / "static/charts.css"
Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]
# Of full protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes, 2009).
BLINDNESS: dict[str, Matrix] = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(colour: str) -> Colour:
    """Undo the gamma of sRGB."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def times(matrix: Matrix, colour: Colour) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, colour, strict=True)))) for row in matrix
    )
    return red, green, blue


def oklab(colour: Colour) -> Colour:
    red, green, blue = colour
    long = (0.41222147 * red + 0.53633254 * green + 0.05144599 * blue) ** (1 / 3)
    middle = (0.21190350 * red + 0.68069955 * green + 0.10739696 * blue) ** (1 / 3)
    short = (0.08830246 * red + 0.28171884 * green + 0.62997870 * blue) ** (1 / 3)
    return (
        0.21045426 * long + 0.79361779 * middle - 0.00407205 * short,
        1.97799850 * long - 2.42859221 * middle + 0.45059371 * short,
        0.02590404 * long + 0.78277177 * middle - 0.80867577 * short,
    )


def contrast(one: str, other: str) -> float:
    """Say by how much two colours differ in light (WCAG)."""
    lights = [
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def palettes() -> dict[str, list[str]]:
    """Read the colours of lines from the style sheet: light, dark by the system, dark by choice."""
    found = re.findall(r"--s[0-7]: (#[0-9a-f]{6});", STYLE_SHEET.read_text("utf-8"))
    return {"light": found[:8], "dark": found[8:16], "chosen": found[16:]}


def test_each_category_has_its_style_and_no_two_share_both_colour_and_mark() -> None:
    styles = {slug: category_style(slug) for slug in CATEGORIES}

    assert len(set(styles.values())) == len(CATEGORIES)
    assert styles["cec"] == SeriesStyle(1, 1)
    assert styles["pnp"] == SeriesStyle(4, 4)
    assert styles["trades"] == SeriesStyle(0, 1)
    assert styles["researchers"] == SeriesStyle(7, 0)


def test_the_busiest_categories_share_neither_colour_nor_mark() -> None:
    busiest = [category_style(s) for s in ("general", "cec", "pnp", "french", "healthcare", "stem")]

    assert len({style.colour for style in busiest}) == len(busiest)
    assert len({style.mark for style in busiest}) == len(busiest)


def test_a_category_that_is_not_known_has_a_style_of_its_own_by_its_slug() -> None:
    known = {category_style(slug) for slug in CATEGORIES}

    assert category_style("cooks") == category_style("cooks") == SeriesStyle(3, 0)
    assert category_style("bakers") == SeriesStyle(6, 0)
    assert not {category_style(f"category-{n}") for n in range(200)} & known


def test_the_first_eight_places_share_neither_colour_nor_mark() -> None:
    styles = [style_at(place) for place in range(8)]

    assert len({style.colour for style in styles}) == 8
    assert len({style.mark for style in styles}) == 8


def test_pages_have_the_colours_of_documents_and_dark_ones_twice() -> None:
    found = palettes()

    assert found["light"] == list(LIGHT_COLOURS)
    assert found["dark"] == found["chosen"]


@pytest.mark.parametrize(("name", "surface"), [("light", "#ffffff"), ("dark", "#201d1a")])
def test_lines_are_seen_and_told_apart_by_people_who_are_colour_blind(
    name: str, surface: str
) -> None:
    palette = palettes()[name]

    assert min(contrast(colour, surface) for colour in palette) >= 3
    for blindness, matrix in BLINDNESS.items():
        seen = [oklab(times(matrix, linear(colour))) for colour in palette]
        least = min(math.dist(one, other) for one, other in itertools.combinations(seen, 2))
        assert least > 0.1, blindness
