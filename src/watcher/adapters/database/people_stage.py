"""A stage for an import of people: all is prepared beside the tables, and then changes them in one transaction.

It is made of temporary tables of one connection: they hold nobody up, take no memory, and are gone with it. What is
left for the transaction is a handful of statements: a million people written one by one would keep every other
writer of SQLite out for a minute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from watcher.adapters.database.codec import Json
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.people import (
    PERSON_COLUMNS,
    RULE_COLUMNS,
    PeopleRepository,
    end_waiting,
    values_of,
)
from watcher.adapters.database.schema_people import ADDRESSES, PEOPLE, RULE_CATEGORIES, RULES
from watcher.core.people import Person, reaches

_AT_ONCE = 500
_temporary = sa.MetaData()


def _stage(name: str, *columns: sa.Column[object]) -> sa.Table[sa.TypedColumns]:
    made: sa.Table[sa.TypedColumns] = sa.Table(  # type: ignore[assignment] # columns of others
        name, _temporary, *columns, prefixes=["TEMPORARY"]
    )
    return made


def _like(table: sa.Table[sa.TypedColumns], names: Iterable[str]) -> list[sa.Column[object]]:
    return [sa.Column(name, table.c[name].type, nullable=True) for name in names]


_LINES = _stage(
    "staged_lines",
    sa.Column("name", sa.Text),
    sa.Column("line", sa.Integer),
    sa.Column("cells", Json(dict[str, object])),
)
_PEOPLE = _stage("staged_people", *_like(PEOPLE, PERSON_COLUMNS))
_RULES = _stage("staged_rules", sa.Column("person", sa.Text), *_like(RULES, RULE_COLUMNS))
_ADDRESSES = _stage(
    "staged_addresses", sa.Column("person", sa.Text), sa.Column("reference", sa.Text)
)
_REACHES = _stage(
    "staged_reaches",
    sa.Column("person", sa.Text),
    sa.Column("rule", sa.Text),
    sa.Column("category", sa.Text),
    sa.Column("reach", sa.Integer),
)
_GONE = _stage("staged_gone", sa.Column("name", sa.Text, primary_key=True))


@dataclass(frozen=True, slots=True)
class StagedLine:
    """One line of a file, as it was written."""

    line: int
    cells: Mapping[str, object]


class PeopleStage(Repository):
    """What is to become of people, on a connection of its own; *writer* lets one writer in at a time."""

    def __init__(self, db: sa.Connection, writer: AbstractContextManager[object]) -> None:
        super().__init__(db)
        self._writer = writer
        self.people = PeopleRepository(db)
        _temporary.create_all(db)

    def add_lines(self, lines: Sequence[tuple[str, int, Mapping[str, object]]]) -> None:
        """Put lines of a file, each with its name and number, on the stage."""
        rows = [{"name": name, "line": line, "cells": cells} for name, line, cells in lines]
        if rows:
            self._db.execute(sa.insert(_LINES), rows)

    def by_name(self) -> Iterator[dict[str, list[StagedLine]]]:
        """Yield the lines by name, some hundreds of names at a time."""
        self._db.execute(sa.text("CREATE INDEX ix_staged_lines ON staged_lines (name, line)"))
        after: tuple[str, int] | None = None
        held: list[sa.RowMapping] = []
        while rows := self._lines_after(after):
            after = (rows[-1]["name"], rows[-1]["line"])
            rows = [*held, *rows]
            # The last name may go on in what follows.
            held = [row for row in rows if row["name"] == after[0]]
            yield _grouped(row for row in rows if row["name"] != after[0])
        yield _grouped(held)

    def prepare(self, people: Sequence[Person]) -> None:
        """Stage people as they are to be."""
        rows: dict[sa.Table[sa.TypedColumns], list[dict[str, object]]] = {
            _PEOPLE: [values_of(person, PERSON_COLUMNS) for person in people],
            _RULES: [
                values_of(rule, RULE_COLUMNS) | {"person": person.name}
                for person in people
                for rule in person.rules
            ],
            _ADDRESSES: [
                {"person": person.name, "reference": reference}
                for person in people
                for reference in dict.fromkeys(person.channels)
            ],
            _REACHES: [
                {"person": p.name, "rule": rule.name, "category": category, "reach": reach}
                for p in people
                for rule in p.rules
                for category, reach in reaches(rule)
            ],
        }
        for table, staged in rows.items():
            if staged:
                self._db.execute(sa.insert(table), staged)

    def missing(self) -> Iterator[list[str]]:
        """Stage the removal of those who were imported before and have no line; yield their names by and by."""
        with_a_line = sa.exists().where(_LINES.c.name == PEOPLE.c.name)
        chosen = sa.select(PEOPLE.c.name).where(PEOPLE.c.origin == "import", ~with_a_line)
        self._db.execute(sa.insert(_GONE).from_select(["name"], chosen))
        after = ""
        while names := self._gone_after(after):
            after = names[-1]
            yield names

    def apply(self, now: datetime) -> None:
        """Bring the tables to what is staged, all of it or nothing; what waits for those who are gone ends."""
        self._find_quickly()
        self._db.commit()
        with self._writer, self._db.execution_options(sqlite_begin="IMMEDIATE").begin():
            self._apply(now)

    def _apply(self, now: datetime) -> None:
        there = sa.select(PEOPLE.c.id).where(PEOPLE.c.name.in_(sa.select(_PEOPLE.c.name)))
        rules = sa.select(RULES.c.id).where(RULES.c.person.in_(there))
        ended = self._ended_rules(there)
        gone = PEOPLE.c.name.in_(sa.select(_GONE.c.name))
        end_waiting(self._db, ended, now)
        self._db.execute(sa.delete(ADDRESSES).where(ADDRESSES.c.person.in_(there)))
        self._db.execute(sa.delete(RULE_CATEGORIES).where(RULE_CATEGORIES.c.rule.in_(rules)))
        self._db.execute(sa.delete(RULES).where(RULES.c.id.in_(ended)))
        self._db.execute(sa.delete(PEOPLE).where(gone))
        self._merge_people(now)
        self._merge_rules(now)
        self._insert_found_by()

    def _find_quickly(self) -> None:
        """Index what is joined: without it each rule would be looked for among all."""
        self._db.execute(sa.text("CREATE INDEX ix_staged_people ON staged_people (name)"))
        self._db.execute(sa.text("CREATE INDEX ix_staged_rules ON staged_rules (person, name)"))
        if self._db.dialect.name == "postgresql":
            for table in _temporary.tables:
                self._db.execute(sa.text(f"ANALYZE {table}"))

    def _lines_after(self, after: tuple[str, int] | None) -> Sequence[sa.RowMapping]:
        chosen = sa.select(_LINES).order_by(_LINES.c.name, _LINES.c.line).limit(_AT_ONCE)
        if after is not None:
            place = sa.tuple_(_LINES.c.name, _LINES.c.line)
            chosen = chosen.where(place > sa.tuple_(*map(sa.literal, after)))
        return self._db.execute(chosen).mappings().all()

    def _gone_after(self, after: str) -> list[str]:
        chosen = sa.select(_GONE.c.name).where(_GONE.c.name > after)
        return list(self._db.scalars(chosen.order_by(_GONE.c.name).limit(_AT_ONCE)))

    def _ended_rules(self, there: sa.Select[int]) -> sa.Select[int]:
        """Select the rules that are there, and have no place in what is staged."""
        staged = sa.exists().where(_RULES.c.person == PEOPLE.c.name, _RULES.c.name == RULES.c.name)
        gone = PEOPLE.c.name.in_(sa.select(_GONE.c.name))
        return (
            sa.select(RULES.c.id)
            .join(PEOPLE, PEOPLE.c.id == RULES.c.person)
            .where(sa.or_(gone, sa.and_(PEOPLE.c.id.in_(there), ~staged)))
        )

    def _merge_people(self, now: datetime) -> None:
        columns = [_PEOPLE.c[name] for name in PERSON_COLUMNS]
        rows = sa.select(*columns, *_literals(now, now)).where(sa.true())
        kept = {"name", "created_at", "muted_until"}
        self._merge(PEOPLE, [*PERSON_COLUMNS, "created_at", "updated_at"], rows, ["name"], kept)

    def _merge_rules(self, now: datetime) -> None:
        columns = [_RULES.c[name] for name in RULE_COLUMNS]
        rows = (
            sa.select(*columns, PEOPLE.c.id, *_literals(now))
            .join(PEOPLE, PEOPLE.c.name == _RULES.c.person)
            .where(sa.true())
        )
        names = [*RULE_COLUMNS, "person", "known_since"]
        kept = {"name", "person", "known_since"}
        self._merge(RULES, names, rows, ["person", "name"], kept)

    def _merge(
        self,
        table: sa.Table[sa.TypedColumns],
        names: Sequence[str],
        rows: sa.Select[*tuple[object, ...]],
        key: Sequence[str],
        kept: set[str],
    ) -> None:
        insert = (sqlite if self._db.dialect.name == "sqlite" else postgresql).insert(table)
        written = insert.from_select(names, rows)
        changed = {name: written.excluded[name] for name in names if name not in kept}
        self._db.execute(written.on_conflict_do_update(index_elements=key, set_=changed))

    def _insert_found_by(self) -> None:
        """Insert what people and rules are found by, in the order of these tables."""
        told = (
            sa.select(_ADDRESSES.c.reference, PEOPLE.c.id)
            .join(PEOPLE, PEOPLE.c.name == _ADDRESSES.c.person)
            .order_by(_ADDRESSES.c.reference, PEOPLE.c.id)
        )
        self._db.execute(sa.insert(ADDRESSES).from_select(["reference", "person"], told))
        found = (
            sa.select(_REACHES.c.category, _REACHES.c.reach, RULES.c.id)
            .join(PEOPLE, PEOPLE.c.name == _REACHES.c.person)
            .join(RULES, sa.and_(RULES.c.person == PEOPLE.c.id, RULES.c.name == _REACHES.c.rule))
            .order_by(_REACHES.c.category, _REACHES.c.reach, RULES.c.id)
        )
        names = ["category", "reach", "rule"]
        self._db.execute(sa.insert(RULE_CATEGORIES).from_select(names, found))


def _literals(*instants: datetime) -> list[sa.ColumnElement[datetime]]:
    return [sa.literal(instant, PEOPLE.c.created_at.type) for instant in instants]


def _grouped(rows: Iterable[sa.RowMapping]) -> dict[str, list[StagedLine]]:
    return {
        name: [StagedLine(row["line"], row["cells"]) for row in lines]
        for name, lines in groupby(rows, key=lambda row: str(row["name"]))
    }
