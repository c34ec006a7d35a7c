"""What rounds mean for somebody, in a few lines: before they subscribe, and when they ask."""

from collections.abc import Iterator
from dataclasses import replace

from watcher.answers.forecast import CategoryForecast, forecasts, why_silent
from watcher.answers.person import verdict_for
from watcher.answers.rounds import find_rounds, known_rounds, nearest_numbers
from watcher.answers.snapshot import Snapshot
from watcher.bot.outgoing import Answer, Block
from watcher.core.category import ALL
from watcher.core.model import Alert, NewRound, Round, VerdictKind
from watcher.core.schedule import TWELVE_MONTHS
from watcher.core.settings import Subscription
from watcher.messages.figures import ottawa_day
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip
from watcher.messages.likelihood import percent_of
from watcher.messages.verdicts import category_name, cutoff_text, verdict_clause, verdict_reason

_LISTED = 5
_NUMBER, _NAME = 20, 80
_SOON = "30"


def looking_back(snapshot: Snapshot, rule: Subscription, fmt: Formatter) -> list[Block]:
    """Say how many rounds of a year would have invited somebody, and what the newest would have meant."""
    since = snapshot.today - TWELVE_MONTHS
    every = (r for r in known_rounds(snapshot, pools=False) if r.confirmed)
    # As if the profile had been there all along: most who subscribe are new in the pool.
    whenever = replace(rule, submitted=None)
    judged = [
        (round_, found.verdict)
        for round_ in every
        if (day := ottawa_day(round_)) is not None and since <= day <= snapshot.today
        for found in (verdict_for(whenever, round_),)
        if found.theirs
    ]
    if not judged:
        return [[_line(fmt.gettext("There was no round for these categories in twelve months."))]]
    invited = sum(verdict.kind.invites for _, verdict in judged)
    counted = fmt.ngettext(
        "In twelve months there was {n} round for you; with this score, {invited} would have invited you.",
        "In twelve months there were {n} rounds for you; with this score, {invited} would have invited you.",
        len(judged),
        invited=invited,
    )
    newest = [
        _line(f"{_named(round_, fmt)}: {verdict_clause(verdict, fmt)}")
        for round_, verdict in judged[:_LISTED]
    ]
    return [[_line(counted)], [_line(fmt.gettext("The newest:"), strong=True), *newest]]


def latest_rounds(
    snapshot: Snapshot, category: str | None, rule: Subscription | None, fmt: Formatter
) -> Answer:
    """Tell of the newest rounds, of one category if one is named, and what each means for a subscription."""
    every = known_rounds(snapshot, pools=False)
    found = [r for r in every if category in {None, r.category}][:_LISTED]
    if not found:
        return Answer(blocks=[[_line(fmt.gettext("No round of this category is known here."))]])
    return Answer(blocks=[list(_told(round_, rule, fmt)) for round_ in found])


def why(snapshot: Snapshot, number: str, rule: Subscription | None, fmt: Formatter) -> Answer:
    """Say what one round means for a subscription, and why."""
    found = find_rounds(snapshot, number)
    if not found:
        near = [f"#{clip(one, _NUMBER)}" for one in nearest_numbers(snapshot, number)]
        unknown = fmt.gettext("Round #{number} is not known here.", number=clip(number, _NUMBER))
        nearest = fmt.gettext("The nearest: {rounds}.", rounds=fmt.listed(near)) if near else ""
        return Answer(blocks=[[_line(f"{unknown} {nearest}".strip())]])
    blocks: list[Block] = []
    for round_ in found[:_LISTED]:
        block = list(_told(round_, rule, fmt))
        if rule is not None:
            block.append(_line(_reason(round_, rule, fmt)))
        blocks.append(block)
    if rule is None:
        blocks.append(
            [_line(fmt.gettext("With a subscription I say what it means for you: /start"))]
        )
    return Answer(blocks=blocks)


def what_may_come(snapshot: Snapshot, rule: Subscription | None, fmt: Formatter) -> Answer:
    """Say what is forecast of the next round of each category of somebody, or of each active one."""
    wanted = frozenset({ALL}) if rule is None else rule.categories
    every = {one.category: one for one in forecasts(snapshot)}
    slugs = list(every) if ALL in wanted else sorted(wanted)
    lines = [_line(_expected(snapshot, slug, every.get(slug), fmt)) for slug in slugs]
    if not lines:
        return Answer(blocks=[[_line(fmt.gettext("Nothing is forecast at the moment."))]])
    heading = _line(fmt.gettext("What may come, by our own forecast:"), strong=True)
    return Answer(blocks=[[heading], *([line] for line in lines)])


def _told(round_: Round, rule: Subscription | None, fmt: Formatter) -> Iterator[MessageLine]:
    yield _line(_named(round_, fmt), strong=True)
    if not round_.confirmed:
        yield _line(
            fmt.gettext("Reported, not confirmed: we have not seen this round on IRCC's page yet.")
        )
    invited = round_.invitations
    yield MessageLine(
        label=fmt.gettext("Invitations:"),
        text=fmt.gettext("unknown") if invited is None else fmt.number(invited),
    )
    if round_.tie_break is not None:
        yield MessageLine(label=fmt.gettext("Tie-break:"), text=fmt.instant(round_.tie_break))
    if rule is not None:
        found = verdict_for(rule, round_)
        kind = (
            found.verdict
            if found.theirs
            else replace(found.verdict, kind=VerdictKind.OTHER_CATEGORY)
        )
        yield MessageLine(label=fmt.gettext("For you:"), text=verdict_clause(kind, fmt))


def _named(round_: Round, fmt: Formatter) -> str:
    """Write number, day, category and cut-off of a round."""
    number = round_.number if round_.confirmed else round_.claimed
    day = ottawa_day(round_)
    parts = [
        f"#{clip(number, _NUMBER)}" if number else fmt.gettext("a reported round"),
        fmt.gettext("unknown") if day is None else fmt.day(day),
        clip(category_name(round_, fmt), _NAME),
        fmt.gettext("cut-off {cutoff}", cutoff=cutoff_text(round_, fmt)),
    ]
    return ", ".join(parts)


def _reason(round_: Round, rule: Subscription, fmt: Formatter) -> str:
    found = verdict_for(rule, round_).verdict
    if not {ALL, round_.category} & rule.categories:
        found = replace(found, kind=VerdictKind.OTHER_CATEGORY)
    return verdict_reason(
        Alert(subscription=rule, change=NewRound(round=round_), verdict=found), fmt
    )


def _expected(
    snapshot: Snapshot, slug: str, expected: CategoryForecast | None, fmt: Formatter
) -> str:
    name = clip(fmt.category(slug), _NAME)
    if expected is None or expected.cutoff is None:
        silent = why_silent(snapshot, slug) if expected is None else expected.withheld
        reason = fmt.gettext("unknown")
        if silent is not None:
            day = "" if silent.day is None else fmt.day(silent.day)
            reason = fmt.gettext(silent.why.value, day=day)
        return fmt.gettext(
            "{category}: nothing is forecast: {reason}", category=name, reason=reason
        )
    low, high = expected.cutoff.half
    return fmt.gettext(
        "{category}: a cut-off as likely as not between {low} and {high}; a round within {days} days: {chance}",
        category=name,
        low=low,
        high=high,
        days=_SOON,
        chance=percent_of(expected.within[_SOON], fmt),
    )


def _line(text: str, *, strong: bool = False) -> MessageLine:
    return MessageLine(text=text, strong=strong)
