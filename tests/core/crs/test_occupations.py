"""Listed occupations are named, and the nearest found."""

import pytest

from watcher.core.crs.occupations import OCCUPATIONS, named_occupations, nearest_occupations


def test_every_code_has_five_digits_a_skilled_teer_and_a_title() -> None:
    assert len(OCCUPATIONS) == 130
    for code, title in OCCUPATIONS.items():
        assert len(code) == 5
        assert code[1] in "0123"
        assert title == title.strip()
        assert title[:1].isupper()
    assert OCCUPATIONS["31301"] == "Registered nurses and registered psychiatric nurses"


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("31304", ("31303", "31302", "31301")),
        ("21239", ("21234", "21233", "21232")),
        ("3012", ("31100", "31101", "31102")),
        ("11100", ()),
        ("registered nurse", ("31301", "31302", "32101")),
        ("Welder", ("72106",)),
        ("TEACHER", ("41220", "41221", "43100")),
        ("astronaut", ()),
        ("", ()),
    ],
)
def test_the_nearest_have_the_same_first_digits_or_words_of_the_title(
    given: str, nearest: tuple[str, ...]
) -> None:
    assert nearest_occupations(given, OCCUPATIONS) == nearest


def test_only_the_codes_asked_about_are_offered() -> None:
    assert nearest_occupations("31304", ["72106", "31100", "33102"]) == ("31100", "33102")


def test_occupations_are_named_by_code_and_title() -> None:
    assert named_occupations(["31102", "72300"]) == (
        "31102 General practitioners and family physicians, 72300 Plumbers"
    )
