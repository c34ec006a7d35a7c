"""What is stored of one person, and was sent to them: for that person alone, who has the link of an address."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from watcher.adapters.database import DeliveryRecord
from watcher.adapters.links import AddressLink
from watcher.answers.serialize import HIDDEN
from watcher.answers.snapshot import Snapshot
from watcher.core.crs.profile import Profile
from watcher.core.people import Person, Rule, channel_and_target, subscriptions_of
from watcher.core.settings import Early, Language, Settings, Subscription, TellWhen
from watcher.core.signups import Consent
from watcher.core.suppressions import Suppression

#: How somebody came to be told: by themselves on the page or to the bot, by an import of the operator, by their file.
PersonSource = Literal["page", "bot", "import", "file"]
_SENT_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRule:
    """One rule as it is stored; ``known_since``: of no earlier round is anything told."""

    name: str
    categories: frozenset[str]
    score: int | None
    profile: Profile | None
    submitted: datetime | None
    tell_when: TellWhen
    near: int | None
    early: Early
    reminders: bool
    known_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """All that is stored of a person, and the newest that was ``sent``; ``channel`` and ``target`` are those of the link."""

    name: str
    source: PersonSource
    channel: str
    target: str
    language: Language
    timezone: str
    quiet_hours: str | None
    wake: bool
    picture: bool
    digest: str | None
    monthly: bool
    muted_until: datetime | None
    rules: tuple[StoredRule, ...]
    consents: tuple[Consent, ...]
    suppressed: Suppression | None
    sent: tuple[DeliveryRecord, ...]
    person: Person = field(metadata=HIDDEN)

    @property
    def is_own(self) -> bool:
        """Whether they subscribed themselves, so that it is theirs to change and to delete."""
        return self.source in {"page", "bot"}


def own_data(snapshot: Snapshot, link: AddressLink) -> OwnData | None:
    """Gather what is stored of the person of a link, None where nobody is told at its address any more."""
    tx = snapshot.tx
    person = tx.people.get(link.person)
    source: PersonSource = "file" if person is None else person.origin
    person = person or _of_the_file(snapshot.settings, link.person)
    if person is None or not _is_told_at(person, link, snapshot.settings):
        return None
    names = _subscription_names(person, source)
    since = tx.people.known_since(link.person) or tx.subscriptions.known_since()
    address = link.channel, link.target
    return OwnData(
        name=person.name,
        source=source,
        channel=link.channel,
        target=link.target,
        language=person.language,
        timezone=person.timezone,
        quiet_hours=None if person.quiet_hours is None else str(person.quiet_hours),
        wake=person.wake,
        picture=person.picture,
        digest=None if person.digest is None else str(person.digest),
        monthly=person.monthly,
        muted_until=_muted_until(snapshot, person.name),
        rules=tuple(
            _stored(rule, since.get(name)) for rule, name in zip(person.rules, names, strict=True)
        ),
        consents=tx.signups.consents(person.name),
        suppressed=tx.suppressions.among([address]).get(address),
        sent=_sent(snapshot, {person.name, *names}, link),
        person=person,
    )


def _muted_until(snapshot: Snapshot, name: str) -> datetime | None:
    until = snapshot.tx.mutes.of([name]).get(name)
    return until if until is not None and until > snapshot.now else None


def _of_the_file(settings: Settings, name: str) -> Person | None:
    """Make a person of the subscriptions of the file that are of one person."""
    theirs = [one for one in settings.subscriptions if name in {one.person, one.name}]
    if not theirs:
        return None
    first = theirs[0]
    return Person(
        name=name,
        channels=tuple(dict.fromkeys(channel for one in theirs for channel in one.channels)),
        rules=tuple(_rule(one, name) for one in theirs),
        language=first.language,
        timezone=first.timezone,
        quiet_hours=first.quiet_hours,
        wake=first.wake,
        picture=first.picture,
        digest=first.digest,
        monthly=first.monthly,
    )


def _rule(subscription: Subscription, person: str) -> Rule:
    return Rule(
        name="" if subscription.name == person else subscription.name,
        categories=subscription.categories,
        score=subscription.score,
        profile=subscription.profile,
        submitted=subscription.submitted,
        tell_when=subscription.tell_when,
        near=subscription.near,
        early=subscription.early,
        reminders=subscription.reminders,
    )


def _subscription_names(person: Person, source: PersonSource) -> list[str]:
    """Name the subscription of each rule; those of the file have their own names."""
    if source == "file":
        return [rule.name or person.name for rule in person.rules]
    return [one.name for one in subscriptions_of(person)]


def _is_told_at(person: Person, link: AddressLink, settings: Settings) -> bool:
    """Tell whether a person is still told at the address of a link: who moved away leaves nothing to be seen there."""
    told = [channel_and_target(reference, settings.channels) for reference in person.channels]
    return (link.channel, link.target) in told or (link.channel, None) in told


def _sent(
    snapshot: Snapshot, names: Iterable[str], link: AddressLink
) -> tuple[DeliveryRecord, ...]:
    found: Iterable[DeliveryRecord] = (
        delivery
        for name in names
        for delivery in snapshot.tx.deliveries.search(
            subscriptions=[name], channel=link.channel, limit=_SENT_SHOWN
        )
        if delivery.target == link.target
    )
    newest = sorted(found, key=lambda delivery: delivery.id, reverse=True)
    return tuple(newest[:_SENT_SHOWN])


def _stored(rule: Rule, known_since: datetime | None) -> StoredRule:
    return StoredRule(
        name=rule.name,
        categories=rule.categories,
        score=rule.score,
        profile=rule.profile,
        submitted=rule.submitted,
        tell_when=rule.tell_when,
        near=rule.near,
        early=rule.early,
        reminders=rule.reminders,
        known_since=known_since,
    )
