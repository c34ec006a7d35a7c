"""Copies are recognised by their wording and the outlets that they credit."""

import pytest

from watcher.press.consensus import COPIED, SKETCH, origins, overlap, sketch

SENTENCES = (
    "The department held another selection on Thursday, after a pause of two weeks.",
    "It asked one thousand nurses, pharmacists and social workers to apply.",
    "Whoever had 476 points or more was among those chosen this time around.",
    "Observers had expected a larger number so shortly before the holidays.",
    "Recruiters in Halifax say that they would hire every one of them at once.",
    "A year ago the same group had waited four months for a single round.",
    "The next one may come sooner, since the targets of the year are not yet met.",
    "Nobody at the ministry wanted to comment on the pace of the winter.",
)
OTHERS = (
    "Healthcare staff can breathe again: a new round has been published at noon.",
    "A thousand of them will find a letter in their accounts before the weekend.",
    "The bar was lower than in October, at 476 points of the ranking system.",
    "Lawyers warn that paperwork has to be complete within sixty days of it.",
    "In Winnipeg a hospital has already written to eleven former colleagues.",
    "What comes in January depends on the budget, says a professor of policy.",
    "Our calculator shows how far away you are from the threshold of today.",
    "Write to us if your own story fits; we shall print some of them soon.",
)
LABELS = """Number of invitations issued: 1,000. Rank required to be invited to apply:
1,000 or above. Date and time of round: December 11, 2025 at 11:51:44 UTC. CRS score of
lowest-ranked candidate invited: 476. Tie-breaking rule: November 26, 2025 at 07:44:30
UTC. If more than one candidate has the lowest score, the cut-off is based on the date
and time they submitted their Express Entry profiles."""


def shared(one: str, other: str) -> float:
    return overlap(sketch(one), sketch(other))


ORIGINAL, OTHER = " ".join(SENTENCES), " ".join(OTHERS)


def test_a_copy_shares_its_wording_whatever_its_figures() -> None:
    assert shared(ORIGINAL, ORIGINAL.replace("476", "463")) == 1.0
    assert shared(ORIGINAL, ORIGINAL.upper()) == 1.0


def test_a_copy_of_which_a_third_was_rewritten_is_still_one() -> None:
    at_the_end = " ".join((*SENTENCES[:5], *OTHERS[:3]))
    in_between = " ".join(
        OTHERS[n] if n in {1, 4, 6} else sentence for n, sentence in enumerate(SENTENCES)
    )

    assert shared(ORIGINAL, at_the_end) > COPIED
    assert shared(ORIGINAL, in_between) > COPIED


def test_a_part_of_a_longer_text_is_a_copy() -> None:
    assert shared(ORIGINAL, f"{OTHER} {ORIGINAL} {OTHER}") > COPIED


def test_two_reports_of_one_round_are_no_copies() -> None:
    assert shared(ORIGINAL, OTHER) == 0.0


def test_nor_are_they_where_both_print_ircc_s_own_labels() -> None:
    assert shared(f"{ORIGINAL} {LABELS}", f"{OTHER} {LABELS}") < 0.1
    assert sketch(LABELS) == ()


def test_of_texts_too_short_to_tell_nothing_is_said() -> None:
    assert shared("A draw was held today.", "A draw was held today.") == 0.0
    assert overlap((), ()) == 0.0


def test_a_sketch_is_bounded_stable_and_in_order() -> None:
    long = " ".join(f"word{n} other{n * 7} third{n * 13}" for n in range(5_000))

    made = sketch(long)

    assert len(made) == SKETCH
    assert made == tuple(sorted(made)) == sketch(long)
    assert overlap(made, sketch(f"Before. {long} After.")) > COPIED


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("according to Immigration News Canada (INC), the draw", {"immigrationnewscanada.ca"}),
        ("verified reports from Immigration News Canada, Canadim, and CIC News. It",
         {"immigrationnewscanada.ca", "canadim.com", "cicnews.com"}),
        ("notes a report from CIC News.", {"cicnews.com"}),
        ("The post first appeared on CIC News.", {"cicnews.com"}),
        ("According to analysis by VisaVerge.com, this was", {"visaverge.com"}),
        ("Selon CIC News, le tirage", {"cicnews.com"}),
        ("CIC News reported on Friday that", {"cicnews.com"}),
        ("as first reported by The Halifax Examiner today", {"halifax examiner"}),
        ("according to Immigration, Refugees and Citizenship Canada (IRCC)", set()),
        ("According to IRCC, the tie-breaking rule", set()),
        ("selon le gouvernement du Canada", set()),
        ("rapport\u00e9 par CIC News, d'apr\u00e8s VisaVerge", {"cicnews.com", "visaverge.com"}),
        ("This was originally published on Moving2Canada", {"moving2canada.com"}),
        ("Source: Canadim", {"canadim.com"}),
        ("via CanadaVisa, courtesy of CAD Immigration", {"canadavisa.com", "cadimmigration.com"}),
        ("The Halifax Examiner wrote that", {"halifax examiner"}),
        ("Nobody is named here.", set()),
        ("Selon Immigration, R\u00e9fugi\u00e9s et Citoyennet\u00e9 Canada (IRCC), le tirage", set()),
        ("according to Immigration, Refugees and Citizenship Canada's page", set()),
        ("According to Canada's newest figures, published in Ottawa", set()),
        ("According to Friday's draw and according to January data", set()),
        ("Follow us via WhatsApp and LinkedIn", set()),
        ("according to INC", {"immigrationnewscanada.ca"}),
        ("according to Halifax Advisers Inc., the draw", {"halifax advisers inc"}),
        ("Source: cicnews.com", {"cicnews.com"}),
        ("Source: https://www.cicnews.com/2025/12/draw.html", {"cicnews.com"}),
        ("source: www.examiner.example.ca, and more", {"examiner.example.ca"}),
        ("Source: https://www.canada.ca/en/rounds.html", set()),
        ("Selon www.ircc.gc.ca", set()),
        ("as per CIC News, first published by VisaVerge", {"cicnews.com", "visaverge.com"}),
        ("CIC News a rapport\u00e9 vendredi que", {"cicnews.com"}),
    ],
)  # fmt: skip
def test_the_outlets_that_a_text_has_its_news_from(text: str, named: set[str]) -> None:
    assert origins(text) == named


def test_a_site_is_not_its_own_origin() -> None:
    text = "The post first appeared on CIC News."

    assert origins(text, "https://www.cicnews.com/2025/12/draw.html") == frozenset()
    assert origins(text, "https://copy.example/draw") == {"cicnews.com"}
    assert origins("Ask Visa says so.", "https://askvisa.example/1") == frozenset()
    assert origins("Source: www.askvisa.ca", "https://askvisa.ca/1") == frozenset()


@pytest.mark.parametrize("letters", ["A", "A.-", "according to A.", "Aa ", "Source: "])
def test_names_without_an_end_are_read_in_passing(letters: str) -> None:
    # Were each letter a beginning of its own, this would take hours.
    named = origins(letters * (200_000 // len(letters)))

    assert max(map(len, named), default=0) < 300


def test_a_text_of_figures_alone_has_no_wording() -> None:
    assert sketch("476 1,000 2025-12-11 at 07:44:30 UTC " * 50) == ()
