"""The steps of the demo: rounds of 2025 and 2026, and the faults of the page. Pure functions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from watcher.demo.published import Article, PublishedRound, round_article, welcome_article

OPERATOR = "operator"
# From the stated time of a round to its appearance on the page: the medians that archives
# of the page show for rounds 322-437; never before 9:57 in Toronto.
_DELAY = {2025: timedelta(hours=3, minutes=24), 2026: timedelta(hours=4, minutes=42)}
_EARLIEST = time(14, 5)
# From #438 on the table has no time of day: the usual one of summer 2026.
_USUAL_TIME = time(10, 45)
_MINUTE = timedelta(minutes=1)
_NOBODY: frozenset[str] = frozenset()


class FeedCondition(Enum):
    """The condition of the page."""

    ROUNDS = "the feed"
    HALF_EDITED = "invalid JSON"
    MAINTENANCE = "HTML"
    DOWN = "status 502"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """The state of IRCC's page, newest round first."""

    rounds: tuple[PublishedRound, ...]
    condition: FeedCondition = FeedCondition.ROUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One poll of every source; ``page`` or ``news`` None: unchanged.

    ``remark`` is printed, ``fault`` listed at the end, ``whole`` names a person whose message
    is printed in full, ``told`` everybody who must be told (None: not checked).
    """

    at: datetime
    page: FeedState | None = None
    news: tuple[Article, ...] | None = None
    told: frozenset[str] | None = None
    webhook_down: bool = False
    remark: str = ""
    fault: str = ""
    whole: str = ""


_Chapter = Callable[[PublishedRound, tuple[PublishedRound, ...]], Iterator[Step]]


def story(rounds: Sequence[PublishedRound], years: Sequence[int]) -> list[Step]:
    """Make the steps of these years from *rounds*, newest first."""
    page = tuple(r for r in rounds if r.day.year < min(years))
    news = [r for r in reversed(rounds) if r.day.year in years]
    first = datetime(min(years), 1, 2, 15, 0, tzinfo=UTC)
    steps = [Step(at=first, page=FeedState(rounds=page), news=(welcome_article(first),))]
    for round_ in news:
        steps += _CHAPTERS.get(round_.number, _usual)(round_, page)
        page = (round_, *page)
    return steps


def appears_at(round_: PublishedRound) -> datetime:
    """Return a realistic time for a round to appear on the page."""
    drawn = round_.drawn.time() if round_.drawn else _USUAL_TIME
    at = datetime.combine(round_.day, drawn, UTC) + _DELAY[round_.day.year]
    earliest = datetime.combine(round_.day, _EARLIEST, UTC)
    return max(at, earliest).replace(second=20)


def _usual(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    at = appears_at(round_)
    yield Step(at=at, page=FeedState(rounds=(round_, *page)))
    yield from _unchanged(at)


def _unchanged(at: datetime) -> Iterator[Step]:
    """Poll again soon, and once at night, when Ravi's quiet hours are over."""
    yield Step(at=at + 15 * _MINUTE)
    yield Step(at=_at(at, "01:45", days=1))


