"""The conversation that ends in a subscription: categories, score, submission, a look back, and yes.

Whoever is subscribed is led through a single question of it, and the answer is kept at once.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from watcher.bot import questions
from watcher.bot.chat import PrivateChat
from watcher.bot.keyboards import ButtonData, confirm_buttons
from watcher.bot.outgoing import Answer, Outgoing, answer
from watcher.bot.reading import Submission, parse_category, parse_score, parse_submission
from watcher.bot.rounds_told import looking_back
from watcher.core.category import ALL, CATEGORIES
from watcher.core.people import Person, Rule, subscriptions_of
from watcher.core.settings import LANGUAGES
from watcher.core.sign_up_drafts import Draft, DraftStep
from watcher.core.signups import Consent
from watcher.insight.backtest import USUAL_NEAR
from watcher.messages.layout import MessageLine
from watcher.pipeline import subscribing

ChangedStep = Literal["categories", "score", "submitted"]

# The version of the words in ``questions.agreement``.
_WORDING: Final = "bot-1"
_FOLLOWING: Mapping[DraftStep, DraftStep] = {
    "categories": "score",
    "score": "submitted",
    "submitted": "confirm",
}
_EVERYTHING = frozenset({ALL, "everything", "tout", "toutes"})


def begin(chat: PrivateChat) -> Outgoing:
    """Greet somebody, and ask for their categories."""
    if not chat.may_begin:
        return answer(questions.too_many(chat.fmt))
    draft = Draft(
        key=str(chat.update), step="categories", language=chat.language, began_at=chat.now
    )
    return _ask(chat, draft)


def change(chat: PrivateChat, person: Person, what: ChangedStep, words: str) -> Outgoing:
    """Change one answer of somebody who is subscribed; without *words* it is asked for."""
    rule = person.rules[0]
    draft = Draft(
        key=str(chat.update),
        step=what,
        language=person.language,
        began_at=chat.now,
        changes=True,
        categories=rule.categories,
        score=rule.score,
        submitted=rule.submitted,
    )
    asked = _ask(chat, draft)
    return said(replace(chat, draft=draft), draft, words) if words else asked


def said(chat: PrivateChat, draft: Draft, text: str) -> Outgoing:
    """Take a text for the answer to what was asked."""
    match draft.step:
        case "categories":
            return _categories_said(chat, draft, text)
        case "score":
            return _score_said(chat, draft, text)
        case "submitted":
            return _submission_said(chat, draft, text)
        case "confirm" | "erase":
            return answer(chat.fmt.gettext("Press one of the buttons above, or write /cancel."))


def pressed(  # noqa: PLR0911 - one for each button
    chat: PrivateChat, draft: Draft, button: ButtonData, message: int | None
) -> Outgoing | None:
    """Take a button for the answer to what was asked; None where it does not belong to that."""
    match draft.step, button.word:
        case "categories", "category" if button.value == ALL or button.value in CATEGORIES:
            draft = replace(draft, categories=_toggled(draft.categories, button.value))
            return replace(_ask(chat, draft), edits=message)
        case "categories", "language" if not draft.changes:
            chosen = next((code for code in LANGUAGES if code == button.value), draft.language)
            return replace(_ask(chat, replace(draft, language=chosen)), edits=message)
        case "categories", "done":
            return _next(chat, draft) if draft.categories else _none_chosen(chat, draft)
        case "submitted", "unknown":
            return _next(chat, replace(draft, submitted=None))
        case "confirm", "confirm":
            return _subscribe(chat, draft)
        case "confirm", "again":
            return _ask(chat, replace(draft, step="categories"))
        case _:
            return None


def _ask(chat: PrivateChat, draft: Draft) -> Answer:
    """Keep what is asked next, and ask it."""
    chat = chat.ask(draft)
    match draft.step:
        case "categories":
            return questions.ask_categories(draft, chat.fmt)
        case "score":
            return questions.ask_score(draft, chat.fmt)
        case "submitted":
            return questions.ask_submitted(draft, chat.fmt)
        case _:
            return _look_back(chat, draft)


def _next(chat: PrivateChat, draft: Draft) -> Outgoing:
    """Go to the next step; what somebody changes is kept at once."""
    if draft.changes:
        return _keep(chat, draft)
    return _ask(chat, replace(draft, step=_FOLLOWING[draft.step]))


def _none_chosen(chat: PrivateChat, draft: Draft) -> Answer:
    return questions.no_categories(draft, chat.fmt)


def _toggled(chosen: frozenset[str], slug: str) -> frozenset[str]:
    """Switch a category on or off: "all" stands alone."""
    if slug in chosen:
        return chosen - {slug}
    return frozenset({ALL}) if slug == ALL else (chosen | {slug}) - {ALL}


def _categories_said(chat: PrivateChat, draft: Draft, text: str) -> Outgoing:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    slugs = [ALL if part.casefold() in _EVERYTHING else parse_category(part) for part in parts]
    known = frozenset(slug for slug in slugs if slug is not None)
    if not known or None in slugs:
        return questions.unread_categories(draft, chat.fmt)
    return _next(chat, replace(draft, categories=frozenset({ALL}) if ALL in known else known))


def _score_said(chat: PrivateChat, draft: Draft, text: str) -> Outgoing:
    score = parse_score(text)
    if score is None:
        return questions.unread_score(draft, chat.fmt)
    return _next(chat, replace(draft, score=score))


def _submission_said(chat: PrivateChat, draft: Draft, text: str) -> Outgoing:
    found = parse_submission(text, chat.fmt.timezone, chat.now)
    if not isinstance(found, Submission):
        return questions.unread_submitted(draft, found, chat.fmt)
    return _next(chat, replace(draft, submitted=found.at))


def _look_back(chat: PrivateChat, draft: Draft) -> Answer:
    """Show what was said, what the latest rounds would have meant, and what is agreed to."""
    wanted = _person_of(chat, draft)
    return Answer(
        blocks=[
            questions.rule_lines(wanted.rules[0], chat.fmt),
            *looking_back(chat.snapshot, subscriptions_of(wanted)[0], chat.fmt),
            questions.agreement(chat.snapshot.settings.sender, chat.fmt),
        ],
        keyboard=confirm_buttons(draft.key, chat.fmt),
    )


def _person_of(chat: PrivateChat, draft: Draft) -> Person:
    rule = Rule(
        categories=draft.categories, score=draft.score, submitted=draft.submitted, near=USUAL_NEAR
    )
    return Person(
        name=subscribing.new_name("bot"),
        channels=(subscribing.own_address(*chat.address),),
        rules=(rule,),
        language=draft.language,
        timezone=chat.snapshot.settings.timezone,
        origin="bot",
    )


def _subscribe(chat: PrivateChat, draft: Draft) -> Outgoing:
    tx, settings, fmt = chat.snapshot.tx, chat.snapshot.settings, chat.fmt
    if chat.person is None and not subscribing.has_room(tx, settings.signup):
        full = fmt.gettext("There is no room for more people at the moment. Try another day.")
        return answer(full)
    hour_ago = chat.now - timedelta(hours=1)
    if tx.signups.count_consents(chat.channel, hour_ago) >= settings.bot.per_hour:
        return answer(questions.too_many(fmt))
    channel, target = chat.address
    consent = Consent(
        channel=channel,
        target=target,
        wording=_WORDING,
        asked_at=draft.began_at,
        confirmed_at=chat.now,
    )
    subscribing.subscribe_person(tx, _person_of(chat, draft), consent)
    chat.settle()
    return answer(
        MessageLine(text=fmt.gettext("You are subscribed."), strong=True),
        fmt.gettext("The next round that concerns you is told here; there is nothing else to do."),
        fmt.gettext(
            "/me shows what is kept and how to change it, /last the newest rounds, /help all that "
            "I understand."
        ),
    )


def _keep(chat: PrivateChat, draft: Draft) -> Outgoing:
    chat = chat.settle()
    if chat.person is None:  # erased meanwhile
        return begin(chat)
    rule = replace(
        chat.person.rules[0],
        categories=draft.categories,
        score=draft.score,
        profile=None,
        submitted=draft.submitted,
    )
    chat = chat.change_rule(rule)
    changed = chat.fmt.gettext("Changed. It counts from the next round on.")
    return Answer(
        blocks=[[MessageLine(text=changed, strong=True)], questions.rule_lines(rule, chat.fmt)]
    )
