"""Reads profiles from a file: TOML with one, or JSON with one or a list of them."""

import json
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from watcher.core.crs.parsing import parse_profile
from watcher.core.crs.profile import Profile
from watcher.core.errors import ConfigFault, ProfileError

#: A profile is a page of text; a list of a thousand is under a megabyte.
_LEAST = 'write it: born = 1994-11-03 and education = "bachelor" are the least that it needs'
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """The profiles of a file; ``is_list`` where it holds a list of them, be it of one."""

    profiles: tuple[Profile, ...]
    is_list: bool


def read_profiles(path: Path) -> ProfileFile:
    """Read every profile of a file, or raise a ProfileError with every fault of it."""
    data = _document(path)
    if not isinstance(data, list):
        return ProfileFile((parse_profile(data, str(path)),), is_list=False)
    profiles: list[Profile] = []
    faults: list[ConfigFault] = []
    for place, entry in enumerate(data):
        try:
            profiles.append(parse_profile(entry, str(path), f"[{place}]"))
        except ProfileError as error:
            faults += error.faults
    if faults:
        raise ProfileError(*faults)
    return ProfileFile(tuple(profiles), is_list=True)


def read_profile(path: Path) -> Profile:
    """Read the one profile of a file."""
    read = read_profiles(path)
    if read.is_list:
        raise _refusal(path, "holds a list of profiles", "one person has one: leave the list out")
    return read.profiles[0]


def _document(path: Path) -> object:
    try:
        with path.open("rb") as file:  # a device or a pipe has no size to ask for
            read = file.read(_MOST_BYTES + 1)
        if len(read) > _MOST_BYTES:
            raise _refusal(path, "is too large for a profile")
        text = read.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise _refusal(path, "does not exist", _LEAST) from error
    except IsADirectoryError as error:
        raise _refusal(path, "is a directory", "give the file in it") from error
    except OSError as error:
        raise _refusal(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refusal(path, "is not UTF-8", "save it as UTF-8") from error
    return _parsed(path, text)


def _parsed(path: Path, text: str) -> object:
    """Read TOML or JSON: no profile in TOML begins with a brace, nor a list of them with ``[``."""
    is_json = path.suffix == ".json" or (path.suffix != ".toml" and text.lstrip()[:1] in {"{", "["})
    try:
        if not is_json:
            return tomllib.loads(text)
        return json.loads(text, object_pairs_hook=partial(_table, path))
    except ValueError as error:  # of the syntax, or of a number with thousands of digits
        kind = "JSON" if is_json else "TOML"
        raise _refusal(path, f"is not valid {kind}: {error}") from error
    except RecursionError as error:
        raise _refusal(path, "is not read: lists or tables are nested too deeply") from error


def _table(path: Path, pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make a table of JSON, of which Python would take the last of equal keys; TOML refuses them itself."""
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise _refusal(
                path, f"has the key {json.dumps(key[:60])} twice in one table", "leave one out"
            )
        table[key] = value
    return table


def _refusal(path: Path, problem: str, hint: str | None = None) -> ProfileError:
    return ProfileError(ConfigFault(file=str(path), key="", problem=problem, hint=hint))
