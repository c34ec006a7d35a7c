"""What ``status`` calls wrong, and what it does not."""

import json
from dataclasses import replace
from datetime import timedelta

from tests.cli.desk import HISTORY, Desk, cells, said
from tests.pages import a_row
from tests.servers.http import answer
from watcher.adapters.lock import OnlyOne
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.pipeline.incidents import Alarm

HTML = b"<!DOCTYPE html><html><head><title>Access Denied</title></head></html>"
NEW = a_row("437", "2026-08-19", drawCRS="520")


def wrong(desk: Desk) -> list[str]:
    """Give what programs are told is wrong; the exit code agrees with it."""
    told = desk.run_now("status", "--json")
    shown = json.loads(told.stdout)
    assert told.exit_code == (1 if shown["wrong"] else 0)
    assert shown["well"] is not bool(shown["wrong"])
    sentences: list[str] = shown["wrong"]
    return sentences


def test_a_source_that_nobody_polls_is_wrong(desk: Desk) -> None:
    desk.scene.now += timedelta(minutes=20)
    assert wrong(desk) == []

    desk.scene.now += timedelta(minutes=1)

    [told] = wrong(desk)
    assert told == (
        "source ircc has not been polled for 21 minutes: no watcher is running on "
        "this database; start it (`watcher run`)"
    )
    assert cells(said(desk.run_now("status"))[3])[1] == "not polled"


def test_a_watcher_that_runs_without_polling_is_wrong(desk: Desk) -> None:
    desk.scene.now += timedelta(hours=2)

    with OnlyOne(desk.scene.store.file):
        [told] = wrong(desk)

    assert told == (
        "source ircc has not been polled for 2 hours: a watcher is running: reload or "
        "restart it, and see its log"
    )


def test_a_slow_source_may_be_silent_for_longer(desk: Desk) -> None:
    text = desk.file.read_text().replace("[channels]", 'every = "1h"\n[channels]')
    desk.file.write_text(text)
    desk.scene.now += timedelta(hours=2)
    assert wrong(desk) == []

    desk.scene.now += timedelta(minutes=1)

    assert len(wrong(desk)) == 1


def test_a_source_that_asked_to_be_left_alone_may_be_silent(desk: Desk) -> None:
    busy = answer(status=429, headers={"Retry-After": "3000"})
    desk.scene.publish(busy)
    desk.scene.poll()
    desk.scene.deliver(after=timedelta(minutes=49))

    [told] = wrong(desk)

    assert told.startswith("source ircc has been blind for 49 minutes: throttled: ")


def test_a_source_at_another_address_was_never_polled(desk: Desk) -> None:
    text = desk.file.read_text().replace("/rounds.json", "/moved.json")
    desk.file.write_text(text)

    [told] = wrong(desk)
    assert told == (
        "source ircc has never been polled: no watcher is running on this database; "
        "start it (`watcher run`)"
    )


def test_a_blind_source_says_since_when_and_why(desk: Desk) -> None:
    desk.scene.publish(HTML)
    desk.scene.poll()
    desk.scene.poll(after=timedelta(minutes=5))

    [told] = wrong(desk)
    lines = said(desk.run_now("status"))
    [source] = json.loads(desk.run_now("status", "--json").stdout)["sources"]

    assert told.startswith("source ircc has been blind for 5 minutes: HTML instead of data: ")
    assert cells(lines[3])[1:3] == ["blind", "6 minutes ago"]
    assert lines[-1] == f"WRONG: {told}"
    assert (source["state"], source["since"]) == ("blind", "2026-08-19T18:02:00Z")
    assert (source["good_at"], source["polled_at"]) == (
        "2026-08-19T18:01:00Z",
        "2026-08-19T18:07:00Z",
    )


def test_a_blind_source_is_no_trouble_of_a_channel_of_its_name(desk: Desk) -> None:
    text = desk.file.read_text().replace("[channels]", '[channels]\nircc = "print://"')
    desk.file.write_text(text)
    desk.scene.publish(HTML)
    desk.scene.poll()
    desk.scene.poll()

    [told] = wrong(desk)

    assert told.startswith("source ircc has been blind")


def test_a_source_is_well_again_after_its_all_clear(desk: Desk) -> None:
    desk.scene.publish(HTML)
    desk.scene.poll()
    desk.publish(*HISTORY)

    assert wrong(desk) == []


