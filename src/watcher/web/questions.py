"""What the API answers of a person's case and of what may come, with the JSON of the terminal.

An answer to a question that names a person is neither cached nor stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from watcher.answers.backtest import Backtest, backtest
from watcher.answers.forecast import (
    CategoryForecast,
    InvitationChance,
    forecasts,
    invitation_chance,
)
from watcher.answers.rank import PoolRank, pool_rank
from watcher.answers.rounds import known_categories, known_rounds
from watcher.answers.score_card import ScoreCard, score_card
from watcher.answers.snapshot import Snapshot
from watcher.answers.stats import YearStats, year_stats
from watcher.core.category import ALL
from watcher.core.errors import NothingFound
from watcher.core.scores import unnamed_subscription
from watcher.web.parameters import (
    CATEGORIES_ASKED,
    CATEGORY_ASKED,
    SCORE,
    SINCE,
    SUBMITTED,
    WHAT_IF,
    YEAR_ASKED,
    ApiParameter,
    Asked,
    bad_parameters,
    read_parameters,
)
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response, problem_response


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question below ``/api/v1``; ``kind`` is the type of its answer, ``missing`` says what a 404 means."""

    name: str
    summary: str
    kind: object
    ask: Callable[[Snapshot, Asked], object]
    parameters: tuple[ApiParameter, ...] = ()
    missing: str = ""

    @property
    def path(self) -> str:
        """The path below that of the API."""
        return f"/{self.name}"

    @property
    def is_personal(self) -> bool:
        """Whether it names a person."""
        return SCORE in self.parameters

    def answer(self, context: RequestContext, request: WebRequest) -> WebResponse:
        """Answer a request."""
        values, faults = read_parameters(
            request, self.parameters, known_categories(known_rounds(context, pools=False))
        )
        try:
            made = bad_parameters(faults) if faults else json_response(self.ask(context, values))
        except NothingFound as error:
            made = problem_response(404, str(error))
        return replace(made, private=self.is_personal)


def _forecast(snapshot: Snapshot, asked: Asked) -> object:
    return forecasts(snapshot, category=asked.get("category"))


def _chance(snapshot: Snapshot, asked: Asked) -> object:
    return invitation_chance(
        snapshot, score=asked["score"], categories=asked.get("categories", {ALL})
    )


def _rank(snapshot: Snapshot, asked: Asked) -> object:
    return pool_rank(snapshot, asked["score"])


def _score_card(snapshot: Snapshot, asked: Asked) -> object:
    return score_card(snapshot, asked.get("category"))


def _stats(snapshot: Snapshot, asked: Asked) -> object:
    return year_stats(snapshot, asked.get("year"))


def _backtest(snapshot: Snapshot, asked: Asked) -> object:
    person = unnamed_subscription(
        asked["score"], asked.get("categories", ()), asked.get("submitted")
    )
    return backtest(snapshot, person, since=asked.get("since"), what_if=asked.get("what_if"))


QUESTIONS = (
    Question(
        name="forecast",
        summary="What the next round of each active category may be, and how soon",
        kind=tuple[CategoryForecast, ...],
        ask=_forecast,
        parameters=(CATEGORY_ASKED,),
    ),
    Question(
        name="chance",
        summary="How likely an invitation is within 30, 60 and 90 days",
        kind=InvitationChance,
        ask=_chance,
        parameters=(SCORE, CATEGORIES_ASKED),
    ),
    Question(
        name="rank",
        summary="How many people of the whole pool have more points",
        kind=PoolRank,
        ask=_rank,
        parameters=(SCORE,),
        missing="No count of the pool is known",
    ),
    Question(
        name="backtest",
        summary="Which rounds would have invited somebody, and what more points would have changed",
        kind=Backtest,
        ask=_backtest,
        parameters=(SCORE, CATEGORIES_ASKED, SUBMITTED, SINCE, WHAT_IF),
    ),
    Question(
        name="score-card",
        summary="How good the forecasts were: those made in time, and apart those reckoned later",
        kind=ScoreCard,
        ask=_score_card,
        parameters=(CATEGORY_ASKED,),
    ),
    Question(
        name="stats",
        summary="What the rounds of a year add up to, beside earlier years and what texts say",
        kind=YearStats,
        ask=_stats,
        parameters=(YEAR_ASKED,),
        missing="No round of this year is known",
    ),
)
