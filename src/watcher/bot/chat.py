"""One private chat while an update of it is answered: who it is, what it is about, and in which language."""

from dataclasses import dataclass, replace
from datetime import datetime

from watcher.answers.snapshot import Snapshot
from watcher.core.people import Person, Rule, subscriptions_of
from watcher.core.settings import Language, Subscription
from watcher.core.sign_up_drafts import DRAFT_LASTS, Draft
from watcher.messages.formatter import Formatter
from watcher.pipeline import subscribing

#: Conversations that are not settled; more begin only once some have ended.
MOST_DRAFTS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateChat:
    """The chat with its transaction; ``channel`` names the channel of the bot, ``language`` is that of the client.

    ``person`` is None before somebody is subscribed, ``draft`` where nothing is being asked.
    """

    snapshot: Snapshot
    channel: str
    number: int
    update: int
    language: Language
    person: Person | None = None
    draft: Draft | None = None

    @property
    def now(self) -> datetime:
        """The time of the answer."""
        return self.snapshot.now

    @property
    def address(self) -> tuple[str, str]:
        """The chat as a target of its channel."""
        return self.channel, str(self.number)

    @property
    def rule(self) -> Subscription | None:
        """What the person is told of, as a subscription."""
        return None if self.person is None else subscriptions_of(self.person)[0]

    @property
    def fmt(self) -> Formatter:
        """The formatter of the answers: in the language that was chosen, else that of the client."""
        zone = self.snapshot.settings.timezone
        if self.draft is not None and not self.draft.changes:
            return Formatter(self.draft.language, zone)
        if self.person is not None:
            return Formatter(self.person.language, self.person.timezone)
        return Formatter(self.language, zone)

    @property
    def may_begin(self) -> bool:
        """Whether one more conversation may begin; those that are over are forgotten before many are too many."""
        tx = self.snapshot.tx
        if self.draft is not None or tx.bot.count_drafts() < MOST_DRAFTS:
            return True
        tx.bot.prune_drafts(self.now - DRAFT_LASTS)
        return tx.bot.count_drafts() < MOST_DRAFTS

    def ask(self, draft: Draft) -> "PrivateChat":
        """Keep what is asked next."""
        self.snapshot.tx.bot.put_draft(self.number, draft, self.now)
        return replace(self, draft=draft)

    def settle(self) -> "PrivateChat":
        """Ask nothing any more."""
        self.snapshot.tx.bot.drop_draft(self.number)
        return replace(self, draft=None)

    def change(self, person: Person) -> "PrivateChat":
        """Keep a change of the person."""
        return replace(self, person=subscribing.change_person(self.snapshot.tx, person, self.now))

    def mute(self, person: Person, until: datetime | None) -> "PrivateChat":
        """Leave the person alone until an instant, None: no more."""
        subscribing.mute_person(self.snapshot.tx, person.name, until, self.now)
        return replace(self, person=self.snapshot.tx.people.get(person.name))

    def change_rule(self, rule: Rule) -> "PrivateChat":
        """Keep a change of what the person is told of."""
        if self.person is None:
            return self
        return self.change(replace(self.person, rules=(rule, *self.person.rules[1:])))


def open_chat(
    snapshot: Snapshot, channel: str, number: int, update: int, language: Language
) -> PrivateChat:
    """Find who a chat is and what it is about."""
    draft = snapshot.tx.bot.draft(number)
    if draft is not None and snapshot.now - draft.began_at > DRAFT_LASTS:
        draft = None
    return PrivateChat(
        snapshot=snapshot,
        channel=channel,
        number=number,
        update=update,
        language=language,
        person=subscribing.find_person(snapshot.tx, channel, str(number)),
        draft=draft,
    )
