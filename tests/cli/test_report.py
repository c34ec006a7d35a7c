"""``report N``: the proof of who was told, and who was not and why."""

import csv
import io
import json

import pytest

from tests.cli.installation import HISTORY, Installation, cells, said
from tests.pages import a_row
from watcher.core.errors import DeliveryRefused
from watcher.core.people import Person, Rule

NEW = a_row("437", "2026-08-19", drawCRS="520")


@pytest.fixture
def told(installation: Installation) -> Installation:
    """Two of the file and one row were told of #437, who refused it; one row is not concerned."""
    people = [
        Person(
            name="=chi",
            channels=("row",),
            rules=(Rule(name="any", categories=frozenset({"all"}), score=530),),
        ),
        Person(
            name="dev",
            channels=("row",),
            rules=(Rule(categories=frozenset({"french"}), score=530),),
        ),
    ]
    with installation.scene.store.writing() as tx:
        tx.people.put_many(people, installation.scene.now)
    installation.scene.channels.failures["row"] = [DeliveryRefused("=550 no such user")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    return installation


def test_it_says_who_was_told_what_by_which_channel_and_what_came_of_it(told: Installation) -> None:
    shown = told.run_now("report", "437")

    assert shown.exit_code == 0
    lines = said(shown)
    assert lines[:5] == [
        "#437 cec, cut-off 520; drawn 2026-08-19 10:35:37 EDT, first seen 2026-08-19 14:02:00 EDT",
        "told          3 people in 3 deliveries: 1 refused; 2 sent",
        "verdicts      1 invited; 1 invited on the tie-break; 1 short",
        "told nothing  1 rule: 1 other category",
        "slowest       sent less than a second after it was due",
    ]
    assert "answer        1 x =550 no such user" in lines
    table = {row[0]: row[1:] for row in map(cells, lines)}
    assert table["amara"][0] == "invited on the tie-break by 212 days and 3 hours"
    assert table["bo"][:4] == ["short by 20", "500", "bo", "sent"]
    assert table["=chi/any"][2:4] == ["row", "refused"]
    assert table["=chi/any"][-1] == "=550 no such user"


def test_as_csv_every_line_is_there_and_nothing_is_a_formula(told: Installation) -> None:
    shown = told.run_now("report", "437", "--csv")

    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert [(r["person"], r["subscription"], r["state"]) for r in rows] == [
        ("amara", "amara", "sent"),
        ("bo", "bo", "sent"),
        ("'=chi", "'=chi/any", "refused"),
    ]
    assert rows[2]["answer"] == "'=550 no such user"
    assert rows[1]["points"] == "20"
    assert rows[0]["queued_at"] == "2026-08-19T18:02:00Z"


def test_as_json_the_sums_stand_before_the_lines(told: Installation) -> None:
    shown = json.loads(told.run_now("report", "437", "--json").stdout)

    assert list(shown) == ["head", "totals", "reasons", "not_told", "deliveries"]
    assert shown["totals"]["states"] == {"refused": 1, "sent": 2}
    assert shown["not_told"] == {"other category": 1}
    assert [line["subscription"] for line in shown["deliveries"]] == ["amara", "bo", "=chi/any"]
    assert shown["deliveries"][0]["margin"] == 18_329_645.0


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (("--state", "refused"), ["=chi/any"]),
        (("--verdict", "invited-on-the-tie-break"), ["amara"]),
        (("--verdict", "short", "--verdict", "invited"), ["bo", "=chi/any"]),
        (("--person", "=chi"), ["=chi/any"]),
        (("--not-concerned",), ["dev"]),
    ],
)
def test_lines_are_chosen(told: Installation, asked: tuple[str, ...], names: list[str]) -> None:
    shown = told.run_now("report", "437", "--json", *asked)

    lines = json.loads(shown.stdout)["people" if "--not-concerned" in asked else "deliveries"]
    assert [line["subscription"] for line in lines] == names


def test_who_was_told_nothing_is_said_with_why(told: Installation) -> None:
    lines = said(told.run_now("report", "437", "--not-concerned"))

    assert cells(lines[-2]) == ["dev", "other category", "530", "other category"]


@pytest.mark.parametrize(
    ("asked", "code", "why"),
    [
        (("--person", "nobody"), 3, "no delivery matches"),
        (("--verdict", "lucky"), 2, "no verdict; there are"),
        (("--csv", "--json"), 2, "choose one"),
        (("--not-concerned", "--state", "sent"), 2, "has none"),
    ],
)
def test_what_cannot_be_answered_is_said(
    told: Installation, asked: tuple[str, ...], code: int, why: str
) -> None:
    shown = told.run_now("report", "437", *asked)

    assert shown.exit_code == code
    assert why in " ".join(shown.stderr.replace("│", " ").split())
