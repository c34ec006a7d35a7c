"""The rules and the dashboard: of figures that there are, and sound by promtool."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.scraped import Scraped
from watcher.adapters.database import Store
from watcher.core.settings import Secret

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy/prometheus/watcher.rules.yml"
RULES_TEST = ROOT / "deploy/prometheus/watcher.rules.test.yml"
DASHBOARD = ROOT / "deploy/grafana/watcher.json"
OPERATING = ROOT / "docs/operating.md"

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None,
    reason="there is no promtool here: Debian and Ubuntu have it in the package prometheus",
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return every family that /metrics has, by the name that it has there."""
    now = datetime(2025, 12, 11, 16, 2, 10, tzinfo=UTC)
    file = tmp_path_factory.mktemp("metrics") / "watcher.db"
    store = Store(Secret(f"sqlite:///{file}"))
    store.migrate(now)
    text = Scraped(store, now).get("/metrics").text
    store.close()
    return {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in text_string_to_metric_families(text)
    }


def named(text: str) -> set[str]:
    """Find the figures that a text names; those of a histogram by its own name."""
    found = re.findall(r"\bwatcher_[a-z_]+", text)
    return {re.sub("_(bucket|count|sum)$", "", name) for name in found}


def expressions() -> Iterator[str]:
    """Return what the dashboard asks Prometheus, a choice in the place of each variable."""
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        for target in panel.get("targets", ()):
            asked: str = target["expr"]
            yield re.sub(r"\$__(rate_interval|range)", "5m", asked.replace("$instance", ".*"))


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["promtool", *arguments],  # noqa: S607 - wherever it is installed
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("file", [RULES, RULES_TEST, DASHBOARD], ids=lambda f: f.name)
def test_every_figure_that_is_asked_for_is_exported(file: Path, exported: set[str]) -> None:
    assert named(file.read_text()) - exported == set()


def test_every_figure_that_is_exported_is_on_the_dashboard(exported: set[str]) -> None:
    shown = {name for asked in expressions() for name in named(asked)}

    assert exported - shown == set()
    assert len(exported) == 21


def test_the_table_for_operators_has_every_figure_and_no_other(exported: set[str]) -> None:
    rows = [line for line in OPERATING.read_text().splitlines() if line.startswith("| `watcher_")]

    assert {name for row in rows for name in named(row.split("|")[1])} == exported


def test_every_rule_says_how_bad_it_is_what_is_wrong_and_what_to_do() -> None:
    rules = RULES.read_text().split("- alert: ")[1:]

    assert len(rules) == 16
    for rule in rules:
        assert re.search(r"severity: (critical|warning|info)\}", rule), rule
        assert "summary: " in rule
        assert "description: >-" in rule


def test_every_rule_is_seen_to_fire_by_its_test() -> None:
    names = re.findall(r"- alert: (\w+)", RULES.read_text())
    tested = RULES_TEST.read_text()

    assert [n for n in names if not re.search(rf"{n}\b", tested)] == []


@needs_promtool
def test_promtool_takes_the_rules() -> None:
    checked = promtool("check", "rules", "--lint-fatal", RULES)

    assert (checked.stderr, checked.returncode) == ("", 0)
    assert "SUCCESS: 16 rules found" in checked.stdout


@needs_promtool
def test_the_rules_fire_when_they_should_and_are_quiet_when_all_is_well() -> None:
    checked = promtool("test", "rules", RULES_TEST)

    assert checked.returncode == 0, checked.stdout + checked.stderr


@needs_promtool
@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("watcher_queue_due_seconds > 1800", "watcher_queue_due_seconds > 300"),
        ('quiet_hours="no"', 'quiet_hours="yes"'),
        ('state="blind", trust="official"', 'state="blind", trust="secondary"'),
    ],
)
def test_a_rule_that_is_wrong_fails_its_test(line: str, instead: str, tmp_path: Path) -> None:
    shutil.copy(RULES_TEST, tmp_path)
    text = RULES.read_text()
    assert line in text
    (tmp_path / RULES.name).write_text(text.replace(line, instead))

    assert promtool("test", "rules", tmp_path / RULES_TEST.name).returncode == 1


@needs_promtool
def test_prometheus_understands_all_that_the_dashboard_asks(tmp_path: Path) -> None:
    rules = [{"record": f"r{n}", "expr": asked} for n, asked in enumerate(expressions())]
    file = tmp_path / "dashboard.yml"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))

    checked = promtool("check", "rules", file)

    assert (checked.stderr, checked.returncode) == ("", 0)


def test_the_dashboard_asks_whichever_prometheus_is_chosen() -> None:
    dashboard = json.loads(DASHBOARD.read_text())
    panels = [panel for panel in dashboard["panels"] if panel["type"] != "row"]

    assert "id" not in dashboard
    assert dashboard["templating"]["list"][0]["type"] == "datasource"
    assert {panel["datasource"]["uid"] for panel in panels} == {"${datasource}"}
    assert all(panel["title"] for panel in panels)
    assert all(panel["fieldConfig"]["defaults"]["unit"] for panel in panels)
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
