"""Numbers of rounds in running text."""

import pytest

from watcher.press.prose.text import flat
from watcher.press.prose.values import find_round_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Express Entry Draw #385", "385"),
        ("Draw # 385 was held", "385"),
        ("The draw, numbered #397, was small", "397"),
        ("its 385th Express Entry draw", "385"),
        ("The 126th draw for candidates", "126"),
        ("draw number 412 was held", "412"),
        ("Draw no. 385", "385"),
        ("Round #91a", "91a"),
        ("Express Entry Draw: No. 253", "253"),
        ("Instructions ... Express Entry system #205 \u2013 September", "205"),
        ("Express Entry draw 301: 3,750 workers", "301"),
        ("draw 301 invited 3,750 workers", "301"),
        ("tirage n\u00b0 385", "385"),
        ("la ronde no 385", "385"),
        ("le tirage num\u00e9ro 385", "385"),
        ("Tirage Entr\u00e9e express n\u00b0 385", "385"),
        ("son 380e tirage", "380"),
        ("Draw number: 205", "205"),
        ("Round no.: 206", "206"),
        ("Number 397 held: who was invited", "397"),
        ("No. 398 was held on Monday", "398"),
        ("the eleventh round of the year and the 144th overall", "144"),
        ("the 145th since the system was launched", "145"),
        ("le 146e tirage", "146"),
        ("le 147e au total", "147"),
        ("Express Entry draw (MI #347)", "347"),
        ("Ministerial Instructions No. 348", "348"),
    ],
)
def test_a_number_is_found(text: str, number: str) -> None:
    assert [found.number for found in find_round_numbers(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "2016 Express Entry draw #27",
        "the fifth draw of 2026",
        "the 5th draw of 2026",
        "the 12th draw this year",
        "draw #5 of 2025",
        "draw 2 of the year",
        "the 9th Express Entry draw this month",
        "the 25th draw",  # of the year, or of all?
        "Express Entry draw 2023 invites",
        "draw 800 candidates",
        "in the last draw 562 nominees were chosen",
        "At that draw 733 were invited",
        "in the previous draw 900 provincial nominees",
        "draw number of invitations",
        "the 120th anniversary",
        "tirage n\u00b0 3 de l'ann\u00e9e",
    ],
)
def test_a_place_within_the_year_is_no_number(text: str) -> None:
    assert find_round_numbers(text) == ()


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Express Entry Draw: 253", "253"),
        ("Tirage : 253", "253"),
        ("Draw: 253 candidates invited", None),
        ("Il s'agissait de la 18e ronde de 2023 et de la 254e au total.", "254"),
    ],
)
def test_a_line_may_be_a_label_and_its_number(line: str, number: str | None) -> None:
    found = [printed.number for printed in find_round_numbers(flat(line))]
    assert (found[-1] if found else None) == number
