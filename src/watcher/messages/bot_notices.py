"""Messages to the operator about the Telegram bot by which people subscribe."""

from collections.abc import Mapping

from watcher.core.bot_incidents import BotAnswering, BotSilent, BotTroubleKind
from watcher.core.model import Message
from watcher.core.settings import N_
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip
from watcher.messages.notice_layout import notice_message
from watcher.messages.notice_texts import NoticeText

_DETAIL = 300
_TRIES = N_("It tries again once a minute. Alerts and all other channels go on.")
_SILENT: Mapping[BotTroubleKind, NoticeText] = {
    "refused": NoticeText(
        title=N_("The Telegram bot: its token is refused"),
        what=N_("Telegram refuses the token of the bot: nobody who writes to it is answered."),
        does=N_("It tries again once a minute. Alerts to Telegram with this token fail as well."),
        do=(
            N_(
                "Ask @BotFather for the token of the bot, write it into the channel that [bot] names, and reload."
            ),
        ),
    ),
    "conflict": NoticeText(
        title=N_("The Telegram bot: another program answers for it"),
        what=N_(
            "Another program asks Telegram for what is written to the bot, so that people may get no answer here."
        ),
        does=_TRIES,
        do=(
            N_(
                "Stop the other program or watcher that uses the token of this bot; each needs a bot of its own."
            ),
            N_("If a webhook was set, delete it: https://api.telegram.org/botTOKEN/deleteWebhook"),
        ),
    ),
    "unreachable": NoticeText(
        title=N_("The Telegram bot: Telegram cannot be reached"),
        what=N_(
            "The server of Telegram's Bot API does not answer: nobody who writes to the bot is answered."
        ),
        does=_TRIES,
        do=(N_("See whether this machine reaches it: curl https://api.telegram.org"),),
    ),
    "not installed": NoticeText(
        title=N_("The Telegram bot: it is switched on, but not installed"),
        what=N_("[bot] is switched on, and the library that it needs is not installed."),
        does=N_("It runs without the bot."),
        do=(N_("Install it as the error says, and start watcher again; or switch [bot] off."),),
    ),
}
_ANSWERING = NoticeText(
    title=N_("The Telegram bot: answers again"),
    what=N_("The bot answers again after {span}, since {until}."),
    does=N_("What was written to it within a day is answered now."),
)


def bot_notice(notice: BotSilent | BotAnswering, fmt: Formatter) -> Message:
    """Make the message of a notice about the bot."""
    if isinstance(notice, BotAnswering):
        span, until = fmt.span(notice.until - notice.since), fmt.instant_and_zone(notice.until)
        return notice_message(_ANSWERING, fmt, span=span, until=until)
    facts = [
        MessageLine(label=fmt.gettext("Since:"), text=fmt.instant_and_zone(notice.since)),
        MessageLine(label=fmt.gettext("The error:"), text=clip(notice.trouble.detail, _DETAIL)),
    ]
    return notice_message(_SILENT[notice.trouble.kind], fmt, facts)
