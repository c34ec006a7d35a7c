"""Whatever comes, the reader gives a document or says why not, and invents nothing."""

import json
import re
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import a_page, a_row, rows
from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Report
from watcher.core.settings import SourceKind
from watcher.ircc.rounds_json import read_rounds_json
from watcher.press.readers import recognise_kind

KEYS = st.sampled_from(sorted(a_row()))
SCRAPS = st.sampled_from(
    [
        *("<a href='/x'>", "</a>", "<sup>1</sup>", "&nbsp;", "1,000", "437", "91a", "0"),
        *("August 19, 2026", " at 12:35:37", " UTC", " PM", "2026-08-19", ",", "\u00a0"),
    ]
)
TEXTS = st.lists(SCRAPS | st.text(max_size=4), max_size=5).map("".join)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)
PRINTED = st.dictionaries(KEYS, VALUES, max_size=6)
PAGE = a_page(*rows(4))


def read(body: bytes) -> Document | None:
    try:
        return read_rounds_json(body, seen={})
    except PageError:
        return None


def figures(report: Report) -> list[int]:
    """Give every number that the report claims."""
    found = [report.cutoff, report.invitations]
    for moment in (report.drawn_at, report.tie_break):
        if moment:
            found += [moment.year, moment.day, moment.minute, moment.second]
    if report.date:
        found += [report.date.year, report.date.day]
    if report.pool:
        found += [report.pool.total, *(band.count for band in report.pool.bands)]
    return [number for number in found if number is not None]


@settings(deadline=None)
@given(PRINTED)
def test_no_figure_is_invented(printed: dict[str, object]) -> None:
    row = {**a_row(), **printed}
    text = " | ".join(str(value) for value in row.values())
    bare = re.sub(r"(?<=[0-9])[, \u00a0\u2009\u202f](?=[0-9]{3})|&nbsp;", "", text)
    published = {int(digits) for digits in re.findall(r"[0-9]+", text + " " + bare)}

    document = read(a_page(row))

    for report in document.reports if document else ():
        assert published.issuperset(figures(report))


@settings(deadline=None)
@given(st.lists(PRINTED.map(lambda p: {**a_row(), **p}) | PRINTED | VALUES, max_size=4))
def test_a_page_of_any_rows_is_read_or_refused(printed: list[object]) -> None:
    body = json.dumps({"rounds": printed}).encode()

    document = read(body)

    if document:
        told = {report.number for report in document.reports}
        assert told == set(document.digests)
        again = read_rounds_json(body, seen=document.digests)
        assert again.reports == ()
        assert again.digests == document.digests


@settings(deadline=None)
@given(st.integers(0, len(PAGE) - 1), st.integers(0, 40), st.binary(max_size=12))
def test_a_damaged_page_is_read_or_refused(start: int, length: int, damage: bytes) -> None:
    read(PAGE[:start] + damage + PAGE[start + length :])


@settings(deadline=None)
@given(st.integers(0, len(PAGE) - 1))
def test_a_page_that_breaks_off_is_refused(length: int) -> None:
    assert read(PAGE[:length]) is None


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_bytes_of_any_kind_are_read_or_refused(body: bytes) -> None:
    assert recognise_kind(body) in {None, *get_args(SourceKind)}
    read(body)
