"""The environment, flags and secret files, merged into a document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watcher.adapters.config.faults import Loc, Origin, Problem
from watcher.adapters.config.files import TomlDocument
from watcher.adapters.config.tables import WatcherTable

PREFIX = "WATCHER_"

_TWIN = "_file"
_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False}
_REFERENCE = re.compile(r"\$\$\{|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|\$\{")
_RELATIVE_SQLITE = re.compile(r"sqlite:///(?P<path>[^/:~?][^?]*)(?P<query>.*)")
_SECRETS = (("watcher", "database"), ("operator", "ping"), ("web", "token"))

_Table = dict[str, object]


def overridden(
    document: TomlDocument, environ: Mapping[str, str], flags: Mapping[str, str]
) -> tuple[TomlDocument, dict[str, Origin]]:
    """Override [watcher] by the environment, then by flags; return also the origin of each key.

    An empty variable counts as not set. A secret and its ``_file`` twin override each other.
    """
    table = document.get("watcher", {})
    if not isinstance(table, dict):
        return document, {}
    names = {key: PREFIX + key.upper() for key in WatcherTable.model_fields}
    variables = {key: value for key, name in names.items() if (value := environ.get(name))}
    table = dict(table)
    origins: dict[str, Origin] = {}
    for place, given in (("environment", variables), ("command line", flags)):
        for key in given:
            twin = key.removesuffix(_TWIN) if key.endswith(_TWIN) else key + _TWIN
            table.pop(twin, None)
            origins.pop(twin, None)
        for key, text in given.items():
            flag = f"--{key.replace('_', '-')}"
            table[key] = _typed(text, WatcherTable.model_fields[key].annotation)
            origins[key] = Origin(place, flag if given is flags else names[key])
    return {**document, "watcher": table}, origins


def _typed(text: str, kind: object) -> object:
    """Convert a value to the type of its key; an invalid one is left to be refused."""
    if kind in {int, int | None} and re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    return _YES_OR_NO.get(text.lower(), text) if kind is bool else text


def revealed(
    document: TomlDocument, environ: Mapping[str, str], folder: Path, database_folder: Path
) -> tuple[TomlDocument, list[Problem]]:
    """Return the document with every secret resolved, and what could not be found.

    Relative files are relative to ``folder``, the database to ``database_folder``. A secret that is not found is left
    out, so that it is reported once. ``${`` has no meaning in a secret file.
    """
    result = dict(document)
    problems: list[Problem] = []
    for name, key in _SECRETS:
        table = document.get(name)
        if isinstance(table, dict):
            base = database_folder if key == "database" else folder
            result[name] = _Resolver(environ, base, problems).twin(table, key, (name,))
    _anchor_database(result.get("watcher"), database_folder)
    channels = document.get("channels")
    if isinstance(channels, dict):
        resolver = _Resolver(environ, folder, problems)
        result["channels"] = {
            name: resolver.channel(entry, ("channels", name)) for name, entry in channels.items()
        }
    return result, problems


@dataclass(frozen=True, slots=True)
class _Resolver:
    environ: Mapping[str, str]
    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def channel(self, entry: object, loc: Loc) -> object:
        """Resolve the address of a channel, written as text or as a table."""
        if isinstance(entry, str):
            known = len(self.problems)
            address = self._expanded(entry, loc)
            return {"url": address} if len(self.problems) == known else {}
        if not isinstance(entry, dict):
            return entry
        table = self.twin(entry, "url", loc)
        if not {"url", "url_file"} & entry.keys():
            self.problems.append(Problem(loc, "has no address", allowed="url or url_file"))
        return table

    def twin(self, table: _Table, key: str, loc: Loc) -> _Table:
        """Resolve one secret, given as text or by the file that its twin names."""
        twin = f"{key}{_TWIN}"
        known = len(self.problems)
        present = [k for k in (key, twin) if isinstance(table.get(k), str)]
        if len(present) > 1:
            text = f"stands beside {key}; only one of them can hold"
            self.problems.append(Problem((*loc, twin), text))
        texts = {k: self._expanded(str(table[k]), (*loc, k)) for k in present}
        if twin in texts and len(self.problems) == known:
            texts[key] = self._content(texts[twin], (*loc, twin))
        result = {k: v for k, v in table.items() if k not in present}
        if key in texts and len(self.problems) == known:
            result[key] = texts[key]
        return result

    def _expanded(self, text: str, loc: Loc) -> str:
        expanded, reasons = expand(text, self.environ)
        if not expanded.strip() and not reasons:
            reasons = ["is empty"]
        self.problems.extend(Problem(loc, reason) for reason in reasons)
        return expanded

    def _content(self, file: str, loc: Loc) -> str:
        text, reason = "", "is an address, not the name of a file"
        if "://" not in file:
            text, reason = _read_secret(self.folder / file)
        if reason:
            self.problems.append(Problem(loc, reason))
        return text


def _read_secret(path: Path) -> tuple[str, str]:
    """Return the line that a file holds, or why it cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8-sig").strip()
    except OSError as error:
        return "", f"{path} cannot be read: {error.strerror}"
    except ValueError:  # not UTF-8, or a zero byte in the name
        return "", f"{path} cannot be read as UTF-8 text"
    lines = len(text.splitlines())
    if lines > 1:
        return "", f"{path} has {lines} lines; it may hold the secret alone"
    return text, "" if lines else f"{path} is empty"


def expand(text: str, environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Replace each ``${NAME}`` by its variable; return also why that was impossible."""
    reasons: list[str] = []

    def _value(reference: re.Match[str]) -> str:
        name = reference["name"]
        if reference[0] == "$${":
            return "${"
        if name is None:
            reasons.append("has a ${ without a name and }; $${ stands for ${ itself")
        elif not environ.get(name):
            state = "empty" if name in environ else "not set"
            reasons.append(f"needs the environment variable {name}, which is {state}")
        return environ.get(name or "", "")

    return _REFERENCE.sub(_value, text), reasons


def _anchor_database(table: object, folder: Path) -> None:
    if not isinstance(table, dict) or not isinstance(table.get("database"), str):
        return
    relative = _RELATIVE_SQLITE.fullmatch(table["database"])
    if relative and not relative["path"].startswith("file:"):
        path = folder / relative["path"]
        table["database"] = f"sqlite:///{path}{relative['query']}"


def written_secrets(document: TomlDocument) -> tuple[list[tuple[str, str]], list[str]]:
    """List the secrets as the file has them, each with its key, and the files of others."""
    tables = [(document.get(name), key) for name, key in _SECRETS]
    channels = document.get("channels")
    tables += [
        ({"url": channel} if isinstance(channel, str) else channel, "url")
        for channel in (channels.values() if isinstance(channels, dict) else ())
    ]
    texts, files = [], []
    for table, key in tables:
        if isinstance(table, dict):
            texts += [(key, text) for text in (table.get(key),) if isinstance(text, str)]
            files += [file for file in (table.get(key + _TWIN),) if isinstance(file, str)]
    return texts, files
