"""Verdicts as sentences: the clause, the reason, the tie-break."""

from datetime import datetime, timedelta

from watcher.core.category import CATEGORIES
from watcher.core.model import Alert, Figures, Round, Verdict, VerdictKind
from watcher.core.settings import N_
from watcher.messages.formatter import Formatter
from watcher.messages.layout import clip

_PRINTED, _WANTED = 80, 200

_CLAUSES = {
    VerdictKind.NOT_IN_POOL: N_("not yet in the pool"),
    VerdictKind.OTHER_CATEGORY: N_("another category"),
    VerdictKind.INVITED: N_("invited, {points} above the cut-off"),
    VerdictKind.INVITED_ON_TIE_BREAK: N_("invited on the tie-break, by {margin}"),
    VerdictKind.MISSED_ON_TIE_BREAK: N_("missed on the tie-break, by {margin}"),
    VerdictKind.AT_CUTOFF: N_("at the cut-off, cannot tell"),
    VerdictKind.SHORT: N_("short by {points}"),
    VerdictKind.UNKNOWN: N_("cannot tell"),
}
_REASONS = {
    VerdictKind.NOT_IN_POOL: N_(
        "Your profile was submitted on {submitted}, after this round: it was not yet in the pool."
    ),
    VerdictKind.OTHER_CATEGORY: N_(
        "This round was for {category}, which is not among your categories ({wanted})."
    ),
    VerdictKind.INVITED: N_(
        "Your score of {score} is {points} above the cut-off of {cutoff}: "
        "by the published figures, you are invited."
    ),
    VerdictKind.INVITED_ON_TIE_BREAK: N_(
        "Your score of {score} is exactly the cut-off, and your profile was submitted {margin} "
        "before the tie-break: by the published figures, you are invited."
    ),
    VerdictKind.MISSED_ON_TIE_BREAK: N_(
        "Your score of {score} is exactly the cut-off, but your profile was submitted {margin} "
        "after the tie-break: by the published figures, you are not invited this time."
    ),
    VerdictKind.AT_CUTOFF: N_(
        "Your score of {score} is exactly the cut-off, so the tie-break decides whether you are "
        "invited; {missing}."
    ),
    VerdictKind.SHORT: N_(
        "Your score of {score} is {points} below the cut-off of {cutoff}: "
        "by the published figures, you are not invited this time."
    ),
    VerdictKind.UNKNOWN: N_("Whether you are invited cannot be told yet: {missing}."),
}
_REASONS_OF_A_REPORT = {
    VerdictKind.NOT_IN_POOL: N_(
        "Your profile was submitted on {submitted}, after this round by the reports: it was not "
        "yet in the pool."
    ),
    VerdictKind.OTHER_CATEGORY: N_(
        "By the reports, this round was for {category}, which is not among your categories "
        "({wanted})."
    ),
    VerdictKind.INVITED: N_(
        "Your score of {score} is {points} above the reported cut-off of {cutoff}: if the reports "
        "are right, you are invited."
    ),
    VerdictKind.INVITED_ON_TIE_BREAK: N_(
        "Your score of {score} is exactly the reported cut-off, and your profile was submitted "
        "{margin} before the reported tie-break: if the reports are right, you are invited."
    ),
    VerdictKind.MISSED_ON_TIE_BREAK: N_(
        "Your score of {score} is exactly the reported cut-off, but your profile was submitted "
        "{margin} after the reported tie-break: if the reports are right, you are not invited "
        "this time."
    ),
    VerdictKind.AT_CUTOFF: N_(
        "Your score of {score} is exactly the reported cut-off, so the tie-break decides whether "
        "you are invited; {missing}."
    ),
    VerdictKind.SHORT: N_(
        "Your score of {score} is {points} below the reported cut-off of {cutoff}: if the reports "
        "are right, you are not invited this time."
    ),
    VerdictKind.UNKNOWN: N_("Whether you are invited cannot be told from the reports: {missing}."),
}


def verdict_clause(verdict: Verdict, fmt: Formatter) -> str:
    """Say a verdict as a clause, with how far."""
    return fmt.gettext(_CLAUSES[verdict.kind], **_distance(verdict, fmt))


