"""``people export`` and ``template``: files that can be imported again."""

from pathlib import Path

import pytest

from tests.cli.terminal import watcher
from tests.cli.test_people_import import home, load

__all__ = ["home"]


def test_everybody_goes_to_a_new_file_that_only_its_owner_reads(home: Path) -> None:
    load(home)
    wanted = home / "all.csv"

    said = watcher("people", "export", wanted, home=home)

    assert said.exit_code == 0
    assert wanted.stat().st_mode & 0o777 == 0o600
    assert [line.split(",")[0] for line in wanted.read_text().splitlines()] == [
        "name",
        "amara",
        "bruno",
    ]
    again = watcher("people", "export", wanted, home=home)
    assert (again.exit_code, again.stderr) == (
        2,
        f"watcher: {wanted} cannot be made: File exists\n",
    )


def test_half_a_file_is_not_left_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home)

    def _broken(*_: object) -> str:
        raise OSError("no room")

    monkeypatch.setattr("watcher.adapters.people_file.writing._value", _broken)

    assert watcher("people", "export", home / "all.csv", home=home).exit_code == 1
    assert not (home / "all.csv").exists()


def test_the_template_can_be_imported_as_it_is(home: Path) -> None:
    (home / "clients.csv").write_text(watcher("people", "template", home=home).stdout)

    assert load(home).stdout == "3 lines: 2 new, 0 changed, 0 unchanged, 0 removed.\n"
