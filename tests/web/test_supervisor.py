"""The service counts polls and deliveries, and serves only if enabled."""

import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.pages import a_page, a_row
from tests.running import Running
from tests.servers.http import HttpServer, answer
from watcher.adapters.database import Store
from watcher.core.settings import Secret, Settings, Web
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult
from watcher.service.clock import system_clock
from watcher.web.server import WebSupervisor

YESTERDAY = (system_clock() - timedelta(days=1)).date().isoformat()
NOW = datetime(2025, 12, 11, 16, 2, 10, tzinfo=UTC)

CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
[web]
listen = "127.0.0.1:0"
[[source]]
name = "ircc"
url = "{page}"
[channels]
hook = "{hook}"
[[subscription]]
name = "amara"
categories = ["cec"]
score = 500
channels = ["hook"]
"""

POLLS = 'watcher_polls_total {{"outcome": "{}", "source": "ircc"}}'
SENT = 'watcher_sends_total {"kind": "json", "outcome": "sent"}'
DELAY = 'watcher_alert_sent_after_seen_seconds_{} {{"quiet_hours": "no"}}'


def figures(url: str) -> dict[str, float]:
    """Return what is not zero, named as Prometheus writes it."""
    text = httpx.get(f"{url}metrics", trust_env=False).text
    return {
        f"{sample.name} {json.dumps(sample.labels, sort_keys=True)}": sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.value
    }


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    """Watch a page with round 437, which then has round 438 too."""
    with HttpServer() as server:
        new, known = a_row("438", YESTERDAY), a_row("437", YESTERDAY)
        steps = (answer(a_page(known)), answer(a_page(new, known)))
        server.at("/rounds.json", *steps)
        server.at("/hook", answer(b"taken"))
        config = tmp_path / "config.toml"
        hook = server.url("/hook", scheme="json")
        config.write_text(CONFIGURATION.format(page=server.url("/rounds.json"), hook=hook))
        yield config


def listening(program: Running, *, times: int = 1) -> str:
    """Wait until the face is served, and return where."""
    return str(program.wait_for("web_listening", times=times)["url"])


def test_a_new_round_moves_the_figures_all_the_way_to_its_alert(config: Path) -> None:
    with Running(config) as program:
        url = listening(program)
        program.wait_for("delivery", about="#438 to amara")
        program.wait_for("polled", outcome="unchanged", times=2)
        found = figures(url)

    assert found[POLLS.format("baseline")] == 1
    assert found[POLLS.format("read")] == 1
    assert found[POLLS.format("unchanged")] >= 1
    assert found["watcher_round_seen_after_drawn_seconds_count {}"] == 1
    assert found[SENT] == 1
    assert found[DELAY.format("count")] == 1
    assert 0 < found[DELAY.format("sum")] < 60
    assert found['watcher_rounds {"state": "confirmed"}'] == 2
    assert found['watcher_deliveries {"kind": "json", "state": "sent"}'] == 1


def test_a_reload_that_moves_the_face_keeps_what_was_counted(config: Path) -> None:
    started = "watcher_start_timestamp_seconds {}"
    with Running(config) as program:
        url = listening(program)
        program.wait_for("delivery", about="#438 to amara")
        program.wait_for("polled", outcome="unchanged", times=2)
        before = figures(url)
        text = config.read_text()
        config.write_text(text.replace("[web]", "[web]\nrequests_per_second = 40"))
        program.signal(signal.SIGHUP)
        url = listening(program, times=2)
        after = figures(url)
        ready = httpx.get(f"{url}readyz", trust_env=False)

    assert after[SENT] == 1
    assert after[POLLS.format("unchanged")] >= before[POLLS.format("unchanged")]
    assert after[started] == before[started]
    assert (ready.status_code, ready.text) == (200, "ready\n")


def test_a_count_that_fails_is_logged_and_holds_up_nothing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(
        file=PurePath("config.toml"), database=Secret(store.address), web=Web(port=0)
    )
    keeper = WebSupervisor(store, lambda: settings, lambda: NOW)
    strange = DeliveryResult(
        channel="hook",
        target="",
        state="lost",  # type: ignore[arg-type]  # no state that there is
        answer="",
        about="",
    )

    keeper.count_delivery(strange)
    keeper.count_poll(PollResult(source="ircc", outcome="read"))

    assert [record.getMessage() for record in caplog.records] == ["not_counted"]
