"""What is written as JSON is read back as the same value."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from tests.adapters.database.values import OTHER, POOL, a_report, corrected
from tests.values import a_round, an_alert
from watcher.adapters.database import codec
from watcher.core.model import (
    FIGURES,
    Alert,
    Clause,
    CorrectedRound,
    Figures,
    Message,
    NewRound,
    Oddity,
    Round,
    Verdict,
)
from watcher.core.pool import Band, Pool
from watcher.core.settings import QuietHours, Subscription

SAID, PAYLOAD, NOTICE, POOLS = (
    codec.Json(Figures, sparse=True),
    codec.Json(Alert),
    codec.Json(Message),
    codec.Json(Pool),
)

numbers = st.integers(0, 10**9)
names = st.text(max_size=20)
instants = st.datetimes(timezones=st.just(UTC))
spans = st.timedeltas(timedelta(), timedelta(days=400))
bands = st.builds(Band, label=names, low=numbers, high=numbers, count=st.none() | numbers)
pools = st.builds(
    Pool,
    as_on=st.none() | st.dates(),
    bands=st.lists(bands, max_size=3).map(tuple),
    total=st.none() | numbers,
)
figures: dict[str, st.SearchStrategy[Any]] = {
    "date": st.dates(),
    "drawn_at": instants,
    "name": names,
    "category": names,
    "version": names,
    "cutoff": numbers,
    "invitations": numbers,
    "tie_break": instants,
    "pool": pools,
    "url": names,
}
some_figures = {figure: st.none() | values for figure, values in figures.items()}
rounds = st.builds(Round, number=names, first_seen=instants, **some_figures)
changes = st.builds(NewRound, round=rounds) | st.builds(CorrectedRound, before=rounds, after=rounds)
clauses = st.builds(Clause, text=names, holds=st.none() | st.booleans())
verdicts = st.builds(
    Verdict,
    points=st.none() | numbers,
    margin=st.none() | spans,
    clauses=st.lists(clauses, max_size=2).map(tuple),
)
subscriptions = st.builds(
    Subscription,
    categories=st.frozensets(names),
    channels=st.lists(names, max_size=2).map(tuple),
    score=numbers,
    submitted=st.none() | instants,
    near=st.none() | numbers,
    quiet_hours=st.none() | st.builds(QuietHours),
)
alerts = st.builds(
    Alert,
    subscription=subscriptions,
    change=changes,
    verdict=verdicts,
    earlier_verdict=st.none() | verdicts,
    previous=st.none() | rounds,
)


def test_every_figure_is_tried_here() -> None:
    assert list(figures) == list(FIGURES)
    assert list(OTHER) == list(FIGURES)


@given(said=st.builds(Figures, **some_figures))
def test_figures_are_read_back_as_they_were_said(said: Figures) -> None:
    assert SAID.load(SAID.dump(said)) == said


@given(alert=alerts)
def test_an_alert_is_read_back_with_all_that_its_message_needs(alert: Alert) -> None:
    back = PAYLOAD.load(PAYLOAD.dump(alert))

    assert back == alert
    assert type(back.change) is type(alert.change)
    assert type(back.subscription.categories) is frozenset


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


def test_a_correction_is_not_taken_for_a_new_round() -> None:
    alert = an_alert(change=corrected(a_round(pool=POOL), cutoff=490))

    assert PAYLOAD.load(PAYLOAD.dump(alert)) == alert
