"""The faults in ``status``."""

import json
from dataclasses import replace
from datetime import timedelta

from tests.cli.installation import HISTORY, Installation, cells, said
from tests.pages import a_row
from tests.servers.http import answer
from watcher.adapters.lock import ServiceLock
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.pipeline.incidents import Incidents

HTML = b"<!DOCTYPE html><html><head><title>Access Denied</title></head></html>"
NEW = a_row("437", "2026-08-19", drawCRS="520")


def wrong(installation: Installation) -> list[str]:
    """Give what programs are told is wrong; the exit code agrees with it."""
    told = installation.run_now("status", "--json")
    shown = json.loads(told.stdout)
    assert told.exit_code == (1 if shown["wrong"] else 0)
    assert shown["well"] is not bool(shown["wrong"])
    sentences: list[str] = shown["wrong"]
    return sentences


def test_a_source_that_nobody_polls_is_wrong(installation: Installation) -> None:
    installation.scene.now += timedelta(minutes=20)
    assert wrong(installation) == []

    installation.scene.now += timedelta(minutes=1)

    [told] = wrong(installation)
    assert told == (
        "source ircc has not been polled for 21 minutes: no watcher is running on "
        "this database; start it (`watcher run`)"
    )
    assert cells(said(installation.run_now("status"))[3])[1] == "not polled"


def test_a_watcher_that_runs_without_polling_is_wrong(installation: Installation) -> None:
    installation.scene.now += timedelta(hours=2)

    with ServiceLock(installation.scene.store.file):
        [told] = wrong(installation)

    assert told == (
        "source ircc has not been polled for 2 hours: a watcher is running: reload or "
        "restart it, and see its log"
    )


def test_a_slow_source_may_be_silent_for_longer(installation: Installation) -> None:
    text = installation.file.read_text().replace("[channels]", 'every = "1h"\n[channels]')
    installation.file.write_text(text)
    installation.scene.now += 2 * timedelta(minutes=66)  # an hour, and up to a tenth
    assert wrong(installation) == []

    installation.scene.now += timedelta(minutes=1)

    assert len(wrong(installation)) == 1


def test_a_source_that_asked_to_be_left_alone_may_be_silent(installation: Installation) -> None:
    busy = answer(status=429, headers={"Retry-After": "3000"})
    installation.scene.publish(busy)
    installation.scene.poll()
    installation.scene.deliver(after=timedelta(minutes=49))

    [told] = wrong(installation)

    assert told.startswith("source ircc has been blind for 49 minutes: throttled: ")


def test_a_source_at_another_address_was_never_polled(installation: Installation) -> None:
    text = installation.file.read_text().replace("/rounds.json", "/moved.json")
    installation.file.write_text(text)

    [told] = wrong(installation)
    assert told == (
        "source ircc has never been polled: no watcher is running on this database; "
        "start it (`watcher run`)"
    )


def test_a_blind_source_says_since_when_and_why(installation: Installation) -> None:
    installation.scene.publish(HTML)
    installation.scene.poll()
    installation.scene.poll(after=timedelta(minutes=5))

    [told] = wrong(installation)
    lines = said(installation.run_now("status"))
    [source] = json.loads(installation.run_now("status", "--json").stdout)["sources"]

    assert told.startswith("source ircc has been blind for 5 minutes: HTML instead of data: ")
    assert cells(lines[3])[1:3] == ["blind", "6 minutes ago"]
    assert lines[-1] == f"WRONG: {told}"
    assert (source["state"], source["since"]) == ("blind", "2026-08-19T18:02:00Z")
    assert (source["good_at"], source["polled_at"]) == (
        "2026-08-19T18:01:00Z",
        "2026-08-19T18:07:00Z",
    )


def test_a_blind_source_is_no_trouble_of_a_channel_of_its_name(installation: Installation) -> None:
    text = installation.file.read_text().replace("[channels]", '[channels]\nircc = "print://"')
    installation.file.write_text(text)
    installation.scene.publish(HTML)
    installation.scene.poll()
    installation.scene.poll()

    [told] = wrong(installation)

    assert told.startswith("source ircc has been blind")


