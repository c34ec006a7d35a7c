"""Letters to those who subscribe themselves, in both languages, and nothing of a stranger's in them."""

from datetime import timedelta

import pytest

from tests.values import a_person, a_rule
from watcher.core.sender import Sender
from watcher.messages.letters import LetterKind, compose_letter

LINK = "https://a.example/subscribe/confirm/abc"
KINDS: list[LetterKind] = ["confirm", "confirm address", "known", "welcome", "moved"]


def test_the_letter_that_asks_to_confirm_says_what_was_asked_and_that_nothing_else_comes() -> None:
    letter = compose_letter("confirm", a_person(), link=LINK, within=timedelta(hours=48))

    assert letter.title == "Please confirm: alerts of Express Entry rounds"
    assert letter.text == (
        "Somebody, probably you, asked that this address be told of Canada's Express Entry rounds "
        "of invitations:\n"
        "- CRS score 488, Canadian Experience Class and Healthcare and social services occupations"
        "\n\n"
        "Nothing else is sent before you confirm it on this page, within 2 days:\n"
        f"{LINK}\n\n"
        "If that was not you, do nothing: then nothing more is sent. The page can also see to it "
        "that nobody asks for this address again."
    )
    assert f'<a href="{LINK}">{LINK}</a>' in letter.html


def test_it_speaks_the_language_of_its_reader() -> None:
    person = a_person(language="fr", rules=(a_rule(categories=frozenset({"all"})),))
    letter = compose_letter("welcome", person, link=LINK)

    assert letter.title == "Vous êtes abonné aux rondes d’Entrée express"  # noqa: RUF001 - as the catalogue has it
    assert "- Note SCG 488, toutes les catégories" in letter.text


def test_who_moved_away_reads_no_link_and_no_score() -> None:
    letter = compose_letter("moved", a_person())

    assert "488" not in letter.text
    assert "https://" not in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_sender_stands_below_each(kind: LetterKind) -> None:
    sender = Sender(name="Maple Advice", address="1 Main St, Ottawa", contact="a@example.org")

    letter = compose_letter(kind, a_person(), sender=sender)

    assert '<a href="mailto:a@example.org">' in letter.html
    assert letter.text.endswith(
        "\n\nSent by: Maple Advice, 1 Main St, Ottawa\nQuestions: a@example.org"
    )
