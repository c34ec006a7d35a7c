"""The JSON API, version 1: public facts, read-only, in the words of ``--json``.

``openapi`` describes it; a test holds every answer to that description. Keys may be
added within a version; none is taken away, renamed or given another meaning.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import get_args

from watcher.answers.rounds import asked_number, find_rounds, nearest_numbers, round_details
from watcher.answers.serialize import json_object
from watcher.answers.sources import SourceRecord, source_records
from watcher.core.category import ALL, CATEGORIES, label
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.messages.formatter import Formatter
from watcher.web.openapi import openapi_document
from watcher.web.pages.filters import (
    MOST_PER_PAGE,
    SORT_KEYS,
    RoundFilter,
    SortOrder,
    apply_filter,
    parse_filter,
    slugs_of,
)
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response, problem_response

_PARAMETERS = ("category", "year", "score", "sort", "order", "page", "per_page")
_LONGEST_NUMBER = 60
_HALF_A_NAME = 80

Said = dict[str, object]


def described(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the OpenAPI document."""
    known = [ALL, *CATEGORIES, *_own(context.tx.rounds.all(pools=False))]
    return _unless_strange(
        request, (), lambda: json_response(openapi_document(request.base_url, known))
    )


def rounds(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with one page of the rounds that match."""
    every = context.tx.rounds.all(pools=False)
    chosen = parse_filter(request, every)
    faults = [
        *_strange(request, _PARAMETERS),
        *(_fault(name, value, every) for name, value in chosen.misread.items()),
    ]
    if faults:
        return _misread(faults)
    return _listed(chosen, every, request)


def one_round(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with all that is known of one round."""
    number = request.path_parameters["number"][:_LONGEST_NUMBER]
    found = find_rounds(context, number)
    if not found:
        near = nearest_numbers(context, asked_number(number))
        return problem_response(404, f"no round #{asked_number(number)} is known", nearest=near)
    if len(found) > 1:
        numbers = [r.number for r in found]
        detail = f"{len(found)} reported rounds are called #{asked_number(number)}"
        return problem_response(409, detail, numbers=numbers)
    return _unless_strange(request, (), lambda: json_response(round_details(context, found[0])))


def categories(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with every category: its names, how many rounds it had, the last of them."""
    every = context.tx.rounds.all(pools=False)
    slugs = [*CATEGORIES, *(s for s in slugs_of(every) if s not in CATEGORIES)]
    return _unless_strange(
        request,
        (),
        lambda: json_response({"categories": [_category(slug, every) for slug in slugs]}),
    )


def sources(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with how each source is, and how it has done."""
    return _unless_strange(
        request,
        (),
        lambda: json_response({"sources": [_source(one) for one in source_records(context)]}),
    )


def _unless_strange(
    request: WebRequest, known: Collection[str], make: Callable[[], WebResponse]
) -> WebResponse:
    faults = list(_strange(request, known))
    return _misread(faults) if faults else make()


def _listed(chosen: RoundFilter, every: Sequence[Round], request: WebRequest) -> WebResponse:
    found = apply_filter(chosen, every)

    def link(page: int) -> str | None:
        if not 1 <= page <= found.pages:
            return None
        query = chosen.query(page=page if page > 1 else None)
        return f"{request.base_url}/api/v1/rounds{'?' if query else ''}{query}"

    return json_response(
        {
            "rounds": [_without_pool(json_object(row)) for row in found.rows],
            "total": found.total,
            "page": chosen.page,
            "per_page": chosen.per_page,
            "pages": found.pages,
            "links": {
                "self": link(min(chosen.page, found.pages)),
                "next": link(chosen.page + 1),
                "previous": link(min(chosen.page, found.pages + 1) - 1),
            },
        }
    )


def _without_pool(shape: Said) -> Said:
    """Leave out the pool, which weighs more than all else: one round has it."""
    return {key: value for key, value in shape.items() if key != "pool"}


def _category(slug: str, every: Sequence[Round]) -> Said:
    had = [r for r in every if r.category == slug and r.confirmed]
    last, first = (had[0], had[-1]) if had else (None, None)
    return {
        "slug": slug,
        "en": label(slug),
        "fr": Formatter("fr", "UTC").category(slug),
        "known": slug in CATEGORIES,
        "rounds": len(had),
        "first": first and first.date,
        "last": last and {"number": last.number, "date": last.date, "cutoff": last.cutoff},
    }


def _source(one: SourceRecord) -> Said:
    """Tell what anybody may know: neither address nor answer of a page of one's own."""
    return {
        "name": one.name,
        "kind": one.kind,
        "trust": one.trust,
        "health": one.health,
        "since": one.since,
        "why": one.why and one.why.partition(":")[0],
        "polled_at": one.polled_at,
        "good_at": one.good_at,
        "changed_at": one.changed_at,
        "rounds": one.rounds,
        "wrong": one.wrong,
        "against_official": one.against_official,
        "timed": one.timed,
    }


def _strange(request: WebRequest, known: Collection[str]) -> Iterator[Said]:
    for name in request.query:
        if name not in known:
            allowed = ", ".join(known) or "none"
            yield {
                "parameter": name[:_HALF_A_NAME],
                "given": request.parameter(name)[:_HALF_A_NAME],
                "allowed": f"no such parameter; there is {allowed}",
            }


def _fault(name: str, value: str, every: Sequence[Round]) -> Said:
    allowed = {
        "category": ", ".join([ALL, *CATEGORIES, *_own(every)]),
        "year": "a year from 2015 on",
        "score": f"a whole number from 1 to {HIGHEST_CRS}",
        "sort": ", ".join(SORT_KEYS),
        "order": ", ".join(get_args(SortOrder)),
        "page": "a whole number from 1 on",
        "per_page": f"a whole number from 1 to {MOST_PER_PAGE}",
    }
    return {"parameter": name, "given": value, "allowed": allowed[name]}


def _own(every: Sequence[Round]) -> list[str]:
    return [slug for slug in slugs_of(every) if slug not in CATEGORIES]


def _misread(faults: Sequence[Said]) -> WebResponse:
    first = faults[0]
    detail = f"{first['parameter']} = {first['given']} is not understood"
    return problem_response(422, detail, faults=faults)
