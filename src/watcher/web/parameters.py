"""Parameters of the API's questions: one line describes a parameter, and by it the parameter is read, strictly."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, TypedDict, cast

from watcher.answers.report import DeliveryState, VerdictKind
from watcher.core.category import ALL
from watcher.core.pool import HIGHEST_CRS
from watcher.web.request import YEARS, WebRequest, whole_number
from watcher.web.response import WebResponse, problem_response

Fault = dict[str, str]

_LONGEST_SHOWN = 80
_SUBMISSION_YEARS = range(*YEARS)  # as pages read it
_SUBMISSION_YEAR = "^20(1[5-9]|[2-9][0-9])-"


class Asked(TypedDict, total=False):
    """What a question names, by the names of the parameters."""

    score: int
    categories: frozenset[str]
    submitted: datetime
    category: str
    year: int
    since: date
    what_if: int
    state: tuple[str, ...]
    verdict: tuple[str, ...]
    person: str
    after: int | str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiParameter:
    """A parameter of the query; ``low`` and ``high`` bound a number, both included, and ``high`` a text."""

    name: str
    about: str
    kind: Literal["number", "categories", "category", "day", "instant", "words", "text"]
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    required: bool = False

    def schema(self, known: Sequence[str]) -> dict[str, object]:
        """Describe it as JSON Schema, with the categories that are *known*."""
        schemas: Mapping[str, dict[str, object]] = {
            "number": {"type": "integer", "minimum": self.low, "maximum": self.high},
            "categories": {"type": "array", "items": {"enum": [ALL, *known]}},
            "category": {"enum": list(known)},
            "day": {"type": "string", "format": "date"},
            "instant": {"type": "string", "format": "date-time", "pattern": _SUBMISSION_YEAR},
            "words": {"type": "array", "items": {"enum": list(self.words)}},
            "text": {"type": "string", "minLength": 1, "maxLength": self.high},
        }
        return schemas[self.kind]

    def allowed(self, known: Collection[str]) -> str:
        """Say what is allowed, as a part of a sentence."""
        return {
            "number": f"a whole number from {self.low} to {self.high}",
            "categories": f"of these, with commas between: {', '.join([ALL, *known])}",
            "category": f"one of {', '.join(known)}",
            "day": "a day such as 2025-11-20",
            "instant": "an instant with its zone, such as 2025-11-20T15:00:00Z, of the years "
            f"{_SUBMISSION_YEARS.start} to {_SUBMISSION_YEARS.stop - 1}",
            "words": f"of these, given once or several times: {'; '.join(self.words)}",
            "text": f"up to {self.high} letters",
        }[self.kind]

    def read(self, values: Sequence[str], known: Collection[str]) -> object:
        """Read it; raises ValueError if it is not understood."""
        if self.kind == "categories":
            return _categories(values, known)
        if self.kind == "words":
            return tuple(self.words[self.words.index(text)] for text in values)
        if len(values) > 1:
            raise ValueError("given several times")
        return self._read_one(*values, known=known)

    def _read_one(self, text: str, *, known: Collection[str]) -> object:
        if self.kind == "number":
            return _number(text, self.low, self.high)
        if self.kind == "text":
            return _text(text, self.high)
        if self.kind == "category":
            return next(iter(_categories([text], known) - {ALL}))
        return date.fromisoformat(text) if self.kind == "day" else _instant(text)


SCORE = ApiParameter(
    name="score", about="CRS points.", kind="number", low=1, high=HIGHEST_CRS, required=True
)
CATEGORIES_ASKED = ApiParameter(
    name="categories",
    about="What rounds may select the person by: given several times, or with commas between; all unless given.",
    kind="categories",
)
SUBMITTED = ApiParameter(
    name="submitted",
    about="When the profile was first submitted: it decides ties, and rounds before it invite nobody.",
    kind="instant",
)
CATEGORY_ASKED = ApiParameter(
    name="category",
    about="Of this category alone; of each active one unless given.",
    kind="category",
)
YEAR_ASKED = ApiParameter(
    name="year",
    about="Of this year; of the running one unless given.",
    kind="number",
    low=YEARS[0],
    high=YEARS[1],
)
SINCE = ApiParameter(
    name="since", about="From this day on; twelve months unless given.", kind="day"
)
WHAT_IF = ApiParameter(
    name="what_if",
    about="What so many points more would have changed; below 0, fewer.",
    kind="number",
    low=-HIGHEST_CRS,
    high=HIGHEST_CRS,
)


STATE = ApiParameter(
    name="state", about="Only deliveries in these states.", kind="words", words=tuple(DeliveryState)
)
VERDICT = ApiParameter(
    name="verdict", about="Only these verdicts.", kind="words", words=tuple(VerdictKind)
)
PERSON = ApiParameter(
    name="person", about="Only this person, or this subscription.", kind="text", high=200
)
_AFTER = "Those behind this one: the next of the page before."
AFTER_DELIVERY = ApiParameter(name="after", about=_AFTER, kind="number", high=2**63 - 1)
AFTER_NAME = ApiParameter(name="after", about=_AFTER, kind="text", high=200)
LIMIT = ApiParameter(
    name="limit",
    about="So many on a page at most; 500 unless given.",
    kind="number",
    low=1,
    high=1000,
)


def read_parameters(
    request: WebRequest, wanted: Sequence[ApiParameter], known: Sequence[str]
) -> tuple[Asked, list[Fault]]:
    """Read all parameters of a request, and list every fault."""
    faults = list(unknown_parameters(request, [one.name for one in wanted]))
    values: dict[str, object] = {}
    for one in wanted:
        given = request.query.get(one.name)
        if given is None:
            if one.required:
                faults.append(_fault(one.name, "", f"required: {one.allowed(known)}"))
            continue
        try:
            values[one.name] = one.read([text.strip() for text in given], known)
        except (ValueError, StopIteration):
            faults.append(_fault(one.name, ", ".join(given), one.allowed(known)))
    return cast("Asked", values), faults


def unknown_parameters(request: WebRequest, known: Collection[str]) -> Iterator[Fault]:
    """List the parameters that there are not."""
    for name in request.query:
        if name not in known:
            allowed = f"no such parameter; there is {', '.join(known) or 'none'}"
            yield _fault(name[:_LONGEST_SHOWN], request.parameter(name), allowed)


def bad_parameters(faults: Sequence[Fault]) -> WebResponse:
    """Refuse a request with every fault."""
    first = faults[0]
    detail = f"{first['parameter']} = {first['given']} is not understood"
    return problem_response(422, detail, faults=faults)


def _fault(name: str, given: str, allowed: str) -> Fault:
    return {"parameter": name, "given": given[:_LONGEST_SHOWN], "allowed": allowed}


def _number(text: str, low: int, high: int) -> int:
    number = whole_number(text, low, high)
    if number is None:
        raise ValueError(text)
    return number


def _text(text: str, longest: int) -> str:
    if not (text.isprintable() and 0 < len(text) <= longest):
        raise ValueError("no name")
    return text


def _categories(values: Iterable[str], known: Collection[str]) -> frozenset[str]:
    given = {part.strip().casefold() for value in values for part in value.split(",")}
    if not given <= {ALL, *known}:
        raise ValueError("not a category")
    return frozenset(given)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or at.year not in _SUBMISSION_YEARS:
        raise ValueError("without a zone, or out of range")
    return at.astimezone(UTC).replace(microsecond=0)
