"""Values of keys: when a digest is told, and what a person may be called."""

from datetime import time

import pytest
from pydantic import TypeAdapter

from watcher.adapters.config.values import DigestTime, PersonName, accepted
from watcher.core.settings import Digest

_DIGEST: TypeAdapter[Digest] = TypeAdapter(DigestTime)
_PERSON: TypeAdapter[str] = TypeAdapter(PersonName)


@pytest.mark.parametrize(
    ("written", "digest"),
    [
        ("daily 18:00", Digest(at=time(18))),
        ("Weekly Mon 07:30", Digest(at=time(7, 30), weekday=0)),
        ("weekly sun 00:00", Digest(at=time(), weekday=6)),
    ],
)
def test_a_digest_has_an_hour_and_perhaps_a_day(written: str, digest: Digest) -> None:
    assert accepted(_DIGEST, written) == digest
    assert str(digest) == written.lower()


@pytest.mark.parametrize("written", ["weekly mon 09:00", "mon 09:00", "Weekly  Monday 09:00"])
def test_a_day_of_the_week_may_be_short_and_the_week_be_named(written: str) -> None:
    assert accepted(_DIGEST, written) == Digest(at=time(9), weekday=0)


@pytest.mark.parametrize(
    "written",
    [
        *("", "daily", "18:00", "daily 24:00", "weekly 18:00", 18),
        *("mo 09:00", "weekly daily 09:00", "weekly mon 09:00 EST"),
    ],
)
def test_anything_else_is_no_time_of_a_digest(written: object) -> None:
    assert accepted(_DIGEST, written) is None


@pytest.mark.parametrize("name", ["amara", "Zoë O'Neill", "客户 7"])
def test_a_person_may_have_any_name(name: str) -> None:
    assert accepted(_PERSON, name) == name


@pytest.mark.parametrize("name", ["", " amara", "amara/cec", "two\nlines", "json://host"])
def test_but_none_that_would_be_taken_for_something_else(name: str) -> None:
    assert accepted(_PERSON, name) is None
