"""The files of a configuration: finding and reading the TOML file, and the default database."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from watcher.core.errors import ConfigError, ConfigFault

TomlDocument = dict[str, object]

_SYSTEM = Path("/etc/watcher")
_SYSTEM_STATE = Path("/var/lib/watcher")


def find_config(flag: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the file that the flag or WATCHER_CONFIG names, else the first found, ./config.toml before the user's."""
    if named := _named(flag, environ):
        return named
    places = (Path("config.toml"), _user_folder(environ) / "config.toml", _SYSTEM / "config.toml")
    for place in places:
        if _is_there(place):
            return place
    looked = ", ".join(["./config.toml", *map(str, places[1:])])
    problem = (
        f"no file; neither --config nor WATCHER_CONFIG names one, and there is none at {looked}"
    )
    hint = "`watcher init` asks a few questions and writes one"
    raise ConfigError(ConfigFault(file="configuration", key="", problem=problem, hint=hint))


def _is_there(place: Path) -> bool:
    """Return whether something is there, readable or not: then no other file is meant."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a folder that may not be looked into; reading it says so
        return True
    return True


def new_config_path(flag: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the file that ``init`` writes: never in the working directory unless named."""
    return _named(flag, environ) or _user_folder(environ) / "config.toml"


def _named(flag: Path | None, environ: Mapping[str, str]) -> Path | None:
    variable = environ.get("WATCHER_CONFIG")
    return flag or (Path(variable) if variable else None)


def default_database(file: Path, environ: Mapping[str, str]) -> str:
    """Name the SQLite file of whoever runs: the service's state, else the user's.

    systemd may list several folders in STATE_DIRECTORY, the first is ours. A file in /etc/watcher is the service's also
    in a shell, where STATE_DIRECTORY is missing: there ``watcher status`` must not look into another, empty database.
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


def read_toml(path: Path) -> TomlDocument:
    """Read the file, and raise a ConfigError that shows nothing of its content."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(_unreadable(path, error)) from error
    try:
        # Editors on Windows put a byte order mark in front; TOML has none.
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"is not UTF-8 (line {line})"
        raise ConfigError(_fault(path, problem, "save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_fault(path, _not_toml(str(error)))) from error
    except RecursionError as error:
        problem = "is not read: lists or tables are nested too deeply"
        raise ConfigError(_fault(path, problem)) from error


def _unreadable(path: Path, error: OSError) -> ConfigFault:
    match error:
        case FileNotFoundError():
            return _fault(path, "does not exist", "`watcher init` writes one")
        case IsADirectoryError():
            hint = f"give the file: {path / 'config.toml'}"
            return _fault(path, "is a directory", hint)
        case PermissionError():
            hint = "run watcher as a user who may read it, or with sudo"
            return _fault(path, f"cannot be read: {error.strerror}", hint)
        case _:
            return _fault(path, f"cannot be read: {error.strerror}")


def _not_toml(message: str) -> str:
    what, comma, place = message.removesuffix(")").rpartition(" (at ")
    if not comma:
        return f"is not valid TOML: {message}"
    where = place if place.startswith("line") else "at the end of the file"
    return f"is not valid TOML ({where}): {what}"


def _fault(path: Path, problem: str, hint: str | None = None) -> ConfigFault:
    return ConfigFault(file=str(path), key="", problem=problem, hint=hint)
