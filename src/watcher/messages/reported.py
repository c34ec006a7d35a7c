"""What a message says of a round that is known from secondary sources alone."""

from collections.abc import Iterator, Sequence

from watcher.core.model import Alert, ReportedRound
from watcher.messages.lines import Line, clip, web_address
from watcher.messages.words import Voice

_NAME, _ADDRESS = 40, 300
# Of more names than this, the first ones and how many others.
_NAMED = 4


def caveat(alert: Alert, voice: Voice) -> Iterator[Line]:
    """Say that the round is not confirmed, by whom it is told, and what comes next."""
    if alert.round.confirmed:
        return
    reported = voice.words.reported
    yield Line(text=voice.say(reported.not_confirmed), strong=True)
    yield Line(label=voice.say(reported.according_to), text=_sources(alert, voice))
    yield Line(text=voice.say(reported.may_be_wrong))
    yield Line(text=voice.say(reported.follows))


def first_report(alert: Alert, voice: Voice) -> Iterator[Line]:
    """Lead to the text that told of the round; an address that is not one is left out."""
    change = alert.change
    first = change.link if isinstance(change, ReportedRound) else None
    words = voice.words
    label = words.labels.source if first is None else words.reported.first_report
    address = web_address(first or alert.round.url or alert.page_url, _ADDRESS)
    if address:
        yield Line(label=voice.say(label), href=address)


def listed(names: Sequence[str], voice: Voice) -> str:
    """List the names of sources; of many, the first, and how many others."""
    shown = [clip(name, _NAME) for name in names[:_NAMED]]
    if len(names) > _NAMED:
        left_out = str(len(names) - _NAMED + 1)
        shown[-1] = voice.say(voice.words.reported.others, left_out=left_out)
    return voice.local.listed(shown)


def _sources(alert: Alert, voice: Voice) -> str:
    """Name the sources and how far they count; only a report as such knows them."""
    reported, change = voice.words.reported, alert.change
    if not isinstance(change, ReportedRound) or not change.by:
        return voice.say(reported.other_sources)
    weight = voice.say(
        _weight(len(change.by), change.witnesses, voice),
        count=str(len(change.by)),
        witnesses=str(change.witnesses),
    )
    return voice.say(reported.sources, names=listed(change.by, voice), weight=weight)


def _weight(count: int, witnesses: int, voice: Voice) -> str:
    reported = voice.words.reported
    if count == 1:
        return reported.single
    if witnesses <= 1:
        return reported.copies
    return reported.independent if witnesses >= count else reported.partly
