"""The pool as rows of a table, with the bands of a cut-off and of a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from watcher.core.pool import Band, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolBar:
    """A band of the pool: ``share`` is per cent of the fullest, ``part`` is within a wider band."""

    band: Band
    share: int
    part: bool
    has_cutoff: bool
    has_score: bool


def pool_bars(pool: Pool, *, cutoff: int | None, score: int | None) -> Iterator[PoolBar]:
    """Make a row of each band; narrow ones only beside one that matters."""
    most = max((band.count or 0 for band in pool.bands), default=0) or 1
    here, mine = pool.band_of(cutoff), pool.band_of(score)
    opened = [band for band in (here, mine) if band is not None]
    for band in pool.bands:
        part = pool.is_within_another(band)
        # Tens only beside one that matters: fifty scores are shown as one band else.
        if part and not any(band.low // 50 == (one.low - 1) // 50 for one in opened):
            continue
        yield PoolBar(
            band=band,
            share=round(100 * (band.count or 0) / most),
            part=part,
            has_cutoff=band is here,
            has_score=band is mine,
        )
