"""The table that compares the sources of a round."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.cli.installation import NARROW, cells
from tests.values import a_round
from watcher.adapters.database import SourceReport
from watcher.answers.rounds import compare_claims, official_report
from watcher.cli.round import print_sentences, print_side_by_side
from watcher.core.claims import Claim
from watcher.core.model import Figures, Report

SEEN = datetime(2025, 12, 11, 18, 20, tzinfo=UTC)
HELD = a_round()
OFFICIAL = SourceReport(source="ircc", figures=HELD, first_seen=SEEN, seen_at=SEEN)
TOLD = Report(
    number="385",
    date=date(2025, 12, 11),
    category="healthcare",
    cutoff=476,
    invitations=1000,
    tie_break=datetime(2025, 11, 26, 7, 44, tzinfo=UTC),
    precision={"tie_break": "minute"},
)


def a_claim(source: str = "post", piece: str = "1", **figures: Any) -> Claim:
    return Claim(
        source=source,
        piece=piece,
        position=0,
        kind="feed",
        report=replace(TOLD, **figures),
        number="385",
        why="by its number, 385",
        link=f"https://{source}.example/{piece}",
        published=SEEN,
        first_seen=SEEN,
        seen_at=SEEN,
    )


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a terminal of 80 columns without colours."""
    for name, value in NARROW.items():
        monkeypatch.setenv(name, value)


def printed(
    capsys: pytest.CaptureFixture[str], *claims: Claim, official: SourceReport = OFFICIAL
) -> list[str]:
    told = list(compare_claims(claims, HELD))
    print_side_by_side(HELD, [official_report(official, HELD)], told, "America/Toronto")
    lines = capsys.readouterr().out.splitlines()
    return [line.rstrip() for line in lines if line.strip()]


def test_each_figure_is_written_as_far_as_it_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    day = datetime(2025, 11, 26, tzinfo=UTC)

    lines = printed(
        capsys,
        a_claim(),
        a_claim("day", tie_break=day, precision={"tie_break": "day"}),
        a_claim("little", number=None, date=None, invitations=None, tie_break=None),
    )

    assert lines == [
        "Side by side, Toronto time (\u2260: not as the round is held)",
        " source  round  date   category    CRS  invited  tie-break",
        " " + "\u2500" * 62,
        " ircc    #385   12-11  healthcare  476    1,000  11-26 02:44:30",
        " day     #385   12-11  healthcare  476    1,000  11-26",
        " little  -      -      healthcare  476        -  -",
        " post    #385   12-11  healthcare  476    1,000  11-26 02:44",
    ]


def test_what_differs_is_marked_with_the_year_where_that_is_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong: dict[str, Any] = {
        "number": "384",
        "cutoff": 463,
        "invitations": 1500,
        "category": "stem",
        "date": date(2024, 12, 11),
        "tie_break": datetime(2025, 11, 26, 7, 45, tzinfo=UTC),
    }

    *_, line = printed(capsys, a_claim(**wrong))

    assert cells(line) == [
        "post",
        "\u2260 #384",
        "\u2260 2024-12-11",
        "\u2260 stem",
        "\u2260 463",
        "\u2260 1,500",
        "\u2260 11-26 02:45",
    ]


def test_another_official_page_that_differs_is_marked_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    twin = replace(OFFICIAL, source="ircc-fr", figures=Figures(cutoff=467))

    *_, line = printed(capsys, official=twin)

    assert cells(line) == ["ircc-fr", "#385", "-", "-", "\u2260 467", "-", "-"]


def test_a_wide_terminal_has_the_years(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORCE_COLOR")

    *_, line = printed(capsys)

    assert line == (
        " ircc     #385    2025-12-11   healthcare   476     1,000   2025-11-26 02:44:30"
    )


def test_six_sources_with_long_names_fit_into_eighty_columns(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = (f"immigration-news-canada-{n}" for n in range(6))

    lines = printed(capsys, *(a_claim(name, invitations=27_332) for name in names))

    assert max(map(len, lines)) <= 80
    assert sum("\u2260 27,332" in line for line in lines) == 6


def test_a_further_text_of_a_source_is_no_further_witness(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = list(compare_claims([a_claim(), a_claim(piece="2")], HELD))

    print_sentences(said, "America/Toronto")

    assert [voice.independent_source for voice in said] == [1, 1]
    assert "another text of the same source" in capsys.readouterr().out


def test_a_long_quote_is_broken_between_words(capsys: pytest.CaptureFixture[str]) -> None:
    words = "The lowest-ranked person invited had a Comprehensive Ranking System score of 476."

    print_sentences(
        list(compare_claims([a_claim(quotes={"cutoff": words})], HELD)), "America/Toronto"
    )

    assert [line for line in capsys.readouterr().out.splitlines() if line][2:] == [
        "  cut-off: \u00abThe lowest-ranked person invited had a Comprehensive Ranking System",
        "    score of 476.\u00bb",
    ]
