"""What the people of a file may be in."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.insight.profiles import DAY, nurse, person
from watcher.answers.eligible import eligible, eligible_in
from watcher.answers.serialize import json_object
from watcher.core.errors import ProfileError

ONE = {"age": 30, "education": "bachelor", "canadian_work_years": 0}


def test_programs_and_categories_stand_apart_with_what_else_has_to_be_known() -> None:
    report = eligible(person(name="amara", work=[nurse(noc="31304")]), DAY)

    assert (report.name, report.as_of) == ("amara", DAY)
    assert [each.category for each in report.programs] == ["cec", "fsw", "fst"]
    assert report.categories[0].category == "general"
    assert [remark[:6] for remark in report.remarks] == ["31304 "]


def test_its_json_says_may_qualify_and_has_the_points_by_factor() -> None:
    report = json_object(eligible(person(work=[nurse()]), DAY))

    programs = report["programs"]
    assert isinstance(programs, list)
    assert programs[0]["standing"] == "may qualify"
    assert programs[1]["fsw"]["total"] == 78
    assert list(programs[0]) == [
        *("category", "name", "standing", "because", "clauses"),
        *("rule", "source", "seen", "certainty", "fsw"),
    ]


def test_a_list_of_people_gives_a_list(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(json.dumps([ONE, ONE]), "utf-8")

    answer = eligible_in(file, date(2026, 9, 1))

    assert (len(answer.reports), answer.is_list) == (2, True)


def test_a_file_with_a_fault_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "amara.toml"
    file.write_text('age = "thirty"\n', "utf-8")

    with pytest.raises(ProfileError, match="age"):
        eligible_in(file, DAY)
