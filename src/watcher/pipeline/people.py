"""People by the thousand: a file is checked, compared with who is known, and taken as a whole; removing people."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice

from watcher.adapters.database import PeopleStage, StagedLine, Store, Transaction
from watcher.adapters.people_file import LineReader, PeopleFileError, Record, Uneven
from watcher.core.errors import ConfigError, ConfigFault
from watcher.core.people import Person, person_of_subscription
from watcher.core.person_lines import LineFault, PeopleReader
from watcher.core.settings import Settings

# Enough to mend a file by; looking for near names takes its time.
MOST_FAULTS = 10_000
_AT_ONCE = 500


class Fate(StrEnum):
    """What an import does to a person."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPerson:
    """One person of an import, as they are and are to be."""

    name: str
    fate: Fate
    before: Person | None = None
    after: Person | None = None


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import found, and did unless it was a dry run, has faults, or is held as it would remove most."""

    lines: int = 0
    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    faults: list[LineFault] = field(default_factory=list)
    is_cut_short: bool = False
    is_held: bool = False
    is_applied: bool = False

    @property
    def changes(self) -> int:
        """How many people are not as before."""
        return sum(n for fate, n in self.counts.items() if fate is not Fate.UNCHANGED)

    @property
    def removes_most(self) -> bool:
        """Whether more go than stay: rather a wrong file than so many farewells."""
        return self.counts[Fate.REMOVED] > self.counts[Fate.CHANGED] + self.counts[Fate.UNCHANGED]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How a file is imported; ``mail`` and ``telegram`` name the channels of these columns."""

    mail: str | None = None
    telegram: str | None = None
    ignored: Collection[str] = ()
    remove_missing: bool = False
    may_remove_most: bool = False
    dry_run: bool = False


ProgressReport = Callable[[str, int], None]
"""Is told a stage (``"reading"``, ``"comparing"``, ``"writing"``) and how many lines or people of it are done."""


@dataclass(slots=True, kw_only=True)
class PeopleImport:
    """One import of people; *planned* is called with everybody, by name, before anything is changed."""

    store: Store
    settings: Settings
    options: ImportOptions
    now: datetime
    planned: Callable[[PlannedPerson], None]
    progress: ProgressReport
    result: ImportResult = field(default_factory=ImportResult)

    def run(self, records: Iterator[Record | Uneven]) -> ImportResult:
        """Import people, or nothing where a line has a fault; nobody is told anew for it."""
        result = self.result
        with self.store.staging() as stage:
            self._stage_lines(stage, records)
            for person in self._compared(stage):
                result.counts[person.fate] += 1
                self.planned(person)
            result.faults.sort(key=lambda fault: fault.line)
            result.is_held = result.removes_most and not self.options.may_remove_most
            if not (result.faults or result.is_held or self.options.dry_run):
                self.progress("writing", result.changes)
                if result.changes:
                    stage.apply(self.now)
                result.is_applied = True
        return result

    def _stage_lines(self, stage: PeopleStage, records: Iterator[Record | Uneven]) -> None:
        """Read every line, and put those without a fault on the stage."""
        reader = self._line_reader()
        try:
            while some := list(islice(records, _AT_ONCE)):
                stage.add_lines(list(_good(reader, some)))
                self.result.lines += len(some)
                self.progress("reading", self.result.lines)
                if len(reader.faults) > MOST_FAULTS:
                    self.result.is_cut_short = True
                    break
        except PeopleFileError as error:
            reader.faults.append(error.fault)
            self.result.is_cut_short = True
        self.result.faults += reader.faults

    def _compared(self, stage: PeopleStage) -> Iterator[PlannedPerson]:
        """Compare everybody with who is known, and stage what is to become of them."""
        options, faults = self.options, self.result.faults
        cells = self._line_reader()
        people = PeopleReader(self.settings, options.mail, options.telegram, faults)
        done = 0
        for group in stage.by_name():
            known = stage.people.of_names(list(group))
            planned = [
                found
                for name, lines in group.items()
                if (found := _one(cells, people, lines, known.get(name))) is not None
            ]
            yield from planned
            if not faults:
                changing = (p.after for p in planned if p.fate is not Fate.UNCHANGED)
                stage.prepare([person for person in changing if person is not None])
            done += len(group)
            self.progress("comparing", done)
        for names in stage.missing() if options.remove_missing and not faults else ():
            yield from (PlannedPerson(name=name, fate=Fate.REMOVED) for name in names)

    def _line_reader(self) -> LineReader:
        return LineReader(
            settings=self.settings,
            now=self.now,
            mail=self.options.mail,
            telegram=self.options.telegram,
            ignored=self.options.ignored,
            taken=names_in_file(self.settings),
        )


def remove_people(store: Store, names: Collection[str], now: datetime) -> int:
    """Remove people; what waits for them ends."""
    with store.writing() as tx:
        tx.people.end_waiting(*names, now=now)
        return tx.people.remove(*names)


def refuse_duplicate_names(tx: Transaction, settings: Settings) -> None:
    """Raise ConfigError where the file has somebody who is a row, too: what they are told would be doubtful."""
    names = names_in_file(settings)
    twins = tx.people.known_names(names)
    if twins:
        hint = (
            f"a name is in one place only: `watcher people remove {twins[0]}`, "
            "or take it out of the file"
        )
        problem = "has a person who was imported, too"
        raise ConfigError(
            *(
                ConfigFault(
                    file=names[name],
                    key="subscription",
                    problem=problem,
                    given=f'"{name}"',
                    hint=hint,
                )
                for name in twins
            )
        )


def names_in_file(settings: Settings) -> dict[str, str]:
    """Say for each name that a row may not have where it stands."""
    names = {n for s in settings.subscriptions for n in (s.person or s.name, s.name)}
    return {person_of_subscription(name): str(settings.file) for name in names}


def _one(
    cells: LineReader, people: PeopleReader, lines: Iterable[StagedLine], before: Person | None
) -> PlannedPerson | None:
    read = [cells.read(Record(s.line, s.cells)) for s in lines]
    good = [line for line in read if line is not None]
    person = people.person(good, before) if len(good) == len(read) else None
    if person is None:
        return None
    fate = Fate.NEW if before is None else Fate.CHANGED
    fate = Fate.UNCHANGED if person == before else fate
    return PlannedPerson(name=person.name, fate=fate, before=before, after=person)


def _good(
    reader: LineReader, records: Iterable[Record | Uneven]
) -> Iterator[tuple[str, int, Mapping[str, object]]]:
    for record in records:
        if isinstance(record, Uneven):
            reader.faults.append(record.fault)
        elif (line := reader.read(record)) is not None:
            yield line.name, line.line, record.cells
