"""Where the configuration file is looked for, and where the database lies by default."""

from collections.abc import Mapping
from pathlib import Path

from watcher.core.errors import ConfigError, Fault

_SYSTEM = Path("/etc/watcher")
_SYSTEM_STATE = Path("/var/lib/watcher")


def find_config(flag: Path | None, environ: Mapping[str, str]) -> Path:
    """Say which file is meant; what the flag or WATCHER_CONFIG names need not exist.

    A ``config.toml`` in the working directory comes before the user's own, so that a
    checkout can be tried out; should it be another program's, its first unknown key
    refuses it by name.
    """
    if flag is not None:
        return flag
    if named := environ.get("WATCHER_CONFIG"):
        return Path(named)
    places = (Path("config.toml"), _user_folder(environ) / "config.toml", _SYSTEM / "config.toml")
    for place in places:
        if _is_there(place):
            return place
    looked = ", ".join(["./config.toml", *map(str, places[1:])])
    raise ConfigError(
        Fault(
            file="configuration",
            key="",
            problem=f"no file; neither --config nor WATCHER_CONFIG names one, "
            f"and there is none at {looked}",
            hint="`watcher init` asks a few questions and writes one",
        )
    )


def _is_there(place: Path) -> bool:
    """Tell whether something is there, readable or not: then no other file is meant."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a folder that may not be looked into; reading it says so
        return True
    return True


def new_config_path(flag: Path | None, environ: Mapping[str, str]) -> Path:
    """Say where ``init`` writes: never into the working directory unless told to."""
    if flag is not None:
        return flag
    if named := environ.get("WATCHER_CONFIG"):
        return Path(named)
    return _user_folder(environ) / "config.toml"


def default_database(file: Path, environ: Mapping[str, str]) -> str:
    """Name the SQLite file of whoever runs: the service's state, else the user's.

    systemd may list several folders in STATE_DIRECTORY, the first is ours. A file in
    /etc/watcher is the service's also in a shell, where STATE_DIRECTORY is missing:
    there ``watcher status`` must not look into another, empty database.
    """
    return f"sqlite:///{_state_folder(file, environ) / 'watcher.db'}"


def _state_folder(file: Path, environ: Mapping[str, str]) -> Path:
    if state := environ.get("STATE_DIRECTORY"):
        return Path(state.split(":")[0])
    if state := _absolute(environ.get("XDG_STATE_HOME")):
        return Path(state) / "watcher"
    if file.parent == _SYSTEM:
        return _SYSTEM_STATE
    return _home(environ) / ".local/state/watcher"


def _user_folder(environ: Mapping[str, str]) -> Path:
    if folder := _absolute(environ.get("XDG_CONFIG_HOME")):
        return Path(folder) / "watcher"
    return _home(environ) / ".config/watcher"


def _absolute(folder: str | None) -> str | None:
    # The XDG base directory specification: a relative path there is to be ignored.
    return folder if folder and Path(folder).is_absolute() else None


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ["HOME"]) if environ.get("HOME") else Path.home()
