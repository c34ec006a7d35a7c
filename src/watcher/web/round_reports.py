"""The record of a round by the API: who was told, and who was not and why; for who may see what is private.

Each page is bounded, whatever the number of people: the next one begins behind the last line of this one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from watcher.answers.report import DeliveryState, RoundSums, VerdictKind, round_sums
from watcher.answers.report_pages import NotConcernedPage, ToldPage, not_concerned_page, told_page
from watcher.answers.snapshot import Snapshot
from watcher.core.errors import NothingFound
from watcher.core.model import Round
from watcher.web.api import asked_round
from watcher.web.parameters import (
    AFTER_DELIVERY,
    AFTER_NAME,
    LIMIT,
    PERSON,
    STATE,
    VERDICT,
    ApiParameter,
    Asked,
    bad_parameters,
    read_parameters,
)
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response, problem_response

_ON_A_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuestion:
    """A private question about a round, below its address; ``kind`` is the type of its answer."""

    name: str
    path: str
    summary: str
    kind: object
    ask: Callable[[Snapshot, Round, Asked], object]
    parameters: tuple[ApiParameter, ...] = ()

    def answer(self, context: RequestContext, request: WebRequest) -> WebResponse:
        """Answer a request; nothing of it is kept."""
        return replace(self._made(context, request), private=True)

    def _made(self, context: RequestContext, request: WebRequest) -> WebResponse:
        found = asked_round(context, request)
        if isinstance(found, WebResponse):
            return found
        asked, faults = read_parameters(request, self.parameters, ())
        if faults:
            return bad_parameters(faults)
        try:
            return json_response(self.ask(context, found, asked))
        except NothingFound as error:
            return problem_response(404, str(error))


def _sums(snapshot: Snapshot, found: Round, _: Asked) -> object:
    return round_sums(snapshot, found)


def _told(snapshot: Snapshot, found: Round, asked: Asked) -> object:
    after = asked.get("after")
    return told_page(
        snapshot,
        found,
        limit=asked.get("limit", _ON_A_PAGE),
        after=None if after is None else int(after),
        states=[DeliveryState(word) for word in asked.get("state", ())],
        verdicts=[VerdictKind(word) for word in asked.get("verdict", ())],
        person=asked.get("person"),
    )


def _not_concerned(snapshot: Snapshot, found: Round, asked: Asked) -> object:
    return not_concerned_page(
        snapshot,
        found,
        limit=asked.get("limit", _ON_A_PAGE),
        after=str(asked.get("after", "")),
        verdicts=[VerdictKind(word) for word in asked.get("verdict", ())],
    )


RECORD_QUESTIONS = (
    RecordQuestion(
        name="report",
        path="/rounds/{number}/report",
        summary="How many people were told of a round, how far that came, and what servers answered",
        kind=RoundSums,
        ask=_sums,
    ),
    RecordQuestion(
        name="reported-deliveries",
        path="/rounds/{number}/report/deliveries",
        summary="A page of the deliveries of a round: whom they told what, when, and what was answered",
        kind=ToldPage,
        ask=_told,
        parameters=(STATE, VERDICT, PERSON, AFTER_DELIVERY, LIMIT),
    ),
    RecordQuestion(
        name="not-concerned",
        path="/rounds/{number}/report/not-concerned",
        summary="A page of those who were told nothing of a round, judged again, and why",
        kind=NotConcernedPage,
        ask=_not_concerned,
        parameters=(VERDICT, AFTER_NAME, LIMIT),
    ),
)
