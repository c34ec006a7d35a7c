"""The message to the operator that sums up what was told of a round."""

from collections.abc import Iterator

from watcher.core.model import Message
from watcher.core.settings import N_, Language
from watcher.core.summaries import RoundSummary
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, lay_out

_ANSWER = 200


def compose_summary(summary: RoundSummary, *, language: Language, timezone: str) -> Message:
    """Say how far the messages of a round came."""
    fmt = Formatter(language, timezone)
    number, sent, due = clip(summary.number, 40), fmt.number(summary.sent), fmt.number(summary.due)
    title = N_("#{number}: {sent} of {due} messages sent")
    people = fmt.ngettext("It concerned {n} person.", "It concerned {n} people.", summary.people)
    opening = [MessageLine(text=people, strong=True)]
    if summary.waiting:
        waits = N_(
            "Not all is told yet: for quiet hours, digests, mutes, or because a server fails. "
            "What waits leaves as soon as it may; this summary is not repeated."
        )
        opening.append(MessageLine(text=fmt.gettext(waits)))
    more = fmt.gettext("`watcher report {number}` lists every message.", number=number)
    return lay_out(
        fmt.gettext(title, number=number, sent=sent, due=due),
        (
            opening,
            list(_figures(summary, fmt)),
            list(_reasons(summary, fmt)),
            [MessageLine(text=more)],
        ),
    )


def _figures(summary: RoundSummary, fmt: Formatter) -> Iterator[MessageLine]:
    counts = (
        (N_("Sent:"), summary.sent),
        (N_("Waiting:"), summary.waiting),
        (N_("Refused or given up:"), summary.refused),
        (N_("Left alone, as asked:"), summary.suppressed),
        (N_("May have arrived twice:"), summary.doubtful),
    )
    for label, count in counts:
        if count:
            yield MessageLine(label=fmt.gettext(label), text=fmt.number(count))
    if summary.slowest is not None:
        took = fmt.gettext("{span} after it was due", span=fmt.span(summary.slowest))
        yield MessageLine(label=fmt.gettext("The slowest:"), text=took)


def _reasons(summary: RoundSummary, fmt: Formatter) -> Iterator[MessageLine]:
    if summary.reasons:
        yield MessageLine(label=fmt.gettext("What servers answered:"))
    for answer, count in summary.reasons:
        yield MessageLine(text=f"• {clip(answer, _ANSWER)} ({fmt.number(count)})")
