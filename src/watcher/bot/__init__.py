"""The Telegram bot: people subscribe themselves, and ask, in a private chat.

supervisor    keeps the bot running as the settings say
polling       the bot in its own thread: updates in, answers out
telegram_api  the Bot API, through python-telegram-bot
incoming      what comes from chats, checked and bounded; outgoing what goes back
dispatch      one update in one transaction: who may, which command, which answer
sign_up       the conversation that ends in a subscription; keyboards its buttons
commands      what a person asks for or changes by a command; rounds_told tells of rounds
reading       words from outside as scores, days, categories, instants
rate_limits   how much a chat may say

Only ``polling`` knows asyncio, and only ``telegram_api`` the library; both are imported once the bot is on.
"""
