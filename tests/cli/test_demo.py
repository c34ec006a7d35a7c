"""``demo``, as the installed program."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import command, environment, program

NOWHERE = "http://127.0.0.1:9"  # a proxy that would take every request, and fail


def test_it_needs_no_configuration_and_leaves_nothing_behind(tmp_path: Path) -> None:
    said = program(
        "demo", "--year", "2026",
        home=tmp_path,
        TMPDIR=str(tmp_path),
        HTTP_PROXY=NOWHERE,
        http_proxy=NOWHERE,
        LANG="C.UTF-8",
    )  # fmt: skip

    assert (said.returncode, said.stderr) == (0, "")
    assert "59 published, on top of 389 before" in said.stdout
    assert "Amara 1, Mei 3, Joseph 3, Devraj 16, Élodie 8, Ravi 11, Noor 16" in said.stdout
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_its_folder_it_says_so(tmp_path: Path) -> None:
    code = (
        "import tempfile\n"
        f"tempfile.tempdir = {str(tmp_path / 'missing')!r}\n"
        "from watcher.cli import app\n"
        "app(['demo'])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert said.returncode == 1
    assert "watcher: no folder can be made for the demo" in said.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_soon_with_nothing_left_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    slowly = command("demo", "--year", "2025", "--pace", "0.05")
    with subprocess.Popen(
        slowly,
        env=environment(tmp_path, TMPDIR=str(tmp_path), PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if "the first poll" in line:
                break
        demo.send_signal(number)
        rest, errors = demo.communicate(timeout=30)

    assert (demo.returncode, errors) == (130, "")
    assert rest.endswith("Stopped; nothing was left behind.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_without_accents_still_sees_the_story(tmp_path: Path) -> None:
    with subprocess.Popen(
        command("demo", "--year", "2025", "--pace", "0.05"),
        env=environment(tmp_path, TMPDIR=str(tmp_path), PYTHONIOENCODING="ascii"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="ascii",
    ) as demo:
        assert demo.stdout is not None
        shown = [demo.stdout.readline() for _ in range(30)]
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=30)

    assert any("?lodie" in line for line in shown)
    assert any("? the first poll" in line for line in shown)
    assert demo.returncode == 130
