"""The first page: is it well, what was the last round, what does it mean, when is the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.answers.condition import condition_of
from watcher.answers.headline import headline
from watcher.answers.listing import Row, latest_of_each, rows
from watcher.core.category import ALL, label
from watcher.core.model import Round, Verdict
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.insight.rhythm import Rhythm, rhythm
from watcher.messages.database_words import ENGLISH_FAULTS, FRENCH_FAULTS
from watcher.messages.languages import voice_of
from watcher.messages.readings import verdict_clause
from watcher.web.render import Speaker, page, speaker
from watcher.web.request import Asked
from watcher.web.response import Answer
from watcher.web.site import Look

ACTIVE = timedelta(days=365)
# Days of the week that have at least half as many rounds as the busiest are named.
_OFTEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a round means for one subscription, in words; no round where none is known."""

    subscription: Subscription
    round: Round | None = None
    verdict: Verdict | None = None
    said: str = ""
    categories: str = ""


def overview(look: Look, asked: Asked) -> Answer:
    """Answer with everything that one wants to know at a glance."""
    every = look.tx.rounds.all(pools=False)
    confirmed = [round_ for round_ in every if round_.confirmed]
    latest = rows(latest_of_each(confirmed), confirmed)
    since = look.now.astimezone(OTTAWA).date() - ACTIVE
    found = condition_of(look.store, look.tx, look.settings, look.now)
    signed_in = asked.session is not None
    return page(
        "overview.html",
        asked,
        look.now,
        values={
            "health": "blind" if look.trouble else headline(found),
            "database_trouble": _database(look, asked),
            "sources": found.sources,
            "active": [row for row in latest if row.round.date and row.round.date >= since],
            "older": [row for row in latest if not row.round.date or row.round.date < since],
            "unconfirmed": [round_ for round_ in every if not round_.confirmed],
            "judged": list(_judged(look, asked, latest)) if signed_in else [],
            "can_sign_in": look.access.possible,
            "when": _when(look, asked, confirmed),
        },
    )


def _database(look: Look, asked: Asked) -> str:
    if look.trouble is None:
        return ""
    faults = FRENCH_FAULTS if asked.reader.language == "fr" else ENGLISH_FAULTS
    say = speaker(asked, look.now)
    return say.gettext("Not well: the database: {fault}.", fault=faults[look.trouble.fault].name)


def _judged(look: Look, asked: Asked, latest: Sequence[Row]) -> Iterator[Judged]:
    """Judge the latest round of each category that a subscription wants, newest first.

    Where none of them had one lately, the last of all stands for the subscription.
    """
    newest = [row.round for row in sorted(latest, key=_day, reverse=True)]
    for subscription in look.settings.subscriptions:
        wanted = [r for r in newest if {ALL, r.category} & subscription.categories]
        recent = [r for r in wanted if _is_recent(r, look.now)]
        for round_ in recent or wanted[:1]:
            yield _judge(round_, subscription, asked)
        if not wanted:
            yield Judged(subscription=subscription, categories=_names(subscription, asked, look))


def _names(subscription: Subscription, asked: Asked, look: Look) -> str:
    """Name the categories that a subscription wants."""
    if ALL in subscription.categories:
        return speaker(asked, look.now).gettext("All")
    language = asked.reader.language
    return ", ".join(label(slug, language) for slug in sorted(subscription.categories))


def _is_recent(round_: Round, now: datetime) -> bool:
    today = now.astimezone(OTTAWA).date()
    return round_.date is not None and today - round_.date <= ACTIVE


def _judge(round_: Round, subscription: Subscription, asked: Asked) -> Judged:
    verdict = judge(round_, subscription)
    voice = voice_of(asked.reader.language, asked.reader.timezone)
    return Judged(
        subscription=subscription,
        round=round_,
        verdict=verdict,
        said=verdict_clause(verdict, voice),
    )


def _day(row: Row) -> str:
    return str(row.round.date or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When rounds usually come, as sentences and as counts of the days of the week."""

    sentences: tuple[str, ...]
    weekdays: tuple[tuple[str, int], ...]
    most: int


def _when(look: Look, asked: Asked, rounds: Sequence[Round]) -> When | None:
    today = look.now.astimezone(OTTAWA).date()
    found = rhythm(rounds, today, baseline=look.tx.rounds.first_seen_at())
    if found is None:
        return None
    say = speaker(asked, look.now)
    names = [say.weekday(day) for day in range(7)]
    return When(
        sentences=tuple(_sentences(found, names, say)),
        weekdays=tuple(zip(names, found.weekdays, strict=True)),
        most=max(found.weekdays),
    )


def _sentences(found: Rhythm, names: Sequence[str], say: Speaker) -> Iterator[str]:
    often = max(found.weekdays) * _OFTEN
    days = [n for n, count in zip(names, found.weekdays, strict=True) if count >= often]
    yield say.gettext(
        "{n} rounds in the last two years, most of them on {days}.",
        n=say.number(found.rounds),
        days=say.listed(days),
    )
    if found.from_ and found.until:
        ends = (
            say.wall(datetime.combine(found.since, clock, OTTAWA))
            for clock in (found.from_, found.until)
        )
        from_, until = ends
        yield say.gettext(
            "Eight of ten were held between {from_} and {until}, Ottawa time.",
            from_=from_,
            until=until,
        )
    yield say.gettext(
        "From one round day to the next it is {gap} in the middle.", gap=say.days(found.gap)
    )
    if found.published_after is not None:
        span = say.span(found.published_after)
        yield say.gettext("They were seen here {span} after that in the middle.", span=span)
