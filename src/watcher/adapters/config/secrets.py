"""``${NAME}`` and ``_file`` twins -> the secrets themselves, with every fault at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from watcher.adapters.config.complaints import Complaint, Loc
from watcher.adapters.config.file import Document

_REFERENCE = re.compile(r"\$\$\{|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|\$\{")
_RELATIVE_SQLITE = re.compile(r"sqlite:///(?P<path>[^/:~?][^?]*)(?P<query>.*)")

Table = dict[str, object]


def reveal(
    document: Document, environ: Mapping[str, str], folder: Path, database_folder: Path
) -> tuple[Document, list[Complaint]]:
    """Return the document with every secret in its place, and what could not be found.

    Relative files are relative to ``folder``, the database to ``database_folder``. A
    secret that could not be found is left out, so that nothing else complains of it.
    What came out of a file is taken as it is: ``${`` means nothing there.
    """
    revealed = dict(document)
    complaints: list[Complaint] = []
    for name, key, base in (
        ("watcher", "database", database_folder),
        ("operator", "ping", folder),
        ("web", "token", folder),
    ):
        table = document.get(name)
        if isinstance(table, dict):
            found = _Finder(environ, base).twin(table, key, (name,))
            complaints += found.complaints
            revealed[name] = found.table
    _settle_database(revealed.get("watcher"), database_folder)
    channels = document.get("channels")
    if isinstance(channels, dict):
        finder = _Finder(environ, folder)
        found_channels = {
            name: finder.channel(entry, ("channels", name)) for name, entry in channels.items()
        }
        complaints += [c for f in found_channels.values() for c in f.complaints]
        revealed["channels"] = {name: f.table for name, f in found_channels.items()}
    return revealed, complaints


@dataclass(slots=True)
class _Found:
    """A table with its secret in place of reference or file."""

    table: object
    complaints: list[Complaint] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Finder:
    environ: Mapping[str, str]
    folder: Path

    def channel(self, entry: object, loc: Loc) -> _Found:
        """Find the address of a channel, written as text or as a table."""
        if isinstance(entry, str):
            address, complaints = self._expanded(entry, loc)
            return _Found({} if complaints else {"url": address}, complaints)
        if not isinstance(entry, dict):
            return _Found(entry)
        found = self.twin(entry, "url", loc)
        if not {"url", "url_file"} & entry.keys():
            problem = "has no address"
            allowed = "url or url_file"
            found.complaints.append(Complaint(loc=loc, problem=problem, allowed=allowed))
        return found

    def twin(self, table: Table, key: str, loc: Loc) -> _Found:
        """Find one secret that stands as text, or in the file that its twin names."""
        twin = f"{key}_file"
        found = _Found(dict(table))
        present = [k for k in (key, twin) if isinstance(table.get(k), str)]
        if len(present) > 1:
            problem = f"stands beside {key}; only one of them can hold"
            found.complaints.append(Complaint(loc=(*loc, twin), problem=problem))
        rest = {k: v for k, v in table.items() if k not in present}
        texts = {}
        for k in present:
            text, complaints = self._expanded(str(table[k]), (*loc, k))
            found.complaints += complaints
            texts[k] = text
        if not found.complaints and twin in texts:
            texts[key], complaints = self._content(texts[twin], (*loc, twin))
            found.complaints += complaints
        if not found.complaints and key in texts:
            rest[key] = texts[key]
        found.table = rest
        return found

    def _expanded(self, text: str, loc: Loc) -> tuple[str, list[Complaint]]:
        expanded, problems = expand(text, self.environ)
        if not expanded.strip() and not problems:
            problems = ["is empty"]
        return expanded, [Complaint(loc=loc, problem=p) for p in problems]

    def _content(self, file: str, loc: Loc) -> tuple[str, list[Complaint]]:
        if "://" in file:
            problem = "is an address, not the name of a file"
            return "", [Complaint(loc=loc, problem=problem)]
        path = self.folder / file
        try:
            text = path.read_bytes().decode("utf-8-sig").strip()
        except OSError as error:
            problem = f"{path} cannot be read: {error.strerror}"
            return "", [Complaint(loc=loc, problem=problem)]
        except ValueError:  # not UTF-8, or a zero byte in the name
            problem = f"{path} cannot be read as UTF-8 text"
            return "", [Complaint(loc=loc, problem=problem)]
        lines = len(text.splitlines())
        if lines == 1:
            return text, []
        problem = f"{path} has {lines} lines; it may hold the secret alone"
        if not lines:
            problem = f"{path} is empty"
        return "", [Complaint(loc=loc, problem=problem)]


def expand(text: str, environ: Mapping[str, str]) -> tuple[str, list[str]]:
    """Put variables in place of ``${NAME}``, and say of each why that was impossible."""
    problems: list[str] = []

    def _value(reference: re.Match[str]) -> str:
        name = reference["name"]
        if reference[0] == "$${":
            return "${"
        if name is None:
            problems.append("has a ${ without a name and }; $${ stands for ${ itself")
        elif not environ.get(name):
            state = "empty" if name in environ else "not set"
            problems.append(f"needs the environment variable {name}, which is {state}")
        return environ.get(name or "", "")

    return _REFERENCE.sub(_value, text), problems


def _settle_database(table: object, folder: Path) -> None:
    if not isinstance(table, dict) or not isinstance(table.get("database"), str):
        return
    relative = _RELATIVE_SQLITE.fullmatch(table["database"])
    if relative and not relative["path"].startswith("file:"):
        path = folder / relative["path"]
        table["database"] = f"sqlite:///{path}{relative['query']}"
