"""The profiles that subscriptions name: read beside the configuration, with their faults among its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from watcher.adapters.config import values
from watcher.adapters.config.checks import entries
from watcher.adapters.config.faults import Loc, Problem
from watcher.adapters.config.files import TomlDocument
from watcher.adapters.profiles import read_profile
from watcher.core.crs.profile import Profile
from watcher.core.errors import ConfigFault, ProfileError

_SUBMITTED = TypeAdapter(values.SubmissionTime)


@dataclass(frozen=True, slots=True)
class NamedProfiles:
    """Profiles by the name that the file gives them; ``faults`` are within theirs, ``problems`` in the configuration."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    faults: list[ConfigFault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def named_profiles(document: TomlDocument, folder: Path) -> NamedProfiles:
    """Read the profile of each subscription that names one, relative to the configuration's folder."""
    found = NamedProfiles()
    for i, entry in enumerate(entries(document, "subscription")):
        name = entry.get("profile")
        if isinstance(name, str) and name:
            _read(found, name, folder, entry, ("subscription", i))
    return found


def with_submitted(document: TomlDocument, profiles: Mapping[str, Profile]) -> TomlDocument:
    """Fill in when a profile was submitted where only its own file says so."""
    listed = document.get("subscription")
    if not profiles or not isinstance(listed, list):
        return document
    return {**document, "subscription": [_filled(entry, profiles) for entry in listed]}


def _filled(entry: object, profiles: Mapping[str, Profile]) -> object:
    profile = profiles.get(str(entry.get("profile"))) if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or profile is None or profile.submitted is None:
        return entry
    return {"submitted": profile.submitted} | entry


def _read(found: NamedProfiles, name: str, folder: Path, entry: TomlDocument, loc: Loc) -> None:
    """Read one file; where several people name it, its faults are told once."""
    if name in found.profiles or any(fault.file == str(folder / name) for fault in found.faults):
        return
    try:
        profile = found.profiles[name] = read_profile(folder / name)
    except ProfileError as error:
        for fault in error.faults:
            if fault.key:
                found.faults.append(fault)
            else:
                text = f"{fault.file}: {fault.problem}"
                found.problems.append(Problem((*loc, "profile"), text, hint=fault.hint))
        return
    submitted = values.accepted(_SUBMITTED, entry.get("submitted"))
    if submitted and profile.submitted and submitted != profile.submitted:
        hint = f"there it is {profile.submitted:%Y-%m-%dT%H:%M:%SZ}: leave it out in one of the two"
        text, given = f"is not what {folder / name} says", entry["submitted"]
        found.problems.append(Problem((*loc, "submitted"), text, given, hint=hint, personal=True))
