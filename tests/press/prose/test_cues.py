"""Draws that are not Express Entry's give no report, whatever they call themselves."""

import pytest

from tests.press.prose.texts import reports, told


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Expression of Interest Draw #165",
            (
                "Of the 322 Letters of Advice to Apply issued in this draw, 27 went to "
                "candidates with an Express Entry profile."
            ),
        ),
        (
            "New OINP Draw Invites 1252 Express Entry Profiles",
            (
                "Express Entry profiles with a CRS score between 336-506 got an NOI. The "
                "recent Express Entry draw had a CRS cut off score of 507."
            ),
        ),
        (
            "SINP ISW EOI Express Entry Draw December 21, 2022",
            (
                "The province issued 153 invitations in its Express Entry stream. The "
                "minimum score was 80."
            ),
        ),
        (
            "First IEC 2023 Round Of Invitations Sent 11,490 New Invites",
            "IEC sent 11,490 invitations. Express Entry is another system.",
        ),
        (
            "New Alberta Express Entry Draw Declares CRS Cut-Off At 301",
            "Alberta invited 134 candidates with a CRS score of 301.",
        ),
        (
            "BC PNP draw sends 274 invitations",
            "The general draw invited 229 Express Entry candidates with 105 points.",
        ),
        (
            "Manitoba draw #201 invites 597",
            "Manitoba invited 597 people, 33 with Express Entry profiles.",
        ),
        (
            "Quebec holds new Arrima draw",
            "Quebec invited 1,017 profiles. Express Entry does not serve Quebec.",
        ),
        (
            "Parents and Grandparents Program: 24,200 invited",
            "IRCC sends invitations; it is no Express Entry draw.",
        ),
        (
            "These provinces issue invitations this week",
            (
                "On December 13, Ontario invited 160 Express Entry candidates with CRS "
                "scores of 341 or more."
            ),
        ),
        (
            "Candidates with 350 points get word",
            (
                "On January 9, Express Entry candidates received invitations to apply for a "
                "provincial nomination from Alberta. Those with a CRS score of 350 got them."
            ),
        ),
        (
            "L'Ontario invite 500 candidats",
            "L'Ontario invite 500 candidats Entr\u00e9e express par son volet HCP.",
        ),
        (
            "Ontario invites 668 Express Entry candidates in PNP Draw",
            "They were invited with a CRS score of 480.",
        ),
        (
            "BC PNP: Skills Immigration and Express Entry invitations",
            "350 were invited with a CRS score of 410.",
        ),
        (
            "256 invitations issued in PNP draw",
            (
                "On December 8, British Columbia called 256 people, Express Entry candidates "
                "among them, to apply for a provincial nomination."
            ),
        ),
        (
            "437 invited in new PNP draw",
            (
                "Today, Ontario issued 437 invitations to apply for a provincial nomination to "
                "Express Entry candidates with a CRS score of 450."
            ),
        ),
        ("Manitoba issues 77 invitations in new PNP draw", "Score: 612. CRS, Express Entry"),
        (
            "Saskatchewan PNP draw: Express Entry and others",
            "The SINP invited 300 with a CRS score of 70.",
        ),
        ("Nova Scotia holds new Express Entry draw", "It invited 120 with a CRS score of 400."),
        ("New Brunswick Express Entry draw invites 120", "The minimum CRS score was 300."),
        ("PEI draw invites 120 Express Entry candidates", "The minimum CRS score was 300."),
        (
            "Newfoundland and Labrador: new Express Entry draw",
            "It invited 80 with a CRS score of 350.",
        ),
        ("Yukon and Express Entry: 20 invited", "The lowest CRS score was 300."),
        (
            "Le Qu\u00e9bec invite 1 000 candidats d\u2019Arrima",
            "Entr\u00e9e express est un autre syst\u00e8me.",
        ),
        (
            "Largest draw of the island",
            (
                "Prince Edward Island draws from its expressions of interest every month. "
                "In April, 77 invitations went to Express Entry candidates."
            ),
        ),
        (
            "Canada invited 1,136 candidates under International Experience Canada",
            "From September 13 on, IRCC invited 1,136 people. Express Entry is another way.",
        ),
        ("IRCC sends invitations", "IRCC sent 500 invitations in the IEC pools."),
        ("Round of golf", "The club invited 500 people to its second round."),
    ],
)
def test_other_draws_are_none_of_ours(title: str, text: str) -> None:
    assert reports(title, text, published="2026-01-10T12:00:00") == ()


def test_a_federal_round_of_nominees_is_ours_though_it_names_provinces() -> None:
    assert told(
        "500 provincial nominees invited in Express Entry draw",
        "IRCC invited 500 candidates in a PNP-only Express Entry draw on May 3, 2026. "
        "Those nominated by Ontario, Alberta and British Columbia got the most.",
        "The minimum CRS score was 720.",
    ) == {"date": "2026-05-03", "category": "pnp", "cutoff": 720, "invitations": 500}


@pytest.mark.parametrize(
    "title",
    [
        "IRCC invites 500 provincial nominees as Ontario holds PNP draw",
        "500 provincial nominees invited in Express Entry draw",
        "PNP draw: 500 invited",
        "Canada invites 500 PNP candidates in Express Entry draw",
    ],
)
def test_a_federal_title_stays_federal(title: str) -> None:
    said = told(title, "IRCC invited 500 candidates with a minimum CRS score of 720.")
    assert (said["invitations"], said["cutoff"]) == (500, 720)


def test_what_a_province_did_in_a_sentence_of_the_department_is_the_province_s() -> None:
    said = told(
        "IRCC holds Express Entry draw",
        "IRCC invited 500 candidates with a CRS score of 720, while Ontario invited 900 with 480.",
    )
    assert said == {"invitations": 500, "cutoff": 720}


def test_of_a_mixed_article_the_federal_round_alone_is_read() -> None:
    found = reports(
        "IRCC holds Express Entry draw, and Ontario invites more",
        "IRCC invited 500 candidates in an Express Entry draw on May 3, 2026, with a "
        "CRS cut-off of 720.",
        "# OINP",
        "Ontario invited 1,200 Express Entry candidates with scores of 460 or more.",
        "# Saskatchewan",
        "On May 4, 2026, the SINP issued 300 invitations with a score of 82.",
    )
    assert [(r.cutoff, r.invitations) for r in found] == [(720, 500)]


@pytest.mark.parametrize(
    "title",
    [
        "What the PNP draws in BC and Manitoba brought",
        "PNP draw results from Saskatchewan",
        "Provincial Nominee Program draws held in Nova Scotia",
        "Les tirages PCP en Ontario",
    ],
)
def test_the_draws_in_a_province_are_its_own(title: str) -> None:
    assert not reports(
        title,
        "In the March 8 round, Express Entry candidates received 39 invitations.",
        "The minimum score was 87.",
        published="2022-03-14T15:00",
    )
