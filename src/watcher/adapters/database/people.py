"""Repository of people: those who are rows, with their rules, whatever their number."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.engine import Repository, in_batches
from watcher.adapters.database.schema import DELIVERIES
from watcher.adapters.database.schema_alerts import ALERTS
from watcher.adapters.database.schema_people import ADDRESSES, PEOPLE, RULE_CATEGORIES, RULES
from watcher.core.people import (
    RULE_MARK,
    TARGET_MARK,
    Person,
    PersonOrigin,
    Rule,
    reaches,
    subscription_name,
)

# Few enough for the parameters of one statement, many enough to make its cost small.
_AT_ONCE = 500
#: The columns that a person's row, and a rule's, have of them.
PERSON_COLUMNS = tuple(f.name for f in fields(Person) if f.name != "rules")
RULE_COLUMNS = tuple(f.name for f in fields(Rule))
_ENDED = "the person was removed, or the rule"
_INSERT_PEOPLE = sa.insert(PEOPLE).returning(PEOPLE.c.id, sort_by_parameter_order=True)
_INSERT_RULES = sa.insert(RULES).returning(RULES.c.id, sort_by_parameter_order=True)
_SET_PERSON = sa.update(PEOPLE).where(PEOPLE.c.id == sa.bindparam("of"))
_SET_RULE = sa.update(RULES).where(RULES.c.id == sa.bindparam("of"))


class PeopleRepository(Repository):
    """People within one transaction; nothing holds more than a page of them."""

    def put(self, person: Person, now: datetime) -> None:
        """Write one person in place of the one of that name."""
        self.put_many([person], now)

    def put_many(self, people: Iterable[Person], now: datetime) -> None:
        """Write people, each in place of the one of that name; a rule that stays is known as long as before."""
        for some in in_batches(people, _AT_ONCE):
            self._put(some, now)

    def get(self, name: str) -> Person | None:
        """Return the person of a name."""
        return next(iter(self.of_names([name]).values()), None)

    def of_names(self, names: Collection[str]) -> dict[str, Person]:
        """Return those of these (at most some hundreds) who are known, by name."""
        return {p.name: p for p in self._people(PEOPLE.c.name.in_(names))}

    def known_names(self, names: Iterable[str]) -> list[str]:
        """Return those of these names that people have."""
        return [
            name
            for some in in_batches(names, _AT_ONCE)
            for name in self._db.scalars(sa.select(PEOPLE.c.name).where(PEOPLE.c.name.in_(some)))
        ]

    def reaches(self, name: str) -> list[tuple[str, int]]:
        """Return by which categories, and up to which cut-off, rounds find the rules of a person."""
        found = (
            sa.select(RULE_CATEGORIES.c.category, RULE_CATEGORIES.c.reach)
            .join(RULES, RULES.c.id == RULE_CATEGORIES.c.rule)
            .join(PEOPLE, PEOPLE.c.id == RULES.c.person)
            .where(PEOPLE.c.name == name)
        )
        return sorted((row.category, row.reach) for row in self._db.execute(found))

    def by_channel(self, reference: str) -> list[Person]:
        """Return those who are told at exactly this reference to a channel."""
        of = sa.select(ADDRESSES.c.person).where(ADDRESSES.c.reference == reference)
        return self._people(PEOPLE.c.id.in_(of))

    def any_at(self, channel: str) -> bool:
        """Tell whether anybody is told on a channel, at its own target or one beside it."""
        beside = ADDRESSES.c.reference.startswith(f"{channel}{TARGET_MARK}", autoescape=True)
        at = sa.or_(ADDRESSES.c.reference == channel, beside)
        return bool(self._db.scalar(sa.select(sa.exists().where(at))))

    def page(
        self, *, after: str = "", limit: int, origin: PersonOrigin | None = None, having: str = ""
    ) -> list[Person]:
        """Return up to *limit* people by name, those behind *after*, with *having* in their names."""
        wanted = sa.and_(PEOPLE.c.name > after, _chosen(origin, having))
        return self._people(wanted, limit)

    def count(self, *, origin: PersonOrigin | None = None, having: str = "") -> int:
        """Count people."""
        counted = sa.select(sa.func.count()).select_from(PEOPLE)
        return self._db.scalar(counted.where(_chosen(origin, having))) or 0

    def names(self) -> Iterator[str]:
        """Yield every name, in order."""
        wanted = sa.select(PEOPLE.c.name).order_by(PEOPLE.c.name)
        # Of this statement alone: as an option of the connection it would stay, and stop inserts.
        return iter(self._db.scalars(wanted.execution_options(yield_per=_AT_ONCE)))

    def known_since(self, name: str) -> dict[str, datetime]:
        """Return since when each subscription of a person is known."""
        rows = self._db.execute(
            sa.select(RULES.c.name, RULES.c.known_since)
            .join(PEOPLE, PEOPLE.c.id == RULES.c.person)
            .where(PEOPLE.c.name == name)
        )
        return {subscription_name(name, row.name): row.known_since for row in rows}

    def rename(self, name: str, to: str) -> None:
        """Give a person another name, and nothing else."""
        self._db.execute(sa.update(PEOPLE).where(PEOPLE.c.name == name).values(name=to))

    def remove(self, *names: str) -> int:
        """Remove people with all that belongs to them; return how many there were."""
        gone = 0
        for some in in_batches(names, _AT_ONCE):
            found = self._db.execute(sa.delete(PEOPLE).where(PEOPLE.c.name.in_(some)))
            gone += found.rowcount
        return gone

    def end_waiting(self, *names: str, now: datetime) -> int:
        """End what waits for people; return how many deliveries that were."""
        ended = 0
        for some in in_batches(names, _AT_ONCE):
            of_these = sa.select(PEOPLE.c.id).where(PEOPLE.c.name.in_(some))
            rules = sa.select(RULES.c.id).where(RULES.c.person.in_(of_these))
            ended += end_waiting(self._db, rules, now)
        return ended

    def _put(self, people: Sequence[Person], now: datetime) -> None:
        names = [person.name for person in people]
        known = {
            row.name: row.id
            for row in self._db.execute(
                sa.select(PEOPLE.c.name, PEOPLE.c.id).where(PEOPLE.c.name.in_(names))
            )
        }
        written = [(p, values_of(p, PERSON_COLUMNS) | {"updated_at": now}) for p in people]
        new = [row | {"created_at": now} for p, row in written if p.name not in known]
        changed = [row | {"of": known[p.name]} for p, row in written if p.name in known]
        if changed:
            self._db.execute(_SET_PERSON, changed)
            gone = sa.delete(ADDRESSES).where(ADDRESSES.c.person.in_(known.values()))
            self._db.execute(gone)
        if new:
            made = self._db.scalars(_INSERT_PEOPLE, new)
            known |= dict(zip((str(row["name"]) for row in new), made, strict=True))
        self._insert_addresses(people, known)
        self._put_rules(people, known, now)

    def _insert_addresses(self, people: Sequence[Person], ids: Mapping[str, int]) -> None:
        rows = [
            {"reference": reference, "person": ids[person.name]}
            for person in people
            for reference in dict.fromkeys(person.channels)
        ]
        if rows:
            self._db.execute(sa.insert(ADDRESSES), rows)

    def _put_rules(self, people: Sequence[Person], ids: Mapping[str, int], now: datetime) -> None:
        """Write the rules of people; what they are found by is written anew."""
        of_these = RULES.c.person.in_(ids.values())
        known = {
            (row.person, row.name): row.id
            for row in self._db.execute(
                sa.select(RULES.c.id, RULES.c.person, RULES.c.name).where(of_these)
            )
        }
        wanted = {(ids[p.name], rule.name): rule for p in people for rule in p.rules}
        gone = [id_ for key, id_ in known.items() if key not in wanted]
        if gone:
            self._db.execute(sa.delete(RULES).where(RULES.c.id.in_(gone)))
        kept = [key for key in wanted if key in known]
        if kept:
            rows = [values_of(wanted[key], RULE_COLUMNS) | {"of": known[key]} for key in kept]
            self._db.execute(_SET_RULE, rows)
            found_by = RULE_CATEGORIES.c.rule.in_([known[key] for key in kept])
            self._db.execute(sa.delete(RULE_CATEGORIES).where(found_by))
        new = [key for key in wanted if key not in known]
        if new:
            rows = [
                values_of(wanted[key], RULE_COLUMNS) | {"person": key[0], "known_since": now}
                for key in new
            ]
            known |= dict(zip(new, self._db.scalars(_INSERT_RULES, rows), strict=True))
        found_by_rows = [
            {"category": category, "reach": reach, "rule": known[key]}
            for key, rule in wanted.items()
            for category, reach in reaches(rule)
        ]
        if found_by_rows:
            self._db.execute(sa.insert(RULE_CATEGORIES), found_by_rows)

    def _people(self, wanted: sa.ColumnElement[bool], limit: int | None = None) -> list[Person]:
        """Read people with their rules, by name."""
        chosen = sa.select(PEOPLE).where(wanted).order_by(PEOPLE.c.name).limit(limit)
        rows = self._db.execute(chosen).mappings().all()
        rules: dict[int, list[Rule]] = {row["id"]: [] for row in rows}
        for ids in in_batches(rules, _AT_ONCE):
            of_these = sa.select(RULES).where(RULES.c.person.in_(ids))
            for row in self._db.execute(of_these).mappings():
                rules[row["person"]].append(to_rule(row))
        return [to_person(row, rules[row["id"]]) for row in rows]


def to_person(row: sa.RowMapping, rules: Iterable[Rule]) -> Person:
    """Make a person of a row, and of rules, which are ordered by name whatever the database's order is."""
    ordered = tuple(sorted(rules, key=lambda rule: rule.name))
    return Person(rules=ordered, **{name: row[name] for name in PERSON_COLUMNS})


