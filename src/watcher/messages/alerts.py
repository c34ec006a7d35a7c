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
    VerdictKind,
)
from watcher.core.settings import N_
from watcher.messages import figures
from watcher.messages.facts import caveat, details, lateness_warning, old_rules
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, is_short_enough, lay_out
from watcher.messages.verdicts import category_name, verdict_clause, verdict_reason

_URGENCY = (
    VerdictKind.INVITED,
    VerdictKind.INVITED_ON_TIE_BREAK,
    VerdictKind.AT_CUTOFF,
    VerdictKind.UNKNOWN,
    VerdictKind.MISSED_ON_TIE_BREAK,
    VerdictKind.SHORT,
    VerdictKind.OTHER_CATEGORY,
    VerdictKind.NOT_IN_POOL,
)
_NUMBER, _NAME = 20, 40

_INVITED = (
    N_(
        "Log in to your IRCC account. The invitation itself appears only there; "
        "this is our reading of the published figures."
    ),
    "{deadline}",
    N_(
        "Ask now for what takes longest: police certificates, the medical exam, letters from "
        "employers, proof of funds."
    ),
    N_(
        "If you cannot apply in time, decline the invitation rather than let it lapse: your "
        "profile then stays in the pool."
    ),
)
_STAYS = N_(
    "You need to do nothing: your profile stays in the pool and takes part in the next rounds."
)
_TAKES_PART = N_(
    "You need to do nothing: your profile takes part in the rounds held since it was submitted."
)
_STEPS = {
    VerdictKind.INVITED: _INVITED,
    VerdictKind.INVITED_ON_TIE_BREAK: _INVITED,
    VerdictKind.AT_CUTOFF: (
        N_(
            "Log in to your IRCC account. If you are invited, the invitation appears there, and "
            "only there."
        ),
        N_("If it is there: {deadline}"),
    ),
    VerdictKind.UNKNOWN: (
        N_(
            "Look at the source below, and into your IRCC account: an invitation appears there, "
            "and only there."
        ),
        N_("Should the figures become known, you will be told what they mean for you."),
    ),
    VerdictKind.MISSED_ON_TIE_BREAK: (
        _STAYS,
        N_(
            "Keep that profile: updating it keeps its place in a tie, deleting it and submitting "
            "a new one loses it."
        ),
        N_(
            "This is our reading of the published figures. An invitation appears only in your "
            "IRCC account: should it be there, it counts."
        ),
    ),
    VerdictKind.SHORT: (
        _STAYS,
        N_(
            "Every point counts: better language results, another year of work or study, or a "
            "provincial nomination (600 points) raises the score."
        ),
    ),
    VerdictKind.OTHER_CATEGORY: (
        N_(
            "You need to do nothing: this round did not touch your profile, which stays in the "
            "pool."
        ),
    ),
    VerdictKind.NOT_IN_POOL: (_TAKES_PART,),
}
# Of several people: what each of the first three kinds of verdict asks for, under its own head.
_HEADINGS = {
    VerdictKind.INVITED: N_("What to do next, if invited:"),
    VerdictKind.INVITED_ON_TIE_BREAK: N_("What to do next, if invited:"),
    VerdictKind.AT_CUTOFF: N_("What to do next, at the cut-off:"),
    VerdictKind.UNKNOWN: N_("What to do next, where it cannot be told:"),
}
_IF_REPORTS_ARE_RIGHT = (
    N_("Log in to your IRCC account. It alone shows whether you are invited."),
    N_("If the invitation is there: {deadline}"),
    N_(
        "If it is not, do not act on this message: pay for nothing, and change nothing in your "
        "profile, before IRCC's own figures are out."
    ),
)
_LEAVE_IT = (
    _STAYS,
    N_(
        "Leave your profile as it is: IRCC's own figures may be others. Should an invitation be "
        "in your IRCC account, it counts."
    ),
)
_STEPS_OF_A_REPORT = {
    **dict.fromkeys(_HEADINGS, _IF_REPORTS_ARE_RIGHT),
    VerdictKind.MISSED_ON_TIE_BREAK: _LEAVE_IT,
    VerdictKind.SHORT: _LEAVE_IT,
    VerdictKind.OTHER_CATEGORY: (
        N_(
            "You need to do nothing: by the reports, this round did not touch your profile, "
            "which stays in the pool."
        ),
    ),
    VerdictKind.NOT_IN_POOL: (_TAKES_PART,),
}


