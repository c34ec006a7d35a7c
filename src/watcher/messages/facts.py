"""The facts of a message beside the verdict: figures of the round, sources, lateness."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from watcher.core.model import (
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
    VerdictKind,
    round_of,
)
from watcher.core.schedule import INVITATION_LIVES
from watcher.core.settings import N_
from watcher.messages import figures
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, web_address
from watcher.messages.verdicts import category_name, cutoff_text, has_seconds, tie_break_meaning

_NUMBER, _NAME, _PRINTED, _ADDRESS = 20, 40, 80, 300
# Of more names than this, the first ones and how many others.
_NAMED = 4
# Of these the reason says neither score nor distance.
_UNCOMPARED = {
    VerdictKind.UNKNOWN: N_("{score} (cannot be compared yet)"),
    VerdictKind.OTHER_CATEGORY: N_("{score} (not compared: another category)"),
    VerdictKind.NOT_IN_POOL: N_("{score} (not compared: not yet in the pool)"),
}
# Only here the tie-break matters, to the second.
_TIED = frozenset(
    {VerdictKind.INVITED_ON_TIE_BREAK, VerdictKind.MISSED_ON_TIE_BREAK, VerdictKind.AT_CUTOFF}
)
_LATE = timedelta(hours=1)
# No round took a day to appear on IRCC's page (116 of 116, 2024-2026).
_SEEN_LATE = timedelta(days=2)


def details(alert: Alert, fmt: Formatter, *, alone: bool, named: bool) -> Iterator[MessageLine]:
    """List what was published, when it was seen, and where.

    *alone* adds what it means for the one subscription, *named* whose it is. Seconds
    are given where they may decide: of several verdicts, always.
    """
    _, round_, kind = fmt.gettext, alert.round, alert.verdict.kind
    yield from _published(round_, fmt)
    if alone and kind in _UNCOMPARED:
        score = _(_UNCOMPARED[kind], score=alert.subscription.score)
        yield MessageLine(label=_("Your score:"), text=score)
    exact = kind in _TIED or not alone
    yield MessageLine(label=_("Tie-break:"), text=_tie_break(round_, fmt, exact=exact))
    if alone and kind in _TIED:
        yield MessageLine(text=tie_break_meaning(alert, fmt))
    yield from _among_others(round_, alert.previous, alert.next_cutoff, fmt)
    if named:
        yield MessageLine(label=_("Subscription:"), text=clip(alert.subscription.name, _NAME))
    yield from _seen(alert.change, alert.seen_at, alert.page_url, fmt)


# Written once for all who are told of a round in one language and zone: for each of them it took a third of a message.
@lru_cache(maxsize=128)
def _published(round_: Round, fmt: Formatter) -> Sequence[MessageLine]:
    cutoff = MessageLine(label=fmt.gettext("Cut-off:"), text=cutoff_text(round_, fmt))
    return (MessageLine(label=fmt.gettext("Details:")), *_names(round_, fmt), cutoff)


@lru_cache(maxsize=128)
def _among_others(
    round_: Round, previous: Round | None, next_cutoff: tuple[int, int] | None, fmt: Formatter
) -> Sequence[MessageLine]:
    _, invited = fmt.gettext, round_.invitations
    return (
        MessageLine(
            label=_("Invitations:"), text=_("unknown") if invited is None else fmt.number(invited)
        ),
        MessageLine(label=_("Held:"), text=_held(round_, fmt)),
        MessageLine(
            label=_("Previous round:"), text=figures.compared_with_previous(round_, previous, fmt)
        ),
        *_next_round(round_, next_cutoff, fmt),
    )


@lru_cache(maxsize=128)
def _seen(
    change: Change, seen_at: datetime | None, page_url: str, fmt: Formatter
) -> Sequence[MessageLine]:
    return (
        _first_seen(change, fmt),
        *_change_seen(change, seen_at, fmt),
        *_source(change, page_url, fmt),
    )


def _names(round_: Round, fmt: Formatter) -> Iterator[MessageLine]:
    _, category = fmt.gettext, category_name(round_, fmt)
    number = clip((round_.number if round_.confirmed else round_.claimed) or "", _NUMBER)
    if round_.confirmed:
        said, label = f"#{number}, {category}", _("Published as:")
    elif round_.claimed:
        said = _("#{number} by the reports, {category}", number=number, category=category)
        label = _("Reported as:")
    else:
        said, label = _("number not reported, {category}", category=category), _("Reported as:")
    yield MessageLine(label=_("Round:"), text=said)
    printed = clip(round_.name or "", _PRINTED)
    if printed and printed != category:
        yield MessageLine(label=label, text=printed)


def _tie_break(round_: Round, fmt: Formatter, *, exact: bool) -> str:
    instant = round_.tie_break
    if instant is None:
        return fmt.gettext("unknown")
    return fmt.instant_and_zone(instant, seconds=exact and has_seconds(instant, round_))


def _held(round_: Round, fmt: Formatter) -> str:
    instant = round_.drawn_at
    day = fmt.gettext("unknown") if round_.date is None else fmt.day(round_.date)
    if instant is None:
        return day if round_.date is None else fmt.gettext("{day}, time unknown", day=day)
    if not figures.dates_disagree(round_):
        return fmt.instant_and_zone(instant, seconds=False)
    return fmt.gettext(
        "{day}; the published time, {instant}, does not agree with it",
        day=day,
        instant=fmt.instant(instant, seconds=False),
    )


def _next_round(
    round_: Round, next_cutoff: tuple[int, int] | None, fmt: Formatter
) -> Iterator[MessageLine]:
    """Say what is forecast of the next cut-off, where something is."""
    if next_cutoff is None or round_.category is None:
        return
    low, high = next_cutoff
    between = N_("cut-off as likely as not between {low} and {high}, by our forecast")
    just = N_("cut-off as likely as not {low}, by our forecast")
    category = clip(fmt.short_category(round_.category), _NAME)
    yield MessageLine(
        label=fmt.gettext("Next {category} round:", category=category),
        text=fmt.gettext(between if low < high else just, low=low, high=high),
    )


def _first_seen(change: Change, fmt: Formatter) -> MessageLine:
    round_ = round_of(change)
    seen = fmt.instant(round_.first_seen, seconds=False)
    if isinstance(change, ConfirmedRound):
        return MessageLine(label=fmt.gettext("First reported here:"), text=seen)
    after = figures.elapsed(round_.drawn_at, round_.first_seen) if round_.confirmed else None
    if after is not None:
        seen = fmt.gettext("{seen}, {after} after the round", seen=seen, after=fmt.span(after))
    return MessageLine(label=fmt.gettext("First seen here:"), text=seen)


def _change_seen(change: Change, seen_at: datetime | None, fmt: Formatter) -> Iterator[MessageLine]:
    if isinstance(change, NewRound | ReportedRound) or seen_at is None:
        return
    corrected = isinstance(change, CorrectedRound)
    label = N_("Correction seen here:") if corrected else N_("Confirmed here:")
    seen = fmt.instant(seen_at, seconds=False)
    yield MessageLine(label=fmt.gettext(label), text=seen)


def _source(change: Change, page_url: str, fmt: Formatter) -> Iterator[MessageLine]:
    """Lead to IRCC's page, or to the text that told of the round where it is an address."""
    round_, label = round_of(change), fmt.gettext("Source:")
    address = round_.url or page_url
    if not round_.confirmed:
        if isinstance(change, ReportedRound) and change.link is not None:
            address, label = change.link or address, fmt.gettext("First report:")
        linked = web_address(address, _ADDRESS)
        if linked:
            yield MessageLine(label=label, href=linked)
    elif address := clip(address, _ADDRESS):
        yield MessageLine(label=label, href=address)
    else:
        yield MessageLine(label=label, text=fmt.gettext("unknown"))


