"""Questions: the greeting stands before the first one, and only there."""

from datetime import UTC, datetime

from watcher.bot.questions import agreement, ask_categories, rule_lines
from watcher.core.people import Rule
from watcher.core.sender import Sender
from watcher.core.sign_up_drafts import Draft
from watcher.messages.formatter import ENGLISH

NOW = datetime(2026, 8, 19, tzinfo=UTC)


def test_only_somebody_new_is_greeted() -> None:
    draft = Draft(key="1", step="categories", language="en", began_at=NOW)
    change = Draft(key="1", step="categories", language="en", began_at=NOW, changes=True)

    assert "/stop erases them" in ask_categories(draft, ENGLISH).html
    assert "/stop" not in ask_categories(change, ENGLISH).html


def test_a_rule_is_written_with_categories_in_their_usual_order() -> None:
    rule = Rule(categories=frozenset({"stem", "cec"}), score=488)

    assert [line.text for line in rule_lines(rule, ENGLISH)] == [
        "Canadian Experience Class, STEM occupations",
        "488",
        "unknown",
    ]
    (first, *_) = rule_lines(Rule(categories=frozenset({"all"}), score=1), ENGLISH)
    assert first.text == "All categories"


def test_who_sends_is_named_to_those_who_agree() -> None:
    sender = Sender(name="Maple", address="100 Main Street", contact="hello@example.org")

    (said, by) = agreement(sender, ENGLISH)
    assert "until you write /stop" in said.text
    assert (by.label, by.text) == ("Sent by:", "Maple, 100 Main Street, hello@example.org")
    assert agreement(None, ENGLISH) == [said]
