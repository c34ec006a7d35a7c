"""Numbers of a sentence that are invitations or a cut-off, and those that are neither."""

import pytest

from tests.press.prose.texts import told
from watcher.press.prose.facts import facts_of
from watcher.press.prose.text import normalize


def said(text: str) -> list[tuple[str, int]]:
    figures = facts_of(normalize(text), None).figures
    return [(f.field, f.value) for f in figures if isinstance(f.value, int)]


@pytest.mark.parametrize(
    "text",
    [
        "IRCC invited 3,500 candidates.",
        "IRCC invited 3500 more candidates to apply.",
        "inviting 3,500 skilled workers",
        "A total of 3,500 invitations were issued.",
        "IRCC sent out 3,500 ITAs",
        "IRCC handed out a record 3,500 invitations",
        "issued invitations to 3,500 candidates",
        "issued Invitations to Apply (ITAs) for permanent residence to 3,500 candidates",
        "3,500 ITAs issued",
        "3,500 candidates received an invitation",
        "3,500 candidates were invited",
        "saw 3,500 candidates invited",
        "The draw resulted in 3,500 candidates receiving ITAs",
        "Number of ITAs: 3,500",
        "Invitations issued \u2013 3,500",
        "ITAs issued: 3,500",
        "Rank required to be invited to apply: 3,500th or above",
        "The number of ITAs issued has increased to 3,500",
        "3,500 new PR invites",
        "IRCC a invit\u00e9 3 500 candidats",
        "invitant 3 500 personnes",
        "3 500 invitations ont \u00e9t\u00e9 \u00e9mises",
        "3 500 candidats ont re\u00e7u une invitation",
        "Nombre d\u2019invitations \u00e9mises : 3 500",
    ],
)
def test_invitations(text: str) -> None:
    assert said(text) == [("invitations", 3500)]


@pytest.mark.parametrize(
    "text",
    [
        "invited over 700 applicants",
        "invited about 700 applicants",
        "So far this year, IRCC has issued 24,457 ITAs.",
        "With this draw, IRCC has issued 106,599 ITAs in 2025.",
        "IRCC invited 7,146 candidates in two draws",
        "7,146 candidates were invited through draws",
        "26,300 candidates were invited altogether",
        "an increase of 300 invitations",
        "176 more candidates than before were invited",
        "750 additional invitations over the November draw",
        "Express Entry draws cover 35 occupations",
        "candidates have 60 days to apply",
        "IRCC plans to issue 3,300 invitations",
        "could invite 3,300 candidates",
        "82,880 immigrants will be admitted",
        "In 2023, candidates were invited",
        "22 draws for PNP candidates",
        "Ages 20-29: 64% of candidates",
        "IRCC held 13 draws, issuing a total of 29,948 ITAs",
        "In the first six months of 2023, IRCC issued 29,948 ITAs.",
        "These rounds resulted in the issuance of 21,855 ITAs.",
        "Together, they invited 5,985 candidates.",
        "IRCC issued 29,948 ITAs in the first half of the year",
        "Canada issued 41,855 invitations.",
        "IRCC a invit\u00e9 9 800 candidats au cours du premier semestre",
    ],
)
def test_no_invitations(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a minimum Comprehensive Ranking System (CRS) score of 476",
        "The CRS cut-off was 476.",
        "with a cutoff of just 476",
        "a cut-off score of 476 or higher",
        "CRS cut off score 476",
        "at an unusually low CRS 476",
        "candidates with 476 or more CRS points",
        "a minimum of 476 points on the CRS",
        "the 476-point requirement",
        "only need 476 CRS",
        "CRS drops to 476",
        "dropped from 501 to a new low of 476 CRS",
        "the CRS threshold, which fell 25 points to 476",
        "CRS score of lowest-ranked candidate invited: 476",
        "Minimum CRS required: 476",
        "the minimum score required for selection was 476 points",
        "The minimum CRS score in this draw, held on April 28, 2025, was 476.",
        "candidates who scored as low as 476",
        "CRS 476+",
        "un score du SCG d\u2019au moins 476",
        "abaissant le seuil \u00e0 476",
        "la note minimale \u00e9tait de 476",
        "The lowest CRS score of the round was 476 points out of 1200.",
        "a minimum CRS score of 476 out of a possible 1,200",
        "CRS cut-off: 476/1200",
        "a CRS cut-off of 476 (of a maximum of 1200)",
        "une note minimale de 476 points sur 1 200",
        "The CRS cut-off fell for the 3rd time, to a low of 476.",
    ],
)
def test_a_cut_off(text: str) -> None:
    assert said(text) == [("cutoff", 476)]


@pytest.mark.parametrize(
    "text",
    [
        "a CRS score below 540",
        "a CRS score above 464",
        "cut-off scores around 480",
        "CRS scores of 481-490",
        "CRS scores ranging from 433 to 444",
        "a CRS score between 451 and 500",
        "the CRS cut-off rose by 16 points",
        "16 points higher than the CRS cut-off before",
        "600 points are added to a CRS score",
        "a nominee gets 600 CRS points",
        "a minimum CRS score of 133 before getting a nomination",
        "Without the nomination, the CRS score would be 152.",
        "the next draw could have a CRS cut-off of 480",
        "if your CRS score is 476",
        "For example, a candidate with a CRS score of 455",
        "a minimum score of 7 in all four language abilities",
        "a CRS score of 1,300 points",
        "the typical CRS cut-off of 470",
        "a CRS score of 1200",
        "the CRS cut-off was 80 out of 100",
        "The CRS cut-off moved from 438 to 470 in half a year.",
    ],
)
def test_no_cut_off(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("line", "invitations"),
    [
        ("Canada welcomed 1,070 Express Entry candidates in a draw for nominees.", 1070),
        ("A draw on June 3 welcomed 1,980 candidates with a CRS score of 524.", 1980),
        ("Lors du tirage, le Canada a accueilli 1 070 candidats d'Entr\u00e9e express.", 1070),
        ("779 candidates, each of whom had 886 points or more, received invitations.", 779),
        ("Canada welcomed 9,070 immigrants through Express Entry.", None),
        ("Canada welcomed 9,070 candidates through Express Entry so far this year.", None),
        ("Le Canada accueillera 6 000 candidats d'Entr\u00e9e express.", None),
        ("Canada will welcome 6,000 Express Entry candidates.", None),
    ],
)  # fmt: skip
def test_who_was_welcomed_was_invited_but_not_who_came(line: str, invitations: int | None) -> None:
    assert told("Express Entry", line).get("invitations") == invitations


def test_what_was_expected_of_candidates_is_what_they_needed() -> None:
    said = told(
        "Express Entry draw",
        "IRCC invited 7,000 candidates.",
        "Candidates were expected to have a CRS score of 365.",
        "The next cut-off is expected to have a score of 350.",
    )
    assert said["cutoff"] == 365


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("IRCC issued 668 Invitation to Apply for Permanent Residence.", [("invitations", 668)]),
        ("IRCC issued 7,000 ITAs each.", []),
        ("Scores fell from a high of 886 in January.", []),
        ("The minimum Ranking Score (CRS) is currently 720.", [("cutoff", 720)]),
        ("Le seuil du SCG est actuellement de 720.", [("cutoff", 720)]),
    ],
)  # fmt: skip
def test_figures_in_less_usual_words(line: str, figures: list[tuple[str, int]]) -> None:
    assert said(line) == figures
