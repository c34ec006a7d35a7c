"""Categories as running text names them."""

import pytest

from tests.press.prose.texts import main, told
from watcher.press.prose.categories import category_by_name, find_categories
from watcher.press.prose.text import normalize


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("IRCC holds a PNP-only draw", "pnp"),
        ("invites 893 Provincial Nominee Program (PNP) candidates", "pnp"),
        ("invited 681 candidates with a provincial nomination", "pnp"),
        ("invitations for candidates in the Canadian Experience Class", "cec"),
        ("the first Federal Skilled Workers-only draw", "fsw"),
        ("invited 500 Federal Skilled Trades Class candidates", "fst"),
        ("a draw for French language proficiency", "french"),
        ("invited 2,300 candidates with strong French-speaking ability", "french"),
        ("a draw targeting healthcare workers", "healthcare"),
        ("Draw type: Healthcare and Social Services", "healthcare"),
        ("invited candidates in STEM occupations", "stem"),
        ("a draw for trades occupations", "trades"),
        ("a category-based draw for transport occupations", "transport"),
        ("a draw for agriculture and agri-food occupations", "agriculture"),
        ("a draw for education occupations", "education"),
        ("its first Physicians-only draw", "physicians"),
        ("a draw for doctors with Canadian work experience", "physicians"),
        ("a draw for senior managers with Canadian work experience", "senior-managers"),
        ("a draw for skilled military recruits", "military"),
        ("a draw for researchers with Canadian work experience", "researchers"),
        ("the latest all-program draw", "general"),
        ("No program was specified", "general"),
        ("This draw was not program specific", "general"),
        ("un tirage pour tous les programmes", "general"),
        ("Aucun programme n\u2019\u00e9tait sp\u00e9cifi\u00e9", "general"),
        ("un tirage ciblant les professions de la sant\u00e9", "healthcare"),
        ("un tirage Entr\u00e9e express de tous les programmes", "general"),
        ("une ronde ouverte \u00e0 tous les programmes", "general"),
        ("a invit\u00e9 2 500 \u00e9trangers francophones", "french"),
        ("un tirage pour l\u2019expertise en langue fran\u00e7aise", "french"),
        ("un tirage visant la ma\u00eetrise de la langue fran\u00e7aise", "french"),
        ("invitations were issued to candidates from the CEC, the FSWP and the FSTP", "general"),
        ("No program was specified, which means that the CEC was invited", "general"),
        ("invitant 777 candidats titulaires d\u2019une nomination provinciale", "pnp"),
    ],
)
def test_a_category_is_read_from_what_the_round_is_said_to_be(text: str, category: str) -> None:
    assert {kind.category for kind in find_categories(normalize(text))} == {category}


@pytest.mark.parametrize(
    "text",
    [
        "Express Entry manages the CEC, the FSWP and the FSTP.",
        "Points are awarded for education and work experience.",
        "Registered nurses and physicians work there.",
        "It follows the largest CEC draw in months.",
        "Provincial Nominee Program (PNP): 22 draws",
        "Canadian Experience Class \u2013 16 months",
        "recent all-program draws",
        "Unlike the PNP draw",
        "IRCC invited CEC or PNP candidates only",
        "draws for PNP candidates",
        "French-speaking candidates are eligible for more CRS points in this draw.",
        "In this draw, francophones get 25 additional points.",
        "The draw offers valuable insights for healthcare professionals.",
        "This round is good news for French speakers.",
        "des tirages PCP",
        "nine draws for the CEC, five for French speakers and one for education",
    ],
)
def test_other_mentions_of_categories_say_nothing_of_the_round(text: str) -> None:
    assert find_categories(normalize(text)) == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Provincial Nominee Program", "pnp"),
        ("**Federal Skilled Worker**", "fsw"),
        ("French language proficiency (Version 1)", "french"),
        ("Physicians with Canadian Work Experience, 2026-Version 1", "physicians"),
        ("No Program Specified", "general"),
        ("Express Entry", None),
        ("Healthcare workers wait", None),
    ],
)
def test_a_line_that_is_a_category_s_name(text: str, category: str | None) -> None:
    assert category_by_name(text) == category


