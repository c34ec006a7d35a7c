"""What may come, in the words of pages: forecasts, chances, and why nothing is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from watcher.answers.forecast import CategoryForecast, Withheld
from watcher.answers.rank import PoolRank
from watcher.messages.likelihood import chance_in_words, percent_of
from watcher.web.render import PageFormatter

_EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Outlook:
    """Forecasts in one language."""

    formatter: PageFormatter

    def cutoff(self, forecast: CategoryForecast) -> str:
        """Say between which values the next cut-off is as likely as not, and in four of five cases."""
        if forecast.cutoff is None:
            return ""
        (low, high), (lowest, highest) = forecast.cutoff.half, forecast.cutoff.likely
        return self.formatter.gettext(
            "As likely as not between {low} and {high}; in four of five cases between {lowest} and {highest}.",
            low=low,
            high=high,
            lowest=lowest,
            highest=highest,
        )

    def last(self, forecast: CategoryForecast) -> str:
        """Name the last cut-off with its day."""
        last = forecast.last
        day = self.formatter.day(last.date)
        return self.formatter.gettext(
            "The last was {cutoff} on {day}.", cutoff=last.cutoff, day=day
        )

    def invitations(self, forecast: CategoryForecast) -> str:
        """Say how many invitations are likely."""
        many = forecast.invitations
        if many is None:
            return ""
        return self.formatter.gettext(
            "about {median} invitations, in four of five cases {low} to {high}",
            median=self.formatter.number(many.median),
            low=self.formatter.number(many.low),
            high=self.formatter.number(many.high),
        )

    def names(self, categories: Iterable[str]) -> str:
        """List categories by their short names."""
        return self.formatter.listed([self.formatter.short_category(slug) for slug in categories])

    def within(self, shares: Mapping[str, float]) -> list[tuple[str, str, str]]:
        """Write chances by days: the days, per cent, and words."""
        return [
            (
                self.formatter.days(int(days)),
                percent_of(share, self.formatter).replace(" %", "\N{NO-BREAK SPACE}%"),
                chance_in_words(share, self.formatter),
            )
            for days, share in shares.items()
        ]

    def chances(self, shares: Mapping[str, float]) -> str:
        """Write chances by days as a part of a sentence, each chance once."""
        told: dict[str, str] = {}
        for days, share in shares.items():
            chance = percent_of(share, self.formatter)
            # High soon, or low even after long.
            if share < _EVEN or chance not in told:
                told[chance] = days
        return self.formatter.listed(
            [
                self.formatter.gettext("{chance} within {days} days", chance=chance, days=days)
                for chance, days in told.items()
            ]
        )

    def shares(self, shares: Mapping[str, float]) -> list[tuple[str, str]]:
        """Write chances by days as short as a table has room."""
        return [
            (self.formatter.days(int(days)), percent_of(share, self.formatter, short=True))
            for days, share in shares.items()
        ]

    def points(self, value: float | None) -> str:
        """Write a mean of points."""
        if value is None:
            return "\N{EN DASH}"
        return format_decimal(value, format="0.0", locale=self.formatter.locale)

    def share(self, value: float | None) -> str:
        """Write a share in per cent."""
        if value is None:
            return "\N{EN DASH}"
        return self.formatter.gettext("{figure} %", figure=round(value * 100))

    def why(self, withheld: Withheld) -> str:
        """Say why nothing is forecast, as a sentence."""
        return self.formatter.gettext(
            "No cut-off is forecast: {reason}.", reason=self.reason(withheld)
        )

    def reason(self, withheld: Withheld) -> str:
        """Say why nothing is forecast, as a part of a sentence."""
        day = "" if withheld.day is None else self.formatter.day(withheld.day)
        return self.formatter.gettext(withheld.why.value, day=day)

    def above(self, rank: PoolRank) -> str:
        """Say how many people of the pool have more points than a score."""
        found, number = rank.above, self.formatter.number
        if found is None:
            return ""
        if rank.exact:
            return self.formatter.gettext(
                "On {day}, {n} people in the whole pool scored above {score}.",
                day=self.formatter.day(rank.counted_on),
                n=number(found.low),
                score=rank.score,
            )
        return self.formatter.gettext(
            "On {day}, {low} to {high} people in the whole pool scored above {score}.",
            day=self.formatter.day(rank.counted_on),
            low=number(found.low),
            high=number(found.high),
            score=rank.score,
        )

    def likely_above(self, rank: PoolRank) -> str:
        """Narrow that down, or say why it cannot be."""
        if rank.likely is not None:
            return self.formatter.gettext(
                "Likely {low} to {high}.",
                low=self.formatter.number(rank.likely.low),
                high=self.formatter.number(rank.likely.high),
            )
        return "" if rank.withheld is None else self.formatter.gettext(rank.withheld)

    def old_rules(self, rank: PoolRank) -> str:
        """Say that the rules for scores changed since the count, if they did."""
        if rank.rules_changed is None:
            return ""
        return self.formatter.gettext(
            "The rules for scores changed on {day}, after this count: a score of today may not "
            "compare with it.",
            day=self.formatter.day(rank.rules_changed),
        )
