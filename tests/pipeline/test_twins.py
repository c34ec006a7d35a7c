"""IRCC's feed in two languages: compared, and the first in the file has the last word."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.pages import Row, a_page, a_row, rows
from tests.scene import Scene
from tests.servers.http import HttpServer, answer
from tests.values import a_subscription
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.model import Change, CorrectedRound, NewRound
from watcher.core.settings import Source
from watcher.pipeline.poll import PollResult, poll
from watcher.pipeline.poll_context import PollContext

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FRENCH = {
    "drawName": "Catégorie de l\N{RIGHT SINGLE QUOTATION MARK}expérience canadienne",
    "drawSize": "1 000",
}


class Twins:
    """The English page, the French one, and somebody who follows CEC with 500."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._french = Source(name="ircc-fr", kind="ircc-json", url=scene.server.url("/fr.json"))
        scene.settings = replace(scene.settings, sources=(scene.source, self._french))

    def english(self, *printed: Row) -> PollResult:
        self._scene.publish(a_page(*printed))
        return self._scene.poll()

    def french(self, *printed: Row) -> PollResult:
        self._scene.server.at("/fr.json", answer(a_page(*printed)))
        self._scene.now += MINUTE
        context = PollContext(
            source=self._french,
            fetcher=self._scene.fetcher,
            store=self._scene.store,
            address_book=self._scene.address_book,
            now=self._scene.now,
        )
        return poll(context)

    def goes_blind(self) -> None:
        self._scene.server.at("/rounds.json", answer(b"<html>busy</html>", status=503))
        self._scene.poll()

    def told(self, channel: str) -> list[str]:
        return self._scene.told(channel)


@pytest.fixture
def twins(store: Store) -> Iterator[Twins]:
    """Return twins that have shown the same ten rounds."""
    person = a_subscription(
        name="amara", categories=frozenset({"cec"}), score=500, channels=("amara",)
    )
    with HttpServer() as server, Fetcher(contact="", version="0") as fetcher:
        twins = Twins(Scene(store, server, fetcher, NOW, [person]))
        twins.english(*rows(10))
        twins.french(*(row | FRENCH for row in rows(10)))
        yield twins


def new(**printed: object) -> Row:
    return a_row("438", "2026-08-19", **printed)


def kinds(polled: PollResult) -> list[type[Change]]:
    return [type(change) for change in polled.changes]


def test_the_french_page_of_the_same_rounds_changes_nothing(twins: Twins) -> None:
    assert twins.told("amara") == []
    assert twins.told("ops") == ["[watcher] Source ircc: 10 rounds recorded"]


def test_a_round_is_told_once_whichever_page_shows_it_first(twins: Twins) -> None:
    first = twins.french(new() | FRENCH, *rows(10))
    second = twins.english(new(), *rows(10))

    assert (kinds(first), kinds(second)) == ([NewRound], [])
    assert len(twins.told("amara")) == 1


def test_a_figure_that_the_french_page_gives_otherwise_is_told_to_the_operator_once(
    twins: Twins,
) -> None:
    twins.english(new(), *rows(10))
    wrong = new(drawCRS="510") | FRENCH

    polled = [twins.french(wrong, *rows(10)), twins.french(wrong, *rows(9))]

    assert [kinds(p) for p in polled] == [[], []]
    assert len(twins.told("amara")) == 1
    disagreements = [t for t in twins.told("ops") if "disagree" in t]
    assert len(disagreements) == 1
    assert "#438" in disagreements[0]


def test_the_french_page_corrects_while_the_english_one_is_blind(twins: Twins) -> None:
    twins.english(new(), *rows(10))
    assert len(twins.told("amara")) == 1
    twins.goes_blind()

    corrected = twins.french(new(drawCRS="510") | FRENCH, *rows(10))

    assert kinds(corrected) == [CorrectedRound]
    assert len(twins.told("amara")) == 2


def test_the_english_page_corrects_what_the_french_one_still_says(twins: Twins) -> None:
    twins.english(new(), *rows(10))
    twins.french(new() | FRENCH, *rows(10))

    corrected = twins.english(new(drawCRS="510"), *rows(10))

    assert kinds(corrected) == [CorrectedRound]
