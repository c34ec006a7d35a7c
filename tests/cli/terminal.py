"""Runs verbs in this process, or as the installed program."""

import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from typer.testing import CliRunner, Result

from watcher.cli import app

# Whoever runs the tests may have a configuration of their own.
_CLEARED = ("WATCHER_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "STATE_DIRECTORY")


def watcher(
    *arguments: str | Path, home: Path, typed: str | None = None, **variables: str
) -> Result:
    """Run a verb in this process; *typed* answers its questions."""
    environ = {
        **dict.fromkeys(_CLEARED),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "",
        "TZ": "America/Toronto",
        **variables,
    }
    words = [str(argument) for argument in arguments]
    # A checkout in which `make run` was tried has a config.toml of its own.
    with chdir(home):
        return CliRunner().invoke(app, words, input=typed, env=environ, prog_name="watcher")


def program(
    *arguments: str | Path, home: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the program itself, in the folder, with an environment of its own."""
    return subprocess.run(
        command(*arguments),
        cwd=home,
        env=environment(home, **variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def command(*arguments: str | Path) -> list[str]:
    """Write the command line that runs the program."""
    return [sys.executable, "-m", "watcher", *map(str, arguments)]


def environment(home: Path, **variables: str) -> dict[str, str]:
    """Make an environment with nothing of the machine's in it."""
    kept = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
    return {**kept, "HOME": str(home), **variables}
