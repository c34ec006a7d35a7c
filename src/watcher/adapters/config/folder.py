"""The files of ``subscriptions.d``, whose subscriptions and channels are read as if they stood in the configuration."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watcher.adapters.config.faults import FaultPlaces, Loc, printable
from watcher.adapters.config.files import TomlDocument, read_toml
from watcher.core.errors import ConfigError, ConfigFault, did_you_mean

FOLDER = "subscriptions.d"
_HELD = ("subscription", "channels")
_ENTRY = re.compile(r"subscription\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class IncludedFiles(FaultPlaces):
    """Which file each subscription and channel stands in, and its place there; ``faults`` are of whole files."""

    subscriptions: dict[int, tuple[str, int]] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    faults: list[ConfigFault] = field(default_factory=list)

    def file_of(self, loc: Loc) -> str | None:
        """Name the file of a place, None where it is the configuration itself."""
        match loc:
            case ("subscription", int(index), *_):
                return self.subscriptions.get(index, (None, 0))[0]
            case ("channels", str(name), *_):
                return self.channels.get(name)
            case _:
                return None

    def within(self, loc: Loc) -> Loc:
        """Return the place as it is in its own file."""
        match loc:
            case ("subscription", int(index), *rest) if index in self.subscriptions:
                return ("subscription", self.subscriptions[index][1], *rest)
            case _:
                return loc

    def in_words(self, text: str, loc: Loc, configuration: str) -> str:
        """Name entries of other files with their file."""
        here = self.file_of(loc)

        def _named(entry: re.Match[str]) -> str:
            index = int(entry[1])
            file, place = self.subscriptions.get(index, (None, index))
            other = f" of {file or configuration}" if file != here else ""
            return f"subscription[{place}]{other}"

        return _ENTRY.sub(_named, text)


def files_beside(path: Path) -> list[Path]:
    """List the files that are read with a configuration; raises ConfigError where the folder cannot be looked into."""
    folder = path.absolute().parent / FOLDER
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        problem = f"cannot be looked into: {error.strerror}"
        raise ConfigError(ConfigFault(file=str(folder), key="", problem=problem)) from error
    return [file for file in found if file.suffix == ".toml" and not file.name.startswith(".")]


def with_included(document: TomlDocument, path: Path) -> tuple[TomlDocument, IncludedFiles]:
    """Add what stands in the files beside a configuration."""
    included = IncludedFiles()
    subscriptions, channels = document.get("subscription", []), document.get("channels", {})
    if not isinstance(subscriptions, list) or not isinstance(channels, dict):
        return document, included  # it is refused for that
    subscriptions, channels = [*subscriptions], {**channels}
    for file in files_beside(path):
        held = dict(_tables(file, included.faults))
        more, entries = held.get("channels", {}), held.get("subscription", [])
        if isinstance(more, dict):
            _add_channels(channels, more, str(file), included, str(path))
        for place, entry in enumerate(entries if isinstance(entries, list) else ()):
            included.subscriptions[len(subscriptions)] = (str(file), place)
            subscriptions.append(entry)
    found = {"subscription": subscriptions, "channels": channels}
    return document | {key: value for key, value in found.items() if value}, included


def _tables(file: Path, faults: list[ConfigFault]) -> Iterator[tuple[str, object]]:
    try:
        held = read_toml(file)
    except ConfigError as error:
        faults += error.faults
        return
    for key, value in held.items():
        kind, written = (dict, "[channels]") if key == "channels" else (list, "[[subscription]]")
        if key not in _HELD:
            problem = f"is no table of a file in {FOLDER}"
            allowed = ", ".join(_HELD)
            hint = did_you_mean(key, _HELD)
            fault = ConfigFault(
                file=str(file), key=printable(key), problem=problem, allowed=allowed, hint=hint
            )
            faults.append(fault)
        elif not isinstance(value, kind):
            faults.append(
                ConfigFault(file=str(file), key=key, problem=f"must be written {written}")
            )
        else:
            yield key, value


def _add_channels(
    known: dict[str, object],
    more: Mapping[str, object],
    file: str,
    included: IncludedFiles,
    configuration: str,
) -> None:
    for name, channel in more.items():
        if name in known:
            other = included.channels.get(name, configuration)
            problem = f"stands in {other}, too: a channel is in one file"
            key = f"channels.{printable(name)}"
            included.faults.append(ConfigFault(file=file, key=key, problem=problem))
        else:
            known[name] = channel
            included.channels[name] = file
