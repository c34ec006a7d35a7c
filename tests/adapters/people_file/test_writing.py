"""Files of people that are written: with every column, and a table to begin with."""

import json
from datetime import UTC, datetime, time

from tests.values import a_person, a_rule
from watcher.adapters.people_file import people_as_text, people_template
from watcher.core.settings import Digest, QuietHours

AMARA = a_person(
    channels=("mail:amara@example.com", "tg:42"),
    language="fr",
    quiet_hours=QuietHours(start=time(22), end=time(7)),
    digest=Digest(at=time(18), weekday=0),
    rules=(
        a_rule(submitted=datetime(2025, 11, 20, 15, tzinfo=UTC), near=0),
        a_rule(name="pnp, too", score=None),
    ),
)


def test_a_person_is_a_line_for_each_rule() -> None:
    assert "".join(people_as_text([AMARA], "csv")) == (
        "name,rule,categories,score,submitted,tell_when,near,early,language,timezone,quiet_hours,"
        "wake,picture,digest,monthly,channels,consented_at,origin\n"
        "amara,,cec; healthcare,488,2025-11-20T15:00:00Z,invited,0,when-blind,fr,America/Toronto,"
        "22:00-07:00,no,no,weekly mon 18:00,no,mail:amara@example.com; tg:42,,import\n"
        'amara,"pnp, too",cec; healthcare,,,invited,,when-blind,fr,America/Toronto,'
        "22:00-07:00,no,no,weekly mon 18:00,no,mail:amara@example.com; tg:42,,import\n"
    )


def test_or_an_object_with_what_is_empty_too() -> None:
    first, second = people_as_text([AMARA], "jsonl")

    assert json.loads(first)["near"] == 0
    assert json.loads(first)["wake"] is False
    assert json.loads(second)["rule"] == "pnp, too"
    assert json.loads(second)["score"] is None


def test_the_template_has_somebody_with_two_rules() -> None:
    heading, *lines = people_template()

    assert heading == "name,rule,categories,score,submitted,mail,language,timezone\n"
    assert [line.split(",")[0] for line in lines] == ["amara", "bruno", "bruno"]
