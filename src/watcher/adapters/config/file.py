"""Bytes on disk -> a TOML document, or one sentence that says why not."""

import re
import tomllib
from pathlib import Path

from watcher.core.errors import ConfigError, Fault

Document = dict[str, object]

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read(path: Path) -> Document:
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
        raise ConfigError(_whole(path, problem, "save it as UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_whole(path, _not_toml(str(error)))) from error
    except RecursionError as error:
        problem = "is not read: lists or tables are nested too deeply"
        raise ConfigError(_whole(path, problem)) from error


def _unreadable(path: Path, error: OSError) -> Fault:
    match error:
        case FileNotFoundError():
            return _whole(path, "does not exist", "`watcher init` writes one")
        case IsADirectoryError():
            hint = f"give the file: {path / 'config.toml'}"
            return _whole(path, "is a directory", hint)
        case PermissionError():
            hint = "run watcher as a user who may read it, or with sudo"
            return _whole(path, f"cannot be read: {error.strerror}", hint)
        case _:
            return _whole(path, f"cannot be read: {error.strerror}")


def _not_toml(message: str) -> str:
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)
    if place is None:
        return f"is not valid TOML: {what}"
    line, column = place.groups()
    where = f"line {line}, column {column}" if line else "at the end of the file"
    return f"is not valid TOML ({where}): {what}"


def _whole(path: Path, problem: str, hint: str | None = None) -> Fault:
    return Fault(file=str(path), key="", problem=problem, hint=hint)
