"""The five documents that this project began from: read, joined, and the wrong one caught."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.values import a_round
from watcher.core.claims import conflicts
from watcher.press.blocks import NO_INFO
from watcher.press.matching import match_report
from watcher.press.readers import read_document, recognise_kind

SEEDS = Path(__file__).parents[4] / "shared/data/seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(),
    reason="published pages are not in the repository: put them at ../shared/data/seeds",
)

#: The official figures of both rounds, and one of the same category between them.
ROUNDS = (
    a_round(number="385"),
    a_round(number="378", category="cec", cutoff=533, date=date(2025, 11, 12)),
    a_round(
        number="379",
        date=date(2025, 11, 14),
        drawn_at=datetime(2025, 11, 14, 11, 53, 39, tzinfo=UTC),
        cutoff=462,
        invitations=3500,
        tie_break=datetime(2024, 12, 2, 22, 19, 41, tzinfo=UTC),
    ),
)


@pytest.mark.parametrize(
    ("beginning", "number", "wrong"),
    [
        ("000", "385", []),
        ("001", "385", []),
        ("002", "379", []),
        ("003", "385", ["cutoff"]),  # 463 for 476
        ("004", "379", []),
    ],
)
def test_each_is_joined_to_its_round_and_the_one_wrong_figure_is_named(
    beginning: str, number: str, wrong: list[str]
) -> None:
    [file] = SEEDS.glob(f"{beginning}_*.txt")
    body = file.read_bytes()
    kind = recognise_kind(body)
    assert kind == ("wordpress" if beginning == "004" else "article")

    [piece] = read_document(kind, body, seen={}, info=NO_INFO).pieces
    [own] = [report for report in piece.reports if report.main]
    found = match_report(own, ROUNDS, published=piece.published)

    assert found.number == number
    held = next(round_ for round_ in ROUNDS if round_.number == number)
    assert list(conflicts(own, held)) == wrong


def test_the_truth_beside_them_says_the_same() -> None:
    truth = json.loads((SEEDS / "truth.json").read_text())["documents"]

    wrong = {name[:3]: d["conflicts_with_official"] for name, d in truth.items()}

    assert [name for name, found in wrong.items() if found] == ["003"]
