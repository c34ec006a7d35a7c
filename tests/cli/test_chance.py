"""``chance``: how likely an invitation is within 30, 60 and 90 days."""

import json
from pathlib import Path

import pytest

from tests.cli.installation import HISTORY, Installation, said
from tests.cli.test_forecast import MORE


@pytest.fixture
def polled(installation: Installation) -> Installation:
    installation.publish(*MORE, *HISTORY)
    return installation


def test_each_subscription_is_answered_in_words_and_per_cent(polled: Installation) -> None:
    told = said(polled.run("chance", "--as-of", "2026-08-19"))

    assert told[0] == "amara: 520, cec"
    assert told[1].startswith("  within 30 days: ")
    assert told[4] == "bo: 500, all"


def test_a_score_gets_one_object_and_a_list_of_people_a_list(
    polled: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "people.json"
    file.write_text('[{"score": 540, "categories": ["cec"]}, {"score": 9, "categories": ["cec"]}]')
    day = ("--as-of", "2026-08-19", "--json")

    one = json.loads(polled.run("chance", "--score", "540", "--categories", "CEC", *day).stdout)
    many = json.loads(polled.run("chance", "--people", file, *day).stdout)
    amara = json.loads(polled.run("chance", "--subscription", "amara", *day).stdout)

    assert list(one["within"]) == ["30", "60", "90"]
    assert one["withheld"] is None
    assert many[0] == one
    assert many[1]["within"]["30"] < 0.05 < one["within"]["30"]
    assert amara["within"]["90"] <= one["within"]["90"]


def test_what_is_withheld_says_why(installation: Installation) -> None:
    told = installation.run(
        "chance", "--score", "520", "--categories", "cec,stem", "--as-of", "2026-08-19"
    )

    assert told.exit_code == 0
    assert said(told) == [
        "520, cec or stem",
        "  nothing can be said of cec: fewer than three rounds were held",
        "  nothing can be said of stem: no round was ever held",
    ]


def test_a_category_that_is_left_out_is_named(polled: Installation) -> None:
    asked = ("--score", "520", "--categories", "cec,stem", "--as-of", "2026-08-19")

    assert said(polled.run("chance", *asked))[-1] == (
        "  nothing can be said of stem: no round was ever held"
    )


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--categories", "cec"], "goes with --score only"),
        (["--score", "500", "--subscription", "amara"], "cannot be had with --score"),
        (["--score", "500", "--people", "people.json"], "cannot be had beside --people"),
        (["--categories", "cec", "--people", "people.json"], "cannot be had beside --people"),
        (["--score", "500", "--categories", "cecc"], 'did you mean "cec"?'),
        (["--subscription", "amra"], 'did you mean "amara"?'),
        (["--people", "nowhere.json"], "nowhere.json cannot be read"),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    installation: Installation, asked: list[str], sentence: str
) -> None:
    told = installation.run("chance", *asked, COLUMNS="250")

    assert told.exit_code == 2
    assert sentence in told.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "no list; write"),
        ("[", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('[{"score": 471, "categories": ["cec"]}, {"score": "x"}]', '[1]: there is {"score": "x"}'),
        ('[{"score": true, "categories": ["cec"]}]', "[0]: there is"),
        ('[{"score": 1201, "categories": ["cec"]}]', "allowed: a score of 1 to 1200"),
        ('[{"score": 471, "categories": []}]', "[0]: there is"),
    ],
)
def test_a_file_that_has_no_people_is_refused(
    installation: Installation, tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "people.json"
    file.write_text(text)

    told = installation.run("chance", "--people", file, COLUMNS="250")

    assert told.exit_code == 2
    assert sentence in told.stderr


def test_without_a_subscription_there_is_nobody(installation: Installation) -> None:
    text = installation.file.read_text()
    installation.file.write_text(text.partition("[[subscription]]")[0])

    told = installation.run("chance")

    assert told.exit_code == 3
    assert "there is no [[subscription]]" in told.stderr


def test_after_a_long_gap_a_category_counts_with_doubt(polled: Installation) -> None:
    asked = ("--score", "540", "--categories", "cec", "--as-of", "2026-10-20")

    assert said(polled.run("chance", *asked))[-1] == (
        "  with doubt of cec: the last round was on 2026-08-12, over three times the usual gap ago"
    )
