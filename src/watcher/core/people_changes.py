"""What differs between a person as they are and as they are to be, in words for whoever looks. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from watcher.core.people import Person, Rule

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that changes, as text; ``what`` names the rule where it is of one."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        change = self.after if self.before == _NOTHING else f"{self.before} -> {self.after}"
        return f"{self.what}: {change}"


def differences(before: Person | None, after: Person) -> Iterator[Difference]:
    """Yield what is said of a person for the first time, or otherwise than before."""
    usual = Person(name=after.name, channels=(), rules=()) if before is None else before
    yield from _differing(usual, after, "", skipped={"name", "rules"}, is_new=before is None)
    was = {rule.name: rule for rule in usual.rules}
    will = {rule.name: rule for rule in after.rules}
    for name, rule in will.items():
        label = f"rule {name}" if name else ""
        is_new = name not in was
        known = Rule(name=name, categories=frozenset()) if is_new else was[name]
        if label and is_new:
            yield Difference(what=label, before=_NOTHING, after="begins")
        yield from _differing(known, rule, label, skipped={"name"}, is_new=is_new)
    for name in was.keys() - will.keys():
        label = f"rule {name}" if name else "the rule without a name"
        yield Difference(what=label, before=_rule_in_words(was[name]), after="ends")


def value_in_words(value: object) -> str:
    """Write one value as a file of people has it."""
    match value:
        case None | () | frozenset():
            return "; ".join(sorted(value)) if value else _NOTHING
        case tuple():
            return "; ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case _:
            return str(value)


def _differing(
    before: object, after: object, label: str, skipped: set[str], *, is_new: bool
) -> Iterator[Difference]:
    for field in fields(after):  # type: ignore[arg-type] # a person or a rule
        was, will = getattr(before, field.name), getattr(after, field.name)
        if field.name in skipped or was == will:
            continue
        what = f"{label}, {field.name}" if label else field.name
        if field.name == "profile":
            yield Difference(what=what, before="a profile", after=_NOTHING)
            continue
        # What is usual was never said of who is new.
        said = _NOTHING if is_new else value_in_words(was)
        yield Difference(what=what, before=said, after=value_in_words(will))


def _rule_in_words(rule: Rule) -> str:
    return f"{value_in_words(rule.categories)}, {rule.score or 'a profile'}"