def old_rules(alerts: Sequence[Alert], fmt: Formatter) -> Iterator[MessageLine]:
    """Say that a score was compared though the rules that it was counted by had changed."""
    compared = (a.verdict.score for a in alerts if a.verdict.points is not None)
    changed = next((score.outdated for score in compared if score and score.outdated), None)
    if changed is not None:
        said = fmt.gettext(
            "The score is counted from a profile, by the rules before {day}: they changed on that "
            "day, and the new points are not known here, so this comparison may be wrong. Only "
            "your IRCC account shows the score that counts.",
            day=fmt.day(changed),
        )
        yield MessageLine(text=said, strong=True)


def caveat(alert: Alert, fmt: Formatter) -> Iterator[MessageLine]:
    """Say that the round is not confirmed, by whom it is told, and what comes next."""
    if alert.round.confirmed:
        return
    _ = fmt.gettext
    not_seen = _("Reported, not confirmed: we have not seen this round on IRCC's page yet.")
    yield MessageLine(text=not_seen, strong=True)
    yield MessageLine(label=_("According to:"), text=_sources(alert.change, fmt))
    wrong = _("The figures may be wrong: news sites have printed wrong cut-offs.")
    yield MessageLine(text=wrong)
    follows = _(
        "You will hear of this round again only if IRCC's own figures, or another report, "
        "change this result."
    )
    yield MessageLine(text=follows)


def _sources(change: Change, fmt: Formatter) -> str:
    """Name the sources and how far they count; only a report as such knows them."""
    if not isinstance(change, ReportedRound) or not change.by:
        return fmt.gettext("sources other than IRCC")
    count, independent = len(change.by), change.independent
    if count == 1 or independent <= 1:
        weight = fmt.ngettext(
            "{n} source", "{n} sources that copy each other and count as one", count
        )
    elif independent >= count:
        weight = fmt.ngettext(
            "{n} source that does not copy", "{n} sources that do not copy each other", count
        )
    else:
        weight = fmt.ngettext(
            "{n} source, of which {independent} does not copy",
            "{n} sources, of which {independent} do not copy each other",
            count,
            independent=independent,
        )
    return fmt.gettext("{names} ({weight})", names=source_names(change.by, fmt), weight=weight)


def source_names(names: Sequence[str], fmt: Formatter) -> str:
    """List the names of sources; of many, the first, and how many others."""
    shown = [clip(name, _NAME) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        shown[-1] = fmt.gettext("{left_out} more", left_out=len(names) - _NAMED + 1)
    return fmt.listed(shown)


def lateness_warning(alert: Alert, fmt: Formatter, now: datetime) -> Iterator[MessageLine]:
    """Say how late the message is, where it is: from when its news could be told."""
    delay = figures.elapsed(figures.news_seen_at(alert), now) or timedelta()
    if delay > _LATE:
        late = fmt.gettext(
            "This message is late: what it tells was first seen {delay} before.",
            delay=fmt.span(delay),
        )
        yield MessageLine(text=late, strong=True)
    # The age of the round is counted without the time of now: a clock may be wrong, or set right.
    before = figures.elapsed(figures.held_at(alert.round), alert.round.first_seen)
    if before is None or before <= _SEEN_LATE or isinstance(alert.change, CorrectedRound):
        return
    left = max(INVITATION_LIVES.days - (before + delay).days, 0)
    said = fmt.gettext(
        "The round comes late: it was held {days} before it could be seen here.",
        days=fmt.days(before.days),
    )
    lives = fmt.gettext("An invitation lives 60 days: {days} left.", days=fmt.days(left))
    yield MessageLine(text=f"{said} {lives}", strong=True)
