"""What texts say of a year: exact sums of all invitations, and rounds by category."""

import json
from pathlib import Path

import pytest

from tests.press.prose.test_published import FILES, published
from watcher.core.documents import YearClaim
from watcher.press.blocks import DocumentInfo, TextBlock
from watcher.press.prose.text import readable_sentences
from watcher.press.prose.years import read_years
from watcher.press.readers.article import read_article

SEED = Path(__file__).parents[3] / "../shared/data/seeds/001_1bdfdd21ac406482.txt"


def claims(*lines: str, this_year: int | None = 2025) -> list[tuple[object, ...]]:
    """Read lines, those that begin with a dash as items of a list."""
    blocks = [
        TextBlock(line.removeprefix("- "), "item" if line.startswith("- ") else "paragraph")
        for line in lines
    ]
    sentences, _ = readable_sentences(blocks)
    return [(c.year, c.category, c.invitations, c.rounds) for c in read_years(sentences, this_year)]


@pytest.mark.parametrize(
    ("text", "year", "invitations"),
    [
        ("With today's draw, IRCC has issued 106,599 ITAs in 2025.", 2025, 106_599),
        ("So far this year, IRCC has issued a total of 24,457 ITAs.", 2025, 24_457),
        ("Thus far, IRCC has sent 34,717 ITAs through the Express Entry system in 2025.", 2025, 34_717),
        ("Today's draw brings the number of invitations issued by IRCC in 2018 to 78,100.", 2018, 78_100),
        ("The draw brought the total number of ITAs issued this year to 9,000 ITAs.", 2025, 9_000),
        ("So far this year, a total of 72,221 ITAs have been issued, a record.", 2025, 72_221),
        ("Overall, there were 114,431 ITAs issued in 2021.", 2021, 114_431),
        ("In 2020, despite all that, Canada issued a record 107,350 invitations to apply (ITAs).", 2020, 107_350),
        ("Invitations issued across Express Entry in 2026 stand at 30,848 out of 123,230.", 2026, 30_848),
        ("This year, the total number of ITAs issued by IRCC reached 67,800.", 2025, 67_800),
        ("Since the beginning of the year, Canada has invited 55,771 candidates.", 2025, 55_771),
        ("Depuis le début de l\u2019année, IRCC a émis un total de 24 457 invitations.", 2025, 24_457),
        ("IRCC a déjà envoyé 12 300 invitations à présenter une demande en 2024.", 2024, 12_300),
    ],
)  # fmt: skip
def test_the_sum_of_a_year_is_read(text: str, year: int, invitations: int) -> None:
    assert claims(text) == [(year, None, invitations, None)]


def test_the_rounds_of_a_whole_year_may_stand_beside_it() -> None:
    text = "Over the 23 draws in 2022, there were 46,538 ITAs issued to Express Entry candidates."

    assert claims(text) == [(2022, None, 46_538, 23)]


@pytest.mark.parametrize(
    "text",
    [
        "IRCC has issued over 100,000 ITAs in 2025.",
        "IRCC has issued 6,500 ITAs to French-speaking candidates in 2025.",
        "For CEC candidates, IRCC has issued 20,000 ITAs in 2025.",
        "In the first half of the year, IRCC has issued 20,000 ITAs in 2025.",
        "In the second draw, IRCC invited 5,500 candidates in 2025.",
        "IRCC issued 5,500 ITAs in 2025.",
        "By December, IRCC will have to plan, for Canada has invited 5,500 candidates in 2025's first draw.",
        "So far this year, IEC has sent 19,000 invites.",
        "This year, British Columbia has already invited 9,723 candidates.",
        "In 2025, 82,880 immigrants will be admitted to Canada through Express Entry.",
        "The record of 10,000 ITAs that were issued in January 2021 was broken.",
        "The total ITAs for just all-program draws was 35,750 in 2022.",
        "IRCC has issued 12.5 ITAs in 2025.",
    ],
)
def test_a_part_a_guess_or_another_programme_is_no_sum(text: str) -> None:
    assert claims(text) == []