def test_a_program_that_alone_was_invited_beats_not_program_specific() -> None:
    report = main(
        "Express Entry Draw #239",
        "IRCC issued 893 invitations. This draw was not program specific. Only candidates "
        "nominated under the Provincial Nominee Program were invited.",
    )
    assert report is not None
    assert report.category == "pnp"


def test_two_categories_of_equal_standing_are_none() -> None:
    report = main(
        "Express Entry draw for PNP candidates",
        "The draw was limited to Canadian Experience Class candidates. IRCC invited 500.",
    )
    assert report is not None
    assert report.category is None or not report.invitations


def test_a_name_on_a_line_of_its_own_names_the_round_of_the_lines_below_it() -> None:
    report = main(
        "Express Entry: latest round",
        "Canadian Experience Class",
        "- Date and time: February 17, 2026",
        "- CRS score of lowest-ranked candidate invited: 508",
        "- Number of invitations issued: 6,000",
    )

    assert report is not None
    assert (report.category, report.name) == ("cec", "Canadian Experience Class")
    assert report.quotes["category"] == "Canadian Experience Class"


def test_a_history_of_other_categories_leaves_a_general_round_general() -> None:
    report = main(
        "IRCC invites 2,750 candidates in all-program draw",
        "IRCC issued 2,750 invitations with a CRS cut-off of 516. There was no program "
        "specified for this draw.",
        "IRCC had paused such draws for 18 months. During this time, only candidates in "
        "the Canadian Experience Class (CEC) were invited.",
        "Later, draws were for CEC or PNP candidates only.",
    )
    assert report is not None
    assert report.category == "general"


@pytest.mark.parametrize(
    ("day", "category"),
    [("August 6, 2020", "fst"), ("May 30, 2023", "fst"), ("October 23, 2024", "trades")],
)
def test_skilled_trades_are_the_federal_program_before_there_were_categories(
    day: str, category: str
) -> None:
    report = main(
        f"Express Entry draw of {day}", "IRCC invited 250 candidates in a draw for Skilled Trades."
    )
    assert report is not None
    assert report.category == category


def test_a_row_that_is_printed_as_a_line_names_no_category_of_the_round() -> None:
    report = main(
        "IRCC issues 2,095 invitations in latest Express Entry draw",
        "IRCC issued 2,095 invitations in a general draw with a CRS score of 529.",
        "Date Draw Type Number of ITAs Minimum CRS",
        "April 11 STEM occupations 4,500 491",
        "March 26 French language proficiency 1,500 388",
    )
    assert report is not None
    assert (report.category, report.cutoff) == ("general", 529)


@pytest.mark.parametrize(
    "line",
    [
        "The cut-off of 462 is good news for nurses, physicians and pharmacists.",
        "IRCC invited 3,500 candidates such as doctors, nurses and dentists with a CRS of 462.",
        "Le seuil du SCG est tomb\u00e9 \u00e0 462 pour les infirmiers, m\u00e9decins et pharmaciens invit\u00e9s.",
        "The cut-off fell to 462: invitations were issued to nurses, physicians and pharmacists.",
        "Le seuil du SCG est tomb\u00e9 \u00e0 462, rendant l'invitation accessible aux infirmiers, m\u00e9decins et pharmaciens.",
    ],
)
def test_physicians_among_other_professions_are_no_category(line: str) -> None:
    said = told("IRCC invites 3,500 healthcare workers under Express Entry", line)
    assert (said["category"], said["cutoff"]) == ("healthcare", 462)


def test_physicians_alone_are_one() -> None:
    said = told(
        "Express Entry draw",
        "IRCC invited 391 physicians with Canadian work experience. The CRS was 169.",
    )
    assert said["category"] == "physicians"


@pytest.mark.parametrize(
    ("published", "category"), [("2025-09-20", "trades"), ("2019-10-17", "fst")]
)
def test_trades_and_their_program_named_together(published: str, category: str) -> None:
    said = told(
        "Express Entry draw: 1,250 invited",
        "IRCC invited 1,250 candidates in a trade occupations draw (Federal Skilled"
        " Trades Program).",
        published=f"{published}T12:00",
    )
    assert said["category"] == category
