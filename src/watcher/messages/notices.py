"""Messages of notices to the operator: the event, the reaction of watcher, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from watcher.core.bot_incidents import BotAnswering, BotSilent
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
    DeliveryLoop,
    Disagreement,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    Unconfirmed,
    UnknownCategory,
    Unreadable,
)
from watcher.core.model import Message, Oddity
from watcher.core.moves import ChatMoved
from watcher.core.settings import Language
from watcher.messages import notice_texts as texts
from watcher.messages.bot_notices import bot_notice
from watcher.messages.facts import source_names
from watcher.messages.figures import FIGURE_NAMES, figure_text
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip, is_short_enough, lay_out
from watcher.messages.notice_layout import notice_message as _message
from watcher.messages.troubles import DATABASE_FAULTS, SOURCE_TROUBLES

_NAME, _DETAIL, _ADDRESS, _PRINTED = 60, 300, 300, 80


def compose_notice(  # noqa: PLR0911 - one for each family of notices
    notice: Notice, *, language: Language, timezone: str
) -> Message:
    """Make a message to the operator of any notice, short enough for Telegram."""
    fmt = Formatter(language, timezone)
    match notice:
        case SourceBlind() | SourceWell() | SourceLate() | Baseline():
            return _of_a_source(notice, fmt)
        case UnknownCategory() | Unreadable():
            return _of_a_page(notice, fmt)
        case Disagreement() | Unconfirmed():
            return _of_a_report(notice, fmt)
        case ChannelDead() | ChannelWell() | DeliveryGivenUp() | DeliveryLoop() | ChatMoved():
            return _of_a_channel(notice, fmt)
        case DatabaseTrouble() | DatabaseWell():
            return _of_the_database(notice, fmt)
        case ClockWrong() | ClockRight() | ClockStepped():
            return _of_the_clock(notice, fmt)
        case BotSilent() | BotAnswering():
            return bot_notice(notice, fmt)


def compose_test(channel: str, language: Language) -> Message:
    """Make a message that says it is a test of a channel."""
    fmt = Formatter(language, "UTC")
    what = fmt.gettext("This is a test of the channel {channel}.", channel=clip(channel, 40))
    then = fmt.gettext(
        "Whoever reads this will get the alerts that go there. No round of invitations is behind "
        "it, and there is nothing to do."
    )
    lines = ([MessageLine(text=what, strong=True)], [MessageLine(text=then)])
    return lay_out("[watcher] test", lines)


def _of_the_clock(notice: ClockWrong | ClockRight | ClockStepped, fmt: Formatter) -> Message:
    match notice:
        case ClockWrong(source=source, ahead=ahead):
            text = texts.CLOCK_BEHIND if ahead < timedelta() else texts.CLOCK_AHEAD
            return _message(text, fmt, source=source, span=fmt.span(abs(ahead)))
        case ClockRight(source=source):
            return _message(texts.CLOCK_RIGHT, fmt, source=source)
        case ClockStepped(by=by):
            return _message(texts.CLOCK_STEPPED, fmt, span=fmt.span(abs(by)))


def _of_a_source(
    notice: SourceBlind | SourceWell | SourceLate | Baseline, fmt: Formatter
) -> Message:
    source = clip(notice.source, _NAME)
    match notice:
        case SourceBlind():
            return _blind(notice, source, fmt)
        case SourceWell(since=since, until=until):
            return _message(
                texts.SOURCE_WELL,
                fmt,
                source=source,
                trouble=fmt.gettext(SOURCE_TROUBLES[notice.trouble].name),
                span=fmt.span(until - since),
                until=fmt.instant_and_zone(until),
            )
        case SourceLate():
            return _message(
                texts.SOURCE_LATE,
                fmt,
                _address(notice.url, fmt),
                source=source,
                days=fmt.days(notice.days),
                longest=fmt.days(notice.longest_gap_days),
                newest=_number(notice.newest_number, fmt),
            )
        case Baseline():
            rounds, newest = fmt.number(notice.rounds), _number(notice.newest, fmt)
            return _message(
                texts.BASELINE_RECORDED, fmt, source=source, rounds=rounds, newest=newest
            )
        case _:
            assert_never(notice)


def _blind(notice: SourceBlind, source: str, fmt: Formatter) -> Message:
    _, trouble, good = fmt.gettext, SOURCE_TROUBLES[notice.trouble], notice.last_good
    last_good = _("never") if good is None else fmt.instant_and_zone(good)
    return _message(
        replace(texts.SOURCE_BLIND, what=trouble.what, do=trouble.do),
        fmt,
        [
            MessageLine(label=_("Since:"), text=fmt.instant_and_zone(notice.since)),
            MessageLine(label=_("Last read well:"), text=last_good),
            MessageLine(label=_("What came instead:"), text=_answer(notice.detail, fmt)),
            *_address(notice.url, fmt),
        ],
        source=source,
        trouble=_(trouble.name),
    )


def _of_a_page(notice: UnknownCategory | Unreadable, fmt: Formatter) -> Message:
    if isinstance(notice, UnknownCategory):
        return _message(
            texts.CATEGORY_UNKNOWN,
            fmt,
            number=clip(notice.number, _NAME),
            name=clip(notice.name, _PRINTED),
            category=clip(notice.category, _PRINTED),
        )
    # The first of them, fewer where they are long, and how many others.
    source, count = clip(notice.source, _NAME), fmt.number(len(notice.oddities))
    many, few = (
        _message(
            texts.FIGURES_UNREADABLE,
            fmt,
            list(_oddities(notice.oddities, listed, fmt)),
            source=source,
            count=count,
        )
        for listed in (20, 10)
    )
    return many if is_short_enough(many) else few


def _oddities(oddities: Sequence[Oddity], listed: int, fmt: Formatter) -> Iterator[MessageLine]:
    for oddity in oddities[:listed]:
        odd = fmt.gettext(
            "{where}: “{printed}”, {why}",
            where=clip(oddity.where, _NAME),
            printed=clip(oddity.printed, _PRINTED),
            why=clip(oddity.why, _PRINTED),
        )
        yield MessageLine(text=f"• {odd}")
    if len(oddities) > listed:
        left_out = fmt.number(len(oddities) - listed)
        yield MessageLine(text=fmt.gettext("... and {left_out} more", left_out=left_out))


def _of_a_report(notice: Disagreement | Unconfirmed, fmt: Formatter) -> Message:
    match notice:
        case Disagreement(figure=figure):
            return _message(
                texts.SOURCES_DISAGREE,
                fmt,
                number=clip(notice.number, _NAME),
                source=clip(notice.source, _NAME),
                figure=fmt.gettext(FIGURE_NAMES.get(figure, figure)),
                said=_value(figure, notice.said, fmt),
                held=_value(figure, notice.held, fmt),
            )
        case Unconfirmed(by=by, days=days):
            names = source_names(by, fmt) if by else fmt.gettext("unknown")
            ago = fmt.gettext("{days} ago", days=fmt.days(days)) if days > 0 else None
            return _message(
                texts.ROUND_UNCONFIRMED,
                fmt,
                [MessageLine(label=fmt.gettext("Reported by:"), text=names)],
                round=_reported_round(notice, fmt),
                id=clip(notice.number, _NAME),
                ago=ago or fmt.gettext("today"),
            )
        case _:
            assert_never(notice)


def _value(figure: str, value: object, fmt: Formatter) -> str:
    if figure == "category" and isinstance(value, str):
        return clip(fmt.category(value), _PRINTED)
    return figure_text(figure, value, fmt)


def _reported_round(notice: Unconfirmed, fmt: Formatter) -> str:
    if notice.claimed is not None:
        return fmt.gettext("round #{number}", number=clip(notice.claimed, _NAME))
    if notice.day is not None:
        return fmt.gettext("a round of {day}", day=fmt.day(notice.day))
    return fmt.gettext("a round")


def _of_a_channel(notice: ChannelNotice, fmt: Formatter) -> Message:
    _, channel = fmt.gettext, clip(notice.channel, _NAME)
    match notice:
        case ChannelDead():
            facts = [
                MessageLine(label=_("Since:"), text=fmt.instant_and_zone(notice.since)),
                MessageLine(label=_("The server's answer:"), text=_answer(notice.answer, fmt)),
                MessageLine(label=_("Deliveries waiting:"), text=fmt.number(notice.waiting)),
            ]
            return _message(texts.CHANNEL_DEAD, fmt, facts, channel=channel)
        case ChannelWell(since=since, until=until):
            span, ended = fmt.span(until - since), fmt.instant_and_zone(until)
            return _message(texts.CHANNEL_WELL, fmt, channel=channel, span=span, until=ended)
        case DeliveryGivenUp(why=why, number=number):
            answer = MessageLine(label=_("The server's answer:"), text=_answer(notice.answer, fmt))
            others = fmt.number(notice.others)
            left = MessageLine(label=_("Given up with it, of the same server:"), text=others)
            facts = [answer, left] if notice.others else [answer]
            return _message(
                texts.GIVEN_UP[why, number is not None],
                fmt,
                facts if notice.answer else (),
                channel=channel,
                number=clip(number or "", _NAME),
                subscription=clip(notice.subscription, _NAME),
            )
        case DeliveryLoop():
            return _message(texts.DELIVERY_LOOP, fmt, channel=channel)
        case ChatMoved(before=before, after=after):
            return _message(texts.CHAT_MOVED, fmt, channel=channel, before=before, after=after)
        case _:
            assert_never(notice)


def _of_the_database(notice: DatabaseTrouble | DatabaseWell, fmt: Formatter) -> Message:
    _ = fmt.gettext
    if isinstance(notice, DatabaseWell):
        told = fmt.pgettext(
            "the database",
            "What was published meanwhile is told now; alerts that come late say so.",
        )
        span, until = fmt.span(notice.until - notice.since), fmt.instant_and_zone(notice.until)
        return _message(replace(texts.DATABASE_WELL, does=told), fmt, span=span, until=until)
    fault = DATABASE_FAULTS.get(notice.fault, DATABASE_FAULTS["failing"])
    text = replace(texts.DATABASE_TROUBLE, what=fault.what, do=fault.do)
    facts = [
        MessageLine(label=_("Since:"), text=fmt.instant_and_zone(notice.since)),
        MessageLine(label=_("The error:"), text=clip(notice.detail, 3 * _DETAIL)),
    ]
    return _message(text, fmt, facts, trouble=_(fault.name))


def _answer(answer: str, fmt: Formatter) -> str:
    return clip(answer, _DETAIL) or fmt.gettext("nothing")


def _address(url: str, fmt: Formatter) -> list[MessageLine]:
    address = clip(url, _ADDRESS)
    return [MessageLine(label=fmt.gettext("Address:"), href=address)] if address else []


def _number(number: str | None, fmt: Formatter) -> str:
    return fmt.gettext("no round") if number is None else f"#{clip(number, _NAME)}"
