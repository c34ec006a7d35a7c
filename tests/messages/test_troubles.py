"""Everything that can be told has its sentences."""

from typing import get_args

import pytest

from tests.values import a_reported_round, a_round, a_verdict, an_alert
from watcher.core.errors import StoreFault
from watcher.core.model import FIGURES, NewRound, ReportedRound, Trouble, VerdictKind
from watcher.messages import compose
from watcher.messages.figures import FIGURE_NAMES
from watcher.messages.troubles import DATABASE_FAULTS, SOURCE_TROUBLES


def test_every_figure_that_can_be_corrected_has_a_name() -> None:
    assert set(FIGURE_NAMES) == set(FIGURES)


def test_every_trouble_has_words() -> None:
    assert set(SOURCE_TROUBLES) == set(Trouble)
    assert set(DATABASE_FAULTS) == set(get_args(StoreFault)) - {"refused"}


@pytest.mark.parametrize("kind", VerdictKind)
@pytest.mark.parametrize("change", [
    NewRound(round=a_round()), ReportedRound(reported=a_reported_round(), by=("news",)),
])  # fmt: skip
def test_a_sentence_stands_for_each_kind_of_verdict(
    kind: VerdictKind, change: NewRound | ReportedRound
) -> None:
    alert = an_alert(change=change, verdict=a_verdict(kind))
    title = compose([alert], now=alert.round.first_seen).title

    assert title.partition(": ")[2]