def verdict_reason(alert: Alert, fmt: Formatter) -> str:
    """Say the verdict and why, in a sentence or two."""
    reasons = _REASONS if alert.round.confirmed else _REASONS_OF_A_REPORT
    return fmt.gettext(
        reasons[alert.verdict.kind],
        score=alert.subscription.score,
        cutoff=cutoff_text(alert.round, fmt),
        category=category_name(alert.round, fmt),
        wanted=clip(", ".join(map(fmt.category, sorted(alert.subscription.categories))), _WANTED),
        missing=_missing(alert, fmt),
        submitted=_submitted(alert, fmt),
        **_distance(alert.verdict, fmt),
    )


def tie_break_meaning(alert: Alert, fmt: Formatter) -> str:
    """Say what the tie-break means for a subscription with exactly the cut-off."""
    subscription, verdict = alert.subscription, alert.verdict
    if verdict.kind is VerdictKind.INVITED_ON_TIE_BREAK and not verdict.margin:
        return fmt.gettext(
            "Your profile was submitted at that very instant. We count it as in time; "
            "IRCC's wording leaves this open."
        )
    if verdict.kind is VerdictKind.INVITED_ON_TIE_BREAK:
        sentence = N_("Your profile was submitted on {submitted}, {margin} before it.")
    elif verdict.kind is VerdictKind.MISSED_ON_TIE_BREAK:
        sentence = N_("Your profile was submitted on {submitted}, {margin} after it.")
    elif alert.round.tie_break is None:
        sentence = N_(
            "It decides among the profiles at {cutoff}: those first submitted earliest are invited."
        )
    elif subscription.submitted is not None:
        sentence = N_("Its seconds decide, and the reports do not give them.")
    else:
        sentence = N_("Of the profiles at {cutoff}, those first submitted by then are invited.")
    return fmt.gettext(
        sentence,
        cutoff=cutoff_text(alert.round, fmt),
        submitted=_submitted(alert, fmt),
        **_distance(verdict, fmt),
    )


def cutoff_text(round_: Figures, fmt: Formatter) -> str:
    """Write a cut-off, or that it is unknown."""
    return fmt.gettext("unknown") if round_.cutoff is None else str(round_.cutoff)


def category_name(round_: Figures, fmt: Formatter) -> str:
    """Name the category in the language; one that is not known, as it was printed."""
    slug = round_.category
    if slug is not None and slug in CATEGORIES:
        return fmt.category(slug)
    return clip(round_.name or "", _PRINTED) or fmt.gettext("category unknown")


def has_seconds(instant: datetime, round_: Round) -> bool:
    """Tell whether the seconds are known: those that no report gave read as zero."""
    return round_.confirmed or instant.second != 0


def points_text(points: int, fmt: Formatter) -> str:
    """Count CRS points."""
    return fmt.ngettext("{n} point", "{n} points", points)


def _distance(verdict: Verdict, fmt: Formatter) -> dict[str, str]:
    return {
        "points": points_text(verdict.points or 0, fmt),
        "margin": fmt.span(verdict.margin or timedelta()),
    }


def _submitted(alert: Alert, fmt: Formatter) -> str:
    submitted = alert.subscription.submitted
    return "" if submitted is None else fmt.instant(submitted)


def _missing(alert: Alert, fmt: Formatter) -> str:
    """Say which missing figure keeps the verdict open; unused in any other."""
    round_, submitted = alert.round, alert.subscription.submitted
    if round_.cutoff is None:
        missing = N_("the cut-off is unknown")
    elif alert.verdict.kind is VerdictKind.UNKNOWN:
        missing = N_("the category of the round is unknown")
    elif round_.tie_break is None and submitted is None:
        missing = N_("neither its time nor that of your profile is known")
    elif round_.tie_break is None:
        missing = N_("its time is unknown")
    elif submitted is None:
        missing = N_("this subscription does not say when your profile was first submitted")
    else:
        missing = N_(
            "the reports give it to the minute only, and your profile was submitted within "
            "that minute"
        )
    return fmt.gettext(missing)
