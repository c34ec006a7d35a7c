"""What is written as JSON is read back as the same value."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from tests.adapters.database.drawn import figures, pools, some_figures
from tests.adapters.database.values import OTHER, a_report
from watcher.adapters.database import codec
from watcher.core.model import FIGURES, Figures, Message, Oddity
from watcher.core.pool import Pool

SAID, NOTICE, POOLS = (codec.Json(Figures, sparse=True), codec.Json(Message), codec.Json(Pool))


def test_every_figure_is_tried_here() -> None:
    assert list(figures) == list(FIGURES)
    assert list(OTHER) == list(FIGURES)


@given(said=st.builds(Figures, **some_figures))
def test_figures_are_read_back_as_they_were_said(said: Figures) -> None:
    assert SAID.load(SAID.dump(said)) == said


@given(pool=st.none() | pools)
def test_a_pool_is_read_back_as_it_was_counted(pool: Pool | None) -> None:
    dialect = sqlite.dialect()
    written = POOLS.process_bind_param(pool, dialect)
    assert POOLS.process_result_value(written, dialect) == pool


@pytest.mark.parametrize("figure", FIGURES)
@given(data=st.data())
def test_one_figure_is_read_back_by_its_name(figure: str, data: st.DataObject) -> None:
    value = data.draw(some_figures[figure])

    assert codec.figure_json(figure).load(codec.figure_json(figure).dump(value)) == value


@given(message=st.builds(Message))
def test_a_message_is_read_back_word_for_word(message: Message) -> None:
    assert NOTICE.load(NOTICE.dump(message)) == message


def test_what_a_report_does_not_say_is_left_out() -> None:
    oddity = Oddity(where="#385 drawCRS", printed="?", why="not a number")
    report = replace(a_report(), cutoff=None, pool=None, main=True, oddities=(oddity,))

    said = json.loads(SAID.dump(Figures(**{f: getattr(report, f) for f in FIGURES})))

    assert list(said) == [f for f in FIGURES if f not in {"cutoff", "pool"}]


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (lambda v: POOLS.process_bind_param(v, sqlite.dialect()), None, None),
        (lambda v: codec.figure_json("cutoff").dump(v), None, "null"),
        (lambda v: codec.figure_json("cutoff").dump(v), 476, "476"),
        (lambda v: codec.figure_json("date").dump(v), OTHER["date"], '"2025-12-10"'),
        (
            lambda v: codec.figure_json("tie_break").dump(v),
            datetime(2024, 2, 29, tzinfo=UTC),
            '"2024-02-29T00:00:00Z"',
        ),
    ],
)
def test_values_are_written_so_that_people_can_read_them(
    write: Callable[[Any], str | None], value: object, text: str | None
) -> None:
    assert write(value) == text
