"""What a verdict says to its reader: the clause, the reason, the distance, the tie."""

from datetime import timedelta

from watcher.category import CATEGORIES, label
from watcher.message.lines import clip
from watcher.message.words import Voice
from watcher.model import Alert, Figures, Verdict, VerdictKind

_PRINTED, _WANTED = 80, 200


def verdict_clause(verdict: Verdict, voice: Voice) -> str:
    """Say a verdict as a clause, with how far."""
    return voice.say(voice.words.verdicts.of(verdict.kind), **_gaps(verdict, voice))


def reason(alert: Alert, voice: Voice) -> str:
    """Say the verdict and why, in a sentence or two."""
    return voice.say(
        voice.words.reasons.of(alert.verdict.kind),
        score=str(alert.subscription.score),
        cutoff=cutoff(alert.round, voice),
        category=category(alert.round, voice),
        wanted=_wanted(alert, voice),
        missing=voice.say(_missing(alert, voice)),
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
    return voice.say(
        sentence,
        cutoff=cutoff(alert.round, voice),
        submitted="" if submitted is None else voice.local.instant(submitted),
        **_gaps(alert.verdict, voice),
    )


def cutoff(round_: Figures, voice: Voice) -> str:
    """Write a cut-off, or that it is unknown."""
    return voice.words.unknown if round_.cutoff is None else str(round_.cutoff)


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
    if round_.tie_break is not None:
        return words.missing_submitted
    if alert.subscription.submitted is not None:
        return words.missing_tie_break
    return words.missing_both