def _misprint(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    at = appears_at(round_)
    printed = round_
    if round_.tie_break:
        printed = replace(round_, tie_break=round_.tie_break.replace(year=2025))
    yield Step(
        at=at,
        page=FeedState(rounds=(printed, *page)),
        remark="#335 comes with a tie-break nine months ahead, as IRCC printed it: "
        "that cannot be, so it counts as unknown",
        fault="a tie-break with the wrong year, put right eight days later",
    )
    yield from _unchanged(at)
    yield Step(
        at=_at(at, "20:13", days=8),
        page=FeedState(rounds=(round_, *page)),
        remark="IRCC puts the year right: only who gets another answer hears of it",
        whole="Devraj",
    )


def _rollback(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    gone, *before = page
    at = appears_at(round_)
    yield Step(
        at=_at(at, "18:42"),
        page=FeedState(rounds=tuple(before)),
        remark=f"#{gone.number} vanishes from the page, as it did that day",
        fault="a round that vanished and came back",
    )
    yield Step(
        at=_at(at, "19:10"),
        page=FeedState(rounds=page, condition=FeedCondition.HALF_EDITED),
        remark="the page is being edited: for a while it is not valid JSON",
        fault="invalid JSON",
    )
    yield Step(
        at=_at(at, "19:34"),
        page=FeedState(rounds=(round_, *page)),
        remark=f"#{gone.number} is back, which is no news; #{round_.number} is",
    )
    yield from _unchanged(_at(at, "19:34"))


def _day_misprinted(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    first, *rest = _usual(round_, page)
    yield replace(
        first,
        remark="the time of #357 says 12 July, its date says 22 July: so it was printed",
        fault="a round dated ten days apart",
    )
    yield from rest


def _channel_down(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    at = appears_at(round_)
    yield Step(
        at=at,
        page=FeedState(rounds=(round_, *page)),
        webhook_down=True,
        remark="Devraj's webhook is down: his alert stays in the queue",
        fault="a channel that answered 503 for half an hour",
    )
    for minutes in (1, 3, 6, 12):
        yield Step(at=at + minutes * _MINUTE, webhook_down=True)
    yield Step(at=at + 30 * _MINUTE, remark="the webhook is up again", whole="Devraj")
    yield from _unchanged(at + 30 * _MINUTE)


def _told_by_the_news(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    """Let the news come first, with a real misprint: 463 for 476."""
    at, number = appears_at(round_), round_.number
    wrong = replace(round_, cutoff=463)
    published = at + 4 * _MINUTE
    yield Step(
        at=at,
        page=FeedState(rounds=page, condition=FeedCondition.DOWN),
        remark=f"#{number} is due, but IRCC's page is down: it answers 502",
        fault="a page that was down for 95 minutes, while the news had a figure wrong",
        told=frozenset({OPERATOR}),
    )
    yield Step(
        at=at + 6 * _MINUTE,
        news=(round_article(wrong, published), welcome_article(published)),
        remark=f"a made-up news site tells of #{number} meanwhile, its cut-off wrong: "
        f"{wrong.cutoff}, where IRCC will publish {round_.cutoff}. Mei asked to hear of "
        "reports at once",
        told=frozenset({"Mei"}),
    )
    yield Step(
        at=at + 10 * _MINUTE,
        remark="IRCC's page has been down for ten minutes: now Amara hears of the report, "
        "and that it is not confirmed. Joseph asked for IRCC's own figures only",
        whole="Amara",
        told=frozenset({"Amara"}),
    )
    yield Step(at=at + 40 * _MINUTE, told=_NOBODY)
    back = at + 95 * _MINUTE
    yield Step(
        at=back,
        page=FeedState(rounds=(round_, *page)),
        remark=f"IRCC's page is back, and the cut-off of #{number} is {round_.cutoff}. "
        "That gives Amara another result: she is told of the difference. Mei's stays, "
        "so she is not told twice; Joseph hears of the round now",
        whole="Amara",
        told=frozenset({OPERATOR, "Amara", "Joseph"}),
    )
    for step in _unchanged(back):
        yield replace(step, told=_NOBODY)


def _closed_for_maintenance(
    round_: PublishedRound, page: tuple[PublishedRound, ...]
) -> Iterator[Step]:
    at = appears_at(round_)
    yield Step(
        at=at,
        page=FeedState(rounds=page, condition=FeedCondition.MAINTENANCE),
        remark=f"#{round_.number} is due, but the address answers with a web page and status 200",
        fault="HTML with status 200 for 40 minutes",
    )
    yield Step(at=at + 10 * _MINUTE)
    yield Step(at=at + 20 * _MINUTE)
    yield Step(
        at=at + 40 * _MINUTE,
        page=FeedState(rounds=(round_, *page)),
        remark="the page is back, with the round",
        whole="Amara",
    )
    yield from _unchanged(at + 40 * _MINUTE)


def _time_unknown(round_: PublishedRound, page: tuple[PublishedRound, ...]) -> Iterator[Step]:
    first, *rest = _usual(round_, page)
    yield replace(
        first,
        remark="from here on our table has no time of day: it is unknown, and each "
        "time the operator is told so (shown once)",
        fault="ten rounds without a time of day",
    )
    yield from rest


_CHAPTERS: Mapping[str, _Chapter] = {
    "335": _misprint,
    "337": _rollback,
    "353": _channel_down,
    "357": _day_misprinted,
    "385": _told_by_the_news,
    "398": _closed_for_maintenance,
    "438": _time_unknown,
}


def _at(day: datetime, clock: str, *, days: int = 0) -> datetime:
    there = day.date() + timedelta(days=days)
    return datetime.combine(there, time.fromisoformat(clock), UTC)
