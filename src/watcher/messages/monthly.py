"""The monthly message: that the watch goes on, what the last round was, and what is watched for."""

from collections.abc import Iterator

from watcher.core.category import ALL
from watcher.core.model import Message
from watcher.core.monthly import MonthlyNote, WatchedRule, month_before
from watcher.messages.alerts import round_name
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, lay_out
from watcher.messages.verdicts import category_name, cutoff_text

_NAME, _CATEGORIES = 40, 200


def compose_monthly(note: MonthlyNote, *, shared: bool = False) -> Message:
    """Make the message of one month; where others are told at the same address (*shared*), its reader is named."""
    fmt = Formatter(note.language, note.timezone)
    title = _title(note, fmt)
    if shared:
        title = fmt.gettext("{name}: {title}", name=clip(note.person, _NAME), title=title)
    return lay_out(
        title,
        (
            [MessageLine(text=_state(note, fmt), strong=True), *_blindness(note, fmt)],
            list(_rounds(note, fmt)),
            list(_watched(note, fmt)),
        ),
    )


def _title(note: MonthlyNote, fmt: Formatter) -> str:
    _ = fmt.gettext
    if note.last is None:
        return _("Still watching") if note.blind_since is None else _("Watching, but blind")
    last = round_name(note.last, fmt)
    if note.blind_since is not None:
        return _("Watching, but blind: the last round seen is {round}", round=last)
    return _("Still watching: the last round was {round}", round=last)


def _state(note: MonthlyNote, fmt: Formatter) -> str:
    if note.blind_since is None:
        return fmt.gettext(
            "We are still watching the rounds of invitations for you. You will be told as soon as "
            "one concerns you."
        )
    return fmt.gettext(
        "IRCC's page cannot be read at present, and has not been since {since}. Until it can, a "
        "round may be told late, or from other sources.",
        since=fmt.instant_and_zone(note.blind_since, seconds=False),
    )


def _blindness(note: MonthlyNote, fmt: Formatter) -> Iterator[MessageLine]:
    if note.blind_since is not None:
        said = fmt.gettext("Until then, look at IRCC's page yourself now and then.")
        yield MessageLine(text=said)


def _rounds(note: MonthlyNote, fmt: Formatter) -> Iterator[MessageLine]:
    _, last = fmt.gettext, note.last
    if last is None:
        yield MessageLine(label=_("Last round:"), text=_("none is known yet"))
        return
    held = _("on an unknown day") if last.date is None else fmt.day(last.date)
    said = _(
        "{round}, {category}, {day}: cut-off {cutoff}",
        round=round_name(last, fmt),
        category=category_name(last, fmt),
        day=held,
        cutoff=cutoff_text(last, fmt),
    )
    yield MessageLine(label=_("Last round:"), text=said)
    month = fmt.long_month(month_before(note.month))
    yield MessageLine(label=_("Rounds in {month}:", month=month), text=fmt.number(note.rounds))


def _watched(note: MonthlyNote, fmt: Formatter) -> Iterator[MessageLine]:
    for rule in note.rules:
        yield MessageLine(label=fmt.gettext("What we watch for:"), text=_rule(rule, fmt))
    yield MessageLine(
        text=fmt.gettext(
            "If any of this is out of date, have it changed: it decides what you are told."
        )
    )


def _rule(rule: WatchedRule, fmt: Formatter) -> str:
    named = ", ".join(map(fmt.category, sorted(rule.categories - {ALL})))
    categories = clip(named, _CATEGORIES) or fmt.gettext("every category")
    if rule.score is None:
        return fmt.gettext(
            "{categories}, with a score counted from your profile", categories=categories
        )
    return fmt.gettext(
        "{categories}, with a score of {score}", categories=categories, score=rule.score
    )
