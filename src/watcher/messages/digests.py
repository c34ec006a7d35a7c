"""Messages of digests: all that waited, in one message; what matters most stands first."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from watcher.core.model import Alert, Message, Round, VerdictKind
from watcher.core.settings import N_
from watcher.messages import figures
from watcher.messages.alerts import round_name
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, is_short_enough, lay_out
from watcher.messages.next_steps import next_steps, urgency
from watcher.messages.verdicts import category_name, cutoff_text, verdict_clause, verdict_reason

_NAME, _ADDRESS = 40, 300
# As many rounds as the title names.
_TITLED = 3
_LATE = timedelta(hours=1)
# Nothing is to be done about these.
_AT_REST = frozenset(
    {
        VerdictKind.SHORT,
        VerdictKind.OTHER_CATEGORY,
        VerdictKind.NOT_IN_POOL,
        VerdictKind.MISSED_ON_TIE_BREAK,
    }
)


def compose_digest(
    alerts: Sequence[Alert], *, due_at: datetime, now: datetime, shared: bool = False
) -> Message:
    """Make one message of several rounds, for one or several subscriptions of a person.

    Language and zone are those of the newest alert, *due_at* is when it was to be told. Always short enough for
    Telegram: of many rounds the oldest are counted instead of told.
    """
    reader = alerts[-1].subscription
    fmt = Formatter(reader.language, reader.timezone)
    rounds = _by_round(alerts)
    for shown in (20, 12, 8, 5, 3):
        message = _compose(rounds, shown, fmt, due_at, now, shared=shared)
        if is_short_enough(message):
            return message
    return _compose(rounds, 1, fmt, due_at, now, shared=shared)


def _by_round(alerts: Sequence[Alert]) -> list[list[Alert]]:
    """Part the alerts by round, the newest round first; of one subscription only the last word counts."""
    parted: dict[str, dict[str, Alert]] = {}
    for alert in alerts:
        parted.setdefault(alert.round.number, {})[alert.subscription.name] = alert
    newest_first = reversed(list(parted.values()))
    return [sorted(of_round.values(), key=urgency) for of_round in newest_first]


def _compose(
    rounds: Sequence[Sequence[Alert]],
    shown: int,
    fmt: Formatter,
    due_at: datetime,
    now: datetime,
    *,
    shared: bool,
) -> Message:
    ranked = sorted((alert for of_round in rounds for alert in of_round), key=urgency)
    left_out = len(rounds) - shown
    more = [MessageLine(text=fmt.gettext("... and {left_out} more", left_out=left_out))]
    return lay_out(
        _title(rounds, ranked[0], fmt, shared=shared),
        (
            [_opening(len(rounds), ranked[0], fmt), *_late(ranked, due_at, now, fmt)],
            *_steps(ranked, fmt),
            *(list(_round(of_round, fmt, shared=shared)) for of_round in rounds[:shown]),
            more if left_out > 0 else [],
            list(_source(ranked, fmt)),
        ),
    )


def _title(rounds: Sequence[Sequence[Alert]], best: Alert, fmt: Formatter, *, shared: bool) -> str:
    names = [round_name(of_round[0].round, fmt) for of_round in rounds]
    others = len(names) - 1
    verdict = fmt.gettext("not invited")
    if best.verdict.kind not in _AT_REST:
        verdict = verdict_clause(best.verdict, fmt)
    if shared:
        name = clip(best.subscription.name, _NAME)
        verdict = fmt.gettext("{name} {verdict}", name=name, verdict=verdict)
    if best.verdict.kind in _AT_REST or not others:
        return fmt.gettext("{rounds}: {verdict}", rounds=_listed(names, fmt), verdict=verdict)
    return fmt.ngettext(
        "{round}: {verdict} (and {n} more round)",
        "{round}: {verdict} (and {n} more rounds)",
        others,
        round=round_name(best.round, fmt),
        verdict=verdict,
    )


def _listed(names: Sequence[str], fmt: Formatter) -> str:
    """List rounds; of many, the newest, and how many others."""
    if len(names) <= _TITLED:
        return fmt.listed(names)
    left_out = fmt.gettext("{left_out} more", left_out=len(names) - _TITLED)
    return fmt.listed([*names[:_TITLED], left_out])


def _opening(count: int, best: Alert, fmt: Formatter) -> MessageLine:
    if best.verdict.kind in _AT_REST:
        said = fmt.ngettext(
            "{n} round of invitations: by our reading of the figures, it does not invite you.",
            "{n} rounds of invitations: by our reading of the figures, none of them invites you.",
            count,
        )
    else:
        said = fmt.ngettext(
            "{n} round of invitations. {round}, {category}: {verdict}.",
            "{n} rounds of invitations. What matters most is {round}, {category}: {verdict}.",
            count,
            round=round_name(best.round, fmt),
            category=category_name(best.round, fmt),
            verdict=verdict_clause(best.verdict, fmt),
        )
    return MessageLine(text=said, strong=True)


def _late(
    alerts: Sequence[Alert], due_at: datetime, now: datetime, fmt: Formatter
) -> Iterator[MessageLine]:
    """Say how late it is: after its hour, or after the news where nobody had chosen an hour."""
    seen = (figures.news_seen_at(a) for a in alerts if a.subscription.digest is None)
    delay = max((now - at for at in seen if at is not None), default=timedelta())
    if delay > _LATE:
        said = fmt.gettext(
            "This message is late: what it tells was first seen {delay} before.",
            delay=fmt.span(delay),
        )
        yield MessageLine(text=said, strong=True)
    elif now - due_at > _LATE:
        at = fmt.instant_and_zone(due_at, seconds=False)
        said = fmt.gettext("This message is late: it was to come on {at}.", at=at)
        yield MessageLine(text=said, strong=True)


def _steps(ranked: Sequence[Alert], fmt: Formatter) -> Iterator[list[MessageLine]]:
    if ranked[0].verdict.kind not in _AT_REST:
        yield from next_steps(ranked, fmt)
        return
    stays = N_(
        "You need to do nothing: your profile stays in the pool and takes part in the next rounds."
    )
    yield [MessageLine(text=fmt.gettext(stays))]


def _round(of_round: Sequence[Alert], fmt: Formatter, *, shared: bool) -> Iterator[MessageLine]:
    """Tell one round: its name, day and figures, and what it means for each subscription."""
    round_ = of_round[0].round
    yield MessageLine(label=_heading(round_, fmt), text=_figures(round_, fmt))
    if not round_.confirmed:
        not_seen = fmt.gettext(
            "Reported, not confirmed: we have not seen this round on IRCC's page yet."
        )
        yield MessageLine(text=not_seen)
    for alert in of_round:
        alone = len(of_round) == 1 and not shared
        name = clip(alert.subscription.name, _NAME)
        label = "" if alone else fmt.gettext("{name}:", name=name)
        yield MessageLine(label=label, text=verdict_reason(alert, fmt))
        if alert.earlier_verdict is not None:
            earlier = verdict_clause(alert.earlier_verdict, fmt)
            before = fmt.gettext(
                "Before the correction, our reading was: {earlier}.", earlier=earlier
            )
            yield MessageLine(text=before)


def _heading(round_: Round, fmt: Formatter) -> str:
    name, category = round_name(round_, fmt), category_name(round_, fmt)
    if round_.date is None:
        return fmt.gettext("{round}, {category}:", round=name, category=category)
    day = fmt.day(round_.date)
    return fmt.gettext("{round}, {category}, {day}:", round=name, category=category, day=day)


def _figures(round_: Round, fmt: Formatter) -> str:
    invited = round_.invitations
    return fmt.gettext(
        "cut-off {cutoff}, invitations {invitations}",
        cutoff=cutoff_text(round_, fmt),
        invitations=fmt.gettext("unknown") if invited is None else fmt.number(invited),
    )


def _source(alerts: Sequence[Alert], fmt: Formatter) -> Iterator[MessageLine]:
    page = next((a.page_url for a in alerts if a.round.confirmed and a.page_url), "")
    if page:
        yield MessageLine(label=fmt.gettext("Source:"), href=clip(page, _ADDRESS))
