"""``poll`` and ``run``, mostly as the installed program."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.config.files import a_subscription, write
from tests.cli.terminal import command, environment, program, watcher
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer, answer

BEFORE = a_page(a_row("436", "2026-08-12"))
AFTER = a_page(a_row("437", "2026-08-19"), a_row("436", "2026-08-12"))


@pytest.fixture
def server() -> Iterator[HttpServer]:
    """Serve a feed."""
    with HttpServer() as running:
        yield running


def configured(folder: Path, server: HttpServer) -> Path:
    """Write a configuration that polls the server and prints alerts."""
    return write(
        folder,
        a_subscription()
        + f'[[source]]\nname = "ircc"\nurl = "{server.url("/feed.json")}"\n'
        + '[watcher]\ndatabase = "sqlite:///watcher.db"\n',
    )


def test_a_new_round_is_told_as_of_the_instant_that_is_given(
    tmp_path: Path, server: HttpServer
) -> None:
    file = configured(tmp_path, server)
    server.at("/feed.json", answer(BEFORE), answer(AFTER))

    first = program("-c", file, "poll", "--as-of", "2026-08-12T16:00:00Z", home=tmp_path)
    second = program("-c", file, "poll", "--as-of", "2026-08-19T16:00:00Z", home=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert "#437" not in first.stdout
    assert "#437" in second.stdout


def test_a_source_that_cannot_be_read_ends_with_1(tmp_path: Path, server: HttpServer) -> None:
    file = configured(tmp_path, server)
    server.at("/feed.json", answer(b"{", status=200))

    said = program("-c", file, "--log-format", "json", "poll", home=tmp_path)

    assert said.returncode == 1
    lines = [json.loads(x) for x in said.stdout.splitlines() if x.startswith("{")]
    assert "polled" in [line["event"] for line in lines]


def test_a_configuration_that_cannot_be_used_ends_with_2(tmp_path: Path) -> None:
    said = watcher("-c", tmp_path / "none.toml", "poll", home=tmp_path)

    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr == (
        f"watcher: {tmp_path}/none.toml: does not exist; `watcher init` writes one\n"
    )


def test_the_service_runs_until_it_is_told_to_end(tmp_path: Path, server: HttpServer) -> None:
    file = configured(tmp_path, server)
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
    file = configured(tmp_path, server)
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
