"""Tables that a page prints as plain lines, in every way that copies have."""

from datetime import UTC, datetime

import pytest

from watcher.core.model import Report
from watcher.press.blocks import DocumentInfo
from watcher.press.readers.article import read_article

SPRING = datetime(2025, 4, 2, 15, tzinfo=UTC)
ROUNDS = [("2024-06-19", "pnp", 1450, 701), ("2024-06-11", "general", 2095, 529)]


def read(text: str, published: datetime | None = SPRING) -> tuple[Report, ...]:
    page = f"Express Entry news\n\n{text}".encode()
    (piece,) = read_article(page, seen={}, info=DocumentInfo(published=published)).pieces
    return piece.reports


def rows(text: str, published: datetime | None = SPRING) -> list[tuple[object, ...]]:
    return [
        (str(r.date) if r.date else None, r.category, r.invitations, r.cutoff)
        for r in read(text, published)
        if not r.main
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Results in 2024\n\nDate Draw Type Number of ITAs Minimum CRS\n"
            "June 19 Provincial Nominee Program 1,450 701\nJune 11 General 2,095 529"
        ),
        (
            "Results in 2024 Date Draw Type Number of ITAs Minimum CRS June 19 Provincial"
            " Nominee Program 1,450 701 June 11 General 2,095 529 More of this below."
        ),
        (
            "Results in 2024\n\nDate\n\nDraw type\n\nITAs issued\n\nCut-off CRS score\n\n"
            "June 19\n\nProvincial Nominee Program\n\n1,450\n\n701\n\n"
            "June 11\n\nGeneral\n\n2,095\n\n529\n\nThat is all."
        ),
        (
            "Results in 2024\n\nDateDraw TypeNumber of ITAsMinimum CRS\n"
            "June 19Provincial Nominee Program1,450701\nJune 11General2,095529"
        ),
        (
            "Date\tType\tITAs\tCRS\nJune 19, 2024\tPNP\t1,450\t701\n"
            "June 11, 2024\tGeneral\t2,095\t529"
        ),
        (
            "Date | Type | ITAs | CRS |\n2024-06-19 | PNP | 1,450 | 701 |\n"
            "2024-06-11 | General | 2,095 | 529 |"
        ),
        (
            "<p>Results in 2024</p><p>Date Type ITAs CRS<br>19 June PNP 1,450 701<br>"
            "11 June General 2,095 529</p>"
        ),
        (
            "<div>Date</div><div>Program</div><div>CRS</div><div>Invitations</div>"
            "<div>June 19/24</div><div>PNP</div><div>701</div><div>1,450</div>"
            "<div>June 11/24</div><div>General</div><div>529</div><div>2,095</div>"
        ),
        (
            "Tirages en 2024\n\nDate du tirage Type de tirage Nombre d'invitations Note SCG"
            " minimale\n19 juin Programme des candidats des provinces 1 450 701\n"
            "11 juin G\u00e9n\u00e9ral 2 095 529"
        ),
    ],
)
def test_each_row_is_a_round(text: str) -> None:
    assert rows(text) == ROUNDS


def test_a_number_and_a_cut_off_without_a_sign_between_them() -> None:
    text = (
        "Draw # Minimum CRS Score RequiredDate of Draw  # of ITAs Issued\n"
        "222753 (*Provincial nominees only)May 11, 2022545\n"
        "221772 (*Provincial nominees only)April 27, 2022829"
    )
    assert [(r.number, str(r.date), r.invitations, r.cutoff) for r in read(text) if not r.main] == [
        ("222", "2022-05-11", 545, 753),
        ("221", "2022-04-27", 829, 772),
    ]


def test_rows_that_lost_their_days_are_known_by_their_numbers() -> None:
    text = "DateRoundCategory / typeCRS cut-offITAs\n330STEM4891,000\n329CEC5422,500"
    assert [(r.number, r.invitations, r.cutoff) for r in read(text) if not r.main] == [
        ("330", 1000, 489),
        ("329", 2500, 542),
    ]


def test_a_year_between_the_rows_is_that_of_those_below() -> None:
    text = (
        "Date Type ITAs CRS\n2025\nJan 8 CEC 1,350 542\n"
        "2024\nDec 16 PNP 1,085 727\nDec 3 CEC 800 535"
    )
    assert [day for day, *_ in rows(text)] == ["2025-01-08", "2024-12-16", "2024-12-03"]


def test_a_row_may_end_in_its_tie_break() -> None:
    text = (
        "No. Draw Date Category CRS Cut-off ITAs Issued Tie-breaking rule\n"
        "333 January 23, 2025 CEC 527 4,000 January 21, 2025 at 20:57:48 UTC\n"
        "332 January 8, 2025 CEC 542 1,350 -"
    )
    newer, older = [report for report in read(text) if not report.main]
    assert (newer.number, newer.cutoff, newer.invitations) == ("333", 527, 4000)
    assert str(newer.tie_break) == "2025-01-21 20:57:48+00:00"
    assert (older.number, older.cutoff, older.tie_break) == ("332", 542, None)


def test_a_list_of_rounds_may_have_lost_its_lines() -> None:
    text = (
        "Recent draws\n\nMarch 17: 536 invitations issued under the PNP with a CRS score"
        " cut-off of 736 March 6: 4,500 invitations issued to French speakers with a CRS"
        " cut-off of 410 March 3: 725 invitations issued under the PNP with a CRS score"
        " of 667"
    )
    assert {(str(r.date), r.invitations, r.cutoff) for r in read(text)} == {
        ("2025-03-17", 536, 736),
        ("2025-03-06", 4500, 410),
        ("2025-03-03", 725, 667),
    }


def test_what_stands_around_a_table_is_read_as_text() -> None:
    text = (
        "IRCC held Express Entry Draw #330 on April 1, 2025.\n\n"
        "Results in 2024\n\nDate Type ITAs CRS\nJune 11 General 2,095 529\n\n"
        "In Draw #330 it invited 1,240 candidates with a CRS cut-off of 655."
    )
    own, row = read(text)
    assert (own.number, own.cutoff, own.invitations) == ("330", 655, 1240)
    assert (str(row.date), row.cutoff, row.invitations) == ("2024-06-11", 529, 2095)


def test_no_field_of_a_row_is_the_text_s_own() -> None:
    own, *others = read(
        "Today IRCC invited 2,095 Express Entry candidates.\n\nResults\n\n"
        "Date Type ITAs CRS\nJune 19 STEM occupations 1,450 491\n"
        "June 11 French language proficiency 800 370"
    )
    assert (own.category, own.cutoff, own.invitations) == (None, None, 2095)
    assert [other.category for other in others] == ["stem", "french"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Ontario draws in 2024\n\nDate Stream Invitations Score\n"
            "June 19 Masters Graduate 1,450 50\nJune 11 PhD Graduate 95 44"
        ),
        "Date Type ITAs CRS\nWe shall list them here soon.",
        "The draw date, the number of ITAs and the minimum CRS score are published.",
        "Year ITAs CRS\n2024 98,903 409\n2023 110,266 481",
    ],
)
def test_what_is_no_table_of_rounds_gives_none(text: str) -> None:
    assert rows(text) == []
