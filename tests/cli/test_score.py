"""``score FILE``: the CRS score of a profile."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.terminal import command, watcher

PROFILE = {
    "name": "Amara",
    "age": 29,
    "education": "bachelor",
    "first_language": {
        "test": "celpip",
        "scores": {"listening": 9, "reading": 9, "writing": 9, "speaking": 9},
    },
}
ACCEPTANCE = Path(__file__).parents[2] / "../shared/acceptance/crs.py"


def score(folder: Path, *words: str, profile: object = PROFILE) -> Result:
    (folder / "amara.json").write_text(json.dumps(profile))
    return watcher("score", "amara.json", *words, home=folder)


def lines(told: Result) -> list[str]:
    return [" ".join(line.split()) for line in told.stdout.splitlines() if line.strip()]


def test_every_factor_is_told_with_its_points_and_its_cap(tmp_path: Path) -> None:
    told = score(tmp_path, "--as-of", "2026-09-01")

    assert told.exit_code == 0
    said = lines(told)
    assert said[0] == "Amara: 379 points, by the rules of 2025-03-25, as of 2026-09-01"
    assert said[3:10] == [
        "Core 354 500",
        "age 110 110",
        "education 120 150",
        "first official language 124 136",
        "second official language 0 24",
        "Canadian work 0 80",
        "Spouse or partner 0 0",
    ]
    assert said[13:17] == [
        "Skill transferability 25 100",
        "education 25 50",
        "education and language 25 50",
        "education and Canadian work 0 50",
    ]
    assert said[-2] == "Total 379 1,200"
    assert said[-1].startswith("These rules: official copy, https://www.canada.ca/")


def test_of_today_it_says_which_rules_may_not_hold(tmp_path: Path) -> None:
    told = score(tmp_path)

    assert "Warning: the rules changed on 2026-11-03: " in told.stdout
    assert "by the rules of 2025-03-25" in told.stdout


def test_rules_may_be_chosen(tmp_path: Path) -> None:
    offered = PROFILE | {"arranged_employment": "noc00"}
    told = score(tmp_path, "--rules", "2016-11-19", "--json", profile=offered)

    answer = json.loads(told.stdout)
    assert (answer["rules"], answer["total"], answer["additional"]["arranged"]) == (
        "2016-11-19",
        579,
        200,
    )


def test_unknown_rules_are_refused_with_the_nearest(tmp_path: Path) -> None:
    told = score(tmp_path, "--rules", "2025-03-24")

    assert told.exit_code == 2
    assert "no set of rules is called" in told.stderr
    assert 'did you mean "2025-03-25"?' in " ".join(told.stderr.replace("│", " ").split())


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_beyond_all_calendars_is_refused(tmp_path: Path, day: str) -> None:
    told = score(tmp_path, "--as-of", day)

    assert told.exit_code == 2
    assert "write a day of the years 1990 to 2100" in " ".join(
        told.stderr.replace("│", " ").split()
    )


def test_a_list_of_profiles_gives_a_list(tmp_path: Path) -> None:
    both = [PROFILE, PROFILE | {"name": None, "age": 45}]
    told = score(tmp_path, "--json", profile=both)
    assert [one["total"] for one in json.loads(told.stdout)] == [379, 269]

    said = lines(score(tmp_path, profile=both))
    assert [line.partition(",")[0] for line in said if "by the rules" in line] == [
        "Amara: 379 points",
        "Profile 2: 269 points",
    ]


def test_an_empty_list_has_nothing_to_count(tmp_path: Path) -> None:
    told, as_json = (score(tmp_path, *words, profile=[]) for words in ((), ("--json",)))

    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr == "watcher: amara.json: the list holds no profile\n"
    assert (as_json.exit_code, json.loads(as_json.stdout)) == (0, [])


def test_changes_are_told_best_first(tmp_path: Path) -> None:
    said = lines(score(tmp_path, "--improve", "--as-of", "2026-11-29"))

    at = said.index("What single changes are worth, everything else as it is")
    assert said[at + 1] == "+ then change mind"
    assert said[at + 3].startswith("+600 979 a province's nomination each province")
    assert said[at + 4] == "+74 453 French: NCLC 9 in every ability"
    assert said[-1].startswith("Not known: what counts since 2026-11-03: ")


def test_nothing_to_improve_is_said(tmp_path: Path) -> None:
    perfect = {
        "age": 29,
        "education": "doctoral",
        "canadian_work_years": 5,
        "foreign_work_years": 3,
        "provincial_nomination": True,
        "certificate_of_qualification": True,
        "canadian_credential": "three_plus",
        "first_language": {
            "test": "clb",
            "language": "en",
            "scores": dict.fromkeys(("listening", "reading", "writing", "speaking"), 10),
        },
        "second_language": {
            "test": "clb",
            "language": "fr",
            "scores": dict.fromkeys(("listening", "reading", "writing", "speaking"), 10),
        },
    }
    told = score(tmp_path, "--improve", "--as-of", "2026-09-01", profile=perfect)

    assert lines(told)[0].startswith("This profile: 1200 points")
    assert lines(told)[-1] == "No single change that is known here brings points."


def test_every_fault_of_a_profile_is_told_with_its_key(tmp_path: Path) -> None:
    told = score(tmp_path, profile={"education": "phd", "agee": 30})

    assert told.exit_code == 2
    assert told.stderr.splitlines()[0] == "watcher: the profile cannot be used, 3 faults:"
    assert [line.split(": ")[1] for line in told.stderr.splitlines()[1:]] == [
        *("born", "education", "agee")
    ]
    assert watcher("score", "nobody.toml", home=tmp_path).stderr == (
        "watcher: nobody.toml: does not exist; write it: born = 1994-11-03 and "
        'education = "bachelor" are the least that it needs\n'
    )


@pytest.mark.skipif(
    not ACCEPTANCE.exists(), reason="cases of other programs lie beside the repository: ../shared"
)
def test_every_known_case_is_right(tmp_path: Path) -> None:
    program = tmp_path / "watcher"
    program.write_text(f'#!/bin/sh\nexec {" ".join(command())} "$@"\n')
    program.chmod(0o755)
    ran = subprocess.run(
        [sys.executable, ACCEPTANCE, program, "--list"], capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines()[-1].endswith("wrong 0")
    assert ran.returncode == 0
