"""Notices share one layout."""

from watcher.messages.formatter import ENGLISH
from watcher.messages.layout import MessageLine
from watcher.messages.notice_layout import notice_message
from watcher.messages.notice_texts import NoticeText


def test_a_notice_says_what_happened_what_watcher_does_and_what_to_do() -> None:
    text = NoticeText(title="{a}!", what="This is {a}.", does="It waits.", do=("Look.", "Go."))

    message = notice_message(text, ENGLISH, [MessageLine(label="Why:", text="because")], a="so")

    assert message.title == "[watcher] so!"
    assert message.text == (
        "This is so.\n\nWhy: because\n\nWhat watcher does: It waits.\n\n"
        "What you can do:\n• Look.\n• Go."
    )
