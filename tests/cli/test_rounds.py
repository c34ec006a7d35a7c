"""``rounds``: text and JSON."""

import json

import pytest

from tests.cli.installation import HISTORY, NARROW, Installation, said
from tests.pages import a_row

NEW = a_row("437", "2026-08-19", drawCRS="507")


def test_rounds_are_listed_newest_first(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)

    assert said(installation.run_now("rounds")) == [
        "",
        " round   date         category   CRS   change   invited   tie-break (Toronto)   days ago",
        " ───────────────────────────────────────────────────────────────────────────────────────",
        " #437    2026-08-19   cec        507      -13     1,000   2026-06-20 14:34:05          0",
        " #436    2026-08-12   cec        520       -4     1,000   2026-06-13 14:34:05          7",
        " #435    2026-08-05   pnp        760                442   ?                           14",
        " #434    2026-08-04   cec        524              3,000   2026-06-05 14:34:05         15",
        " #91b    2018-05-30   fst        288              1,000   2018-03-31 14:34:05       3003",
        "",
    ]  # fmt: skip


def test_eighty_columns_do_without_seconds_and_days_ago(installation: Installation) -> None:
    assert said(installation.run_now("rounds", "--limit", "2", **NARROW)) == [
        "",
        " round   date         category   CRS   +/-   invited   tie-break (Toronto)",
        " ─────────────────────────────────────────────────────────────────────────",
        " #436    2026-08-12   cec        520    -4     1,000   2026-06-13 14:34",
        " #435    2026-08-05   pnp        760             442   ?",
        "",
    ]


def test_a_score_lists_the_rounds_that_would_have_invited_it(installation: Installation) -> None:
    assert said(installation.run_now("rounds", "--score", "520"))[1:] == [
        " round   date         category   CRS   520 is   invited   tie-break (Toronto)   days ago",
        " ───────────────────────────────────────────────────────────────────────────────────────",
        " #436    2026-08-12   cec        520    at it     1,000   2026-06-13 14:34:05          7",
        " #91b    2018-05-30   fst        288     +232     1,000   2018-03-31 14:34:05       3003",
        "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ((), ["436", "435", "434", "91b"]),
        (("--category", "cec"), ["436", "434"]),
        (("--category", "PNP", "--category", "fst"), ["435", "91b"]),
        (("--category", "all"), ["436", "435", "434", "91b"]),
        (("--year", "2018"), ["91b"]),
        (("--score", "519"), ["91b"]),
        (("--limit", "3"), ["436", "435", "434"]),
        (("--category", "cec", "--limit", "1"), ["436"]),
        (("--limit", "0"), ["436", "435", "434", "91b"]),
    ],
)
def test_what_is_asked_for_is_listed(
    installation: Installation, asked: tuple[str, ...], numbers: list[str]
) -> None:
    shown = json.loads(installation.run("rounds", "--json", *asked).stdout)

    assert [round_["number"] for round_ in shown] == numbers


def test_programs_get_every_figure(installation: Installation) -> None:
    [shown] = json.loads(installation.run("rounds", "--json", "--limit", "1").stdout)

    pool = shown.pop("pool")
    assert (pool["as_on"], pool["total"]) == ("2026-08-09", 227000)
    assert pool["bands"][1] == {"label": "501-600", "low": 501, "high": 600, "count": 20000}
    assert shown == {
        "number": "436",
        "date": "2026-08-12",
        "drawn_at": "2026-08-12T14:35:37Z",
        "name": "Canadian Experience Class",
        "category": "cec",
        "version": None,
        "cutoff": 520,
        "invitations": 1000,
        "tie_break": "2026-06-13T18:34:05Z",
        "url": "https://www.canada.ca/en/express-entry-rounds/invitations.html?q=436",
        "revision": 1,
        "first_seen": "2026-08-19T18:01:00Z",
        "source": "ircc",
        "confirmed": True,
        "claimed": None,
        "previous": "434",
        "change": -4,
    }


def test_programs_learn_how_far_above_a_score_is(installation: Installation) -> None:
    shown = json.loads(installation.run("rounds", "--json", "--score", "520").stdout)

    assert [(r["number"], r["above"], r["at_cutoff"]) for r in shown] == [
        ("436", 0, True),
        ("91b", 232, False),
    ]


def test_that_there_are_more_is_said_beside_the_table(installation: Installation) -> None:
    assert installation.run("rounds", "--limit", "1").stderr == (
        "1 of 4 rounds; --limit 0 shows them all\n"
    )
    assert installation.run("rounds", "--limit", "1", "--json").stderr == ""
    assert installation.run("rounds").stderr == ""


def test_nothing_that_matches_ends_with_3(installation: Installation) -> None:
    told = installation.run("rounds", "--category", "stem")
    for_programs = installation.run("rounds", "--category", "stem", "--json")

    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr == "watcher: no round matches\n"
    assert (for_programs.exit_code, for_programs.stdout) == (3, "[]\n")


def test_a_misspelt_category_is_a_usage_error_with_a_hint(installation: Installation) -> None:
    told = installation.run("rounds", "--category", "helthcare")

    assert told.exit_code == 2
    assert "no category is called 'helthcare'" in told.stderr
    assert '"healthcare"?' in told.stderr


def test_a_category_that_a_round_once_bore_can_be_asked_for(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-19", drawName="Lighthouse keepers"), *HISTORY)

    shown = installation.run("rounds", "--category", "lighthouse-keepers", "--json")

    assert [round_["number"] for round_ in json.loads(shown.stdout)] == ["437"]


@pytest.mark.parametrize(
    ("score", "told"),
    [("0", "greater than or equal to 1 "), ("1201", "less than or equal to 1200 ")],
)
def test_a_score_that_nobody_can_have_is_refused(
    installation: Installation, score: str, told: str
) -> None:
    refused = installation.run("rounds", "--score", score)

    assert refused.exit_code == 2
    assert told in refused.stderr