def compose(alerts: Sequence[Alert], *, now: datetime, shared: bool = False) -> Message:
    """Make one message of one change, for one or several subscriptions of a person.

    All *alerts* (at least one) share the change and the reader; language and zone are those of the first. The message
    is always short enough for Telegram: of many subscriptions the least urgent are counted instead of named. Where
    others are told at the same address (*shared*), even one alone is named.
    """
    reader = alerts[0].subscription
    fmt = Formatter(reader.language, reader.timezone)
    ranked = sorted(alerts, key=lambda alert: _URGENCY.index(alert.verdict.kind))
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
            *_next_steps(ranked, fmt),
            list(details(best, fmt, alone=alone, named=alone and not shared)),
        ),
    )


def _title(ranked: Sequence[Alert], fmt: Formatter, *, shared: bool) -> str:
    best, others = ranked[0], len(ranked) - 1
    verdict = verdict_clause(best.verdict, fmt)
    if shared or others:
        sentence = N_("{name} {verdict} (and {others} more)") if others else N_("{name} {verdict}")
        name = clip(best.subscription.name, _NAME)
        verdict = fmt.gettext(sentence, name=name, verdict=verdict, others=others)
    return fmt.gettext(
        _title_of(best.change),
        round=_round_name(best.round, fmt),
        category=category_name(best.round, fmt),
        verdict=verdict,
    )


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


def _round_name(round_: Round, fmt: Formatter) -> str:
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
        name = clip(alert.subscription.name, _NAME)
        text = fmt.gettext(sentence, score=score, verdict=verdict, earlier=earlier)
        yield MessageLine(label=fmt.gettext("{name}:", name=name), text=text)
    if len(ranked) > shown:
        left_out = len(ranked) - shown
        yield MessageLine(text=fmt.gettext("... and {left_out} more", left_out=left_out))


def _next_steps(ranked: Sequence[Alert], fmt: Formatter) -> Iterator[list[MessageLine]]:
    """Give the steps once for each verdict that asks to act, else for the best one."""
    best = ranked[0]
    alike = len(ranked) == 1 or not best.round.confirmed
    every = _STEPS if best.round.confirmed else _STEPS_OF_A_REPORT
    kinds = {alert.verdict.kind for alert in ranked} & _HEADINGS.keys() or {best.verdict.kind}
    headings = {
        every[kind] + _about_the_tie(kind, ranked): _HEADINGS.get(kind)
        for kind in sorted(kinds, key=_URGENCY.index)
    }
    deadline = _deadline(best.round, fmt)
    usual = N_("What to do next:")
    for steps, heading in list(headings.items())[:2]:
        label = fmt.gettext(usual if alike or heading is None else heading)
        said = (fmt.gettext(step, deadline=deadline) for step in steps)
        yield [MessageLine(label=label), *(MessageLine(text=f"• {step}") for step in said)]


def _about_the_tie(kind: VerdictKind, ranked: Sequence[Alert]) -> tuple[str, ...]:
    """Add to the steps what would tell a tie, for those to whom it could not be told."""
    tied = [a for a in ranked if a.verdict.kind is VerdictKind.AT_CUTOFF]
    if kind is not VerdictKind.AT_CUTOFF:
        return ()
    if any(alert.subscription.submitted is None for alert in tied):
        give_submitted = N_(
            "Your account shows on which day and at what time your profile was first submitted: "
            "give that time to whoever set up these messages, and the next tie is told exactly."
        )
        return (give_submitted,)
    if not tied[0].round.confirmed:
        return ()
    tie_follows = N_(
        "Your profile's time is known here: once IRCC gives the tie-break, you will be told what "
        "it means for you."
    )
    return (tie_follows,)


def _deadline(round_: Round, fmt: Formatter) -> str:
    # Of a report, not even the day is certain.
    day = figures.deadline(round_) if round_.confirmed else None
    if day is None:
        return fmt.gettext(
            "IRCC gives 60 days from the invitation to submit a complete application; "
            "your account shows the exact deadline."
        )
    return fmt.gettext(
        "IRCC gives 60 days to submit a complete application: counted from this round, "
        "until {day}. Your account shows the exact deadline.",
        day=fmt.day(day),
    )
