"""An unconfirmed round in every verb."""

import json
from datetime import date, timedelta

import pytest

from tests.cli.installation import NARROW, Installation, cells, said
from tests.values import a_report, a_reported_round, an_early_alert
from watcher.adapters.database import QueuedAlert
from watcher.core.alerts import Priority
from watcher.core.documents import Piece
from watcher.core.model import Report, Round

PROVISIONAL = "reported-2026-08-19-cec"


def report(installation: Installation, **figures: object) -> Round:
    """Let a site tell of #438 (CEC, 515), which IRCC does not show."""
    usual = {
        "number": PROVISIONAL,
        "claimed": "438",
        "category": "cec",
        "name": "Canadian Experience Class",
        "date": date(2026, 8, 19),
        "cutoff": 515,
        "tie_break": None,
        "first_seen": installation.scene.now,
    }
    round_ = a_reported_round(**{**usual, **figures})
    with installation.scene.store.writing() as tx:
        change = a_report(reported=round_)
        tx.rounds.save([change], page=b"1", now=installation.scene.now)
    return round_


def tell_amara(installation: Installation, round_: Round) -> None:
    [amara, _] = installation.scene.settings.subscriptions
    alert = an_early_alert(subscription=amara, change=a_report(reported=round_))
    row = QueuedAlert(
        alert=alert,
        targets=[("amara", "")],
        due_at=installation.scene.now,
        priority=Priority.INVITED,
    )
    with installation.scene.store.writing() as tx:
        tx.alerts.put([row], installation.scene.now)


def test_a_delivery_names_it_by_its_claimed_number_and_says_what_it_was(
    installation: Installation,
) -> None:
    tell_amara(installation, report(installation))

    wide, narrow = (
        said(installation.run("deliveries")),
        said(installation.run("deliveries", **NARROW)),
    )
    [shown] = json.loads(installation.run("deliveries", "--round", "438", "--json").stdout)

    assert cells(wide[3])[1:3] == ["#438 reported", "amara"]
    assert cells(narrow[3])[1:3] == ["#438 (r)", "amara"]
    assert (shown["number"], shown["change"]) == (PROVISIONAL, "reported")


def test_a_delivery_of_one_without_a_number_says_only_what_it_was(
    installation: Installation,
) -> None:
    tell_amara(installation, report(installation, claimed=None))

    assert cells(said(installation.run("deliveries"))[3])[1:3] == ["reported", "amara"]


def test_explain_says_what_its_figures_would_mean_and_why_that_is_not_told(
    installation: Installation,
) -> None:
    report(installation)

    lines = said(installation.run_now("explain", "438", "--subscription", "amara"))
    [shown] = json.loads(
        installation.run_now("explain", "438", "--subscription", "amara", "--json").stdout
    )

    assert lines[:4] == [
        "#438 cec, 2026-08-19: cut-off 515, tie-break unknown",
        "Reported, not confirmed: no official page shows it.",
        "",
        "amara: invited, 5 points above the cut-off",
    ]
    why = 'early = "when-blind", and the official page can be read'
    assert lines[-1].endswith(f"not told: {why}")
    assert (shown["round"], shown["confirmed"]) == (PROVISIONAL, False)
    assert (shown["due"], shown["would_be_told"]) == (True, False)
    assert shown["why_not_told"] == why


@pytest.mark.parametrize(
    ("early", "why"),
    [
        ("never", 'early = "never": it is told when IRCC shows the round'),
        ("always", "when it was seen, the figures or the subscription were others"),
    ],
)
def test_explain_says_what_early_has_to_do_with_it(
    installation: Installation, early: str, why: str
) -> None:
    report(installation)
    text = installation.file.read_text().replace("score = ", f'early = "{early}"\nscore = ')
    installation.file.write_text(text)

    [shown, _] = json.loads(installation.run_now("explain", "438", "--json").stdout)

    assert shown["would_be_told"] is (early == "always")
    assert shown["why_not_told"].startswith(why)


def test_what_was_told_of_it_says_that_it_was_reported(installation: Installation) -> None:
    tell_amara(installation, report(installation))

    lines = said(installation.run_now("explain", "438", "--subscription", "amara"))

    assert lines[-1] == "  reported: queued for amara, due now"


def test_two_that_claim_one_number_are_named_for_people_to_tell(installation: Installation) -> None:
    report(installation)
    report(installation, number="reported-2026-08-19-pnp", category="pnp")

    told = installation.run("round", "438")

    assert told.exit_code == 3
    assert told.stderr == (
        f"watcher: 2 reported rounds are called #438: {PROVISIONAL}, reported-2026-08-19-pnp\n"
    )


def test_the_claimed_number_may_be_the_nearest(installation: Installation) -> None:
    report(installation)
    report(installation, number="reported-2026-08-19-pnp", category="pnp", claimed=None)

    above, below = installation.run("round", "900"), installation.run("round", "5")

    assert above.stderr == "watcher: no round #900 is known; the nearest is #438\n"
    assert below.stderr == "watcher: no round #5 is known; the nearest is #91b\n"


def test_a_round_beside_it_does_not_count_from_it(installation: Installation) -> None:
    report(
        installation, date=date(2026, 8, 11), first_seen=installation.scene.now + timedelta(hours=1)
    )

    shown = json.loads(installation.run("rounds", "--category", "cec", "--json").stdout)

    assert [(r["number"], r["previous"]) for r in shown] == [
        ("436", "434"),
        (PROVISIONAL, "434"),
        ("434", None),
    ]


def test_its_tellings_are_shown_below_its_figures(installation: Installation) -> None:
    report(installation)
    said_of_it = Report(number="438", cutoff=515, main=True)
    piece = Piece(key="1", digest=b"1", reports=(said_of_it,))
    with installation.scene.store.writing() as tx:
        tx.claims.save("post", "feed", [piece], pages={}, page=b"1", now=installation.scene.now)
        [claim] = tx.claims.unjoined()
        tx.claims.join(claim, PROVISIONAL, "it is the first to tell of it")

    shown = json.loads(installation.run("round", PROVISIONAL, "--json").stdout)

    assert [t["source"] for t in shown["tellings"]] == ["post"]
    assert shown["reports"] == []
