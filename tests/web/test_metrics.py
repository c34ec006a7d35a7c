"""The counters for Prometheus."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.values import a_reported_round, a_round, a_subscription, an_episode
from tests.web.queued import queue
from tests.web.scraped import IRCC, NEWS, Scraped
from watcher.adapters.database import DeliveryState, Store
from watcher.core.model import ConfirmedRound, CorrectedRound, NewRound, Round, Trouble
from watcher.core.settings import Operator, Secret
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollOutcome, PollResult

DRAWN = datetime(2025, 12, 11, 11, 51, 44, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATENESS = "watcher_round_seen_after_drawn_seconds"
DELAY = "watcher_alert_sent_after_seen_seconds"

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None,
    reason="there is no promtool here: Debian and Ubuntu have it in the package prometheus",
)


def polled(outcome: PollOutcome = "read", *found: Round, source: str = "ircc") -> PollResult:
    changes = tuple(NewRound(round=round_) for round_ in found)
    return PollResult(source=source, outcome=outcome, changes=changes)


def delivery(state: DeliveryState, channel: str = "hook", **more: object) -> DeliveryResult:
    usual = {"channel": channel, "target": "", "answer": "200 OK", "about": "notice"}
    return DeliveryResult(state=state, **usual, **more)  # type: ignore[arg-type]  # of any field


def test_a_parser_that_is_not_ours_reads_every_line(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, NEWS, hook="json://localhost")
    answer = site.get("/metrics")

    families = list(text_string_to_metric_families(answer.text))

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert all(family.documentation.endswith(".") for family in families)
    assert all(family.name.startswith("watcher_") for family in families)


@needs_promtool
def test_promtool_finds_nothing_to_complain_of(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, NEWS, hook="json://localhost")

    checked = subprocess.run(
        ["promtool", "check", "metrics"],  # noqa: S607 - wherever it is installed
        input=site.get("/metrics").text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_polls_are_counted_by_outcome_and_begin_at_zero(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, NEWS)
    site.metrics.count_poll(polled("unchanged"), now)
    site.metrics.count_poll(polled("unchanged"), now)
    site.metrics.count_poll(polled("failed", source="news"), now)

    counted = site.figures()["watcher_polls_total"]

    assert {dict(labels)["outcome"]: n for labels, n in counted.items() if n} == {
        "unchanged": 2,
        "failed": 1,
    }
    assert sorted(dict(labels)["outcome"] for labels in counted) == sorted(
        2 * ["read", "unchanged", "baseline", "waiting", "failed", "crashed", "stale"]
    )


def test_a_stale_copy_is_no_page_that_was_read(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    site.metrics.count_poll(replace(polled("read"), trouble=Trouble.STALE), now)

    name = "watcher_polls_total"
    assert site.figure(name, source="ircc", outcome="stale") == 1
    assert site.figure(name, source="ircc", outcome="read") == 0


def test_a_source_that_a_reload_brings_is_there_at_once(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    site.metrics.count_poll(polled("unchanged"), now)
    site.configure(sources=(IRCC, NEWS))

    name = "watcher_polls_total"
    assert site.figure(name, source="news", outcome="read") == 0
    assert site.figure(name, source="ircc", outcome="unchanged") == 1


def test_a_round_that_is_seen_four_hours_after_its_time_is_that_late(
    store: Store, now: datetime
) -> None:
    site = Scraped(store, now)
    seen = DRAWN + 4 * HOUR + 10 * MINUTE + timedelta(seconds=26)
    site.metrics.count_poll(polled("read", a_round(drawn_at=DRAWN, first_seen=seen)), seen)

    assert site.figure(f"{LATENESS}_sum") == 15_026
    assert site.figure(f"{LATENESS}_bucket", le="14400.0") == 0
    assert site.figure(f"{LATENESS}_bucket", le="18000.0") == 1


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("baseline", a_round()),
        ("read", a_round(drawn_at=None)),
        ("read", a_round(first_seen=DRAWN - MINUTE)),
        ("read", a_round(first_seen=DRAWN + timedelta(days=11))),
        ("read", a_round(drawn_at=DRAWN - timedelta(days=9))),
    ],
    ids=[
        "the first page of all",
        "no time is stated",
        "a time that is still to come",
        "history",
        "its day is another",
    ],
)
def test_nothing_is_measured_where_the_lateness_is_not_known(
    outcome: PollOutcome, found: Round, store: Store, now: datetime
) -> None:
    site = Scraped(store, now)
    site.metrics.count_poll(polled(outcome, found), now)

    assert site.figure(f"{LATENESS}_count") == 0


def test_a_reported_round_is_as_late_as_the_official_page_was(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    early = a_reported_round(first_seen=DRAWN + HOUR)
    change = ConfirmedRound(
        reported=early, confirmed=a_round(drawn_at=DRAWN, first_seen=DRAWN + HOUR)
    )
    found = PollResult(source="ircc", outcome="read", changes=(change,))
    site.metrics.count_poll(found, DRAWN + 6 * HOUR)

    assert site.figure(f"{LATENESS}_sum") == 6 * 3600


def test_a_correction_is_no_new_round(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    change = CorrectedRound(before=a_round(cutoff=475), after=a_round())
    site.metrics.count_poll(
        PollResult(source="ircc", outcome="read", changes=(change,)), DRAWN + HOUR
    )

    assert site.figure(f"{LATENESS}_count") == 0


def test_attempts_are_counted_by_the_kind_of_the_channel(store: Store, now: datetime) -> None:
    site = Scraped(store, now, hook="json://localhost", phone="TGRAM://1:a/2")
    for state in (DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.SENT):
        site.metrics.count_delivery(delivery(state), site.settings)
    site.metrics.count_delivery(delivery(DeliveryState.REFUSED, "phone"), site.settings)
    site.metrics.count_delivery(delivery(DeliveryState.EXPIRED, "of-yesterday"), site.settings)

    sends = site.figures()["watcher_sends_total"]
    assert {tuple(dict(labels).values()): n for labels, n in sends.items()} == {
        ("json", "sent"): 2,
        ("json", "again"): 1,
        ("json", "refused"): 0,
        ("json", "expired"): 0,
        ("tgram", "sent"): 0,
        ("tgram", "again"): 0,
        ("tgram", "refused"): 1,
        ("tgram", "expired"): 0,
        ("unknown", "expired"): 1,
    }


def test_an_alert_is_as_late_as_it_left_and_quiet_hours_are_told_apart(
    store: Store, now: datetime
) -> None:
    site = Scraped(store, now, hook="json://localhost")
    for sent in (
        delivery(DeliveryState.SENT, sent_after=timedelta(seconds=4)),
        delivery(DeliveryState.SENT, sent_after=8 * HOUR, rested=True),
        delivery(DeliveryState.SENT),
        delivery(DeliveryState.SENT, sent_after=-MINUTE),
    ):
        site.metrics.count_delivery(sent, site.settings)

    assert site.figure(f"{DELAY}_bucket", quiet_hours="no", le="2.0") == 0
    assert site.figure(f"{DELAY}_bucket", quiet_hours="no", le="5.0") == 1
    assert site.figure(f"{DELAY}_count", quiet_hours="no") == 1
    assert site.figure(f"{DELAY}_sum", quiet_hours="yes") == 8 * 3600


def test_no_name_score_or_address_of_a_person_is_in_it(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, **{"zelda-phone": "tgram://777:quagga/424242/434343"})
    zelda = a_subscription(name="zelda", score=1187, channels=("zelda-phone",))
    site.configure(
        subscriptions=(zelda,),
        operator=Operator(channels=("zelda-phone",), ping=Secret("https://ping/okapi")),
    )
    queue(store, now, "zelda-phone", "zelda")
    queue(store, now, "yak-phone", "yak")
    with store.writing() as tx:
        tx.subscriptions.register(["zelda"], now)
        for about in ("channel zelda-phone 424242", "source ircc"):
            detail = "zelda was not told"
            tx.incidents.open(an_episode(about, now, trouble="refused", detail=detail))
    sent = delivery(DeliveryState.SENT, "zelda-phone", sent_after=MINUTE)
    site.metrics.count_delivery(replace(sent, about="#385 to zelda"), site.settings)
    site.get("/rounds/zelda")
    site.get("/zelda?score=1187")

    text = site.get("/metrics").text + site.get("/readyz").text

    for claim in (
        "zelda",
        "1187",
        "quagga",
        "777",
        "424242",
        "434343",
        "okapi",
        "yak",
        "was not told",
    ):
        assert claim not in text.lower()
    assert 'kind="tgram"' in text


def test_requests_are_counted_by_the_route_that_is_known(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    for path in ("/signin", "/rounds/999", "/rounds/998", "/no-such-page", "/healthz"):
        site.get(path)
    site.get("/signin", {"Host": "evil.example"})

    counted = site.figures()["watcher_web_requests_total"]

    assert {tuple(dict(labels).values()): n for labels, n in counted.items()} == {
        ("/signin", "200"): 1,
        ("/rounds/{number}", "404"): 2,
        ("none", "404"): 1,
        ("none", "421"): 1,
    }


def test_whoever_asks_again_hears_that_nothing_has_changed(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    first = site.get("/metrics")
    again = site.get("/metrics", {"If-None-Match": first.headers["etag"]})
    head = site.get("/metrics", method="HEAD")
    site.metrics.count_poll(polled("unchanged"), now)
    then = site.get("/metrics", {"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])
    assert then.status_code == 200
    assert first.headers["cache-control"] == "public, no-cache"


def test_without_its_database_it_still_says_what_it_counted(now: datetime, tmp_path: Path) -> None:
    site = Scraped(Store(Secret(f"sqlite:///{tmp_path}/empty.db")), now)
    site.metrics.count_poll(polled("unchanged"), now)
    site.metrics.count_database_failure()

    assert site.get("/metrics").status_code == 200
    assert site.figure("watcher_database_up") == 0
    assert site.figure("watcher_database_failures_total") == 1
    assert site.figure("watcher_polls_total", source="ircc", outcome="unchanged") == 1


def test_it_says_which_version_runs_and_since_when(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    site.now = now + HOUR

    assert site.figure("watcher_start_timestamp_seconds") == now.timestamp()
    assert list(site.figures()["watcher_build_info"].values()) == [1]
    assert site.figure("watcher_database_up") == 1
