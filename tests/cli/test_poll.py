"""``poll``, mostly as the installed program."""

import json
from pathlib import Path

from tests.cli.installation import polling
from tests.cli.terminal import program, watcher
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer, answer

BEFORE = a_page(a_row("436", "2026-08-12"))
AFTER = a_page(a_row("437", "2026-08-19"), a_row("436", "2026-08-12"))


def test_a_new_round_is_told_as_of_the_instant_that_is_given(
    tmp_path: Path, server: HttpServer
) -> None:
    file = polling(tmp_path, server)
    server.at("/feed.json", answer(BEFORE), answer(AFTER))

    first = program("-c", file, "poll", "--as-of", "2026-08-12T16:00:00Z", home=tmp_path)
    second = program("-c", file, "poll", "--as-of", "2026-08-19T16:00:00Z", home=tmp_path)

    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert "#437" not in first.stdout
    assert "#437" in second.stdout


def test_a_source_that_cannot_be_read_ends_with_1(tmp_path: Path, server: HttpServer) -> None:
    file = polling(tmp_path, server)
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
