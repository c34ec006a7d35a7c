"""``run``, as the installed program."""

import signal
import subprocess
from pathlib import Path

import pytest

from tests.adapters.config.files import a_subscription, write
from tests.cli.installation import polling
from tests.cli.terminal import command, environment, watcher
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer, answer

BEFORE = a_page(a_row("436", "2026-08-12"))


def test_the_service_runs_until_it_is_told_to_end(tmp_path: Path, server: HttpServer) -> None:
    file = polling(tmp_path, server)
    server.at("/feed.json", answer(BEFORE))

    with subprocess.Popen(
        command("-c", file, "run"), env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        for line in service.stdout:
            if " polled " in line:
                service.send_signal(signal.SIGTERM)
                break
        rest = service.stdout.read()

    assert service.returncode == 0, rest
    assert "stopped" in rest


def test_a_reload_reads_the_file_it_began_with_and_no_other(
    tmp_path: Path, server: HttpServer
) -> None:
    file = polling(tmp_path, server)
    users_own = tmp_path / ".config/watcher/config.toml"
    users_own.parent.mkdir(parents=True)
    users_own.write_text(file.read_text().replace("amara", "bo"))
    server.at("/feed.json", answer(BEFORE))

    with subprocess.Popen(
        command("run"), cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        told = []
        for line in service.stdout:
            told.append(line)
            if " started" in line:
                file.unlink()
                service.send_signal(signal.SIGHUP)
            if " reload" in line:
                service.send_signal(signal.SIGTERM)

    reloads = [line for line in told if " reload" in line]
    assert len(reloads) == 1
    assert "reload_refused" in reloads[0]
    assert "config.toml: does not exist" in reloads[0]


@pytest.mark.parametrize("verb", ["run", "poll"])
def test_what_stands_in_a_bad_profile_is_shown_in_a_terminal_but_not_in_a_journal(
    tmp_path: Path, verb: str
) -> None:
    (tmp_path / "amara.toml").write_text(
        'born = 1890-11-03\neducation = "master"\nfunds = "13757 CAD"\nagee = 30\n'
        '[[work]]\nnoc = "21231"\nfrom = 2024-03-04\nto = 2023-05-06\n'
    )
    keys = {"score": "", "profile": '"amara.toml"', "submitted": ""}
    file = write(tmp_path, a_subscription(**keys))

    logged, checked = (watcher("-c", file, v, home=tmp_path) for v in (verb, "check"))

    assert logged.exit_code == 2
    profile, see = tmp_path / "amara.toml", "`watcher check` shows what is there"
    assert logged.stderr.splitlines()[1:] == [
        f"{profile}: born: is out of range; allowed: a day from 1900-01-01 to 2100-12-31; {see}",
        f"{profile}: work[0].to: is before the first day; {see}",
        f"{profile}: funds: must be a number; allowed: a number from 0 to 1e+09; {see}",
        next(line for line in logged.stderr.splitlines() if ": agee: is no key" in line),
    ]
    assert not any(
        value in logged.output for value in ("1890", "13757", "2024-03-04", "2023-05-06")
    )
    assert "born: is out of range; there is 1890-11-03; " in checked.output
    assert "work[0].to: is before the first day; there is 2023-05-06; from is 2024-03-04" in (
        checked.output
    )


def test_when_somebody_submitted_is_not_logged_where_two_files_differ(tmp_path: Path) -> None:
    (tmp_path / "amara.toml").write_text(
        'age = 30\neducation = "master"\nsubmitted = 2025-11-20T15:00:00Z\n'
    )
    keys = {"score": "", "profile": '"amara.toml"', "submitted": "2025-11-21T15:00:00Z"}

    told = watcher("-c", write(tmp_path, a_subscription(**keys)), "run", home=tmp_path)

    assert "subscription[0].submitted (amara): is not what " in told.stderr
    assert "2025-11" not in told.stderr
