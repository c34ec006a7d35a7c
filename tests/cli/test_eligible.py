"""``eligible FILE``: what somebody may be in."""

import json
from pathlib import Path

import pytest

from tests.cli.installation import Installation, said

PROFILE = """
name = "amara"
age = 30
education = "bachelor"

[first_language]
test = "clb"
language = "en"
scores = { listening = 9, reading = 9, writing = 9, speaking = 9 }

[[work]]
noc = "31301"
from = 2024-06-01
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "amara.toml"
    path.write_text(PROFILE, "utf-8")
    return path


def test_it_says_may_qualify_does_not_or_cannot_tell_and_why(
    installation: Installation, file: Path
) -> None:
    told = installation.run("eligible", str(file), "--as-of", "2026-09-01")

    assert told.exit_code == 0
    lines = said(told)
    assert lines[0] == "On 2026-09-01:"
    assert lines[1:3] == ["  may qualify  cec, general, healthcare", "  cannot tell  fsw, military"]
    assert "Canadian Experience Class (cec): may qualify" in lines
    assert (
        "Federal Skilled Worker Program (fsw): cannot tell, because it asks for money to settle: "
        "the profile does not say how much (funds)"
    ) in lines
    assert (
        "Provincial Nominee Program (pnp): does not, because it asks for a nomination of a province "
        "or territory: none"
    ) in lines
    assert (
        "[1] IRCC's page on the Canadian Experience Class; as of 2025-10-07, read in a copy of the page"
    ) in lines
    assert not any("qualifies" in line for line in lines)


def test_the_points_of_fsw_are_shown_by_factor(installation: Installation, file: Path) -> None:
    told = said(installation.run("eligible", str(file), "--as-of", "2026-09-01"))

    assert (
        "  points: 78 of 100 (first language 24 of 24, second language 0 of 4, education 21 of 25, "
        "experience 11 of 15, age 12 of 12, arranged employment 0 of 10, adaptability 10 of 10), "
        "67 are needed"
    ) in told


def test_json_has_the_same(installation: Installation, file: Path) -> None:
    told = json.loads(
        installation.run("eligible", str(file), "--as-of", "2026-09-01", "--json").stdout
    )

    standing = {each["category"]: each["standing"] for each in told["categories"]}
    assert (standing["healthcare"], standing["stem"]) == ("may qualify", "does not")


def test_a_list_of_people_is_told_one_after_the_other(
    installation: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "people.json"
    person = {"age": 30, "education": "bachelor"}
    path.write_text(json.dumps([{**person, "name": "amara"}, person]), "utf-8")

    told = said(installation.run("eligible", str(path)))

    assert [line for line in told if line.startswith("==")] == ["== amara", "== profile 2"]
    assert len(json.loads(installation.run("eligible", str(path), "--json").stdout)) == 2


def test_a_wrong_file_or_day_is_refused(installation: Installation, file: Path) -> None:
    missing = installation.run("eligible", "nobody.toml")
    day = installation.run("eligible", str(file), "--as-of", "today")

    assert (missing.exit_code, day.exit_code) == (2, 2)
    assert "nobody.toml: does not exist" in missing.stderr


def test_an_empty_list_has_nobody(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "nobody.json").write_text("[]")
    told = installation.run("eligible", tmp_path / "nobody.json")

    assert told.exit_code == 3
    assert told.stderr == f"watcher: {tmp_path}/nobody.json: the list holds no profile\n"
