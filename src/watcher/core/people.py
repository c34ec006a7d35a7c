"""People as rows: who is told, by which rules, and the subscriptions that these are. Pure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from watcher.core.category import ALL
from watcher.core.crs.profile import Profile
from watcher.core.settings import (
    OTTAWA_ZONE,
    Digest,
    Early,
    Language,
    QuietHours,
    Subscription,
    TellWhen,
)

#: How somebody became a row: imported by the operator, or by signing up.
PersonOrigin = Literal["import", "bot", "page"]
PERSON_ORIGINS: tuple[PersonOrigin, ...] = get_args(PersonOrigin)

#: Stands between the name of a person and that of a rule, so that neither holds it.
RULE_MARK = "/"
#: Stands between the name of a channel and a target of its own.
TARGET_MARK = ":"

#: Above every cut-off: the reach of a rule that no cut-off rules out.
EVERY_CUTOFF = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one person is told of; ``name`` is a word where there are several. Either score or profile is set."""

    name: str = ""
    categories: frozenset[str]
    score: int | None = None
    profile: Profile | None = field(default=None, repr=False, metadata={"json": "hidden"})
    submitted: datetime | None = None
    tell_when: TellWhen = "invited"
    near: int | None = None
    early: Early = "when-blind"
    reminders: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is told, with the rules that decide of what; ``name`` is a key for good.

    ``channels`` are references: a channel's name, or that and a target of one's own (``mail:amara@example.com``).
    Until ``muted_until`` nothing is sent; ``consented_at`` is when they agreed to be written to.
    """

    name: str
    channels: tuple[str, ...]
    rules: tuple[Rule, ...]
    language: Language = "en"
    timezone: str = OTTAWA_ZONE
    quiet_hours: QuietHours | None = None
    wake: bool = False
    picture: bool = False
    digest: Digest | None = None
    monthly: bool = False
    muted_until: datetime | None = None
    origin: PersonOrigin = "import"
    consented_at: datetime | None = None


def subscription_name(person: str, rule: str) -> str:
    """Name the subscription of one rule: ``amara``, or ``amara/healthcare``."""
    return f"{person}{RULE_MARK}{rule}" if rule else person


def person_of_subscription(name: str) -> str:
    """Return whose rule a subscription of this name would be."""
    return name.partition(RULE_MARK)[0]


def subscriptions_of(person: Person) -> tuple[Subscription, ...]:
    """Return a person's rules as what is judged and told."""
    return tuple(
        Subscription(
            name=subscription_name(person.name, rule.name),
            person=person.name,
            categories=rule.categories,
            score=rule.score,
            profile=rule.profile,
            channels=person.channels,
            submitted=rule.submitted,
            tell_when=rule.tell_when,
            near=rule.near,
            early=rule.early,
            language=person.language,
            timezone=person.timezone,
            quiet_hours=person.quiet_hours,
            wake=person.wake,
            picture=person.picture,
            reminders=rule.reminders,
            digest=person.digest,
            monthly=person.monthly,
        )
        for rule in person.rules
    )


def reaches(rule: Rule) -> Iterator[tuple[str, int]]:
    """Yield each category of a rule with the highest cut-off that is still told to it.

    What is never silent lies at or below: a round above that, or of another category, need not be judged for it.
    """
    if rule.tell_when == "every-round":
        yield ALL, EVERY_CUTOFF
        return
    reach = EVERY_CUTOFF if rule.score is None else rule.score + (rule.near or 0)
    for category in sorted(rule.categories):
        yield category, reach


def channel_and_target(reference: str, channels: Container[str]) -> tuple[str, str | None]:
    """Split a reference into its channel and the target of its own, if it has one; a channel's whole name wins."""
    channel, mark, target = reference.partition(TARGET_MARK)
    if reference in channels or not mark or channel not in channels:
        return reference, None
    return channel, target
