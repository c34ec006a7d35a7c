"""``explain N``: clauses, deliveries, and why nothing was told."""

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest

from tests.cli.installation import HISTORY, NARROW, Installation, said
from tests.pages import a_row
from tests.values import a_person, a_rule, a_subscription
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import QuietHours

NEW = a_row("437", "2026-08-19", drawCRS="520")
OLD = a_row("437", "2026-08-08", drawCRS="520")

TELLING = ("told", "not told", "queued", "revision")


def claim(installation: Installation, *asked: str) -> list[str]:
    """Explain round 437, and give what is said of the telling alone."""
    shown = [line.strip() for line in said(installation.run_now("explain", "437", *asked))]
    return [line for line in shown if line.startswith(TELLING)]


def test_every_clause_is_true_or_false(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()

    told = installation.run_now("explain", "437")

    assert told.exit_code == 0
    assert said(told) == [
        "#437 cec, 2026-08-19: cut-off 520, tie-break 2026-06-20 14:34:05 EDT",
        "",
        "amara: invited on the tie-break, by 212 days and 3 hours",
        "  true   submitted 2025-11-20 15:00:00 UTC, at or before the round of 2026-08-19 14:35:37 UTC",
        "  true   category cec is among cec",
        "  true   score 520 reaches the cut-off 520",
        "  false  score 520 is above the cut-off 520",
        "  true   submitted 2025-11-20 15:00:00 UTC, at or before the tie-break 2026-06-20 18:34:05 UTC",
        '  true   "invited on the tie-break" is always told',
        "  told on amara, 2026-08-19 14:02:00 EDT: 200 OK",
        "",
        "bo: short by 20 points",
        "  true   every category is wanted",
        "  false  score 500 reaches the cut-off 520",
        "  true   short by 20, at most near = 25",
        "  told on bo, 2026-08-19 14:02:00 EDT: 200 OK",
    ]  # fmt: skip


def test_somebody_in_the_database_is_asked_about_by_name(installation: Installation) -> None:
    rules = (a_rule(score=470), a_rule(name="french", categories=frozenset({"french"})))
    with installation.scene.store.writing() as tx:
        tx.people.put(a_person(name="chi", channels=("ops",), rules=rules), installation.scene.now)
    installation.publish(NEW, *HISTORY)

    both = said(installation.run_now("explain", "437", "--subscription", "chi"))
    one = installation.run_now("explain", "437", "--subscription", "chi/french", "--json")
    every = installation.run_now("explain", "437")
    wrong = installation.run_now("explain", "437", "--subscription", "chi/frensh")

    named = [line.partition(":")[0] for line in both if line.startswith("chi")]
    assert named == ["chi", "chi/french"]
    (explained,) = json.loads(one.stdout)
    assert explained["known_since"] == "2026-08-19T18:01:00Z"
    assert explained["why_not_told"] == "not asked for, by the last clause"
    assert "chi" not in every.stdout
    assert every.stderr == "1 person is in the database; --subscription NAME asks about one\n"
    assert wrong.exit_code == 2
    assert 'did you mean "chi/french"?' in " ".join(wrong.stderr.replace("│", " ").split())


def test_marks_stand_where_a_terminal_shows_colours(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    coloured = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": ""}

    shown = installation.run_now("explain", "437", "--subscription", "bo", **coloured)

    assert "\x1b[32m✓\x1b[0m  every category" in shown.stdout
    assert "\x1b[31m✗\x1b[0m  score 500" in shown.stdout


@pytest.mark.parametrize(
    "variables",
    [{}, NARROW, {"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": "1"}],
    ids=["a pipe", "a dumb terminal", "NO_COLOR"],
)
def test_words_stand_where_no_colour_is_shown(
    installation: Installation, variables: dict[str, str]
) -> None:
    installation.publish(NEW, *HISTORY)

    shown = installation.run_now("explain", "437", **variables)

    assert "  true   category cec" in shown.stdout
    assert "✓" not in shown.stdout
    assert "\x1b[3" not in shown.stdout


def test_what_cannot_be_told_is_unknown(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-19", drawCRS="5o7"), *HISTORY)

    shown = said(installation.run_now("explain", "437", "--subscription", "amara"))

    assert "  unknown  the cut-off is not known" in shown


def test_one_subscription_alone_is_explained(installation: Installation) -> None:
    shown = said(installation.run_now("explain", "436", "--subscription", "bo"))

    assert "bo: short by 20 points" in shown
    assert not any("amara" in line for line in shown)


def test_an_unknown_subscription_is_a_usage_error_with_a_hint(installation: Installation) -> None:
    told = installation.run("explain", "436", "--subscription", "amra")

    assert (told.exit_code, told.stdout) == (2, "")
    assert "no subscription is called 'amra'" in told.stderr
    assert '"amara"?' in told.stderr


def test_an_unknown_round_ends_with_3(installation: Installation) -> None:
    told = installation.run("explain", "437")

    assert told.exit_code == 3
    assert told.stderr == "watcher: no round #437 is known; the nearest is #436\n"


def test_a_round_of_the_first_page_was_told_to_nobody(installation: Installation) -> None:
    shown = said(installation.run_now("explain", "436", "--subscription", "amara"))

    assert shown[-1] == (
        "  not told: it was on the first page that was ever read, which tells nobody"
    )


def test_a_round_first_seen_before_the_subscription_was_not_told(
    installation: Installation,
) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.now += timedelta(hours=1)
    late = a_subscription(name="cy", channels=("cy",), categories=frozenset({"cec"}))
    installation.scene.enroll(*installation.scene.settings.subscriptions, late)
    installation.write()

    assert claim(installation, "--subscription", "cy") == [
        "not told: not asked for, by the last clause"
    ]
    installation.scene.enroll(replace(late, score=600))
    installation.write()
    [why] = claim(installation)
    assert why == (
        "not told: it was first seen 2026-08-19 14:02:00 EDT, before the subscription "
        "existed (2026-08-19 15:02:00 EDT)"
    )


def test_a_subscription_that_no_poll_has_met_is_new(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    person = replace(installation.scene.settings.subscriptions[0], name="cy")
    installation.scene.settings = replace(installation.scene.settings, subscriptions=(person,))
    installation.write()

    [why] = claim(installation)
    assert why == (
        "not told: the subscription is new: the next poll notes it, later rounds are told"
    )


def test_a_round_drawn_over_ten_days_before_was_not_told(installation: Installation) -> None:
    installation.publish(OLD, *HISTORY)

    assert claim(installation)[0] == (
        "not told: it was held over 10 days before IRCC's page was last read, or "
        "over 60 before it was first seen, "
        "2026-08-19 14:02:00 EDT"
    )


def test_a_verdict_that_is_due_only_by_a_later_score_was_not_told(
    installation: Installation,
) -> None:
    installation.publish(a_row("437", "2026-08-19", drawCRS="540"), *HISTORY)
    amara, bo = installation.scene.settings.subscriptions
    installation.scene.enroll(replace(amara, score=560), bo)
    installation.write()

    amara_why, bo_why = claim(installation)
    assert amara_why == (
        "not told: when it was seen, the figures or the subscription were others; "
        "a changed score tells nothing again"
    )
    assert bo_why == "not told: not asked for, by the last clause"


def test_what_waits_says_why(installation: Installation) -> None:
    amara, bo = installation.scene.settings.subscriptions
    night = QuietHours(start=time(13), end=time(16))
    installation.scene.enroll(replace(amara, quiet_hours=night), bo)
    installation.write()
    installation.scene.channels.failures["bo"] = [DeliveryError("503 busy")]
    installation.publish(NEW, *HISTORY)

    assert claim(installation)[1:] == ["queued for bo, due now"]
    installation.scene.deliver()
    assert claim(installation) == [
        "queued for amara until 2026-08-19 16:00:00 EDT, when quiet hours end",
        "queued for bo until 2026-08-19 14:02:35 EDT, after 1 try: 503 busy",
    ]


def test_what_a_channel_refused_is_told_with_its_answer(installation: Installation) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryRefused("403 blocked")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()

    shown = said(installation.run_now("explain", "437", "--subscription", "bo"))

    assert shown[-1] == "  refused for good by bo, 2026-08-19 14:02:00 EDT: 403 blocked"


def test_a_correction_that_was_told_names_its_revision(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    installation.publish(a_row("437", "2026-08-19", drawCRS="495"), *HISTORY)
    installation.scene.deliver()

    assert claim(installation, "--subscription", "bo") == [
        "told on bo, 2026-08-19 14:02:00 EDT: 200 OK",
        "revision 2: told on bo, 2026-08-19 14:03:00 EDT: 200 OK",
    ]


def test_a_word_that_gave_way_to_a_correction_says_so(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.publish(a_row("437", "2026-08-19", drawCRS="495"), *HISTORY)
    installation.scene.deliver()

    gave_way = "not sent to bo: a correction took its place, 2026-08-19 14:03:00 EDT"
    shown = said(installation.run_now("explain", "437", "--subscription", "bo"))
    assert gave_way in [line.strip() for line in shown]


def test_programs_get_the_verdict_and_what_was_told(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()

    amara, bo = json.loads(installation.run_now("explain", "437", "--json").stdout)

    [delivery] = amara.pop("deliveries")
    assert (delivery["state"], delivery["answer"]) == ("sent", "200 OK")
    assert amara == {
        "subscription": "amara",
        "round": "437",
        "confirmed": True,
        "verdict": "invited on the tie-break",
        "score": 520,
        "rules": None,
        "rules_changed": None,
        "points": 0,
        "margin": 18329645.0,
        "clauses": [
            {
                "text": "submitted 2025-11-20 15:00:00 UTC, at or before the "
                "round of 2026-08-19 14:35:37 UTC",
                "holds": True,
            },
            {"text": "category cec is among cec", "holds": True},
            {"text": "score 520 reaches the cut-off 520", "holds": True},
            {"text": "score 520 is above the cut-off 520", "holds": False},
            {
                "text": "submitted 2025-11-20 15:00:00 UTC, at or before the "
                "tie-break 2026-06-20 18:34:05 UTC",
                "holds": True,
            },
            {"text": '"invited on the tie-break" is always told', "holds": True},
        ],
        "due": True,
        "known_since": "2026-08-19T18:00:00Z",
        "would_be_told": True,
        "why_not_told": None,
        "muted_until": None,
    }
    assert (bo["verdict"], bo["points"], bo["due"]) == ("short", 20, True)


def test_programs_learn_why_nothing_was_told(installation: Installation) -> None:
    [shown] = json.loads(
        installation.run("explain", "436", "--subscription", "amara", "--json").stdout
    )

    assert (shown["due"], shown["would_be_told"]) == (True, False)
    assert shown["deliveries"] == []
    assert shown["why_not_told"] == (
        "it was on the first page that was ever read, which tells nobody"
    )


def test_where_nobody_subscribes_there_is_nothing_to_explain(installation: Installation) -> None:
    installation.scene.enroll()
    installation.write()

    told = installation.run("explain", "436", "--json")

    assert (told.exit_code, told.stdout) == (3, "[]\n")


def test_a_round_held_before_the_profile_was_submitted_invites_nobody(
    installation: Installation,
) -> None:
    told = installation.run_now("explain", "91b", "--subscription", "amara")

    assert said(told)[2:] == [
        "amara: not yet in the pool",
        "  false  submitted 2025-11-20 15:00:00 UTC, at or before the round of 2018-05-30 14:35:37 UTC",
        '  false  "not yet in the pool" is told with tell_when = "every-round"',
        "  not told: not asked for, by the last clause",
    ]  # fmt: skip