def test_a_late_source_names_its_newest_round(desk: Desk) -> None:
    desk.scene.poll(after=timedelta(days=3 * 365))
    with desk.scene.store.writing() as tx:
        Alarm(tx, desk.scene.desk, desk.scene.now).late(desk.scene.source)

    [told] = wrong(desk)
    assert told == (
        "source ircc is late: no new round for longer than ever seen; the newest is "
        "#436 of 2026-08-12"
    )


def test_messages_that_nobody_sends_are_wrong(desk: Desk) -> None:
    desk.publish(NEW, *HISTORY)
    desk.scene.poll(after=timedelta(minutes=30))
    assert wrong(desk) == []

    desk.scene.poll()

    assert wrong(desk) == ["deliveries have been due for 31 minutes, and nobody sends them"]


def test_messages_of_a_resting_channel_are_not_overdue(desk: Desk) -> None:
    desk.scene.channels.failures["bo"] = [DeliveryError("503 busy")]
    desk.publish(NEW, *HISTORY)
    desk.scene.deliver()
    told = said(desk.run_now("status"))
    desk.scene.poll(after=timedelta(hours=1))

    assert "channel bo      failed 1 try in a row, rests until 2026-08-19 14:02:30 EDT" in told  # fmt: skip
    assert wrong(desk) == []


def test_a_rest_that_a_fast_clock_has_set_is_not_shown(desk: Desk) -> None:
    with desk.scene.store.writing() as tx:
        fast = desk.scene.now + timedelta(days=40)
        tx.lanes.rest("bo", failures=1, until=fast)

    shown = said(desk.run_now("status"))

    assert "channel bo     failed 1 try in a row" in shown


def test_a_channel_that_keeps_failing_is_wrong(desk: Desk) -> None:
    desk.scene.channels.failures["bo"] = [DeliveryError("503 busy")] * 5
    desk.publish(NEW, *HISTORY)
    for _ in range(5):
        desk.scene.deliver(after=timedelta(hours=1))
    desk.scene.poll(after=timedelta(minutes=2))

    assert wrong(desk) == [
        "channel bo has been failing for 2 minutes: 503 busy; `watcher test bo` tries it"
    ]


def test_a_target_that_refused_is_wrong_until_it_takes_a_message(desk: Desk) -> None:
    desk.scene.channels.targets["bo"] = ("1@example.org",)
    desk.scene.channels.failures["bo"] = [DeliveryRefused("550 no such user")]
    desk.publish(NEW, *HISTORY)
    desk.scene.deliver()
    desk.scene.poll(after=timedelta(minutes=2))

    [told] = wrong(desk)
    assert told == (
        "channel bo (1@example.org) has refused what it is sent for 2 minutes: "
        "550 no such user; `watcher test bo` tries it"
    )
    desk.run_now("retry", "--refused")
    desk.scene.deliver()
    assert wrong(desk) == []


def test_a_message_that_was_given_up_is_wrong(desk: Desk) -> None:
    desk.scene.channels.failures["bo"] = [DeliveryError("503 busy", personal=True)] * 8
    desk.publish(NEW, *HISTORY)
    desk.scene.deliver()
    desk.scene.poll(after=timedelta(hours=72))
    for _ in range(7):
        desk.scene.deliver(after=timedelta(hours=1))
    desk.scene.poll(after=timedelta(minutes=3))

    [told] = wrong(desk)
    assert told == (
        "channel bo has had messages given up after 72 hours, for 3 minutes: 503 busy; "
        "`watcher test bo` tries it"
    )


def test_the_trouble_of_a_channel_that_was_taken_out_is_over(desk: Desk) -> None:
    desk.scene.channels.failures["bo"] = [DeliveryRefused("403")]
    desk.publish(NEW, *HISTORY)
    desk.scene.deliver()
    people = desk.scene.settings.subscriptions[:1]
    desk.scene.settings = replace(desk.scene.settings, subscriptions=people)
    desk.write()

    assert wrong(desk) == []


def test_a_configuration_that_was_refused_is_wrong(desk: Desk) -> None:
    with desk.scene.store.writing() as tx:
        Alarm(tx, desk.scene.desk, desk.scene.now).configuration_refused("no score")
    desk.scene.poll()

    assert wrong(desk) == [
        "the running watcher has refused the configuration for 1 minute: no score"
    ]