def to_rule(row: sa.RowMapping) -> Rule:
    """Make a rule of its row."""
    return Rule(**{name: row[name] for name in RULE_COLUMNS})


def end_waiting(db: sa.Connection, rules: sa.Select[int], now: datetime) -> int:
    """End what waits for the subscriptions that these rules are; return how many deliveries that were."""
    named = sa.case(
        (RULES.c.name == "", PEOPLE.c.name), else_=PEOPLE.c.name + RULE_MARK + RULES.c.name
    )
    names = (
        sa.select(named)
        .join_from(RULES, PEOPLE, PEOPLE.c.id == RULES.c.person)
        .where(RULES.c.id.in_(rules))
    )
    theirs = sa.select(ALERTS.c.id).where(ALERTS.c.subscription.in_(names))
    ended = (
        sa.update(DELIVERIES)
        .where(DELIVERIES.c.state == DeliveryState.QUEUED, DELIVERIES.c.alert.in_(theirs))
        .values(state=DeliveryState.SUPPRESSED, ended_at=now, answer=_ENDED)
    )
    return db.execute(ended).rowcount


def values_of(value: object, names: Iterable[str]) -> dict[str, object]:
    """Return these fields of a value, as a row has them."""
    return {name: getattr(value, name) for name in names}


def _chosen(origin: PersonOrigin | None, having: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.true(),
        *([PEOPLE.c.origin == origin] if origin else []),
        *([PEOPLE.c.name.icontains(having, autoescape=True)] if having else []),
    )
