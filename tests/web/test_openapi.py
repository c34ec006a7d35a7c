"""The running service against its OpenAPI document, with generated requests."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case

from tests.web.stage import Stage

EXAMPLES = 40


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


PATHS = [
    *("/openapi.json", "/rounds", "/rounds/{number}", "/categories", "/sources"),
    *("/forecast", "/chance", "/rank", "/backtest", "/score-card", "/stats"),
]


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_is_answered_as_described(stage: Stage, path: str) -> None:
    described = stage.get("/api/v1/openapi.json").json()
    operation = schemathesis.openapi.from_dict(described)[path]["GET"]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(base_url=f"{stage.base}/api/v1")

    ask()
