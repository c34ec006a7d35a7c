"""Every verb: help, errors, exit codes, imports."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tests.adapters.config.files import a_subscription, write
from tests.cli.terminal import command, environment, program, watcher
from watcher.cli.group import LazyGroup
from watcher.core.errors import ConfigError, ConfigFault, PageError, StoreError, WatcherError
from watcher.core.model import Trouble

VERBS = (
    "init", "check", "config", "run", "poll", "rounds", "round", "explain", "report", "read",
    "demo", "deliveries", "retry", "test", "status", "backup", "sources", "reports", "chart",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(tmp_path: Path, verb: str) -> None:
    said = watcher(verb, "--help", home=tmp_path, COLUMNS="100")

    assert said.exit_code == 0
    assert "Examples\n" in said.stdout.replace(" \n", "\n").replace(" ", "") + "\n"
    assert f"watcher {verb}" in said.stdout


def test_help_names_every_verb_and_the_exit_codes(tmp_path: Path) -> None:
    said = watcher("--help", home=tmp_path)

    assert all(f"│ {verb}" in said.stdout for verb in VERBS)
    assert "Exit codes: 0 done, 1 ran but something failed" in said.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_lists_each_verb_with_its_own_first_line(tmp_path: Path, verb: str) -> None:
    said = watcher(verb, "--help", home=tmp_path, COLUMNS="100")
    listed = watcher("--help", home=tmp_path, COLUMNS="120")

    first = next(line for line in said.stdout.splitlines()[2:] if line.strip()).strip()
    assert re.search(rf"│ {verb} +{re.escape(first)} +│", listed.stdout)


def test_a_misspelt_verb_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    said = watcher("chekc", home=tmp_path)

    assert said.exit_code == 2
    assert "Did you mean 'check'?" in said.stderr


def test_help_loads_no_library_of_the_service() -> None:
    heavy = "apprise", "apscheduler", "httpx", "pydantic", "sqlalchemy", "rich"
    loaded = f"import sys, watcher.cli; print([name for name in {heavy} if name in sys.modules])"

    said = subprocess.check_output([sys.executable, "-c", loaded], text=True)

    assert said == "[]\n"


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (WatcherError("no luck"), 1, "watcher: no luck\n"),
        (StoreError("the disk is full"), 1, "watcher: the disk is full\n"),
        (PageError("not JSON", Trouble.NOT_JSON), 1, "watcher: not JSON\n"),
        (
            ConfigError(ConfigFault(file="c.toml", key="a", problem="is missing")),
            2,
            "watcher: c.toml: a: is missing\n",
        ),
        (
            ConfigError(
                ConfigFault(file="c.toml", key="a", problem="is missing"),
                ConfigFault(file="c.toml", key="b", problem="is odd", given="5"),
            ),
            2,
            ("watcher: the configuration cannot be used, 2 faults:\n"
            "c.toml: a: is missing\nc.toml: b: is odd; there is 5\n"),
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
)  # fmt: skip
def test_an_error_ends_with_its_code_and_one_sentence(
    error: BaseException, code: int, told: str
) -> None:
    app = typer.Typer(cls=LazyGroup)

    @app.callback()
    def group() -> None:
        """Make it a group."""

    @app.command()
    def fail() -> None:
        raise error

    said = CliRunner().invoke(app, ["fail"])

    assert (said.exit_code, said.stdout, said.stderr) == (code, "", told)


def test_the_options_before_the_verb_reach_it(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription())
    options = ("-c", file, "--timezone", "Asia/Kolkata", "--database", "sqlite:////w.db")

    said = watcher(*options, "config", "--json", home=tmp_path)

    shown = json.loads(said.stdout)
    assert shown["file"] == str(file)
    assert shown["watcher"]["timezone"] == "Asia/Kolkata"
    assert shown["watcher"]["database"] == "sqlite:////w.db"


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    said = watcher("--version", home=tmp_path)

    assert (said.exit_code, said.stdout) == (0, "watcher 0.1.0\n")


@pytest.mark.parametrize(
    ("options", "variables", "coloured"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False)],
)
def test_no_colour_is_printed_where_none_is_wanted(
    tmp_path: Path, options: tuple[str, ...], variables: dict[str, str], *, coloured: bool
) -> None:
    said = program(*options, "--help", home=tmp_path, FORCE_COLOR="1", **variables)

    assert ("\x1b[1;36m" in said.stdout) is coloured


def test_a_reader_that_closes_its_pipe_is_told_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription())
    read, written = os.pipe()
    os.close(read)

    said = subprocess.run(
        command("-c", file, "config"),
        env=environment(tmp_path),
        stdout=written,
        stderr=subprocess.PIPE,
        check=False,
    )
    with suppress(OSError):
        os.close(written)

    assert (said.returncode, said.stderr) == (1, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion_script(tmp_path: Path, shell: str) -> None:
    said = program(home=tmp_path, _WATCHER_COMPLETE=f"source_{shell}")

    assert said.returncode == 0
    assert f"complete_{shell}" in said.stdout


def test_bash_completes_verbs_options_and_categories(tmp_path: Path) -> None:
    script = (
        f'watcher() {{ "{sys.executable}" -m watcher "$@"; }}; export -f watcher\n'
        "eval \"$(_WATCHER_COMPLETE=source_bash watcher | sed 's/ $1 / bash -c watcher /')\"\n"
        "for words in 'watcher po' 'watcher init --categ' 'watcher init --category he'; do\n"
        "COMP_WORDS=($words); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
        '_watcher_completion watcher; echo "${COMPREPLY[*]}"; done'
    )  # fmt: skip

    said = subprocess.run(
        ["bash", "--norc", "-c", script],  # noqa: S607 - whichever bash there is
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "poll\n--category\nhealthcare\n"


@pytest.mark.parametrize(
    ("shell", "completed"),
    [("zsh", "_arguments '*: :((\"healthcare\"))'\n"), ("fish", "healthcare\n")],
)
def test_zsh_and_fish_are_answered_as_their_scripts_ask(
    tmp_path: Path, shell: str, completed: str
) -> None:
    said = program(
        home=tmp_path,
        _WATCHER_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="watcher init --category he",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )

    assert said.stdout == completed
