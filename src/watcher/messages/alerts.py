"""Messages of alerts: their lines, and the order of these."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from watcher.core.model import (
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    Message,
    NewRound,
    ReportedRound,
    Round,
)
from watcher.core.people import RULE_MARK
from watcher.core.settings import N_
from watcher.messages import figures
from watcher.messages.facts import caveat, details, lateness_warning, old_rules
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, is_short_enough, lay_out
from watcher.messages.next_steps import next_steps, urgency
from watcher.messages.verdicts import category_name, verdict_clause, verdict_reason

_NUMBER, _NAME = 20, 40


def compose(alerts: Sequence[Alert], *, now: datetime, shared: bool = False) -> Message:
    """Make one message of one change, for one or several subscriptions of a person.

    All *alerts* (at least one) share the change and the reader; language and zone are those of the first. The message
    is always short enough for Telegram: of many subscriptions the least urgent are counted instead of named. Where
    others are told at the same address (*shared*), even one alone is named.
    """
    reader = alerts[0].subscription
    fmt = Formatter(reader.language, reader.timezone)
    ranked = sorted(alerts, key=urgency)
    for shown in (20, 8, 3):
        message = _compose(ranked, shown, fmt, now, shared=shared)
        if is_short_enough(message):
            return message
    return _compose(ranked, 1, fmt, now, shared=shared)


def _compose(
    ranked: Sequence[Alert], shown: int, fmt: Formatter, now: datetime, *, shared: bool
) -> Message:
    """Put the verdict and the next steps first, the figures below."""
    best, alone = ranked[0], len(ranked) == 1
    opening = _alone(best, fmt, named=shared) if alone else _several(ranked, shown, fmt)
    return lay_out(
        _title(ranked, fmt, shared=shared),
        (
            [*opening, *old_rules(ranked, fmt), *lateness_warning(best, fmt, now)],
            list(caveat(best, fmt)),
            list(figures.what_changed(best.change, fmt)),
            *next_steps(ranked, fmt),
            list(details(best, fmt, alone=alone, named=alone and not shared)),
        ),
    )


def _title(ranked: Sequence[Alert], fmt: Formatter, *, shared: bool) -> str:
    best, others = ranked[0], len(ranked) - 1
    verdict = verdict_clause(best.verdict, fmt)
    if shared or others:
        sentence = N_("{name} {verdict} (and {others} more)") if others else N_("{name} {verdict}")
        name = clip(_name_among(best, ranked), _NAME)
        verdict = fmt.gettext(sentence, name=name, verdict=verdict, others=others)
    return fmt.gettext(
        _title_of(best.change),
        round=round_name(best.round, fmt),
        category=category_name(best.round, fmt),
        verdict=verdict,
    )


def _name_among(alert: Alert, ranked: Sequence[Alert]) -> str:
    """Name a subscription beside others: where all are of one person, by what the rule is called."""
    name, person = alert.subscription.name, alert.subscription.person
    of_one = person is not None and {a.subscription.person for a in ranked} == {person}
    return name.removeprefix(f"{person}{RULE_MARK}") if of_one and len(ranked) > 1 else name


def _title_of(change: Change) -> str:
    match change:
        case NewRound(round=round_) | ReportedRound(reported=round_):
            official = N_("{round} {category}: {verdict}")
            reported = N_("{round} (reported, not confirmed), {category}: {verdict}")
            return official if round_.confirmed else reported
        case CorrectedRound(after=after):
            official = N_("{round} {category}, corrected: {verdict}")
            reported = N_("{round} (reported, not confirmed), {category}, corrected: {verdict}")
            return official if after.confirmed else reported
        case ConfirmedRound(reported=before, confirmed=after):
            otherwise = N_("{round} {category}, confirmed, but not as reported: {verdict}")
            as_reported = N_("{round} {category}, confirmed: {verdict}")
            return otherwise if figures.contradicted(before, after) else as_reported
        case _:
            assert_never(change)


def round_name(round_: Round, fmt: Formatter) -> str:
    """Name a round by its number, else by its day; a provisional number says nothing."""
    number = round_.number if round_.confirmed else round_.claimed
    if number is not None:
        return f"#{clip(number, _NUMBER)}"
    if round_.date is None:
        return fmt.gettext("A round")
    return fmt.gettext("Round of {day}", day=fmt.day(round_.date))


def _alone(alert: Alert, fmt: Formatter, *, named: bool) -> Iterator[MessageLine]:
    name = clip(alert.subscription.name, _NAME)
    label = fmt.gettext("{name}:", name=name) if named else ""
    yield MessageLine(label=label, text=verdict_reason(alert, fmt), strong=True)
    if alert.earlier_verdict is None:
        return
    sentence = N_("Before the correction, our reading was: {earlier}.")
    if isinstance(alert.change, ConfirmedRound):
        sentence = N_(
            "What we told you from the reports was: {earlier}. IRCC has now published the round, "
            "and only its figures count."
        )
    earlier = verdict_clause(alert.earlier_verdict, fmt)
    yield MessageLine(text=fmt.gettext(sentence, earlier=earlier))


def _several(ranked: Sequence[Alert], shown: int, fmt: Formatter) -> Iterator[MessageLine]:
    for alert in ranked[:shown]:
        sentence, earlier = N_("score {score}, {verdict}"), ""
        if alert.earlier_verdict is not None:
            sentence = N_("score {score}, {verdict} (before: {earlier})")
            earlier = verdict_clause(alert.earlier_verdict, fmt)
        score, verdict = alert.subscription.score, verdict_clause(alert.verdict, fmt)
        name = clip(_name_among(alert, ranked), _NAME)
        text = fmt.gettext(sentence, score=score, verdict=verdict, earlier=earlier)
        yield MessageLine(label=fmt.gettext("{name}:", name=name), text=text)
    if len(ranked) > shown:
        left_out = len(ranked) - shown
        yield MessageLine(text=fmt.gettext("... and {left_out} more", left_out=left_out))