def test_a_source_is_well_again_after_its_all_clear(installation: Installation) -> None:
    installation.scene.publish(HTML)
    installation.scene.poll()
    installation.publish(*HISTORY)

    assert wrong(installation) == []


def test_a_late_source_names_its_newest_round(installation: Installation) -> None:
    installation.scene.poll(after=timedelta(days=3 * 365))
    with installation.scene.store.writing() as tx:
        Incidents(tx, installation.scene.address_book, installation.scene.now).check_lateness(
            installation.scene.source
        )

    [told] = wrong(installation)
    assert told == (
        "source ircc is late: no new round for longer than ever seen; the newest is "
        "#436 of 2026-08-12"
    )


def test_messages_that_nobody_sends_are_wrong(installation: Installation) -> None:
    installation.publish(NEW, *HISTORY)
    installation.scene.poll(after=timedelta(minutes=30))
    assert wrong(installation) == []

    installation.scene.poll()

    assert wrong(installation) == ["deliveries have been due for 31 minutes, and nobody sends them"]


def test_messages_of_a_resting_channel_are_not_overdue(installation: Installation) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryError("503 busy")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    told = said(installation.run_now("status"))
    installation.scene.poll(after=timedelta(hours=1))

    assert "channel bo      failed 1 try in a row, rests until 2026-08-19 14:02:30 EDT" in told  # fmt: skip
    assert wrong(installation) == []


def test_a_rest_that_a_fast_clock_has_set_is_not_shown(installation: Installation) -> None:
    with installation.scene.store.writing() as tx:
        fast = installation.scene.now + timedelta(days=40)
        tx.servers.back_off("bo", failures=1, until=fast)

    shown = said(installation.run_now("status"))

    assert "channel bo     failed 1 try in a row" in shown


def test_a_channel_that_keeps_failing_is_wrong(installation: Installation) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryError("503 busy")] * 5
    installation.publish(NEW, *HISTORY)
    for _ in range(5):
        installation.scene.deliver(after=timedelta(hours=1))
    installation.scene.poll(after=timedelta(minutes=2))

    assert wrong(installation) == [
        "channel bo has been failing for 2 minutes: 503 busy; `watcher test bo` tries it"
    ]


def test_a_target_that_refused_is_wrong_until_it_takes_a_message(
    installation: Installation,
) -> None:
    installation.scene.channels.targets["bo"] = ("1@example.org",)
    installation.scene.channels.failures["bo"] = [DeliveryRefused("550 no such user")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    installation.scene.poll(after=timedelta(minutes=2))

    [told] = wrong(installation)
    assert told == (
        "channel bo (1@example.org) has refused what it is sent for 2 minutes: "
        "550 no such user; `watcher test bo --target 1@example.org` tries it"
    )
    installation.run_now("retry", "--refused")
    installation.scene.deliver()
    assert wrong(installation) == []


def test_a_message_that_was_given_up_is_wrong(installation: Installation) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryError("503 busy", personal=True)] * 8
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    installation.scene.poll(after=timedelta(hours=72))
    for _ in range(7):
        installation.scene.deliver(after=timedelta(hours=1))
    installation.scene.poll(after=timedelta(minutes=3))

    [told] = wrong(installation)
    assert told == (
        "channel bo has had messages given up after 72 hours, for 3 minutes: 503 busy; "
        "`watcher test bo` tries it"
    )


def test_the_trouble_of_a_channel_that_was_taken_out_is_over(installation: Installation) -> None:
    installation.scene.channels.failures["bo"] = [DeliveryRefused("403")]
    installation.publish(NEW, *HISTORY)
    installation.scene.deliver()
    people = installation.scene.settings.subscriptions[:1]
    installation.scene.settings = replace(installation.scene.settings, subscriptions=people)
    installation.write()

    assert wrong(installation) == []


def test_a_configuration_that_was_refused_is_wrong(installation: Installation) -> None:
    with installation.scene.store.writing() as tx:
        Incidents(
            tx, installation.scene.address_book, installation.scene.now
        ).configuration_refused("no score")
    installation.scene.poll()

    assert wrong(installation) == [
        "the running watcher has refused the configuration for 1 minute: no score"
    ]
