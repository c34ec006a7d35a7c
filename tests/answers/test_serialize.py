"""JSON from dataclasses: keys and values."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath

import pytest

from tests.values import a_round
from watcher.answers.serialize import FLAT, HIDDEN, OPTIONAL, json_keys, json_object, to_json
from watcher.core.model import FIGURES, Round, VerdictKind
from watcher.core.settings import Secret


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value of ours."""

    at: datetime
    day: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An answer that uses every kind of field."""

    drawn: Drawn = field(metadata=FLAT)
    above: int | None = field(metadata=OPTIONAL)
    previous: str | None
    said: str = field(metadata=HIDDEN)

    @property
    def words(self) -> str:
        """Something that only people read."""
        return self.said


NOON = datetime(2026, 8, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (None, None),
        (True, True),
        (471, 471),
        (VerdictKind.INVITED, "invited"),
        (Secret("tgram://token/1"), "***"),
        (PurePosixPath("/etc/watcher"), "/etc/watcher"),
        (frozenset({"pnp", "cec"}), ["cec", "pnp"]),
        (("a", 1), ["a", 1]),
        (timedelta(minutes=90), 5400.0),
        (
            Drawn(datetime.fromisoformat("2026-08-19T10:30:07.9-04:00"), None),
            {"at": "2026-08-19T14:30:07Z", "day": None},
        ),
        ({"day": date(2026, 8, 19)}, {"day": "2026-08-19"}),
    ],
)
def test_our_values_have_their_json(value: object, json: object) -> None:
    assert to_json(value) == json


def test_what_has_no_json_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="no JSON for bytes"):
        to_json({"page": b"x"})


def test_fields_are_keys_in_their_order_and_properties_are_none() -> None:
    listed = Listed(Drawn(NOON, None), 5, None, "for people")

    assert list(json_object(listed).items()) == [
        ("at", "2026-08-19T12:00:00Z"),
        ("day", None),
        ("above", 5),
        ("previous", None),
    ]


def test_an_optional_key_is_left_out_where_it_is_unknown() -> None:
    assert "above" not in json_object(Listed(Drawn(NOON, None), None, None, ""))
    assert json_object(Listed(Drawn(NOON, None), 0, None, ""))["above"] == 0


def test_a_round_begins_with_its_number_and_hides_since_when_it_is_news() -> None:
    keys = [key.key for key in json_keys(Round)]

    assert keys == list(json_object(a_round()))
    assert keys[: len(FIGURES) + 1] == ["number", *FIGURES]
    assert "news_since" not in keys
