"""One value of a subscription by itself, as text of a table or native of JSON, refused with the same sentences."""

import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated

from pydantic import TypeAdapter, ValidationError

from watcher.adapters.config import values
from watcher.adapters.config.faults import Problem, pydantic_problems
from watcher.adapters.config.tables import SubscriptionTable

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_YES_OR_NO = {
    **dict.fromkeys(("true", "yes", "1", "on", "vrai", "oui"), True),
    **dict.fromkeys(("false", "no", "0", "off", "faux", "non"), False),
}
_INSTANT = "an instant with its zone, such as 2025-11-20T15:00:00Z"
_PERSON_NAME: TypeAdapter[str] = TypeAdapter(values.PersonName)
_SUBMITTED: TypeAdapter[datetime] = TypeAdapter(values.SubmissionTime)


class CellRefused(Exception):
    """A value cannot be taken; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def read_cell(key: str, value: object) -> object:
    """Read one value of [[subscription]]; raises CellRefused."""
    return _validated(_adapter(key), key, value)


def read_person_name(value: object) -> str:
    """Read the name of a person, or of a rule; raises CellRefused."""
    return _validated(_PERSON_NAME, "name", value)


def read_whole_number(key: str, value: object) -> object:
    """Read a whole number, written as such or as text; raises CellRefused."""
    is_text = isinstance(value, str) and _WHOLE.fullmatch(value)
    return read_cell(key, int(str(value)) if is_text else value)


def read_flag(key: str, value: object) -> bool:
    """Read yes or no, in English or French as spreadsheets write them; raises CellRefused."""
    found = _YES_OR_NO.get(value.casefold()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise CellRefused(Problem((key,), "is neither yes nor no", value, "yes, no, true, false"))
    return found


def read_instant(key: str, value: object) -> datetime:
    """Read an instant with its zone, not before Express Entry began; raises CellRefused."""
    try:
        # A day alone would be read as its midnight.
        is_day = isinstance(value, str) and re.fullmatch(r"[0-9-]{8,10}", value)
        read = date.fromisoformat(str(value)) if is_day else datetime.fromisoformat(str(value))
    except ValueError:
        raise CellRefused(Problem((key,), "is no instant", value, _INSTANT)) from None
    return _validated(_SUBMITTED, key, read).astimezone(UTC)


def _validated(type_: TypeAdapter[values.Read], key: str, value: object) -> values.Read:
    try:
        return type_.validate_python(value, strict=True)
    except ValidationError as error:
        # The sentence is made as for the file, which knows the limits of each key.
        errors = error.errors(include_url=False)[:1]
        for found in errors:
            found["loc"] = ("subscription", key)
        raise CellRefused(pydantic_problems(errors)[0]) from None


@cache
def _adapter(key: str) -> TypeAdapter[object]:
    field = SubscriptionTable.model_fields[key]
    kind: type[object] = Annotated[field.annotation, field]  # type: ignore[assignment] # made here
    return TypeAdapter(kind)
