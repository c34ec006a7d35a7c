"""The form of a subscription, filled in from a person and read back as the same."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.values import a_person, a_rule
from watcher.core.people import Person
from watcher.core.settings import Digest, QuietHours
from watcher.web.subscription_form import FormReading, SubscriptionForm, form_of, read_form_of

KNOWN = ["cec", "healthcare", "pnp"]
NOW = datetime(2026, 8, 20, tzinfo=UTC)

PEOPLE = [
    a_person(),
    a_person(language="fr", timezone="Asia/Kolkata", wake=True, monthly=True),
    a_person(quiet_hours=QuietHours(start=time(22), end=time(7, 30))),
    a_person(rules=(a_rule(near=10, submitted=datetime(2025, 11, 20, 15, 0, 9, tzinfo=UTC)),)),
    a_person(
        digest=Digest(at=time(9), weekday=6),
        rules=(a_rule(tell_when="every-round", categories=frozenset({"all"})),),
    ),
    a_person(digest=Digest(at=time(18, 30)), rules=(a_rule(tell_when="every-round"),)),
]


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_filled_in_is_read_back_as_it_was(person: Person) -> None:
    read = read_form_of(form_of(person, "amara@example.com"), person, KNOWN, NOW)

    assert isinstance(read, FormReading)
    assert (read.person, read.mail) == (person, "amara@example.com")


def test_what_the_form_does_not_show_stays(  # such as early word
) -> None:
    person = a_person(rules=(a_rule(early="always", reminders=True),), picture=True)
    changed = replace(form_of(person, "bo@example.com"), categories=frozenset({"pnp"}))

    read = read_form_of(changed, person, KNOWN, NOW)

    assert isinstance(read, FormReading)
    rule = replace(person.rules[0], categories=frozenset({"pnp"}))
    assert read.person == replace(person, rules=(rule,))


def test_a_digest_is_of_those_who_are_told_of_every_round() -> None:
    form = form_of(a_person(), "amara@example.com")
    chosen = replace(form, values={**form.values, "digest": "daily"})

    read = read_form_of(chosen, a_person(), KNOWN, NOW)

    assert isinstance(read, FormReading)
    assert read.person.digest is None


_WORDS = st.dictionaries(
    st.sampled_from(
        ["mail", "score", "submitted", "near", "quiet_from", "quiet_until", "digest", "zone"]
    ),
    st.text(max_size=20),
)


@given(values=_WORDS, flags=st.frozensets(st.sampled_from(["every_round", "wake"])))
def test_whatever_is_typed_is_read_or_has_its_faults_named(
    values: dict[str, str], flags: frozenset[str]
) -> None:
    form = SubscriptionForm(values=values, categories=frozenset({"cec"}), flags=flags)

    read = read_form_of(form, a_person(), KNOWN, NOW)

    assert isinstance(read, FormReading) or read.faults
