"""Lines of a file to people: the lines of one name are one person, each with a rule. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from watcher.core.people import Person, Rule, channel_and_target
from watcher.core.settings import Settings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_D = TypeVar("_D", bound="DataclassInstance")

#: What belongs to a person, in whichever of their lines it stands.
OF_PERSON: Final = frozenset(
    {
        *("language", "timezone", "quiet_hours", "wake", "picture", "digest", "monthly"),
        *("origin", "consented_at"),
    }
)
#: What belongs to the rule of its line.
OF_RULE: Final = frozenset({"categories", "score", "submitted", "tell_when", "near", "early"})
#: Where a person is told: by a target on one channel, or by references to any.
MAIL, TELEGRAM, CHANNELS = "mail", "telegram", "channels"
_NEEDED = ("categories", "score")
_MOST_RULES = 50
_NO_RULE = Rule(categories=frozenset())
_USUAL_RULE = {f.name: f.default for f in fields(Rule)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """What one line says: ``told`` by column, None where the cell is empty; of others it has no column."""

    line: int
    name: str
    rule: str | None
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """What is wrong with one line of a file, and in which column; ``given`` is what was there."""

    line: int
    column: str = ""
    problem: str
    given: str | None = None
    allowed: str | None = None
    hint: str | None = None

    @property
    def kind(self) -> str:
        """What faults of one kind have in common."""
        return f"{self.column}: {self.problem}"

    def __str__(self) -> str:
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        parts = (
            f"{where}: {self.problem}",
            None if self.given is None else f"there is {self.given}",
            None if self.allowed is None else f"allowed: {self.allowed}",
            self.hint,
        )
        return "; ".join(part for part in parts if part is not None)


@dataclass
class PeopleReader:
    """Makes people of their lines; what a file has no column for stays as it is known, or is as usual.

    *mail* and *telegram* name the channels on which targets of these columns are told.
    """

    settings: Settings
    mail: str | None = None
    telegram: str | None = None
    faults: list[LineFault] = field(default_factory=list)

    def person(self, lines: Sequence[PersonLine], known: Person | None) -> Person | None:
        """Make the person of these lines, all of one name; None where there are faults, which are noted."""
        noted = len(self.faults)
        facts = {key: self._agreed(lines, key) for key in _told(lines) & OF_PERSON}
        channels = self._channels(lines, known)
        rules = self._rules(lines, known)
        if not channels and len(self.faults) == noted:
            hint = "give an address in mail, telegram or channels"
            self._refuse(lines[0], CHANNELS, "has no channel to be told by", hint=hint)
        if len(self.faults) > noted:
            return None
        rules.sort(key=lambda rule: rule.name)
        usual = self._usual
        told = {
            key: getattr(usual, key) if value is None else value for key, value in facts.items()
        }
        told |= {"name": lines[0].name, "channels": channels, "rules": tuple(rules)}
        return _with(known or usual, told)

    @cached_property
    def _usual(self) -> Person:
        """What nothing is said of."""
        settings = self.settings
        return Person(
            name="",
            channels=(),
            rules=(),
            language=settings.language,
            timezone=settings.timezone,
            picture=settings.pictures,
        )

    def _agreed(self, lines: Sequence[PersonLine], key: str) -> object:
        """Return what the lines of one person say of them; a line that says nothing agrees."""
        first: PersonLine | None = None
        for line in lines:
            value = line.told.get(key)
            if value is None:
                continue
            if first is None:
                first = line
            elif value != first.told[key]:
                hint = f"{line.name} is one person: write the same in both lines, or nothing in this one"
                text = f"is not what line {first.line} says of the same person"
                self._refuse(line, key, text, hint=hint)
        return None if first is None else first.told[key]

    def _channels(self, lines: Sequence[PersonLine], known: Person | None) -> tuple[str, ...]:
        """Gather the references of a person; a file without ``channels`` leaves those of other columns alone."""
        columns = _told(lines)
        before = () if known is None or CHANNELS in columns else known.channels
        kept = [r for r in before if not self._is_replaced(r, columns)]
        found = [*kept, *self._targets(lines, MAIL), *self._targets(lines, TELEGRAM)]
        named = self._agreed(lines, CHANNELS)
        found += named if isinstance(named, tuple) else ()
        return tuple(dict.fromkeys(found))

    def _is_replaced(self, reference: str, columns: frozenset[str]) -> bool:
        channel, target = channel_and_target(reference, self.settings.channels)
        replaced = {self.mail} if MAIL in columns else set()
        replaced |= {self.telegram} if TELEGRAM in columns else set()
        return target is not None and channel in replaced

    def _targets(self, lines: Sequence[PersonLine], column: str) -> Iterator[str]:
        targets = self._agreed(lines, column)
        channel = self.mail if column == MAIL else self.telegram
        for target in targets if isinstance(targets, tuple) else ():
            yield f"{channel}:{target}"

    def _rules(self, lines: Sequence[PersonLine], known: Person | None) -> list[Rule]:
        before = {rule.name: rule for rule in known.rules} if known else {}
        found: dict[str, PersonLine] = {}
        rules: list[Rule] = []
        for line in lines:
            name = line.rule or ""
            first = found.setdefault(name, line)
            if first is not line:
                hint = "give each line of one person a word of its own in the column rule"
                text = f"{line.name} has {_called(name)} in line {first.line} already"
                self._refuse(line, "rule", text, hint=hint)
            elif line.rule is None and before and before.keys() != {""}:
                text = f"{line.name} has the rules {', '.join(map(_called, before))}"
                self._refuse(line, "rule", text, hint="say in a column rule which one is meant")
            else:
                rule = self._rule(line, name, before.get(name))
                rules += [] if rule is None else [rule]
        if len(lines) > _MOST_RULES:
            self._refuse(lines[_MOST_RULES], "rule", f"is one more than {_MOST_RULES} of a person")
        return rules

    def _rule(self, line: PersonLine, name: str, known: Rule | None) -> Rule | None:
        facts = {
            key: _USUAL_RULE[key] if value is None else value
            for key, value in line.told.items()
            if key in OF_RULE
        }
        counted = known is not None and known.profile is not None and facts.get("score") is None
        missing = [key for key in _NEEDED if line.told.get(key, known) is None]
        if counted and missing == ["score"]:
            missing = []  # a score that is counted from a profile stands in no file
        if known is not None and not missing:
            return _with(known if counted else replace(known, profile=None), facts)
        for key in missing:
            self._refuse(line, key, "is empty" if key in line.told else "is missing")
        return None if missing else _with(_NO_RULE, facts | {"name": name})

    def _refuse(
        self, line: PersonLine, column: str, problem: str, *, hint: str | None = None
    ) -> None:
        self.faults.append(LineFault(line=line.line, column=column, problem=problem, hint=hint))


def _with(value: _D, facts: Mapping[str, object]) -> _D:
    return replace(value, **facts)


def _told(lines: Sequence[PersonLine]) -> frozenset[str]:
    return frozenset(key for line in lines for key in line.told)


def _called(rule: str) -> str:
    return f'"{rule}"' if rule else "the one without a name"
