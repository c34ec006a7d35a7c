"""Secondary reports in ``sources``, ``reports``, ``round`` and ``rounds``."""

import json
from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY, Installation
from tests.cli.terminal import program
from tests.pages import a_row
from watcher.core.documents import Piece
from watcher.core.model import Report, ReportedRound, Round

HOUR = timedelta(hours=1)
FEEDS = "".join(
    f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "https://{name}.example/feed"\n'
    for name in ("post", "copy")
)
WORDS = tuple(range(100))


def claim(
    installation: Installation, source: str, key: str, report: Report, **more: object
) -> None:
    """Let a source tell something, joined to the round that it numbers."""
    piece = Piece(
        key=key,
        digest=key.encode(),
        link=f"https://{source}.example/{key}",
        title="A draw",
        published=installation.scene.now,
        reports=(report,),
        **more,  # type: ignore[arg-type] # a test's own fields
    )
    with installation.scene.store.writing() as tx:
        tx.claims.save(source, "feed", [piece], pages={}, page=b"1", now=installation.scene.now)
        for told in tx.claims.by_source(source):
            if told.piece == key and report.number:
                tx.claims.join(told, report.number, f"by its number, {report.number}")
            elif told.piece == key:
                tx.claims.join(told, None, "its figures fit no round that is known")


@pytest.fixture
def told(installation: Installation) -> Installation:
    """Return a desk where two sites tell of #437, one wrongly, and of something else."""
    installation.publish(a_row("437", "2026-08-19"), *HISTORY)
    installation.write(FEEDS)
    right = {"category": "cec", "invitations": 1000, "main": True}
    claim(installation, "post", "welcome", Report(main=True, cutoff=300))
    installation.scene.now += HOUR
    claim(
        installation,
        "post",
        "437",
        Report(
            number="437",
            cutoff=463,
            quotes={"cutoff": "The CRS cut-off fell to 463.", "number": "Draw #437"},
            **right,  # type: ignore[arg-type] # figures, by name
        ),
        wording=WORDS,
    )
    claim(
        installation,
        "copy",
        "draw",
        Report(number="437", cutoff=463, **right),  # type: ignore[arg-type] # figures, by name
        wording=WORDS,
    )
    return installation


def test_a_round_shows_every_source_side_by_side_and_marks_what_differs(told: Installation) -> None:
    shown = " ".join(told.run("round", "437").stdout.split())

    assert "ircc #437 2026-08-19 cec 471 1,000" in shown
    assert "post #437 - cec \u2260 463 1,000 -" in shown
    assert "copy #437 - cec \u2260 463 1,000 -" in shown


def test_a_terminal_without_the_sign_for_unequal_gets_two_that_it_has(told: Installation) -> None:
    shown = program("-c", told.file, "round", "437", home=told.folder, PYTHONIOENCODING="ascii")

    assert "!= 463" in shown.stdout


def test_a_round_shows_the_words_their_place_and_who_copies_whom(told: Installation) -> None:
    shown = told.run("round", "437").stdout

    assert "cut-off: \u00abThe CRS cut-off fell to 463.\u00bb" in shown
    assert "https://post.example/437" in shown
    assert "by its number, 437" in shown
    assert "a copy, no witness of its own: as post has it" in " ".join(shown.split()) or (
        "a copy, no witness of its own: as copy has it" in " ".join(shown.split())
    )


def test_programs_get_every_telling(told: Installation) -> None:
    shown = json.loads(told.run("round", "437", "--json").stdout)

    first, second = shown["tellings"]
    assert {first["source"], second["source"]} == {"post", "copy"}
    assert first["witness"] == second["witness"] == 1
    assert first["cutoff"] == 463
    assert first["differs"] == ["cutoff"]
    assert shown["confirmed"] is True


def test_reports_lists_what_is_told_and_of_which_round(told: Installation) -> None:
    shown = " ".join(told.run("reports").stdout.split())

    assert "#437 cec 463 1,000 of #437: by its number, 437" in shown
    assert "of no known round: its figures fit no round that is known" in shown


def test_reports_can_be_asked_for_what_is_unjoined_and_of_one_source(told: Installation) -> None:
    unjoined = json.loads(told.run("reports", "--unjoined", "--json").stdout)
    [copied] = json.loads(told.run("reports", "--source", "copy", "--json").stdout)

    assert [(r["round"], r["cutoff"]) for r in unjoined] == [(None, 300)]
    assert (copied["source"], copied["round"], copied["cutoff"]) == ("copy", "437", 463)


def test_reports_ends_with_3_where_there_are_none(installation: Installation) -> None:
    said = installation.run("reports")

    assert said.exit_code == 3
    assert said.stderr == (
        "watcher: no report is known yet, and no secondary source is polled; "
        "`watcher sources` lists those that can be switched on\n"
    )


def test_reports_says_what_reads_the_secondary_sources(installation: Installation) -> None:
    installation.write('[[source]]\npreset = "cic-news"')

    said = installation.run("reports")

    assert said.exit_code == 3
    assert said.stderr == (
        "watcher: no report is known yet; `watcher poll` reads the secondary sources\n"
    )


def test_a_source_that_is_not_configured_is_refused(told: Installation) -> None:
    said = told.run("reports", "--source", "pots")

    assert said.exit_code == 2
    assert "no source is called 'pots'" in " ".join(said.stderr.split())


def unconfirmed(installation: Installation) -> Round:
    round_ = Round(
        number="reported-2026-08-19-stem",
        category="stem",
        cutoff=480,
        first_seen=installation.scene.now,
        source="post",
        confirmed=False,
        claimed="438",
    )
    with installation.scene.store.writing() as tx:
        tx.rounds.save(
            [ReportedRound(reported=round_, by=("post",))], page=b"1", now=installation.scene.now
        )
    return round_


def test_a_round_that_is_not_confirmed_says_so_and_is_found_by_its_claimed_number(
    installation: Installation,
) -> None:
    unconfirmed(installation)

    shown = installation.run("round", "438").stdout

    assert shown.startswith("#438  stem\nReported, not confirmed: no official page")
    assert "reported-2026-08-19-stem" in shown
    assert installation.run("round", "reported-2026-08-19-stem").exit_code == 0


def test_rounds_mark_what_is_not_confirmed(installation: Installation) -> None:
    unconfirmed(installation)

    shown = installation.run("rounds").stdout
    [first, *_] = json.loads(installation.run("rounds", "--json").stdout)

    assert "#438 (r)" in shown
    assert "(r) reported, not confirmed" in shown
    assert (first["confirmed"], first["claimed"]) == (False, "438")
