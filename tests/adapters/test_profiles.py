"""Files of profiles: TOML and JSON, and what is wrong with a file as a whole."""

import json
from datetime import date
from pathlib import Path

import pytest

from watcher.adapters.profiles import read_profile, read_profiles
from watcher.core.errors import ProfileError

TOML = """
born = 1994-11-03
education = "master"

[first_language]
test = "celpip"
scores = { listening = 9, reading = 9, writing = 9, speaking = 9 }

[[work]]
noc = "21231"
from = 2024-01-01
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_profile_is_read_from_toml(tmp_path: Path) -> None:
    profile = read_profile(write(tmp_path, "amara.toml", TOML))
    assert (profile.born, profile.education) == (date(1994, 11, 3), "master")
    assert profile.canadian_work_on(date(2026, 1, 1)) == 2


@pytest.mark.parametrize("name", ["amara.json", "amara"])
def test_a_profile_is_read_from_json_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, name, '\ufeff{"age": 30, "education": "none"}')
    assert read_profile(file).age == 30
    assert not read_profiles(file).is_list


def test_a_list_of_one_is_a_list(tmp_path: Path) -> None:
    file = write(tmp_path, "all.json", json.dumps([{"age": 30, "education": "none"}]))
    read = read_profiles(file)
    assert (read.is_list, len(read.profiles)) == (True, 1)
    with pytest.raises(ProfileError, match="holds a list of profiles; one person has one"):
        read_profile(file)


def test_faults_of_a_list_have_their_places(tmp_path: Path) -> None:
    file = write(tmp_path, "all.json", '[{"age": 30, "education": "none"}, {"age": 30}, 4]')
    with pytest.raises(ProfileError) as caught:
        read_profiles(file)
    assert [fault.key for fault in caught.value.faults] == ["[1].education", "[2]"]
    assert caught.value.faults[0].file == str(file)


def test_of_many_faults_of_one_kind_the_first_ones_are_told(tmp_path: Path) -> None:
    file = write(tmp_path, "all.json", json.dumps([{"age": 30}] * 20))
    with pytest.raises(ProfileError) as caught:
        read_profiles(file)
    *first, last = str(caught.value).splitlines()
    assert (len(first), last) == (5, "... and 15 more like it")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.toml", "born = ", "is not valid TOML: Invalid value (at end of document)"),
        ("a.json", "{", "is not valid JSON: Expecting property name"),
        ("a.toml", b"\xff", "is not UTF-8; save it as UTF-8"),
        ("a.json", '{"age": ' + "9" * 5000 + "}", "is not valid JSON: Exceeds the limit"),
        ("a.toml", "age = " + "9" * 5000, "is not valid TOML: Exceeds the limit"),
        ("a.json", '{"age": 30, "age": 31}', 'has the key "age" twice in one table; leave one out'),
        ("a.json", '[{"spouse": {"age": 30, "age": 31}}]', 'has the key "age" twice in one table'),
        ("a.toml", "age = 30\nage = 31", "is not valid TOML: Cannot overwrite a value"),
        ("a.json", "[" * 100_000, "is not read: lists or tables are nested too deeply"),
        ("a.json", b" " * 10_000_001, "is too large for a profile"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, text: str | bytes, sentence: str
) -> None:
    file = write(tmp_path, name, text)
    with pytest.raises(ProfileError) as caught:
        read_profiles(file)
    assert str(caught.value).startswith(f"{file}: {sentence}")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"amara\.toml: does not exist; write it: born"):
        read_profiles(tmp_path / "amara.toml")
    with pytest.raises(ProfileError, match="is a directory; give the file in it"):
        read_profiles(tmp_path)


def test_a_device_without_an_end_is_too_large() -> None:
    with pytest.raises(ProfileError, match="/dev/zero: is too large for a profile"):
        read_profiles(Path("/dev/zero"))


def test_a_file_that_may_not_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, "a.toml", TOML)

    def forbidden(_: Path, mode: str) -> bytes:
        raise PermissionError(13, f"Permission denied ({mode})")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(ProfileError, match=r"cannot be read: Permission denied \(rb\)"):
        read_profiles(file)
