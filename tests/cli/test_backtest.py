"""``backtest``: text, JSON and exit codes."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import Result

from tests.cli.installation import HISTORY, NARROW, Installation, said
from tests.cli.test_unconfirmed import report
from tests.pages import a_row
from tests.values import a_person, a_rule

LATER = (
    a_row("440", "2026-08-19", drawCRS="?"),
    a_row("439", "2026-08-19", drawCRS="525"),
    a_row("438", "2026-08-18", drawCRS="530"),
    a_row("437", "2026-08-17", drawCRS="507"),
)


def test_of_a_person_in_the_database_one_rule_is_an_object_and_several_are_a_list(
    installation: Installation,
) -> None:
    installation.publish(*HISTORY)
    rules = (a_rule(score=470), a_rule(name="low", categories=frozenset({"cec"}), score=530))
    with installation.scene.store.writing() as tx:
        tx.people.put(a_person(name="chi", channels=("ops",), rules=rules), installation.scene.now)

    several = look_back(installation, "--subscription", "chi", "--json")
    one = look_back(installation, "--subscription", "chi/low", "--json")

    assert [found["subscription"] for found in json.loads(several.stdout)] == ["chi", "chi/low"]
    assert json.loads(one.stdout)["score"] == 530


def look_back(installation: Installation, *asked: str, **variables: str) -> Result:
    """Look back on the rounds up to 2026-08-19."""
    return installation.run("backtest", *asked, "--as-of", "2026-08-20", **variables)


def test_one_person_is_told_every_round_that_would_have_invited_and_what_more_would_change(
    installation: Installation,
) -> None:
    installation.publish(*LATER, *HISTORY)
    report(installation)

    told = look_back(installation, "--subscription", "amara")

    assert told.exit_code == 0
    assert said(told) == [
        "amara: score 520 in cec, submitted 2025-11-20 10:00:00 EST",
        "7 rounds, the last twelve months (until 2026-08-19):",
        "    2  would have invited, by the published figures",
        "    3  would not have invited",
        "    1  cannot tell: the cut-off is not known",
        "    1  of other categories",
        "    1  left out: reported, and no official page shows it",
        "",
        "Would have invited:",
        "",
        " round   date         category   CRS   by",
        " ───────────────────────────────────────────────────────────────────────────────",
        " #437    2026-08-17   cec        507   +13",
        " #436    2026-08-12   cec        520   tie-break, 205 days and 3 hours before it",
        "",
        "",
        "Near: short by at most 10, or missed on the tie-break:",
        "",
        " round   date         category   CRS   by    needed",
        " ──────────────────────────────────────────────────",
        " #439    2026-08-19   cec        525   -5        +5",
        " #438    2026-08-18   cec        530   -10      +10",
        " #434    2026-08-04   cec        524   -4        +4",
        "",
        "",
        "By category, best cec: 2 of 6 rounds:",
        "",
        " category   rounds   invited   last that invited   another at",
        " ────────────────────────────────────────────────────────────",
        " cec             6         2   #437, 2026-08-17            +4",
        "",
        "",
        "With more points:",
        "",
        " more   score   invited   comes in",
        " ──────────────────────────────────────────",
        "   +4     524         3   cec in 2026: #434",
        "   +5     525         4   cec in 2026: #439",
        "  +10     530         5   cec in 2026: #438",
        "",
        "",
    ]


def test_what_more_points_would_have_changed_is_said_in_a_sentence(
    installation: Installation,
) -> None:
    installation.publish(*LATER, *HISTORY)

    def _changes(points: str, *more: str) -> str:
        asked = ("--what-if", points, *(more or ("--subscription", "amara")))
        return said(look_back(installation, *asked))[-2]

    assert _changes("5") == (
        "With 5 more (525): 2 rounds of cec in 2026 (#434, #439). "
        "4 rounds would have invited in all."
    )
    assert _changes("3") == (
        "With 3 more (523): nothing changes. 2 rounds would have invited in all."
    )
    assert _changes("-13") == (
        "With 13 fewer (507): without 1 round of cec in 2026 (#436). "
        "1 round would have invited in all."
    )
    assert _changes("5", "--score", "520", "--categories", "cec") == (
        "With 5 more (525): 2 rounds of cec in 2026 (#434, #436); 1 round of cec in 2026 (#439), "
        "at the cut-off, where the tie-break cannot be told. 3 rounds would have invited in all."
    )


def test_each_subscription_has_its_section(installation: Installation) -> None:
    told = said(look_back(installation))

    assert [line for line in told if "score" in line and "submitted" in line] == [
        "amara: score 520 in cec, submitted 2025-11-20 10:00:00 EST",
        "bo: score 500 in any category (if you qualify for it), submitted at an unknown time",
    ]
    assert "Near: short by at most 25, or missed on the tie-break:" in told


def test_a_round_before_the_submission_is_not_yet_in_the_pool(installation: Installation) -> None:
    told = said(
        look_back(installation, "--score", "600", "--submitted", "2026-08-10T00:00:00Z", "--since", "2026-08-01"
        )
    )  # fmt: skip

    assert told[:4] == [
        "score 600 in any category (if you qualify for it), submitted 2026-08-09 20:00:00 EDT",
        "3 rounds, since 2026-08-01 (until 2026-08-19):",
        "    1  would have invited, by the published figures",
        "    2  held before the profile was submitted: not yet in the pool",
    ]


@pytest.mark.parametrize("categories", ["all", "cec"])
def test_where_no_round_was_held_while_in_the_pool_there_is_no_table_of_categories(
    installation: Installation, categories: str
) -> None:
    asked = ("--score", "600", "--categories", categories, "--submitted", "2026-08-15T00:00:00Z")
    told = look_back(installation, *asked)

    assert "held before the profile was submitted: not yet in the pool" in told.stdout
    assert "By category" not in told.stdout
    assert "category   rounds" not in told.stdout


def test_missed_on_the_tie_break_and_at_the_cutoff_are_near(installation: Installation) -> None:
    late = ("--score", "520", "--submitted", "2026-07-01T00:00:00Z")
    missed, unknown = (
        said(look_back(installation, *asked)) for asked in (late, ("--score", "520"))
    )

    assert (
        " #436    2026-08-12   cec        520   tie-break, 17 days and 5 hours after it       +1"
        in missed
    )
    assert "At the cut-off: the tie-break decides, and cannot be told:" in unknown
    assert " #436    2026-08-12   cec        520   0        +1" in unknown
    assert "By category, nearest cec: 1 point more:" in unknown


def test_many_steps_are_cut_short(installation: Installation) -> None:
    rows = [a_row(str(470 - n), f"2026-08-{19 - n:02}", drawCRS=str(600 - n)) for n in range(12)]
    for oldest in (8, 4, 0):
        installation.publish(*rows[oldest:], *HISTORY)

    told = said(look_back(installation, "--subscription", "amara", **NARROW))

    assert told[-2] == "and 3 more steps, up to +80: --what-if N counts one, --json has all"


def test_programs_get_a_list_or_the_one_that_was_asked_for(installation: Installation) -> None:
    amara, bo = json.loads(look_back(installation, "--json", "--what-if", "4").stdout)

    assert (amara["subscription"], amara["score"], amara["categories"]) == ("amara", 520, ["cec"])
    assert (amara["since"], amara["until"]) == ("2025-08-19", "2026-08-19")
    assert [(r["number"], r["verdict"], r["needed"]) for r in amara["rounds"]] == [
        ("436", "invited on the tie-break", 0),
        ("435", "other category", None),
        ("434", "short", 4),
    ]
    assert amara["what_if"] == {
        "points": 4,
        "invited": 2,
        "gained": [{"category": "cec", "year": 2026, "numbers": ["434"]}],
        "lost": [],
        "undecided": [],
    }
    assert (bo["subscription"], bo["near"]) == ("bo", 25)
    for asked in (("--subscription", "bo"), ("--score", "500")):
        alone = json.loads(look_back(installation, *asked, "--json").stdout)
        assert (alone["score"], alone["categories"]) == (500, ["all"])


def test_a_profile_is_judged_by_its_score_on_the_day_of_each_round(
    installation: Installation,
) -> None:
    later = a_row("437", "2026-11-03", drawCRS="373")
    installation.scene.now = datetime(2026, 11, 4, tzinfo=UTC)
    installation.publish(later, *HISTORY)
    (installation.folder / "amara.toml").write_text('born = 1996-08-12\neducation = "bachelor"\n')
    text = installation.file.read_text().replace("score = 520", 'profile = "amara.toml"')
    installation.file.write_text(text)

    asked = ("backtest", "--subscription", "amara", "--as-of", "2026-11-05")
    told = said(installation.run(*asked))

    assert told[0].startswith("amara: score 225 (today, by the rules of 2025-03-25) in cec")
    assert "    3  of them compared with a score" not in told
    assert "    1  of them compared with a score of rules that had changed: may be wrong" in told
    assert " more   score today   invited   comes in" in told


@pytest.mark.parametrize(
    ("options", "code", "wrong"),
    [
        (["--since", "2026"], 2, "'2026' is no day; write it as 2026-08-19"),
        (["--since", "2026-08-19"], 3, "no round since 2026-08-19 is known; --since DATE looks"),
        (["--subscription", "cy"], 2, "no subscription is called 'cy'"),
        (["--score", "1201"], 2, "less than or equal to 1200"),
    ],
)
def test_what_cannot_be_answered_is_said(
    installation: Installation, options: list[str], code: int, wrong: str
) -> None:
    told = look_back(installation, *options)

    assert told.exit_code == code
    assert wrong in " ".join(told.stderr.replace("│", " ").split())


def test_without_a_subscription_it_says_how_to_ask(installation: Installation) -> None:
    installation.scene.enroll()
    installation.write()

    told = look_back(installation)

    assert told.exit_code == 3
    assert told.stderr == (
        "watcher: there is no [[subscription]] in the configuration; `watcher config --example` "
        "shows how to write one, --score N asks without one\n"
    )
