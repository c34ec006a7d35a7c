"""The pool of candidates by CRS score, as IRCC counts it a few days before a round."""

from dataclasses import dataclass
from datetime import date

#: The CRS scale ends here. There is no other bound: 75, 169 and 902 were real cut-offs.
HIGHEST_CRS = 1200

#: The bands that IRCC counts, in its order: 451-500 and 401-450 are the sums of the five after them.
POOL_BANDS = (
    *((601, HIGHEST_CRS), (501, 600)),
    *((451, 500), (491, 500), (481, 490), (471, 480), (461, 470), (451, 460)),
    *((401, 450), (441, 450), (431, 440), (421, 430), (411, 420), (401, 410)),
    *((351, 400), (301, 350), (0, 300)),
)
#: Those that no other sums up: together the whole pool, nobody counted twice.
DISJOINT_BANDS = tuple((low, high) for low, high in POOL_BANDS if high - low >= 10)  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The count of candidates between two CRS scores, both included."""

    label: str
    low: int
    high: int
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The pool by CRS band; ``as_on`` is the day on which it was counted."""

    as_on: date | None
    bands: tuple[Band, ...]
    total: int | None

    def band_of(self, score: int | None) -> Band | None:
        """Find the narrowest band that has a score; None where none has, or it is unknown."""
        inside = [
            band for band in self.bands if score is not None and band.low <= score <= band.high
        ]
        return min(inside, key=lambda band: band.high - band.low, default=None)

    def is_within_another(self, band: Band) -> bool:
        """Tell whether a wider band counts the candidates of this one too."""
        return any(
            other.low <= band.low and band.high <= other.high
            for other in self.bands
            if other is not band
        )
