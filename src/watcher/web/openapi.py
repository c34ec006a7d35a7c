"""The OpenAPI 3.1 document of the API, derived from the types of its answers."""

from collections.abc import Mapping, Sequence

from watcher.answers.rounds import ListedRound, RoundDetails, known_categories, known_rounds
from watcher.answers.sources import SourceRecord
from watcher.core.category import ALL
from watcher.core.pool import HIGHEST_CRS
from watcher.web.api import CategorySummary, ListPage, without_parameters
from watcher.web.filters import MOST_PER_PAGE, SORT_KEYS, SORT_ORDERS
from watcher.web.parameters import ApiParameter
from watcher.web.questions import QUESTIONS, Question
from watcher.web.request import YEARS, RequestContext, WebRequest
from watcher.web.response import WebResponse
from watcher.web.round_reports import RECORD_QUESTIONS, RecordQuestion
from watcher.web.schemas import (
    TEXT_SCHEMA,
    Value,
    array_of,
    component_schemas,
    object_schema,
    properties_of,
    reference_to,
    schema_of,
)

_DESCRIPTION = (
    "Rounds of invitations of Express Entry, as this watcher holds them: what IRCC "
    "publishes, with every correction, beside what other sources say. Read-only, and "
    "public but for reports of who was told. Instants are ISO 8601 in UTC, days are Ottawa's, spans are seconds; "
    "what is not known is null, and every key is always there. Keys may be added "
    "within version 1; none is taken away or given another meaning. An answer has "
    "an ETag, unless it is about a person: send it in If-None-Match, and 304 says that "
    "nothing has changed. Answers about a score are neither cached nor kept."
)
# Numeric parameters of the list of rounds: minimum, maximum, description.
_NUMBERS = {
    "year": (*YEARS, "Rounds of this year."),
    "score": (1, HIGHEST_CRS, "Rounds that would have invited this CRS score."),
    "page": (1, 1_000_000, "Which page."),
    "per_page": (1, MOST_PER_PAGE, "How many on a page; 100 unless given."),
}
_NUMBER_IN_PATH: Value = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "As people write it: 385, 91a, or a provisional number.",
    "schema": TEXT_SCHEMA,
    "example": "385",
}
_TOKEN: Value = {"token": {"type": "http", "scheme": "bearer"}}
_WHICH_ROUND = {
    "404": "No such round is known; nearest has the numbers beside it",
    "409": "Several reported rounds claim this number; numbers has them",
}


def api_description(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the OpenAPI document."""
    known = known_categories(known_rounds(context, pools=False))
    return without_parameters(request, lambda: openapi_document(request.base_url, known))


def openapi_document(base: str, categories: Sequence[str]) -> Value:
    """Make the document for an API served at *base*."""
    rounds = object_schema(
        {"rounds": array_of(reference_to(ListedRound)), **properties_of(ListPage)}
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "watcher",
            "version": "1",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": {
            "/openapi.json": _get("document", "This document", {"type": "object"}),
            "/rounds": _get(
                "rounds",
                "One page of the rounds that match",
                rounds,
                parameters=list(_round_parameters([ALL, *categories])),
            ),
            "/rounds/{number}": _round_path(),
            "/categories": _get(
                "categories",
                "Every category, with its names and its last round",
                object_schema({"categories": array_of(reference_to(CategorySummary))}),
            ),
            "/sources": _get(
                "sources",
                "How each source is, and how it has done",
                object_schema({"sources": array_of(reference_to(SourceRecord))}),
            ),
            **{one.path: _question(one, categories) for one in QUESTIONS},
            **{one.path: _record_question(one) for one in RECORD_QUESTIONS},
        },
        "components": {"schemas": component_schemas(), "securitySchemes": _TOKEN},
    }


def _question(question: Question, categories: Sequence[str]) -> Value:
    return _get(
        question.name,
        question.summary,
        schema_of(question.kind),
        parameters=_described(question.parameters, categories),
        problems={"404": question.missing} if question.missing else None,
        personal=question.is_personal,
    )


def _described(parameters: Sequence[ApiParameter], categories: Sequence[str]) -> list[Value]:
    return [
        {
            "name": one.name,
            "in": "query",
            "required": one.required,
            "description": one.about,
            "schema": one.schema(categories),
        }
        for one in parameters
    ]


def _record_question(question: RecordQuestion) -> Value:
    return _get(
        question.name,
        question.summary,
        schema_of(question.kind),
        parameters=[_NUMBER_IN_PATH, *_described(question.parameters, ())],
        problems={
            **_WHICH_ROUND,
            "401": "It is for who sends the token as a bearer, or has signed in",
        },
        personal=True,
        private=True,
    )


def _get(
    name: str,
    summary: str,
    schema: Value,
    *,
    parameters: Sequence[Value] = (),
    problems: Mapping[str, str] | None = None,
    personal: bool = False,
    private: bool = False,
) -> Value:
    text = {"text/plain": {"schema": TEXT_SCHEMA}}
    kept = ("Cache-Control",) if personal else ("ETag", "Last-Modified")
    too_many = "Too many requests; Retry-After says in how many seconds"
    responses: Value = {
        "200": {
            "description": summary,
            "headers": {name: {"schema": TEXT_SCHEMA} for name in kept},
            "content": {"application/json": {"schema": schema}},
        },
        "429": {"description": too_many, "content": text},
        "503": {"description": "The database cannot be read", "content": text},
    }
    if not personal:  # else no-store: nothing is kept that it could be compared with
        responses["304"] = {"description": "Nothing has changed since the ETag that was sent"}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    told = {"422": "A parameter is not understood; faults names each", **(problems or {})}
    for status, description in told.items():
        content = {"application/problem+json": problem}
        responses[status] = {"description": description, "content": content}
    secured: Value = {"security": [{"token": []}]} if private else {}
    operation: Value = {"operationId": name, "summary": summary, **secured}
    if parameters:
        operation["parameters"] = list(parameters)
    return {"get": {**operation, "responses": dict(sorted(responses.items()))}}


def _round_parameters(categories: Sequence[str]) -> list[Value]:
    schemas: Mapping[str, tuple[Value, str]] = {
        "category": (
            array_of({"enum": list(categories)}),
            "Rounds of these categories: given several times, or with commas between.",
        ),
        **{
            name: ({"type": "integer", "minimum": low, "maximum": high}, about)
            for name, (low, high, about) in _NUMBERS.items()
        },
        "sort": ({"enum": list(SORT_KEYS)}, "By what; what is unknown comes last."),
        "order": ({"enum": list(SORT_ORDERS)}, "Descending unless given."),
    }
    return [
        {"name": name, "in": "query", "description": about, "schema": schema}
        for name, (schema, about) in schemas.items()
    ]


def _round_path() -> Value:
    return _get(
        "round",
        "One round with its pool, corrections, neighbours, and what each source says",
        reference_to(RoundDetails),
        parameters=[_NUMBER_IN_PATH],
        problems=_WHICH_ROUND,
    )
