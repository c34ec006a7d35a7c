"""Answers as Telegram reads them: escaped, and never longer than one message."""

from watcher.bot.outgoing import Answer, answer
from watcher.messages.layout import LONGEST_MESSAGE, MessageLine


def test_an_answer_is_escaped_and_broken_into_lines() -> None:
    said = Answer(
        blocks=[
            [MessageLine(text="a < b & c", strong=True)],
            [MessageLine(label="Score:", text="488"), MessageLine(text="<br>")],
        ]
    )

    assert said.html == "<b>a &lt; b &amp; c</b>\n\n<b>Score:</b> 488\n&lt;br&gt;"


def test_what_does_not_fit_is_left_out_at_the_end() -> None:
    said = answer("first", *("x" * 500 for _ in range(20)))

    assert said.html.startswith("first\n\n")
    assert LONGEST_MESSAGE - 600 < len(said.html) <= LONGEST_MESSAGE
