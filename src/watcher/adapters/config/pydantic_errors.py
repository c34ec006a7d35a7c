"""What pydantic says of a document -> complaints in our words, with "did you mean"."""

import re
from collections.abc import Iterable

from pydantic_core import ErrorDetails

from watcher.adapters.config.complaints import Complaint, Loc, did_you_mean, shown
from watcher.adapters.config.tables import LISTS, TABLES

_KEY_MARK = "[key]"
_NOTHING_GIVEN = ("missing", "too_short")
_WORDS = {
    "bool_type": "must be true or false, without quotes",
    "literal_error": "is not one of the words allowed here",
    "missing": "is missing",
    "too_short": "is empty",
}


def complaints(errors: Iterable[ErrorDetails]) -> list[Complaint]:
    """Say each error as a person would; keys unknown to us never show their value."""
    return [_complaint(error) for error in errors if not _is_the_presets(error)]


def _is_the_presets(error: ErrorDetails) -> bool:
    """Tell what is missing because the preset that would bring it is not known."""
    table = error["input"]
    return error["type"] == "missing" and isinstance(table, dict) and "preset" in table


def _complaint(error: ErrorDetails) -> Complaint:
    loc = tuple(part for part in error["loc"] if part != _KEY_MARK)
    match error["type"]:
        case "extra_forbidden":
            return _unknown(loc)
        case "dict_type" | "list_type" | "model_type":
            return _misshapen(loc, error)
        case "refused":
            words = error["ctx"]
            return Complaint(
                loc=loc,
                problem=words["problem"],
                given=shown(error["input"], loc),
                allowed=words["allowed"],
                hint=words["hint"],
            )
        case "literal_error":
            return _other_word(loc, error)
        case kind:
            given = None if kind in _NOTHING_GIVEN else shown(error["input"], loc)
            problem = _WORDS.get(kind, error["msg"])
            return Complaint(loc=loc, problem=problem, given=given)


def _unknown(loc: Loc) -> Complaint:
    key = str(loc[-1])
    if len(loc) == 1:
        known: Iterable[str] = TABLES
        problem = "is no table of this file"
    else:
        known = TABLES[str(loc[0])].model_fields
        problem = "is no key of this table"
    hint = did_you_mean(key, known) or _elsewhere(key, loc)
    return Complaint(loc=loc, problem=problem, allowed=", ".join(known), hint=hint)


def _elsewhere(key: str, loc: Loc) -> str | None:
    owners = [
        table
        for table, model in TABLES.items()
        if table not in ("channels", loc[0]) and key in model.model_fields
    ]
    if not owners:
        return None
    return f"it belongs under {' or '.join(map(heading, owners))}"


def heading(table: str) -> str:
    """Write the line that opens a table: ``[[source]]`` where there may be several."""
    return f"[[{table}]]" if table in LISTS else f"[{table}]"


def _misshapen(loc: Loc, error: ErrorDetails) -> Complaint:
    given = shown(error["input"], loc)
    if len(loc) == 1:
        problem = f"must be written {heading(str(loc[0]))}"
        return Complaint(loc=loc, problem=problem)
    if loc[0] == "channels":
        allowed = "an address as text, or { url_file = ... }"
        return Complaint(loc=loc, problem="is no channel", allowed=allowed)
    if error["type"] == "list_type":
        example = f"write [{given}]" if isinstance(error["input"], str) else None
        return Complaint(loc=loc, problem="must be a list", given=given, hint=example)
    problem = f"must be a table under {heading(str(loc[0]))}"
    return Complaint(loc=loc, problem=problem, given=given)


def _other_word(loc: Loc, error: ErrorDetails) -> Complaint:
    words = re.findall(r"'([^']+)'", error["ctx"]["expected"])
    given = error["input"]
    return Complaint(
        loc=loc,
        problem=_WORDS["literal_error"],
        given=shown(given, loc),
        allowed=", ".join(f'"{word}"' for word in words),
        hint=did_you_mean(given, words) if isinstance(given, str) else None,
    )
