"""``round N``: text and JSON."""

import json
from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY, NOW, Installation, said
from tests.pages import a_page, a_row

NEXT_DAY = NOW + timedelta(days=1)
NEW = a_row("437", "2026-08-19", drawCRS="507")


def test_a_round_is_shown_with_all_that_is_known_of_it(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-19", drawCRS="507"), *HISTORY)
    installation.publish(a_row("437", "2026-08-19", drawCRS="490", drawSize="1,500"), *HISTORY)

    assert said(installation.run("round", "437")) == [
        "#437  Canadian Experience Class",
        "",
        "category     cec",
        "date         2026-08-19",
        "drawn        2026-08-19 10:35:37 EDT",
        "cut-off      490",
        "tie-break    2026-06-20 14:34:05 EDT",
        "invitations  1,500",
        "previous     #436 on 2026-08-12, 7 days before: cut-off 520 (30 higher)",
        "next         none yet of this category",
        "first seen   2026-08-19 14:02:00 EDT on ircc, 3 hours and 26 minutes after the round",
        "page         https://www.canada.ca/en/express-entry-rounds/invitations.html?q=437",
        "",
        "The pool on 2026-08-16",
        "",
        " CRS         candidates",
        " ────────────────────────────────",
        " 601-1200           500",
        " 501-600         20,000",
        " 451-500         73,000",
        "   491-500       13,000",
        "   481-490       13,000   cut-off",
        "   471-480       16,000",
        "   461-470       16,000",
        "   451-460       15,000",
        " 401-450         61,000",
        "   441-450       13,500",
        "   431-440       13,000",
        "   421-430       12,000",
        "   411-420       11,500",
        "   401-410       11,000",
        " 351-400         48,000",
        " 301-350         17,000",
        " 0-300            7,500",
        " all            227,000",
        "",
        "What was corrected",
        "",
        " revision   figure        from    to      seen                      source",
        " ─────────────────────────────────────────────────────────────────────────",
        " 2          cut-off       507     490     2026-08-19 14:03:00 EDT   ircc",
        " 2          invitations   1,000   1,500   2026-08-19 14:03:00 EDT   ircc",
        "",
        "What the sources say",
        "",
        " source   first said                says so since             differs",
        " ────────────────────────────────────────────────────────────────────",
        " ircc     2026-08-19 14:02:00 EDT   2026-08-19 14:03:00 EDT   nothing",
        "",
    ]  # fmt: skip


def test_a_round_of_the_first_page_is_not_called_late(installation: Installation) -> None:
    lines = said(installation.run("round", "434"))
    shown = json.loads(installation.run("round", "434", "--json").stdout)

    assert (shown["in_baseline"], shown["lateness"]) == (True, None)
    assert "next         #436 on 2026-08-12, 8 days after: cut-off 520 (4 lower)" in lines
    assert "previous     none of this category" in lines
    assert (
        "first seen   2026-08-19 14:01:00 EDT on ircc, on the first page that was ever read"
    ) in lines


def test_a_round_with_the_cutoff_of_its_neighbour_says_so(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-12", drawCRS="520"), *HISTORY)

    assert ("previous     #436 on 2026-08-12, the same day: cut-off 520 (the same)") in said(
        installation.run("round", "437")
    )


def test_unknown_figures_of_a_round_are_question_marks(installation: Installation) -> None:
    rows = a_row("437", "2026-08-19", drawCRS="?", drawSize="n/a", drawCutOff="")
    installation.publish(rows, *HISTORY)

    lines = said(installation.run("round", "437"))

    assert "cut-off      ?" in lines
    assert "invitations  ?" in lines
    assert "tie-break    ?" in lines
    assert "previous     #436 on 2026-08-12, 7 days before: cut-off 520" in lines


def test_a_source_that_says_otherwise_is_shown_beside_what_is_held(
    installation: Installation,
) -> None:
    wrong, right = (a_row("437", "2026-08-19", drawCRS=c) for c in ("507", "490"))
    for row in (wrong, right, wrong):
        installation.publish(row, *HISTORY)

    lines = said(installation.run("round", "437"))
    shown = json.loads(installation.run("round", "437", "--json").stdout)

    assert lines[-2].endswith("cut-off: 507")
    assert "cut-off      490" in lines
    assert shown["reports"][0]["differs"] == ["cutoff"]
    assert (shown["cutoff"], shown["reports"][0]["cutoff"]) == (490, 507)


def test_programs_get_the_whole_history_of_a_round(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.publish(a_row("437", "2026-08-19", drawCRS="490"), *HISTORY)

    shown = json.loads(installation.run("round", "437", "--json").stdout)

    assert (shown["number"], shown["cutoff"], shown["revision"]) == ("437", 490, 2)
    assert (shown["in_baseline"], shown["lateness"]) == (False, 12383.0)
    assert (shown["previous"]["number"], shown["next"]) == ("436", None)
    assert shown["revisions"] == [
        {
            "revision": 2,
            "figure": "cutoff",
            "before": 507,
            "after": 490,
            "source": "ircc",
            "seen_at": "2026-08-19T18:03:00Z",
        }
    ]
    [report] = shown["reports"]
    assert report["source"] == "ircc"
    assert report["first_seen"] == "2026-08-19T18:02:00Z"
    assert report["seen_at"] == "2026-08-19T18:03:00Z"
    assert (report["cutoff"], report["differs"]) == (490, [])


@pytest.mark.parametrize("number", ["91b", "#91b", "91B", " #91b "])
def test_a_number_is_read_as_people_write_it(installation: Installation, number: str) -> None:
    assert said(installation.run("round", number))[0] == "#91b  Federal Skilled Trades"


@pytest.mark.parametrize(
    ("number", "near"),
    [
        ("200", "the nearest are #91b and #434"),
        ("91a", "the nearest is #91b"),
        ("#999", "the nearest is #436"),
        ("newest", "the nearest is #91b"),
    ],
)
def test_an_unknown_number_ends_with_3_and_names_the_nearest(
    installation: Installation, number: str, near: str
) -> None:
    told = installation.run("round", number, "--json")

    assert (told.exit_code, told.stdout) == (3, "")
    asked = number.removeprefix("#")
    assert told.stderr == f"watcher: no round #{asked} is known; {near}\n"


def test_the_page_that_first_showed_a_round_comes_back_byte_by_byte(
    installation: Installation,
) -> None:
    installation.publish(NEW, *HISTORY)
    installation.publish(NEW, *HISTORY[:-1])

    assert installation.run("round", "437", "--raw").stdout_bytes == a_page(NEW, *HISTORY)
    assert installation.run("round", "436", "--raw").stdout_bytes == a_page(*HISTORY)


def test_raw_and_json_are_not_had_together(installation: Installation) -> None:
    assert installation.run("round", "436", "--raw", "--json").exit_code == 2


def test_a_page_that_is_no_longer_kept_ends_with_3(installation: Installation) -> None:
    scene = installation.scene
    with scene.store.writing() as tx:
        tx.sources.save_page("ircc", b"{}", b"h" * 16, now=scene.now, limit=1)
        tx.sources.save_page("ircc", b"[]", b"i" * 16, now=NEXT_DAY, limit=1)

    told = installation.run("round", "436", "--raw")

    assert (told.exit_code, told.stdout) == (3, "")
    assert "no longer kept" in told.stderr
