"""What somebody reads of what is kept."""

import pytest

from watcher.bot.account import told_of
from watcher.core.people import Rule

CEC = frozenset({"cec"})


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (Rule(categories=CEC, score=1), "invited"),
        (Rule(categories=CEC, score=1, near=0), "invited"),
        (Rule(categories=CEC, score=1, near=10), "near"),
        (Rule(categories=CEC, score=1, near=10, tell_when="every-round"), "every"),
    ],
)
def test_what_is_told_has_one_of_three_names(rule: Rule, word: str) -> None:
    assert told_of(rule) == word
