"""An instant is UTC on the way in and on the way out, or it is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, make_url

from watcher.adapters.database.codec import UtcDateTime

DIALECTS = [make_url(address).get_dialect()() for address in ("sqlite://", "postgresql://")]
both = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
instants = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))),
)


@both
def test_a_time_without_a_zone_is_refused(dialect: Dialect) -> None:
    naive = datetime(2025, 12, 11, 16, 2)  # noqa: DTZ001 - it is what the test is about

    with pytest.raises(ValueError, match="an instant needs a zone"):
        UtcDateTime().process_bind_param(naive, dialect)


@both
def test_no_instant_stays_none(dialect: Dialect) -> None:
    assert UtcDateTime().process_bind_param(None, dialect) is None
    assert UtcDateTime().process_result_value(None, dialect) is None


@both
@given(at=instants)
def test_an_instant_comes_back_as_itself_in_utc(dialect: Dialect, at: datetime) -> None:
    bound = UtcDateTime().process_bind_param(at, dialect)
    back = UtcDateTime().process_result_value(bound, dialect)

    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


@given(one=instants, other=instants)
def test_instants_in_sqlite_compare_as_their_texts_do(one: datetime, other: datetime) -> None:
    first, second = (str(UtcDateTime().process_bind_param(at, DIALECTS[0])) for at in (one, other))
    as_stored = [f"{text}.000000"[:26] for text in (first, second)]

    assert (one < other) is (as_stored[0] < as_stored[1])
