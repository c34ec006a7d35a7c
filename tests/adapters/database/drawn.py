"""Values drawn at random, as hypothesis does."""

from datetime import UTC, timedelta
from typing import Any

from hypothesis import strategies as st

from watcher.core.model import Round
from watcher.core.pool import Band, Pool

numbers = st.integers(0, 10**9)
names = st.text(max_size=20)
instants = st.datetimes(timezones=st.just(UTC))
spans = st.timedeltas(timedelta(), timedelta(days=400))
bands = st.builds(Band, label=names, low=numbers, high=numbers, count=st.none() | numbers)
pools = st.builds(
    Pool,
    as_on=st.none() | st.dates(),
    bands=st.lists(bands, max_size=3).map(tuple),
    total=st.none() | numbers,
)
figures: dict[str, st.SearchStrategy[Any]] = {
    "date": st.dates(),
    "drawn_at": instants,
    "name": names,
    "category": names,
    "version": names,
    "cutoff": numbers,
    "invitations": numbers,
    "tie_break": instants,
    "pool": pools,
    "url": names,
}
some_figures = {figure: st.none() | values for figure, values in figures.items()}
rounds = st.builds(Round, number=names, first_seen=instants, **some_figures)
