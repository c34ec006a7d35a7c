"""What the operator is told of a bad [bot] or [sending]."""

_HINT = "name the tgram:// channel under [channels] whose bot people shall write to"

BOT_FAULTS: dict[str, tuple[str, ...]] = {
    "bot_on_a_channel_of_mail": (
        'bot.channel: is no channel of Telegram; there is "desk"; the bot needs the token of one: tgram://TOKEN',
    ),
    "bot_on_an_unknown_channel": (
        f'bot.channel: is no channel; there is "telegram"; allowed: tg; {_HINT}',
    ),
    "bot_per_hour_zero": (
        "bot.per_hour: is out of range; there is 0; allowed: a whole number from 1 to 1000000",
    ),
    "sending_rates": (
        "sending.mail_per_second: is out of range; there is -1; allowed: a number from 0.02 to 10000",
        'sending.telegram_per_second: must be a number; there is "25"; allowed: a number from 0.02 to 10000; write it without quotes',
        "sending.telegram_chat_seconds: is out of range; there is 61.5; allowed: a number from 0 to 60",
        "sending.webhook_connections: must be a whole number; there is 1.5; allowed: a whole number from 1 to 16",
        "sending.webhook_per_second: is out of range; there is inf; allowed: a number from 0.02 to 10000",
    ),
    "bot_without_a_channel": (f"bot.channel: is missing; allowed: tg; {_HINT}",),
}
