"""Next steps: what a verdict asks its reader to do, the most urgent first."""

from collections.abc import Iterator, Sequence

from watcher.core.model import Alert, Round, VerdictKind
from watcher.core.settings import N_
from watcher.messages import figures
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine

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


def urgency(alert: Alert) -> int:
    """Order alerts by what they ask for: what has to be done at once first."""
    return _URGENCY.index(alert.verdict.kind)


def next_steps(ranked: Sequence[Alert], fmt: Formatter) -> Iterator[list[MessageLine]]:
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
