"""What a person may be in."""

from tests.insight.profiles import DAY, nurse, person
from watcher.answers.eligible import eligible
from watcher.answers.serialize import json_object


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
