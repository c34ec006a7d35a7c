"""Lines of one name become one person with as many rules, on top of what is known."""

from dataclasses import replace
from pathlib import PurePath
from typing import Any

import pytest

from tests.values import a_person, a_rule
from watcher.core.people import Person
from watcher.core.person_lines import PeopleReader, PersonLine
from watcher.core.settings import Channel, Secret, Settings

SETTINGS = Settings(
    file=PurePath("config.toml"),
    database=Secret(""),
    language="fr",
    timezone="Asia/Manila",
    pictures=True,
    channels={name: Channel(name=name, url=Secret("")) for name in ("ops", "mail", "tg")},
)
NEEDED: dict[str, Any] = {
    "categories": frozenset({"cec"}),
    "score": 471,
    "mail": ("a@example.com",),
}


def a_line(line: int = 2, rule: str | None = None, **told: Any) -> PersonLine:
    return PersonLine(line=line, name="amara", rule=rule, told=told)


def read(*lines: PersonLine, known: Person | None = None) -> Person:
    reader = PeopleReader(SETTINGS, "mail", "tg")
    person = reader.person(lines, known)
    assert reader.faults == []
    assert person is not None
    return person


def refused(*lines: PersonLine, known: Person | None = None) -> list[str]:
    reader = PeopleReader(SETTINGS, "mail", "tg")
    assert reader.person(lines, known) is None
    return [str(fault) for fault in reader.faults]


def test_what_a_newcomer_s_line_does_not_say_is_as_usual() -> None:
    assert read(a_line(**NEEDED)) == Person(
        name="amara",
        channels=("mail:a@example.com",),
        rules=(a_rule(categories=frozenset({"cec"}), score=471),),
        language="fr",
        timezone="Asia/Manila",
        picture=True,
    )


def test_a_column_that_is_not_there_leaves_what_is_known_and_an_empty_cell_does_not() -> None:
    known = a_person(timezone="Asia/Kolkata", language="en", rules=(a_rule(near=10, score=471),))

    assert read(a_line(score=480), known=known) == replace(
        known, rules=(a_rule(near=10, score=480),)
    )
    assert read(a_line(near=None, timezone=None), known=known) == replace(
        known, timezone="Asia/Manila", rules=(a_rule(score=471),)
    )


def test_several_lines_are_several_rules_of_one_person() -> None:
    first = a_line(2, "health", **NEEDED, language="en", wake=True)
    second = a_line(9, "cec", categories=frozenset({"pnp"}), score=600, mail=None, language="en")

    person = read(first, second)

    assert (person.language, person.wake, person.channels) == ("en", True, ("mail:a@example.com",))
    assert [(rule.name, rule.score) for rule in person.rules] == [("cec", 600), ("health", 471)]


def test_a_rule_without_a_line_ends() -> None:
    known = a_person(rules=(a_rule(name="cec"), a_rule(name="health")))

    assert [r.name for r in read(a_line(rule="cec", score=500), known=known).rules] == ["cec"]


@pytest.mark.parametrize(
    ("told", "channels"),
    [
        ({}, ("ops", "mail:old@example.com", "tg:42")),
        ({"mail": ("new@example.com",)}, ("ops", "tg:42", "mail:new@example.com")),
        ({"mail": None}, ("ops", "tg:42")),
        ({"telegram": ("7", "8")}, ("ops", "mail:old@example.com", "tg:7", "tg:8")),
        ({"channels": ("tg:9",)}, ("tg:9",)),
        ({"channels": ("tg:9",), "mail": ("b@example.com",)}, ("mail:b@example.com", "tg:9")),
    ],
)
def test_a_column_of_addresses_replaces_its_own_or_channels_all(
    told: dict[str, Any], channels: tuple[str, ...]
) -> None:
    known = a_person(channels=("ops", "mail:old@example.com", "tg:42"))

    assert read(a_line(**told), known=known).channels == channels


@pytest.mark.parametrize(
    ("lines", "sentences"),
    [
        (
            [a_line(mail=("a@example.com",))],
            ["line 2, categories: is missing", "line 2, score: is missing"],
        ),
        ([a_line(**NEEDED | {"score": None})], ["line 2, score: is empty"]),
        (
            [a_line(categories=frozenset({"cec"}), score=1)],
            [
                (
                    "line 2, channels: has no channel to be told by; "
                    "give an address in mail, telegram or channels"
                )
            ],
        ),
        (
            [a_line(2, "a", **NEEDED, language="en"), a_line(5, "b", **NEEDED, language="fr")],
            [
                (
                    "line 5, language: is not what line 2 says of the same person; "
                    "amara is one person: write the same in both lines, or nothing in this one"
                )
            ],
        ),
        (
            [a_line(2, "a", **NEEDED), a_line(5, "a", **NEEDED)],
            [
                (
                    'line 5, rule: amara has "a" in line 2 already; '
                    "give each line of one person a word of its own in the column rule"
                )
            ],
        ),
        (
            [a_line(2, **NEEDED), a_line(3, **NEEDED)],
            [
                (
                    "line 3, rule: amara has the one without a name in line 2 already; "
                    "give each line of one person a word of its own in the column rule"
                )
            ],
        ),
    ],
)
def test_lines_that_make_no_person_are_refused(
    lines: list[PersonLine], sentences: list[str]
) -> None:
    assert refused(*lines) == sentences


def test_a_file_without_rules_does_not_guess_which_one_is_meant() -> None:
    known = a_person(rules=(a_rule(name="cec"), a_rule(name="health")))

    assert refused(a_line(score=500), known=known) == [
        'line 2, rule: amara has the rules "cec", "health"; say in a column rule which one is meant'
    ]


def test_nobody_has_endless_rules() -> None:
    lines = [a_line(line, f"r{line}", **NEEDED) for line in range(60)]

    assert refused(*lines) == ["line 50, rule: is one more than 50 of a person"]
