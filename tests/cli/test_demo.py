"""``demo``, as the installed program."""

import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.terminal import command, environment, program, watcher

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


def test_without_a_place_for_its_folder_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    said = watcher("demo", home=tmp_path)

    assert said.exit_code == 1
    assert "watcher: no folder can be made for the demo" in said.stderr


@pytest.mark.parametrize(
    ("number", "encoding", "told"),
    [
        (signal.SIGTERM, "utf-8", ("Élodie", "▸ the first poll")),
        # A terminal without accents still sees the story.
        (signal.SIGINT, "ascii", ("?lodie", "? the first poll")),
    ],
)
def test_a_signal_ends_it_soon_with_nothing_left_behind(
    tmp_path: Path, number: signal.Signals, encoding: str, told: Sequence[str]
) -> None:
    slowly = command("demo", "--year", "2025", "--pace", "0.05")
    unbuffered = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": encoding}
    with subprocess.Popen(
        slowly,
        env=environment(tmp_path, TMPDIR=str(tmp_path), **unbuffered),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding=encoding,
    ) as demo:
        assert demo.stdout is not None
        shown = ""
        for line in demo.stdout:
            shown += line
            if "the first poll" in line:
                break
        demo.send_signal(number)
        rest, errors = demo.communicate(timeout=30)

    assert (demo.returncode, errors) == (130, "")
    assert all(words in shown for words in told)
    assert rest.endswith("Stopped; nothing was left behind.\n")
    assert list(tmp_path.iterdir()) == []
