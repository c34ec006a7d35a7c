"""What the operator is told of a bad [bot]."""

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
    "bot_without_a_channel": (f"bot.channel: is missing; allowed: tg; {_HINT}",),
}
