"""IRCC's feed as bytes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Report, Trouble
from watcher.demo.published import PublishedRound, feed_bytes, maintenance_page, published_rounds
from watcher.ircc.rounds_json import read_rounds_json

ROUND = PublishedRound(
    number="437",
    day=date(2026, 8, 9),
    drawn=datetime(2026, 8, 9, 12, 5, 37, tzinfo=UTC),
    name="Canadian Experience Class",
    cutoff=382,
    invitations=5000,
    tie_break=datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC),
    pool_as_on=date(2026, 8, 6),
    pool=(439, 18657, *range(16)),
)


def row(round_: PublishedRound) -> dict[str, str]:
    (fields,) = json.loads(feed_bytes([round_]))["rounds"]
    return dict(fields)


def read(body: bytes) -> Document:
    return read_rounds_json(body, seen={})


def test_a_row_has_the_keys_of_the_feed_in_their_order_and_texts_alone() -> None:
    written = row(ROUND)

    bands = [f"dd{n}" for n in range(1, 19)]
    assert list(written) == [
        "drawNumber", "drawNumberURL", "drawDate", "drawDateFull", "drawName",
        "drawSize", "drawCRS", "mitext", "DrawText1", "drawText2", "drawDateTime",
        "drawCutOff", "drawDistributionAsOn", *bands,
    ]  # fmt: skip
    assert {type(text) for text in written.values()} == {str}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("drawDate", "2026-08-09"),
        ("drawDateFull", "August 9, 2026"),
        ("drawSize", "5,000"),
        ("drawCRS", "382"),
        ("drawText2", "Canadian Experience Class"),
        ("drawDateTime", "August 09, 2026 at 12:05:37 UTC"),
        ("drawCutOff", "March 01, 2026 at 18:34:05 UTC"),
        ("drawDistributionAsOn", "August 6, 2026"),
        ("dd2", "18,657"),
    ],
)
def test_figures_are_written_as_the_feed_writes_them(key: str, text: str) -> None:
    assert row(ROUND)[key] == text


@pytest.mark.parametrize(
    ("unknown", "key", "text"),
    [
        (replace(ROUND, tie_break=None), "drawCutOff", ""),
        (replace(ROUND, drawn=None), "drawDateTime", "August 9, 2026"),
        (replace(ROUND, pool=()), "dd18", "0"),
        (replace(ROUND, pool=(None,) * 18), "dd18", ""),
    ],
)
def test_what_is_unknown_is_written_as_unknown(
    unknown: PublishedRound, key: str, text: str
) -> None:
    assert row(unknown)[key] == text


def test_the_page_has_the_size_and_layout_of_the_published_one() -> None:
    page = feed_bytes(published_rounds())

    assert 750_000 < len(page) < 850_000
    assert page.isascii()
    assert page.count(b"\r\n") == page.count(b"\n") > 31 * 448
    assert page.startswith(b'{\r\n    "classes": "wb-tables",\r\n    "rounds": [\r\n')


def test_every_round_is_read_back_as_it_was() -> None:
    rounds = published_rounds()
    document = read(feed_bytes(rounds))

    assert [_said(report) for report in document.reports] == [
        (r.number, r.day, r.name, r.cutoff, r.invitations, r.tie_break) for r in rounds
    ]
    drawn = {report.number: report.drawn_at for report in document.reports}
    believed = {r.number: r.drawn for r in rounds if r.number != "357"}
    assert drawn == {**believed, "357": None}
    pools = {r.number: r.pool.total for r in document.reports if r.pool}
    assert pools == {r.number: r.pool[17] for r in rounds if r.pool}


def test_a_half_edited_page_is_not_json() -> None:
    with pytest.raises(PageError) as failed:
        read(feed_bytes([ROUND], half_edited=True))
    assert failed.value.trouble is Trouble.NOT_JSON


def test_maintenance_is_a_web_page() -> None:
    with pytest.raises(PageError) as failed:
        read(maintenance_page())
    assert failed.value.trouble is Trouble.HTML


def _said(report: Report) -> tuple[object, ...]:
    return (
        report.number, report.date, report.name, report.cutoff, report.invitations,
        report.tie_break,
    )  # fmt: skip
