"""Reading the official feed as a whole."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.pages import OUT, Layout, a_page, a_row, rows
from watcher.core.documents import Document
from watcher.core.model import Oddity, Report
from watcher.ircc.rounds_json import read_rounds_json

NOTHING: Mapping[str, bytes] = {}


def read(*printed: object, seen: Mapping[str, bytes] = NOTHING) -> Document:
    """Read a page with these rows."""
    return read_rounds_json(a_page(*printed), seen=seen)


def numbers(document: Document) -> list[str | None]:
    return [report.number for report in document.reports]


def only(document: Document) -> Report:
    (report,) = document.reports
    return report


def test_every_round_is_read_in_the_order_of_the_page() -> None:
    page = [a_row("92"), a_row("91b"), a_row("91a"), a_row("90")]

    document = read(*page)

    assert numbers(document) == ["92", "91b", "91a", "90"]
    assert list(document.digests) == ["92", "91b", "91a", "90"]
    assert document.oddities == ()


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("91a", "91a"),
        ("91A", "91a"),
        (" 437 ", "437"),
        ("0437", "437"),
        (437, "437"),
        ("<a href='/x?q=437'>437</a>", "437"),
    ],
)
def test_a_number_is_known_however_it_is_printed(printed: object, number: str) -> None:
    document = read(a_row("1", drawNumber=printed))

    assert list(document.digests) == [number]
    assert only(document).number == number


def test_a_round_that_is_known_is_not_read_again() -> None:
    old = rows(3, newest=436)
    seen = read(*old).digests

    document = read(a_row("437"), *old, seen=seen)

    assert numbers(document) == ["437"]
    assert list(document.digests) == ["437", "436", "435", "434"]


def test_a_known_round_is_read_again_when_any_field_of_it_changed() -> None:
    read_keys = a_row().keys() - {"drawNumber", "mitext", "DrawText1", "drawText2"}
    seen = read(a_row()).digests

    for key in read_keys:
        assert numbers(read(a_row(**{key: "changed"}), seen=seen)) == ["437"], key


@pytest.mark.parametrize("key", ["mitext", "DrawText1", "drawText2", "drawNew"])
@pytest.mark.parametrize("printed", ["changed", OUT, None])
def test_what_is_not_read_makes_no_round_new(key: str, printed: object) -> None:
    seen = read(a_row()).digests

    assert numbers(read(a_row(**{key: printed}), seen=seen)) == []


@pytest.mark.parametrize("layout", ["pretty", "lines", "tabs"])
def test_another_layout_of_the_file_makes_no_round_new(layout: Layout) -> None:
    seen = read(*rows(5)).digests

    document = read_rounds_json(a_page(*rows(5), layout=layout), seen=seen)

    assert (numbers(document), document.digests) == ([], seen)


def test_keys_in_another_order_or_with_other_capitals_make_no_round_new() -> None:
    row = a_row()
    seen = read(row).digests

    assert numbers(read(dict(reversed(row.items())), seen=seen)) == []
    assert numbers(read({k.upper(): v for k, v in row.items()}, seen=seen)) == []


def test_a_number_that_comes_as_a_json_number_makes_no_round_new() -> None:
    seen = read(a_row(drawCRS="471")).digests

    assert numbers(read(a_row(drawCRS=471), seen=seen)) == []


def test_a_field_that_turns_up_or_vanishes_is_read() -> None:
    seen = read(a_row(drawSize=OUT)).digests

    document = read(a_row(drawSize="1,000"), seen=seen)

    assert only(document).invitations == 1000
    assert numbers(read(a_row(drawSize=OUT), seen=document.digests)) == ["437"]


def test_digests_say_the_same_in_every_process() -> None:
    here = read(a_row("437")).digests["437"].hex()
    program = (
        "from tests.pages import a_page, a_row;"
        "from watcher.ircc.rounds_json import read_rounds_json;"
        "page = a_page(a_row('437'));"
        "print(read_rounds_json(page, seen={}).digests['437'].hex())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.strip() == here


def test_the_newest_round_is_the_main_one_wherever_it_stands() -> None:
    page = [a_row("91a", "2018-05-30"), a_row("437"), a_row("91b", "2018-05-30")]

    assert [r.number for r in read(*page).reports if r.main] == ["437"]
    assert [r.number for r in read(page[0], page[2]).reports if r.main] == ["91b"]


def test_a_later_day_is_newer_than_a_higher_number() -> None:
    page = [a_row("437", "2026-08-18"), a_row("436", "2026-08-19")]

    assert [r.number for r in read(*page).reports if r.main] == ["436"]


def test_number_1000_is_newer_than_999() -> None:
    page = [a_row("1000"), a_row("999")]
    seen = {"1000": read(a_row("1000")).digests["1000"]}

    assert [r.number for r in read(*page).reports if r.main] == ["1000"]
    assert [r.main for r in read(*page, seen=seen).reports] == [False]


def test_an_old_round_that_was_corrected_is_not_the_main_one() -> None:
    seen = read(*rows(3)).digests
    page = rows(3)
    page[2]["drawCRS"] = "490"

    document = read(*page, seen=seen)

    assert [(r.number, r.main) for r in document.reports] == [("435", False)]


def test_two_alike_rows_of_one_round_count_once() -> None:
    document = read(a_row("437"), a_row("437"), a_row("436"))

    assert numbers(document) == ["437", "436"]
    assert document.digests == read(a_row("437"), a_row("436")).digests


def test_two_rows_of_one_round_leave_open_what_they_disagree_on() -> None:
    report = only(read(a_row(drawSize="1,000"), a_row(drawSize="2,000")))

    assert (report.invitations, report.cutoff) == (None, 471)
    assert report.oddities == (
        Oddity(where="#437 drawSize", printed="1000 | 2000", why="rows of one round disagree"),
    )


def test_rows_of_one_round_that_disagree_are_read_until_one_is_gone() -> None:
    first, second = a_row(drawSize="1,000"), a_row(drawSize="2,000")
    seen = read(first, second).digests

    assert numbers(read(first, second, seen=seen)) == []
    assert numbers(read(second, first, second, seen=seen)) == []
    assert only(read(second, seen=seen)).invitations == 2000


def test_a_row_without_a_number_is_told_and_not_reported() -> None:
    document = read(a_row("437"), a_row(drawNumber="n/a"), a_row(drawNumber=OUT))

    assert numbers(document) == ["437"]
    assert document.oddities == (
        Oddity(where="rounds[1] drawNumber", printed="n/a", why="not a round number"),
        Oddity(where="rounds[2] drawNumber", printed="", why="missing"),
    )


def test_a_row_that_is_no_object_is_told_and_costs_the_others_nothing() -> None:
    document = read(a_row("437"), ["436"])

    assert numbers(document) == ["437"]
    assert document.oddities == (
        Oddity(where="rounds[1]", printed="", why="a list where a row belongs"),
    )


def test_a_key_that_the_whole_page_lacks_is_told_once() -> None:
    page = [{k: v for k, v in row.items() if k != "drawSize"} for row in rows(40)]

    document = read(*page)

    assert {report.invitations for report in document.reports} == {None}
    assert {report.oddities for report in document.reports} == {()}
    assert document.oddities == (
        Oddity(where="drawSize", printed="", why="missing from every row of the page"),
    )


def test_a_key_that_one_row_lacks_is_told_of_that_row() -> None:
    document = read(a_row("437", drawSize=OUT), a_row("436"))

    assert [o.where for o in document.reports[0].oddities] == ["#437 drawSize"]
    assert document.oddities == ()


def test_a_text_that_no_encoding_has_is_read_and_told() -> None:
    report = only(read_rounds_json(a_page(a_row()).replace(b'"471"', b'"47\\ud800"'), seen=NOTHING))

    assert report.cutoff is None
    assert report.oddities == (
        Oddity(where="#437 drawCRS", printed="47\\ud800", why="not a whole number"),
    )
