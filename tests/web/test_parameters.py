"""Parameters of the API, read as they are described."""

from datetime import UTC, date, datetime

import pytest

from watcher.web.parameters import (
    CATEGORIES_ASKED,
    CATEGORY_ASKED,
    SCORE,
    SINCE,
    SUBMITTED,
    WHAT_IF,
    ApiParameter,
)

KNOWN = ["cec", "healthcare"]


@pytest.mark.parametrize(
    ("parameter", "values", "read"),
    [
        (SCORE, ["471"], 471),
        (WHAT_IF, ["-12"], -12),
        (CATEGORY_ASKED, ["CEC"], "cec"),
        (CATEGORIES_ASKED, ["cec, healthcare"], frozenset(KNOWN)),
        (CATEGORIES_ASKED, ["cec", "all"], frozenset({"cec", "all"})),
        (SINCE, ["2026-01-01"], date(2026, 1, 1)),
        (SUBMITTED, ["2025-11-20T10:00:00.5-05:00"], datetime(2025, 11, 20, 15, tzinfo=UTC)),
        (SUBMITTED, ["2015-01-01T00:00:00-05:00"], datetime(2015, 1, 1, 5, tzinfo=UTC)),
        (SUBMITTED, ["2099-12-31T23:59:59Z"], datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (SINCE, ["2199-01-01"], date(2199, 1, 1)),
    ],
)
def test_what_is_described_is_read(
    parameter: ApiParameter, values: list[str], read: object
) -> None:
    assert parameter.read(values, KNOWN) == read


@pytest.mark.parametrize(
    ("parameter", "values"),
    [
        (SCORE, ["0"]),
        (SCORE, ["1201"]),
        (SCORE, ["471.0"]),
        (SCORE, ["４７１"]),  # noqa: RUF001 - digits of another width
        (SCORE, ["471", "471"]),
        (SCORE, ["9" * 5000]),
        (CATEGORIES_ASKED, ["cec,,cooks"]),
        (CATEGORIES_ASKED, [""]),
        (SINCE, ["2026-02-30"]),
        (SUBMITTED, ["2025-11-20T15:00:00"]),
        (SUBMITTED, ["yesterday"]),
        (SUBMITTED, ["2014-12-31T23:59:59Z"]),
        (SUBMITTED, ["2100-01-01T00:00:00Z"]),
        (SUBMITTED, ["0001-01-01T00:00:00+14:00"]),
    ],
)
def test_what_is_not_is_refused(parameter: ApiParameter, values: list[str]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parameter.read(values, KNOWN)


def test_a_description_has_the_bounds_and_the_known_categories() -> None:
    assert SCORE.schema(KNOWN) == {"type": "integer", "minimum": 1, "maximum": 1200}
    assert CATEGORIES_ASKED.schema(KNOWN) == {
        "type": "array",
        "items": {"enum": ["all", "cec", "healthcare"]},
    }
    assert SUBMITTED.schema(KNOWN) == {
        "type": "string",
        "format": "date-time",
        "pattern": "^20(1[5-9]|[2-9][0-9])-",
    }
    assert WHAT_IF.allowed(KNOWN) == "a whole number from -1200 to 1200"
    assert CATEGORY_ASKED.allowed(KNOWN) == "one of cec, healthcare"
