"""``mute`` and ``unmute``."""

from tests.cli.installation import HISTORY, Installation
from tests.pages import a_row
from tests.values import a_person
from watcher.adapters.database import Store


def muted(store: Store, name: str) -> str | None:
    with store.reading() as tx:
        until = tx.mutes.of([name]).get(name)
    return None if until is None else f"{until:%Y-%m-%d %H:%M}"


def test_somebody_of_the_file_is_muted_until_the_morning_of_a_day(
    installation: Installation,
) -> None:
    done = installation.run_now("mute", "amara", "--until", "2026-08-24")

    assert (done.exit_code, done.stdout) == (
        0,
        "amara is told nothing until 2026-08-24 09:00 EDT; what comes until then waits\n",
    )
    assert muted(installation.scene.store, "amara") == "2026-08-24 13:00"


def test_a_person_who_is_a_row_is_muted_by_their_clock(installation: Installation) -> None:
    with installation.scene.store.writing() as tx:
        tx.people.put(
            a_person(name="cyd", timezone="Asia/Kolkata", wake=True), installation.scene.now
        )

    done = installation.run_now("mute", "cyd", "--until", "2 weeks")

    assert done.stdout.splitlines() == [
        "cyd is told nothing until 2026-09-02 23:31 IST; what comes until then waits",
        '"invited" and "at the cut-off" pass all the same: wake = true',
    ]
    assert muted(installation.scene.store, "cyd") == "2026-09-02 18:01"


def test_a_long_mute_is_warned_of(installation: Installation) -> None:
    done = installation.run_now("mute", "amara", "--until", "2 months")

    assert done.exit_code == 0
    assert done.stderr == (
        "an invitation lives 60 days: one of the next days leaves little time to apply by then\n"
    )


def test_who_is_muted_is_told_again(installation: Installation) -> None:
    installation.run_now("mute", "amara", "--until", "1 week")

    done = installation.run_now("unmute", "amara")

    assert (done.exit_code, done.stdout) == (0, "amara is told again\n")
    assert muted(installation.scene.store, "amara") is None


def test_who_is_not_muted_cannot_be_told_again(installation: Installation) -> None:
    done = installation.run_now("unmute", "amara")

    assert (done.exit_code, done.stderr) == (3, "watcher: amara is not muted\n")


def test_nobody_of_that_name_is_muted(installation: Installation) -> None:
    for verb in (("mute", "amarra", "--until", "1 week"), ("unmute", "amarra")):
        done = installation.run_now(*verb)

        assert (done.exit_code, done.stderr) == (
            3,
            'watcher: nobody is called amarra; did you mean "amara"?\n',
        )


def test_what_is_no_time_is_refused_with_what_may_be_written(installation: Installation) -> None:
    done = installation.run_now("mute", "amara", "--until", "soon")

    assert done.exit_code == 2
    assert '"soon" is no end of a mute' in " ".join(done.stderr.split())


def test_explain_says_that_somebody_is_muted(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-19", drawCRS="480"), *HISTORY)
    installation.run_now("mute", "amara", "--until", "1 week")
    installation.scene.deliver()

    said = installation.run_now("explain", "437").stdout

    assert "  muted until 2026-08-26 14:02:00 EDT\n" in said
    assert "queued for amara until 2026-08-26 14:02:00 EDT, when the mute ends\n" in said


def test_explain_says_who_is_left_alone(installation: Installation) -> None:
    with installation.scene.store.writing() as tx:
        tx.suppressions.add("amara", "", "unsubscribed", installation.scene.now)
    installation.publish(a_row("437", "2026-08-19", drawCRS="480"), *HISTORY)

    said = installation.run_now("explain", "437").stdout

    assert "left alone: amara, 2026-08-19 14:02:00 EDT: not sent: unsubscribed\n" in said
