import itertools
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy/systemd"
UNIT = DEPLOY / "watcher.service"
WORKER = DEPLOY / "watcher-deliver.conf"

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="there is no systemd-analyze here: apt-get install systemd",
)


def _check(unit: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([DEPLOY / "check", unit], capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_knows_every_line_and_what_the_service_can_reach_is_little() -> None:
    checked = _check(UNIT)

    assert checked.stderr == ""
    assert checked.returncode == 0
    assert "Overall exposure level for watcher.service: " in checked.stdout


@needs_systemd
@pytest.mark.parametrize(
    ("line", "instead", "complaint"),
    [
        ("Type=notify", "Type=notify\nNoSuchKey=yes", "NoSuchKey"),
        ("SetCredential=secret:none", "SetCredential=secret:", "Invalid syntax"),
        ("Type=notify", "Type=notifies", "notifies"),
        ("CapabilityBoundingSet=", "", "Overall exposure level"),
    ],
)
def test_a_bad_line_fails_the_check(
    line: str, instead: str, complaint: str, tmp_path: Path
) -> None:
    text = UNIT.read_text()
    assert f"{line}\n" in text
    (tmp_path / "watcher.service").write_text(text.replace(line, instead))

    checked = _check(tmp_path / "watcher.service")

    assert checked.returncode == 1
    assert complaint in checked.stderr


def test_every_line_says_why_it_is_there() -> None:
    lines = UNIT.read_text().splitlines()
    uncommented = [
        line
        for above, line in itertools.pairwise(lines)
        if line and line[0] not in "#[" and not above.startswith("# ")
    ]

    assert uncommented == []


def test_the_program_is_where_the_readme_installs_it() -> None:
    program = "/opt/watcher/bin/watcher --config /etc/watcher/config.toml"

    assert f"\nExecStart={program} run\n" in UNIT.read_text()
    assert program in (DEPLOY / "README.md").read_text()


@needs_systemd
def test_a_copy_of_the_unit_with_the_lines_for_a_worker_is_one(tmp_path: Path) -> None:
    worker = tmp_path / "watcher-deliver@.service"
    # The check wants one ExecStart=, and so no line that takes the first one back.
    of_service = [x for x in UNIT.read_text().splitlines() if not x.startswith("ExecStart=")]
    of_worker = [x for x in WORKER.read_text().splitlines() if x != "ExecStart="]
    worker.write_text("\n".join([*of_service, *of_worker, ""]))

    checked = _check(worker)

    assert checked.stderr == ""
    assert checked.returncode == 0


def test_a_worker_is_started_as_the_service_is_but_for_the_verb() -> None:
    def starts(file: Path) -> list[str]:
        return [line for line in file.read_text().splitlines() if line.startswith("ExecStart=/")]

    assert starts(WORKER) == [starts(UNIT)[0].removesuffix("run") + "deliver"]
