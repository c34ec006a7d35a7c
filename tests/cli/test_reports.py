"""``reports``: order and width of the table."""

import pytest

from tests.answers.test_status_remarks import POST, tells
from tests.cli.installation import NARROW, Installation, said
from tests.cli.terminal import program
from watcher.core.model import Report


@pytest.fixture
def told(installation: Installation) -> Installation:
    """Let a news site tell of a round that is known, then another of none that is."""
    installation.write(POST)
    tells(installation, Report(number="436", category="cec", cutoff=463, invitations=27_332))
    with installation.scene.store.writing() as tx:
        [claim] = tx.claims.unjoined()
        tx.claims.join(claim, "436", "by its number, 436")
    installation.scene.poll()
    tells(installation, Report(main=True, cutoff=300), source="other")
    with installation.scene.store.writing() as tx:
        [claim] = tx.claims.unjoined()
        tx.claims.join(claim, None, "its figures fit no round that is known")
    return installation


def test_the_latest_report_comes_first(told: Installation) -> None:
    lines = said(told.run("reports"))

    assert lines[3:5] == [
        " other    2026-08-19 14:02   -          300         -   of no known round: its figures fit no round that is known",
        " post     2026-08-19 14:01   #436 cec   463    27,332   of #436: by its number, 436",
    ]  # fmt: skip


def test_a_narrow_terminal_gets_a_few_lines_for_each(told: Installation) -> None:
    assert said(told.run("reports", **NARROW)) == [
        "other, 2026-08-19 14:02: -, cut-off 300",
        "  of no known round: its figures fit no round that is known",
        "post, 2026-08-19 14:01: #436 cec, cut-off 463, 27,332 invitations",
        "  of #436: by its number, 436",
    ]


def test_that_there_are_more_is_said_beside_the_table(told: Installation) -> None:
    assert told.run("reports", "--limit", "1").stderr == (
        "1 of 2 reports; --limit 0 shows them all\n"
    )
    assert told.run("reports", "--limit", "1", "--json").stderr == ""
    assert told.run("reports", "--limit", "0").stderr == ""


def test_nothing_that_matches_ends_with_3(told: Installation) -> None:
    for_programs = told.run("reports", "--source", "ircc", "--json")

    assert (for_programs.exit_code, for_programs.stdout) == (3, "[]\n")
    assert for_programs.stderr == "watcher: no report matches\n"


@pytest.mark.parametrize(("config", "completed"), [("config.toml", "post\n"), ("none.toml", "\n")])
def test_the_names_of_sources_are_completed_where_there_is_a_configuration(
    told: Installation, config: str, completed: str
) -> None:
    answered = program(
        home=told.folder,
        _WATCHER_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS=f"watcher -c {config} reports --source p",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )

    assert (answered.stdout, answered.stderr) == (completed, "")