def test_this_year_is_known_by_the_publication_or_by_what_was_said_before() -> None:
    so_far = "So far this year, IRCC has issued 24,457 ITAs."

    assert claims(so_far, this_year=None) == []
    assert claims("IRCC has issued 24,457 ITAs in 2023.", "Draws this year:", "- CEC: 3 draws",
                  this_year=None) == [(2023, None, 24_457, None), (2023, "cec", None, 3)]  # fmt: skip


def test_a_list_tells_the_rounds_or_invitations_of_categories() -> None:
    read = claims(
        "Draws this year have primarily focused on:",
        "- Provincial Nominee Program (PNP): 22 draws",
        "- Canadian Experience Class: 14 draws",
        "- Healthcare and social services: 1,000 ITAs",
        "- Trade: 1 draw",
        "These targeted draws help.",
        "- Education: 2 draws",
    )

    assert read == [
        (2025, "pnp", None, 22),
        (2025, "cec", None, 14),
        (2025, "healthcare", 1000, None),
        (2025, "trades", None, 1),
    ]


@pytest.mark.parametrize(
    "lead",
    ["Draws in the last months:", "Occupations this year:", "Draws this year focused on many."],
)
def test_a_list_of_something_else_is_not_read(lead: str) -> None:
    assert claims(lead, "- Canadian Experience Class: 14 draws") == []


def test_what_is_said_twice_is_one_claim() -> None:
    text = "IRCC has issued 24,457 ITAs in 2025."

    assert claims(text, text, "IRCC has issued 24,458 ITAs in 2025.") == [
        (2025, None, 24_457, None)
    ]


def test_the_words_are_kept() -> None:
    sentences, _ = readable_sentences([TextBlock("IRCC has issued 24,457\u00a0ITAs in 2025.")])
    (claim,) = read_years(sentences, None)

    assert claim.quote == "IRCC has issued 24,457 ITAs in 2025."


@pytest.mark.skipif(not SEED.exists(), reason="put the seed documents at ../shared/data/seeds")
def test_the_second_seed_says_106599_22_and_6() -> None:
    (piece,) = read_article(SEED.read_bytes(), seen={}).pieces

    told = {c.category: c.invitations or c.rounds for c in piece.years if c.year == 2025}
    assert told == {
        None: 106_599,
        "pnp": 22,
        "cec": 14,
        "french": 8,
        "healthcare": 6,
        "education": 2,
        "trades": 1,
    }


# Every hit in 116 articles was looked at: each is the sum of its year.
IN_ARTICLES = {
    "001": (2019, 67_300),
    "005": (2017, 72_221),
    "024": (2026, 30_848),
    "061": (2022, 46_538),
    "063": (2023, 11_000),
    "081": (2021, 114_431),
    "204": (2018, 78_100),
    "214": (2019, 67_800),
    "240": (2020, 107_350),
    "248": (2025, 59_797),
    "250": (2025, 34_717),
    "268": (2021, 55_771),
}


@pytest.mark.skipif(not FILES, reason="put published articles at ../shared/data/articles")
def test_nothing_else_is_read_in_real_articles() -> None:
    found: dict[str, list[YearClaim]] = {}
    for file in FILES:
        article = json.loads(file.read_text(encoding="utf-8"))
        body = f"{article['title']}\n\n{article['text_or_html']}".encode()
        info = DocumentInfo(published=published(article.get("published")))
        for piece in read_article(body, seen={}, info=info).pieces:
            if piece.years:
                found[file.name[:3]] = list(piece.years)

    assert {name: (c.year, c.invitations) for name, (c,) in found.items()} == IN_ARTICLES


def test_a_long_text_of_figures_and_years_is_read_in_no_time() -> None:
    text = "In 2025, so far this year, " * 20 + "IRCC has issued a total of 1,000 invitations " * 10

    assert claims(*[text] * 40) == []
