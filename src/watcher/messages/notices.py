"""A notice to the operator in words: what happened, what goes on by itself, what to do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from watcher.core.category import label
from watcher.core.incidents import (
    Baseline,
    ChannelDead,
    ChannelNotice,
    ChannelWell,
    ClockRight,
    ClockStepped,
    ClockWrong,
    DatabaseTrouble,
    DatabaseWell,
    DeliveryGivenUp,
    Disagreement,
    GoesRound,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    Unconfirmed,
    UnknownCategory,
    Unreadable,
)
from watcher.core.model import Message, Oddity
from watcher.core.settings import Language
from watcher.messages.corrections import written
from watcher.messages.english_notices import ENGLISH_NOTICES
from watcher.messages.formatter import Formatter
from watcher.messages.french_notices import FRENCH_NOTICES
from watcher.messages.languages import voice_of
from watcher.messages.lines import Line, clip, fits, render
from watcher.messages.notice_words import NoticeWords, Telling
from watcher.messages.reported import listed
from watcher.messages.words import Voice

_NAME, _DETAIL, _ADDRESS, _PRINTED = 60, 300, 300, 80


def compose_notice(  # noqa: PLR0911 - one for each family of notices
    notice: Notice, *, language: Language, timezone: str
) -> Message:
    """Make a message to the operator of any notice, short enough for Telegram."""
    local = Formatter(language, timezone)
    words = FRENCH_NOTICES if language == "fr" else ENGLISH_NOTICES
    match notice:
        case SourceBlind() | SourceWell() | SourceLate() | Baseline():
            return _of_a_source(notice, words, local)
        case UnknownCategory() | Unreadable():
            return _of_a_page(notice, words, local)
        case Disagreement() | Unconfirmed():
            return _of_a_report(notice, words, local)
        case ChannelDead() | ChannelWell() | DeliveryGivenUp() | GoesRound():
            return _of_a_channel(notice, words, local)
        case DatabaseTrouble() | DatabaseWell():
            return _of_the_database(notice, words, local)
        case ClockWrong() | ClockRight() | ClockStepped():
            return _of_the_clock(notice, words, local)


def _of_the_clock(
    notice: ClockWrong | ClockRight | ClockStepped, words: NoticeWords, local: Formatter
) -> Message:
    match notice:
        case ClockWrong():
            behind = notice.ahead < timedelta()
            telling = words.clock_behind if behind else words.clock_ahead
            gaps = {"source": notice.source, "span": local.span(abs(notice.ahead))}
        case ClockRight():
            telling, gaps = words.clock_right, {"source": notice.source}
        case ClockStepped():
            by = local.span(abs(notice.by))
            telling, gaps = words.clock_stepped, {"span": by}
        case _:
            assert_never(notice)
    return _tell(telling, words, local, [], gaps)


def _of_a_source(
    notice: SourceBlind | SourceWell | SourceLate | Baseline, words: NoticeWords, local: Formatter
) -> Message:
    match notice:
        case SourceBlind():
            return _blind(notice, words, local)
        case SourceWell():
            trouble = words.troubles[notice.trouble].name
            gaps = {
                "trouble": local.say(trouble),
                "span": local.span(notice.until - notice.since),
                "until": local.instant_and_zone(notice.until),
            }
            telling, facts = words.source_well, []
        case SourceLate():
            gaps = {
                "days": local.days(notice.days),
                "longest": local.days(notice.longest_gap_days),
                "newest": _number(notice.newest_number, words),
            }
            telling, facts = words.source_late, _address(notice.url, words, local)
        case Baseline():
            gaps = {"rounds": local.number(notice.rounds), "newest": _number(notice.newest, words)}
            telling, facts = words.baseline, []
        case _:
            assert_never(notice)
    gaps["source"] = clip(notice.source, _NAME)
    return _tell(telling, words, local, facts, gaps)


def _blind(notice: SourceBlind, words: NoticeWords, local: Formatter) -> Message:
    trouble = words.troubles[notice.trouble]
    last_good = notice.last_good
    good = words.never if last_good is None else local.instant_and_zone(last_good)
    facts = [
        _fact(local, words.since, local.instant_and_zone(notice.since)),
        _fact(local, words.last_good, good),
        _answer(words.came, notice.detail, words, local),
        *_address(notice.url, words, local),
    ]
    telling = Telling(
        title=words.blind_title, what=trouble.what, does=words.blind_does, do=trouble.do
    )
    gaps = {"source": clip(notice.source, _NAME), "trouble": local.say(trouble.name)}
    return _tell(telling, words, local, facts, gaps)


def _of_a_page(
    notice: UnknownCategory | Unreadable, words: NoticeWords, local: Formatter
) -> Message:
    if isinstance(notice, Unreadable):
        return _unreadable(notice, words, local)
    return _unknown_category(notice, words, local)


def _unknown_category(notice: UnknownCategory, words: NoticeWords, local: Formatter) -> Message:
    gaps = {
        "number": clip(notice.number, _NAME),
        "name": clip(notice.name, _PRINTED),
        "category": clip(notice.category, _PRINTED),
    }
    return _tell(words.unknown_category, words, local, [], gaps)


def _unreadable(notice: Unreadable, words: NoticeWords, local: Formatter) -> Message:
    """List the first oddities, fewer where they are long, and count the others."""
    gaps = {"source": clip(notice.source, _NAME), "count": local.number(len(notice.oddities))}
    many, few = (
        _tell(
            words.unreadable,
            words,
            local,
            list(_oddities(notice.oddities, listed, words, local)),
            gaps,
        )
        for listed in (20, 10)
    )
    return many if fits(many) else few


def _oddities(
    oddities: tuple[Oddity, ...], listed: int, words: NoticeWords, local: Formatter
) -> Iterator[Line]:
    for oddity in oddities[:listed]:
        odd = local.say(
            words.odd,
            where=clip(oddity.where, _NAME),
            printed=clip(oddity.printed, _PRINTED),
            why=clip(oddity.why, _PRINTED),
        )
        yield Line(text=odd)
    if len(oddities) > listed:
        left_out = local.number(len(oddities) - listed)
        yield Line(text=local.say(words.more, left_out=left_out))


def _of_a_report(
    notice: Disagreement | Unconfirmed, words: NoticeWords, local: Formatter
) -> Message:
    voice = voice_of(local.language, local.timezone)
    match notice:
        case Disagreement():
            telling, facts = words.disagreement, []
            gaps = {
                "number": clip(notice.number, _NAME),
                "source": clip(notice.source, _NAME),
                "figure": voice.words.figures.get(notice.figure, notice.figure),
                "said": _value(notice.figure, notice.said, voice),
                "held": _value(notice.figure, notice.held, voice),
            }
        case Unconfirmed():
            telling = words.unconfirmed
            by = listed(notice.by, voice) if notice.by else voice.words.unknown
            facts = [_fact(local, words.told_by, by)]
            ago = words.ago if notice.days > 0 else words.today
            gaps = {
                "round": _reported_round(notice, words, local),
                "id": clip(notice.number, _NAME),
                "ago": local.say(ago, days=local.days(notice.days)),
            }
        case _:
            assert_never(notice)
    return _tell(telling, words, local, facts, gaps)


def _value(figure: str, value: object, voice: Voice) -> str:
    if figure == "category" and isinstance(value, str):
        return clip(label(value, voice.local.language), _PRINTED)
    return written(figure, value, voice)


def _reported_round(notice: Unconfirmed, words: NoticeWords, local: Formatter) -> str:
    if notice.claimed is not None:
        return local.say(words.round_numbered, number=clip(notice.claimed, _NAME))
    if notice.day is not None:
        return local.say(words.round_dated, day=local.day(notice.day))
    return local.say(words.round_unnamed)


def _of_a_channel(notice: ChannelNotice, words: NoticeWords, local: Formatter) -> Message:
    gaps = {"channel": clip(notice.channel, _NAME)}
    match notice:
        case ChannelDead():
            telling = words.channel_dead
            facts = [
                _fact(local, words.since, local.instant_and_zone(notice.since)),
                _answer(words.server_said, notice.answer, words, local),
                _fact(local, words.waiting, local.number(notice.waiting)),
            ]
        case ChannelWell():
            telling, facts = words.channel_well, []
            gaps["span"] = local.span(notice.until - notice.since)
            gaps["until"] = local.instant_and_zone(notice.until)
        case DeliveryGivenUp():
            telling = words.refused if notice.why == "refused" else words.expired
            facts = [_answer(words.server_said, notice.answer, words, local)]
            gaps["number"] = clip(notice.number, _NAME)
            gaps["subscription"] = clip(notice.subscription, _NAME)
        case GoesRound():
            telling, facts = words.goes_round, []
        case _:
            assert_never(notice)
    return _tell(telling, words, local, facts, gaps)


def _of_the_database(
    notice: DatabaseTrouble | DatabaseWell, words: NoticeWords, local: Formatter
) -> Message:
    since = notice.since
    if isinstance(notice, DatabaseWell):
        gaps = {
            "span": local.span(notice.until - since),
            "until": local.instant_and_zone(notice.until),
        }
        return _tell(words.database_well, words, local, [], gaps)
    faults = words.database_faults
    fault = faults.get(notice.fault, faults["failing"])
    telling = Telling(
        title=words.database_title, what=fault.what, does=words.database_does, do=fault.do
    )
    facts = [
        _fact(local, words.since, local.instant_and_zone(since)),
        _fact(local, words.database_error, clip(notice.detail, 3 * _DETAIL)),
    ]
    return _tell(telling, words, local, facts, {"trouble": local.say(fault.name)})


def _tell(
    telling: Telling, words: NoticeWords, local: Formatter, facts: list[Line], gaps: dict[str, str]
) -> Message:
    steps = local.say(telling.do, **gaps).split("\n")
    return render(
        f"[watcher] {local.say(telling.title, **gaps)}",
        (
            [Line(text=local.say(telling.what, **gaps), strong=True)],
            facts,
            [_fact(local, words.does, local.say(telling.does, **gaps))],
            [_fact(local, words.do, ""), *(Line(text=step) for step in steps)],
        ),
    )


def _fact(local: Formatter, label: str, text: str) -> Line:
    return Line(label=local.say(label), text=text)


def _answer(label: str, answer: str, words: NoticeWords, local: Formatter) -> Line:
    return _fact(local, label, clip(answer, _DETAIL) or words.nothing_came)


def _address(url: str, words: NoticeWords, local: Formatter) -> list[Line]:
    address = clip(url, _ADDRESS)
    return [Line(label=local.say(words.address), href=address)] if address else []


def _number(number: str | None, words: NoticeWords) -> str:
    return words.no_round if number is None else f"#{clip(number, _NAME)}"
