"""What ``status`` remarks beside what is wrong: nothing to mend, but good to know."""

from collections.abc import Iterator

from watcher.answers.condition import Condition, SourceState
from watcher.core.model import Round
from watcher.messages.formatter import english_span


def remarks_on(found: Condition) -> Iterator[str]:
    """Say what no alert of IRCC's waits for: of secondary sources, and of the page."""
    for source in found.sources:
        if source.trust == "secondary" and source.state == "blind":
            yield _blind(source, found)
    for round_ in found.unconfirmed:
        yield _unconfirmed(round_, found)
    if found.unjoined:
        reports = "1 report fits" if found.unjoined == 1 else f"{found.unjoined} reports fit"
        yield (
            f"of what was told in the last 30 days, {reports} no round that is known: "
            "`watcher reports --unjoined` says why"
        )
    if found.web is not None and found.service.running is not False:
        yield (
            f"the web page has not been served for {english_span(found.at - found.web.since)}: "
            f"{found.web.detail}; free that place, or set listen under [web]; it is tried "
            "again twice a minute, and alerts go on"
        )


def _blind(source: SourceState, found: Condition) -> str:
    since = "" if source.since is None else f" for {english_span(found.at - source.since)}"
    return (
        f"source {source.name} has been blind{since}, and IRCC's figures do not depend "
        f"on it: {source.why}"
    )


def _unconfirmed(round_: Round, found: Condition) -> str:
    about = f"{round_.category or 'unknown category'}, {round_.date or 'unknown day'}"
    return (
        f"round #{round_.called} ({about}) is reported, and not confirmed for "
        f"{english_span(found.at - round_.first_seen)}: `watcher round {round_.called}` has "
        "who says so"
    )
