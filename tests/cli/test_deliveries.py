"""``deliveries`` and ``retry``."""

import json
from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY, NARROW, Installation, said
from tests.pages import a_row
from tests.scene import claim_next
from tests.values import a_person, a_rule
from watcher.adapters.database import DeliveryState
from watcher.adapters.lock import ServiceLock
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.suppressions import SuppressionReason
from watcher.pipeline.delivery import LEASE
from watcher.pipeline.recording import GIVE_UP

NEW = a_row("437", "2026-08-19", drawCRS="520")
SENT_TO_AMARA, REFUSED_BY_BO = "2", "3"


@pytest.fixture
def told(installation: Installation) -> Installation:
    """Round 437 was told to amara; bo's channel refused it for good."""
    installation.scene.channels.failures["bo"] = [DeliveryRefused("403 blocked")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    return installation


def states(installation: Installation) -> dict[str, str]:
    """Give the state of each channel's delivery of round 437."""
    shown = json.loads(installation.run("deliveries", "--round", "437", "--json").stdout)
    return {delivery["channel"]: delivery["state"] for delivery in shown}


def test_deliveries_are_listed_newest_first(told: Installation) -> None:
    assert said(told.run("deliveries", "--round", "437")) == [
        "",
        " id   round   to      channel   state     when (Toronto)        answer        tries",
        " ──────────────────────────────────────────────────────────────────────────────────",
        "  3   #437    bo      bo        refused   2026-08-19 14:02:00   403 blocked       1",
        "  2   #437    amara   amara     sent      2026-08-19 14:02:00   200 OK            1",
        "",
    ]  # fmt: skip


def test_a_person_in_the_database_is_named_with_all_of_their_rules(
    installation: Installation,
) -> None:
    rules = (a_rule(score=470), a_rule(name="low", categories=frozenset({"cec"}), score=530))
    with installation.scene.store.writing() as tx:
        tx.people.put(a_person(name="chi", channels=("ops",), rules=rules), installation.scene.now)
    installation.publish(NEW, *HISTORY)

    listed = installation.run("deliveries", "--subscription", "chi", "--json")
    nobody = installation.run("deliveries", "--subscription", "chii")

    assert [one["subscription"] for one in json.loads(listed.stdout)] == ["chi/low"]
    assert nobody.exit_code == 3
    assert nobody.stderr == 'watcher: no delivery matches; did you mean "chi"?\n'


def test_eighty_columns_do_without_seconds_and_tries(told: Installation) -> None:
    assert said(told.run("deliveries", "--channel", "ops", "--limit", "1", **NARROW)) == [
        "",
        " id   round    to           channel   state   when (Toronto)   answer",
        " ────────────────────────────────────────────────────────────────────",
        "  4   notice   (operator)   ops       sent    08-19 14:02      200 OK",
        "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "channels"),
    [
        ((), ["ops", "bo", "amara", "ops"]),
        (("--state", "sent"), ["ops", "amara", "ops"]),
        (("--state", "refused", "--state", "sent"), ["ops", "bo", "amara", "ops"]),
        (("--subscription", "bo"), ["bo"]),
        (("--round", "#437"), ["bo", "amara"]),
        (("--channel", "ops"), ["ops", "ops"]),
        (("--limit", "1"), ["ops"]),
        (("--limit", "0"), ["ops", "bo", "amara", "ops"]),
    ],
)
def test_what_is_asked_for_is_listed(
    told: Installation, asked: tuple[str, ...], channels: list[str]
) -> None:
    shown = json.loads(told.run("deliveries", "--json", *asked).stdout)

    assert [delivery["channel"] for delivery in shown] == channels


def test_that_there_are_more_is_said_beside_the_table(told: Installation) -> None:
    assert told.run("deliveries", "--limit", "3").stderr == (
        "the newest 3; --limit 0 shows them all\n"
    )
    assert told.run("deliveries", "--limit", "4").stderr == ""
    assert told.run("deliveries", "--limit", "3", "--json").stderr == ""


def test_programs_get_the_whole_record(told: Installation) -> None:
    [shown] = json.loads(told.run("deliveries", "--subscription", "bo", "--json").stdout)

    assert shown == {
        "id": 3,
        "subscription": "bo",
        "number": "437",
        "change": "new",
        "revision": 1,
        "channel": "bo",
        "target": "",
        "state": "refused",
        "attempts": 1,
        "created_at": "2026-08-19T18:02:00Z",
        "next_attempt_at": "2026-08-19T18:02:00Z",
        "ended_at": "2026-08-19T18:02:00Z",
        "doubtful": False,
        "answer": "403 blocked",
    }


def test_what_was_cut_off_may_have_been_said_twice(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    assert (
        claim_next(installation.scene.delivery_context()) is not None
    )  # and then the process died
    installation.scene.deliver(after=LEASE)

    shown = said(installation.run("deliveries", "--state", "sent", "--subscription", "amara"))

    assert shown[3].split("   ")[6] == "200 OK; may have been said twice"


def test_a_target_stands_behind_its_channel(installation: Installation) -> None:
    installation.scene.channels.targets["bo"] = ("1@example.org", "2@example.org")
    installation.publish(NEW, *HISTORY)

    shown = said(installation.run("deliveries", "--channel", "bo"))

    assert "   bo (1@example.org)   " in shown[4]
    assert "   bo (2@example.org)   " in shown[3]


def test_a_correction_shows_its_revision(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    installation.publish(a_row("437", "2026-08-19", drawCRS="495"), *HISTORY)

    shown = said(installation.run("deliveries", "--subscription", "bo"))

    assert [line.split()[1:3] for line in shown[3:5]] == [["#437", "r2"], ["#437", "bo"]]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("--state", "expired"), "no delivery matches"),
        (("--subscription", "amra"), 'no delivery matches; did you mean "amara"?'),
        (("--channel", "opps"), 'no delivery matches; did you mean "ops"?'),
        (("--round", "436"), "no delivery matches"),
    ],
)
def test_nothing_that_matches_ends_with_3(
    told: Installation, asked: tuple[str, ...], why: str
) -> None:
    for_people = told.run("deliveries", *asked)
    for_programs = told.run("deliveries", "--json", *asked)

    assert (for_people.exit_code, for_people.stdout) == (3, "")
    assert for_people.stderr == f"watcher: {why}\n"
    assert (for_programs.exit_code, for_programs.stdout) == (3, "[]\n")


