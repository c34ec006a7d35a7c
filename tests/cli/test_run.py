"""``run``, as the installed program."""

import signal
import subprocess
from pathlib import Path

from tests.cli.installation import polling
from tests.cli.terminal import command, environment
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
