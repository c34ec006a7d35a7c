"""Where the file is looked for, and where the database lies by default."""

from contextlib import chdir
from pathlib import Path

import pytest

from watcher.adapters import config
from watcher.adapters.config.files import default_database
from watcher.core.errors import ConfigError


def a_home(folder: Path) -> dict[str, str]:
    """Make a home with a configuration in it."""
    (folder / ".config/watcher").mkdir(parents=True)
    (folder / ".config/watcher/config.toml").touch()
    return {"HOME": str(folder)}


def test_the_flag_beats_the_variable_also_when_its_file_is_missing() -> None:
    environ = {"WATCHER_CONFIG": "/from/environment.toml"}

    assert config.find_config(Path("/flag.toml"), environ) == Path("/flag.toml")
    assert config.find_config(None, environ) == Path("/from/environment.toml")


def test_the_working_directory_comes_before_the_users_own(tmp_path: Path) -> None:
    environ = a_home(tmp_path / "home")

    with chdir(tmp_path):
        assert config.find_config(None, environ) == tmp_path / "home/.config/watcher/config.toml"
        Path("config.toml").touch()
        assert config.find_config(None, environ) == Path("config.toml")


def test_xdg_config_home_stands_for_the_folder_in_the_home(tmp_path: Path) -> None:
    environ = a_home(tmp_path / "home")
    (tmp_path / "xdg/watcher").mkdir(parents=True)
    (tmp_path / "xdg/watcher/config.toml").touch()

    with chdir(tmp_path):
        found = config.find_config(None, {**environ, "XDG_CONFIG_HOME": str(tmp_path / "xdg")})
        # The specification has relative paths ignored.
        relative = config.find_config(None, {**environ, "XDG_CONFIG_HOME": "xdg"})

    assert found == tmp_path / "xdg/watcher/config.toml"
    assert relative == tmp_path / "home/.config/watcher/config.toml"


def test_a_link_that_leads_nowhere_is_the_file_that_is_meant(tmp_path: Path) -> None:
    environ = a_home(tmp_path / "home")

    with chdir(tmp_path):
        Path("config.toml").symlink_to("on-a-disk-that-is-not-there.toml")
        assert config.find_config(None, environ) == Path("config.toml")


def test_without_any_file_all_places_are_named(tmp_path: Path) -> None:
    with chdir(tmp_path), pytest.raises(ConfigError) as refused:
        config.find_config(None, {"HOME": "/home/amara"})

    assert str(refused.value) == (
        "configuration: no file; neither --config nor WATCHER_CONFIG names one, and "
        "there is none at ./config.toml, /home/amara/.config/watcher/config.toml, "
        "/etc/watcher/config.toml; `watcher init` asks a few questions and writes one"
    )


def test_a_new_file_never_lands_in_the_working_directory_unasked() -> None:
    environ = {"HOME": "/home/amara"}
    named = {**environ, "WATCHER_CONFIG": "/named.toml"}

    assert config.new_config_path(Path("here.toml"), named) == Path("here.toml")
    assert config.new_config_path(None, named) == Path("/named.toml")
    assert config.new_config_path(None, environ) == Path("/home/amara/.config/watcher/config.toml")


@pytest.mark.parametrize(
    ("file", "environ", "database"),
    [
        (
            "/etc/watcher/config.toml",
            {"STATE_DIRECTORY": "/var/lib/w:/var/lib/x", "XDG_STATE_HOME": "/xdg"},
            "sqlite:////var/lib/w/watcher.db",
        ),
        ("/c.toml", {"XDG_STATE_HOME": "/xdg"}, "sqlite:////xdg/watcher/watcher.db"),
        (
            "/c.toml",
            {"XDG_STATE_HOME": "xdg", "HOME": "/home/a"},
            "sqlite:////home/a/.local/state/watcher/watcher.db",
        ),
        ("/etc/watcher/config.toml", {"HOME": "/root"}, "sqlite:////var/lib/watcher/watcher.db"),
    ],
)
def test_the_database_lies_in_the_state_folder_of_whoever_runs(
    file: str, environ: dict[str, str], database: str
) -> None:
    assert default_database(Path(file), environ) == database


def test_without_a_home_variable_the_accounts_own_is_taken() -> None:
    database = default_database(Path("/c.toml"), {})

    assert database == f"sqlite:///{Path.home()}/.local/state/watcher/watcher.db"
