# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Notices to the operator of official pages that disagree, and of reports unconfirmed."""

from datetime import UTC, date, datetime

import pytest

from tests.messages.reading import printed
from watcher.core.incidents import Disagreement, Notice, Unconfirmed
from watcher.core.model import Message
from watcher.core.settings import Language
from watcher.messages import compose_notice


def told(notice: Notice, language: Language = "en") -> Message:
    return compose_notice(notice, language=language, timezone="America/Toronto")


def a_disagreement(figure: str, said: object, held: object) -> Disagreement:
    return Disagreement(source="ircc-fr", number="385", figure=figure, said=said, held=held)


def test_official_pages_that_disagree() -> None:
    message = told(a_disagreement("cutoff", 467, 476))

    assert message.title == "[watcher] #385: official pages disagree on the cut-off"
    assert message.text == printed("""
        IRCC's pages disagree on round #385: for the cut-off, the source ircc-fr says 467, while 476 is in force.

        What watcher does: The figure in force stands: 476. Should its own page be corrected, those whose result changes are told.

        What you can do:
        • Look at both pages: watcher round 385
        • If the figure in force is the wrong one, tell those concerned yourself: watcher explain 385
    """)


@pytest.mark.parametrize(
    ("figure", "value", "english", "french"),
    [
        ("invitations", 27332, "27,332", "27^332"),
        ("cutoff", 1030, "1030", "1030"),
        ("date", date(2025, 12, 1), "December 1, 2025", "1er décembre 2025"),
        (
            "tie_break",
            datetime(2025, 11, 26, 7, 44, 30, tzinfo=UTC),
            "November 26, 2025 at 02:44:30 EST",
            "26 novembre 2025 à 2~h~44~min~30~s HNE",
        ),
        ("category", "cec", "Canadian Experience Class", None),
        ("name", "Sailors", "Sailors", "Sailors"),
        ("cutoff", None, "unknown", "donnée inconnue"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_it(
    figure: str, value: object, english: str, french: str | None
) -> None:
    notice = a_disagreement(figure, value, 1)

    assert f" says {english}, while" in told(notice).text
    if french is not None:
        assert printed(f" donne {french}, alors") in told(notice, "fr").text


def test_a_report_that_nothing_bears_out() -> None:
    message = told(
        Unconfirmed(
            number="reported-2025-12-11-healthcare",
            claimed="385",
            by=("canadim", "cic-news"),
            days=3,
        )
    )

    assert message.title == "[watcher] Reported, but not confirmed: round #385"
    assert message.text == printed("""
        Secondary sources tell of round #385, first seen here 3 days ago, but IRCC's page should show it by now and does not. The reports may be wrong.

        Reported by: canadim and cic-news

        What watcher does: It keeps the round as not confirmed. Nobody is told of it again, unless IRCC publishes it.

        What you can do:
        • See who says what: watcher round reported-2025-12-11-healthcare
        • If they are wrong, tell those who had early word of it: watcher deliveries
        • If IRCC's page does show the round, please report it.
    """)


def test_a_report_without_a_number_in_french() -> None:
    message = told(
        Unconfirmed(
            number="reported-2025-12-11-healthcare", day=date(2025, 12, 11), by=("canadim",), days=0
        ),
        "fr",
    )

    assert message.title == printed(
        "[watcher] Signalée, mais non confirmée~: une ronde du 11 décembre 2025"
    )
    assert message.text.startswith(
        "Des sources secondaires signalent une ronde du 11 décembre 2025, vue ici "
        "aujourd’hui pour la première fois, mais la page d’IRCC, qui devrait la "
        "montrer, ne la montre pas. Les sources se trompent peut-être.\n"
    )


def test_a_report_of_which_hardly_anything_is_known() -> None:
    message = told(Unconfirmed(number="reported-x", by=(), days=1))

    assert message.title == "[watcher] Reported, but not confirmed: a round"
    assert "first seen here 1 day ago" in message.text
    assert "\nReported by: unknown\n" in message.text
