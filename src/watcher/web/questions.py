"""What the API answers of a person's case and of what may come, with the JSON of the terminal.

An answer to a question that names a person is neither cached nor stored.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

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
from watcher.core.errors import NothingFound
from watcher.core.scores import unnamed_subscription
from watcher.core.settings import Subscription
from watcher.web.parameters import (
    CATEGORIES_ASKED,
    CATEGORY_ASKED,
    SCORE,
    SINCE,
    SUBMITTED,
    WHAT_IF,
    YEAR_ASKED,
    Answers,
    ApiParameter,
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
    ask: Callable[[Snapshot, Answers], object]
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


def _forecast(snapshot: Snapshot, values: Answers) -> object:
    category = values.get("category")
    return forecasts(snapshot, category=None if category is None else str(category))


def _chance(snapshot: Snapshot, values: Answers) -> object:
    categories = _person(values).categories
    return invitation_chance(snapshot, score=_score(values), categories=categories)


def _rank(snapshot: Snapshot, values: Answers) -> object:
    return pool_rank(snapshot, _score(values))


def _score_card(snapshot: Snapshot, values: Answers) -> object:
    category = values.get("category")
    return score_card(snapshot, None if category is None else str(category))


def _stats(snapshot: Snapshot, values: Answers) -> object:
    return year_stats(snapshot, _whole(values, "year"))


def _backtest(snapshot: Snapshot, values: Answers) -> object:
    since = values.get("since")
    return backtest(
        snapshot,
        _person(values),
        since=since if isinstance(since, date) else None,
        what_if=_whole(values, "what_if"),
    )


def _person(values: Answers) -> Subscription:
    categories, submitted = values.get("categories"), values.get("submitted")
    return unnamed_subscription(
        _score(values),
        categories if isinstance(categories, frozenset) else (),
        submitted if isinstance(submitted, datetime) else None,
    )


def _score(values: Answers) -> int:
    return _whole(values, "score") or 0  # which is required


def _whole(values: Answers, name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


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
