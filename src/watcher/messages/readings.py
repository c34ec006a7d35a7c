"""What a verdict says to its reader: the clause, the reason, the distance, the tie."""

from datetime import datetime, timedelta

from watcher.core.category import CATEGORIES, label
from watcher.core.model import Alert, Figures, Round, Verdict, VerdictKind
from watcher.messages.lines import clip
from watcher.messages.words import Voice, Words

_NUMBER, _PRINTED, _WANTED = 20, 80, 200


def verdict_clause(verdict: Verdict, voice: Voice) -> str:
    """Say a verdict as a clause, with how far."""
    return voice.say(voice.words.verdicts.of(verdict.kind), **_gaps(verdict, voice))


def reason(alert: Alert, voice: Voice) -> str:
    """Say the verdict and why, in a sentence or two."""
    words = voice.words
    reasons = words.reasons if alert.round.confirmed else words.reported.reasons
    return voice.say(
        reasons.of(alert.verdict.kind),
        score=str(alert.subscription.score),
        cutoff=cutoff(alert.round, voice),
        category=category(alert.round, voice),
        wanted=_wanted(alert, voice),
        missing=voice.say(_missing(alert, voice)),
        submitted=_submitted(alert, voice),
        **_gaps(alert.verdict, voice),
    )


def person(alert: Alert, voice: Voice) -> str:
    """Say one of several verdicts, and what it was before a correction."""
    words = voice.words
    earlier = alert.earlier_verdict
    return voice.say(
        words.person if earlier is None else words.person_corrected,
        score=str(alert.subscription.score),
        verdict=verdict_clause(alert.verdict, voice),
        earlier="" if earlier is None else verdict_clause(earlier, voice),
    )


def distance(alert: Alert, voice: Voice) -> str:
    """Say the score and how far it is from the cut-off."""
    return voice.say(
        voice.words.distances.of(alert.verdict.kind),
        score=str(alert.subscription.score),
        **_gaps(alert.verdict, voice),
    )


def tie_break_meaning(alert: Alert, voice: Voice) -> str:
    """Say what the tie-break means for this subscription."""
    kind, submitted = alert.verdict.kind, alert.subscription.submitted
    sentence = voice.words.meanings.of(kind)
    if kind is VerdictKind.INVITED_ON_TIE_BREAK and not alert.verdict.margin:
        sentence = voice.words.at_the_instant
    elif kind is VerdictKind.AT_CUTOFF and alert.round.tie_break is None:
        sentence = voice.words.untimed
    elif kind is VerdictKind.AT_CUTOFF and submitted is not None:
        sentence = voice.words.reported.seconds
    return voice.say(
        sentence,
        cutoff=cutoff(alert.round, voice),
        submitted=_submitted(alert, voice),
        **_gaps(alert.verdict, voice),
    )


def cutoff(round_: Figures, voice: Voice) -> str:
    """Write a cut-off, or that it is unknown."""
    return voice.words.unknown if round_.cutoff is None else str(round_.cutoff)


def named(round_: Round, voice: Voice) -> str:
    """Name a round by its number, else by its day; a provisional number says nothing."""
    reported = voice.words.reported
    number = round_.number if round_.confirmed else round_.claimed
    if number is not None:
        return f"#{clip(number, _NUMBER)}"
    if round_.date is None:
        return voice.say(reported.undated)
    return voice.say(reported.dated, day=voice.local.day(round_.date))


def has_seconds(instant: datetime, round_: Round) -> bool:
    """Tell whether the seconds are known: those that no report gave read as zero."""
    return round_.confirmed or instant.second != 0


def category(round_: Figures, voice: Voice) -> str:
    """Name the category in the language; one that is not known, as it was printed."""
    slug = round_.category
    if slug is not None and slug in CATEGORIES:
        return label(slug, voice.local.language)
    return clip(round_.name or "", _PRINTED) or voice.words.unknown_category


def _gaps(verdict: Verdict, voice: Voice) -> dict[str, str]:
    return {
        "points": voice.points(verdict.points or 0),
        "margin": voice.local.span(verdict.margin or timedelta()),
    }


def _submitted(alert: Alert, voice: Voice) -> str:
    submitted = alert.subscription.submitted
    return "" if submitted is None else voice.local.instant(submitted)


def _wanted(alert: Alert, voice: Voice) -> str:
    slugs = sorted(alert.subscription.categories)
    names = (label(slug, voice.local.language) for slug in slugs)
    return clip(", ".join(names), _WANTED)


def _missing(alert: Alert, voice: Voice) -> str:
    """Pick the words for what keeps the verdict open; of no weight in any other."""
    words, round_ = voice.words, alert.round
    if round_.cutoff is None:
        return words.missing_cutoff
    if alert.verdict.kind is VerdictKind.UNKNOWN:
        return words.missing_category
    return _missing_of_the_tie(round_.tie_break, alert.subscription.submitted, words)


def _missing_of_the_tie(
    tie_break: datetime | None, submitted: datetime | None, words: Words
) -> str:
    if tie_break is None:
        return words.missing_both if submitted is None else words.missing_tie_break
    known = words.reported.missing_seconds
    return words.missing_submitted if submitted is None else known