def test_an_unknown_state_is_a_usage_error(told: Installation) -> None:
    shown = told.run("deliveries", "--state", "lost")

    assert shown.exit_code == 2
    assert all(f"'{name}'" in shown.stderr for name in ("lost", *DeliveryState))


def test_a_refused_delivery_is_queued_again_by_its_id(told: Installation) -> None:
    again = told.run_now("retry", REFUSED_BY_BO)

    assert (again.exit_code, again.stderr) == (0, "")
    assert again.stdout == (
        "1 delivery queued again; a running watcher sends within seconds; "
        "else `watcher poll` does\n"
    )
    assert states(told) == {"amara": "sent", "bo": "queued"}
    assert [d.channel for d in told.scene.deliver()] == ["bo", "ops"]


def test_all_that_was_refused_is_queued_again(told: Installation) -> None:
    assert told.run_now("retry", "--refused").exit_code == 0
    assert states(told) == {"amara": "sent", "bo": "queued"}


def test_another_channel_is_left_alone(told: Installation) -> None:
    again = told.run_now("retry", "--refused", "--channel", "amara")

    assert (again.exit_code, again.stdout) == (3, "")
    assert states(told)["bo"] == "refused"


def test_what_expired_is_tried_at_once_though_its_channel_was_to_rest(
    installation: Installation,
) -> None:
    scene = installation.scene
    scene.channels.failures["bo"] = [DeliveryError("503 busy")] * 8
    installation.publish(NEW, *HISTORY)
    for _ in range(8):
        scene.deliver(after=GIVE_UP / 7)
    assert states(installation)["bo"] == "expired"

    again = installation.run_now("retry", "--expired")

    assert again.stdout.startswith("1 delivery queued again; ")
    assert "bo" in [d.channel for d in scene.deliver()]
    assert states(installation)["bo"] == "sent"


def test_ids_that_stay_as_they_are_are_named(told: Installation) -> None:
    again = told.run_now("retry", SENT_TO_AMARA, "99", REFUSED_BY_BO)

    assert again.exit_code == 0
    assert again.stderr == "2: is sent, and stays so\n99: no such delivery\n"
    assert states(told) == {"amara": "sent", "bo": "queued"}


def test_ids_of_which_none_ended_badly_end_with_3(told: Installation) -> None:
    again = told.run_now("retry", SENT_TO_AMARA)

    assert (again.exit_code, again.stdout) == (3, "")
    assert again.stderr == (
        "2: is sent, and stays so\n"
        "watcher: nothing to try again: no such delivery was refused or expired\n"
    )


@pytest.mark.parametrize("asked", [(), ("3", "--refused"), ("0",), (str(2**63),), ("three",)])
def test_ids_or_a_state_are_given(told: Installation, asked: tuple[str, ...]) -> None:
    assert told.run_now("retry", *asked).exit_code == 2
    assert states(told)["bo"] == "refused"


def test_a_running_watcher_sends_what_was_queued_again(told: Installation) -> None:
    with ServiceLock(told.scene.store.file):
        again = told.run_now("retry", "--refused", "--expired")

    assert again.stdout == ("1 delivery queued again; the running watcher sends within seconds\n")


def test_the_time_of_the_second_try_is_new(told: Installation) -> None:
    told.scene.now += timedelta(days=4)
    told.run_now("retry", "--refused")
    told.scene.channels.failures["bo"] = [DeliveryError("503 busy")]
    told.scene.deliver()

    assert states(told)["bo"] == "queued"  # for 72 hours from now


@pytest.mark.parametrize(("why", "after"), [("refused", "sent"), ("unsubscribed", "suppressed")])
def test_a_retry_renews_who_was_refused_and_nobody_who_unsubscribed(
    told: Installation, why: SuppressionReason, after: str
) -> None:
    with told.scene.store.writing() as tx:
        tx.suppressions.add("bo", "", why, told.scene.now)

    told.run("retry", REFUSED_BY_BO)
    told.scene.deliver()

    assert states(told)["bo"] == after
