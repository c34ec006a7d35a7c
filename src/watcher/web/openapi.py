"""The API in its own words: an OpenAPI 3.1 document, as plain values."""

from collections.abc import Sequence

from watcher.core.pool import HIGHEST_CRS
from watcher.web.pages.filters import MOST_PER_PAGE, SORT_KEYS
from watcher.web.schemas import COUNT, SCHEMAS, TEXT, Value, a_list, an_object, or_null, ref

_DESCRIPTION = (
    "Rounds of invitations of Express Entry, as this watcher holds them: what IRCC "
    "publishes, with every correction, beside what other sources say. Public and "
    "read-only. Instants are ISO 8601 in UTC, days are Ottawa's, spans are seconds; "
    "what is not known is null, and every key is always there. Keys may be added "
    "within version 1; none is taken away or given another meaning. Every answer has "
    "an ETag: send it in If-None-Match, and 304 says that nothing has changed."
)


def openapi_document(base: str, categories: Sequence[str]) -> Value:
    """Describe the API as it is reached at *base*; *categories* is all that there are."""
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
            "/openapi.json": {"get": _get("document", "This document", {"type": "object"})},
            "/rounds": {"get": _rounds(categories)},
            "/rounds/{number}": {"get": _one_round()},
            "/categories": {
                "get": _get(
                    "categories",
                    "Every category, with its names and its last round",
                    an_object(categories=a_list(ref("Category"))),
                )
            },
            "/sources": {
                "get": _get(
                    "sources",
                    "How each source is, and how it has done",
                    an_object(sources=a_list(ref("Source"))),
                )
            },
        },
        "components": {"schemas": SCHEMAS},
    }


def _get(name: str, summary: str, schema: Value, **more: object) -> Value:
    responses: Value = {
        "200": {
            "description": summary,
            "headers": {
                "ETag": {"schema": {"type": "string"}},
                "Last-Modified": {"schema": {"type": "string"}},
            },
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nothing has changed since the ETag that was sent"},
        "422": _problem("A parameter is not understood; faults names each"),
        "429": {
            "description": "Too many requests; Retry-After says in how many seconds",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        "503": {
            "description": "The database cannot be read",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
    }
    extra = more.pop("responses", {})
    if isinstance(extra, dict):
        responses |= extra
    return {
        "operationId": name,
        "summary": summary,
        "responses": dict(sorted(responses.items())),
        **more,
    }


def _rounds(categories: Sequence[str]) -> Value:
    schema = an_object(
        rounds=a_list(ref("ListedRound")),
        total=COUNT,
        page={"type": "integer", "minimum": 1},
        per_page={"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE},
        pages={"type": "integer", "minimum": 1},
        links=an_object(self=or_null(TEXT), next=or_null(TEXT), previous=or_null(TEXT)),
    )
    numbers = {
        "year": (2015, 2100, "Rounds of this year."),
        "score": (1, HIGHEST_CRS, "Rounds that would have invited this CRS score."),
        "page": (1, 1_000_000, "Which page."),
        "per_page": (1, MOST_PER_PAGE, "How many on a page; 100 unless given."),
    }
    parameters = [
        _parameter(
            "category",
            a_list({"enum": list(categories)}),
            "Rounds of these categories: given several times, or with commas between.",
        ),
        *(
            _parameter(name, {"type": "integer", "minimum": low, "maximum": high}, about)
            for name, (low, high, about) in numbers.items()
        ),
        _parameter("sort", {"enum": list(SORT_KEYS)}, "By what; what is unknown comes last."),
        _parameter("order", {"enum": ["asc", "desc"]}, "Descending unless given."),
    ]
    return _get("rounds", "One page of the rounds that match", schema, parameters=parameters)


def _one_round() -> Value:
    return _get(
        "round",
        "One round with its pool, corrections, neighbours, and what each source says",
        ref("Round"),
        parameters=[
            {
                "name": "number",
                "in": "path",
                "required": True,
                "description": "As people write it: 385, 91a, or a provisional number.",
                "schema": {"type": "string"},
                "example": "385",
            }
        ],
        responses={
            "404": _problem("No such round is known; nearest has the numbers beside it"),
            "409": _problem("Several reported rounds claim this number; numbers has them"),
        },
    )


def _parameter(name: str, schema: Value, about: str) -> Value:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _problem(description: str) -> Value:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    return {"description": description, "content": content}
