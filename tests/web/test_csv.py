"""Rounds as CSV."""

import csv
import io

import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.stage import Stage


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


def rows(stage: Stage, query: str = "") -> list[dict[str, str]]:
    answer = stage.get(f"/rounds.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_every_round_is_a_row_with_the_keys_of_the_api(stage: Stage) -> None:
    first, second, *_ = rows(stage)

    assert first["number"] == "436"
    assert first["cutoff"] == "520"
    assert first["drawn_at"] == "2026-08-12T14:35:37Z"
    assert (first["previous"], first["change"]) == ("434", "-4")
    assert first["confirmed"] == "true"
    assert second["tie_break"] == ""


def test_it_is_offered_as_a_file(stage: Stage) -> None:
    headers = stage.get("/rounds.csv").headers

    assert headers["content-disposition"] == 'attachment; filename="rounds.csv"'


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?category=cec", ["436", "434"]),
        ("?sort=cutoff&order=asc", ["91b", "436", "434", "435"]),
        ("?per_page=1", ["436", "435", "434", "91b"]),  # all of them: it is no page
    ],
)
def test_the_filters_are_those_of_the_page(stage: Stage, query: str, found: list[str]) -> None:
    assert [row["number"] for row in rows(stage, query)] == found


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_name_that_a_spreadsheet_would_carry_out_is_defused(scene: Scene, start: str) -> None:
    name = f'{start}HYPERLINK("http://evil.example","x"), "quoted"'
    scene.publish(a_page(a_row("437", "2026-08-19", drawName=name), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        first = rows(stage)[0]

    assert first["name"] == f"'{name}"
