"""``forecast``: what the next round of each category may be."""

import json

import pytest

from tests.cli.installation import HISTORY, NARROW, Installation, said
from tests.pages import a_page, a_row

PAST = (("2026-06-10", "519"), ("2026-06-24", "518"), ("2026-07-08", "519"), ("2026-07-22", "521"))
MORE = [
    a_row(str(420 + n), day, drawCRS=cutoff, drawSize="2,000")
    for n, (day, cutoff) in enumerate(PAST)
]


def test_what_is_withheld_says_why_and_what_to_do(installation: Installation) -> None:
    told = installation.run("forecast", "--as-of", "2026-12-01", **NARROW)

    shown = said(told)
    assert told.exit_code == 0
    assert shown[0] == "The next round of each category, by those drawn before 2026-12-01"
    assert [line.split()[:3] for line in shown[4:6]] == [
        ["cec", "520", "08-12"],
        ["pnp", "760", "08-05"],
    ]
    assert " ".join(shown[-4:]) == (
        "No cut-off for cec, pnp: the rules for scores changed on 2026-11-03, and no   round came "
        "since. Ask again after the next round. What was forecast before: watcher forecast   "
        "--as-of 2026-08-12"
    )


def test_a_forecast_says_where_the_next_cutoff_may_lie(installation: Installation) -> None:
    installation.publish(*MORE, *HISTORY)

    told = installation.run("forecast", "cec", "--as-of", "2026-08-19")

    (row,) = (line.split() for line in said(told) if line.strip().startswith("cec"))
    assert row[:5] == ["cec", "520", "2026-08-12", "519", "517-523"]


def test_json_is_a_list(installation: Installation) -> None:
    told = installation.run("forecast", "--as-of", "2026-08-19", "--json")

    assert [one["category"] for one in json.loads(told.stdout)] == ["cec", "pnp"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("fst", "nothing can be forecast for fst: the last round was on 2018-05-30, over a year ago; active: cec, pnp"),
        ("stem", "nothing can be forecast for stem: no round was ever held; active: cec, pnp"),
        ("cecc", 'no category is called \'cecc\'; did you mean "cec"?'),
    ],
)  # fmt: skip
def test_a_category_that_is_not_active_is_answered(
    installation: Installation, asked: str, sentence: str
) -> None:
    told = installation.run("forecast", asked, "--as-of", "2026-08-19")

    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr.strip() == f"watcher: {sentence}"


def test_before_the_first_round_nothing_is_known(installation: Installation) -> None:
    told = installation.run("forecast", "--as-of", "2015-01-01")

    assert told.exit_code == 3
    assert "no round of the year before is known" in told.stderr


def test_a_day_is_written_as_a_day(installation: Installation) -> None:
    told = installation.run("forecast", "--as-of", "yesterday")

    assert told.exit_code == 2
    assert "'yesterday' is no day; write it as 2026-08-19" in told.stderr


def test_a_message_says_where_the_next_cutoff_may_lie(installation: Installation) -> None:
    installation.publish(*MORE, *HISTORY)
    installation.scene.publish(a_page(a_row("437", "2026-08-19", drawCRS="521"), *MORE, *HISTORY))

    told = installation.run("poll", "--as-of", "2026-08-19T18:30:00Z")

    assert "Next CEC round: cut-off as likely as not between 51" in told.stdout
