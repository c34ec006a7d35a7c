"""``sources``, ``reports``, ``round`` and ``rounds``: what other sites tell, seen."""

import json
from datetime import timedelta

import pytest

from tests.cli.desk import HISTORY, Desk
from tests.cli.terminal import program
from tests.pages import a_row
from watcher.core.model import Piece, Report, ReportedRound, Round

HOUR = timedelta(hours=1)
FEEDS = "".join(
    f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "https://{name}.example/feed"\n'
    for name in ("post", "copy")
)
WORDS = tuple(range(100))


def telling(desk: Desk, source: str, key: str, report: Report, **more: object) -> None:
    """Let a source tell something, joined to the round that it numbers."""
    piece = Piece(
        key=key,
        digest=key.encode(),
        link=f"https://{source}.example/{key}",
        title="A draw",
        published=desk.scene.now,
        reports=(report,),
        **more,  # type: ignore[arg-type] # a test's own fields
    )
    with desk.scene.store.writing() as tx:
        tx.hearsay.keep(source, "feed", [piece], pages={}, page=b"1", now=desk.scene.now)
        for told in tx.hearsay.by(source):
            if told.piece == key and report.number:
                tx.hearsay.settle(told, report.number, f"by its number, {report.number}")
            elif told.piece == key:
                tx.hearsay.settle(told, None, "its figures fit no round that is known")


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Return a desk where two sites tell of #437, one wrongly, and of something else."""
    desk.publish(a_row("437", "2026-08-19"), *HISTORY)
    desk.write(FEEDS)
    right = {"category": "cec", "invitations": 1000, "main": True}
    telling(desk, "post", "welcome", Report(main=True, cutoff=300))
    desk.scene.now += HOUR
    telling(
        desk,
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
    telling(
        desk,
        "copy",
        "draw",
        Report(number="437", cutoff=463, **right),  # type: ignore[arg-type] # figures, by name
        wording=WORDS,
    )
    return desk


def test_a_round_shows_every_source_side_by_side_and_marks_what_differs(told: Desk) -> None:
    shown = " ".join(told.run("round", "437").stdout.split())

    assert "ircc #437 2026-08-19 cec 471 1,000" in shown
    assert "post #437 - cec \u2260 463 1,000 -" in shown
    assert "copy #437 - cec \u2260 463 1,000 -" in shown


def test_a_terminal_without_the_sign_for_unequal_gets_two_that_it_has(told: Desk) -> None:
    shown = program("-c", told.file, "round", "437", home=told.folder, PYTHONIOENCODING="ascii")

    assert "!= 463" in shown.stdout


def test_a_round_shows_the_words_their_place_and_who_copies_whom(told: Desk) -> None:
    shown = told.run("round", "437").stdout

    assert "cut-off: \u00abThe CRS cut-off fell to 463.\u00bb" in shown
    assert "https://post.example/437" in shown
    assert "by its number, 437" in shown
    assert "a copy, no witness of its own: as post has it" in " ".join(shown.split()) or (
        "a copy, no witness of its own: as copy has it" in " ".join(shown.split())
    )


def test_programs_get_every_telling(told: Desk) -> None:
    shown = json.loads(told.run("round", "437", "--json").stdout)

    first, second = shown["tellings"]
    assert {first["source"], second["source"]} == {"post", "copy"}
    assert first["witness"] == second["witness"] == 1
    assert first["cutoff"] == 463
    assert first["differs"] == ["cutoff"]
    assert shown["confirmed"] is True


def test_reports_lists_what_is_told_and_of_which_round(told: Desk) -> None:
    shown = " ".join(told.run("reports").stdout.split())

    assert "#437 cec 463 1,000 of #437: by its number, 437" in shown
    assert "of no known round: its figures fit no round that is known" in shown


def test_reports_can_be_asked_for_what_is_unjoined_and_of_one_source(told: Desk) -> None:
    unjoined = json.loads(told.run("reports", "--unjoined", "--json").stdout)
    [copied] = json.loads(told.run("reports", "--source", "copy", "--json").stdout)

    assert [(r["round"], r["cutoff"]) for r in unjoined] == [(None, 300)]
    assert (copied["source"], copied["round"], copied["cutoff"]) == ("copy", "437", 463)


def test_reports_ends_with_3_where_there_are_none(desk: Desk) -> None:
    said = desk.run("reports")

    assert said.exit_code == 3
    assert said.stderr == "watcher: no report is known yet\n"


def test_a_source_that_is_not_configured_is_refused(told: Desk) -> None:
    said = told.run("reports", "--source", "pots")

    assert said.exit_code == 2
    assert "no source is called 'pots'" in " ".join(said.stderr.split())


def unconfirmed(desk: Desk) -> Round:
    round_ = Round(
        number="reported-2026-08-19-stem",
        category="stem",
        cutoff=480,
        first_seen=desk.scene.now,
        source="post",
        confirmed=False,
        claimed="438",
    )
    with desk.scene.store.writing() as tx:
        tx.rounds.save(
            [ReportedRound(reported=round_, by=("post",))], page=b"1", now=desk.scene.now
        )
    return round_


def test_a_round_that_is_not_confirmed_says_so_and_is_found_by_its_claimed_number(
    desk: Desk,
) -> None:
    unconfirmed(desk)

    shown = desk.run("round", "438").stdout

    assert shown.startswith("#438  stem\nReported, not confirmed: no official page")
    assert "reported-2026-08-19-stem" in shown
    assert desk.run("round", "reported-2026-08-19-stem").exit_code == 0


def test_rounds_mark_what_is_not_confirmed(desk: Desk) -> None:
    unconfirmed(desk)

    shown = desk.run("rounds").stdout
    [first, *_] = json.loads(desk.run("rounds", "--json").stdout)

    assert "#438 (r)" in shown
    assert "(r) reported, not confirmed" in shown
    assert (first["confirmed"], first["claimed"]) == (False, "438")
