"""Copies count as one source, and most independent sources decide."""

from datetime import date, timedelta

from tests.press.values import NOW, a_known_round, claim, saying
from watcher.core.claims import Claim
from watcher.press.consensus import consensus, independent_sources
from watcher.press.matching import find_predecessor

HOUR = timedelta(hours=1)


def words(*sentences: int) -> tuple[int, ...]:
    """Make a sketch of four hashes for each sentence."""
    return tuple(4 * sentence + n for sentence in sentences for n in range(4))


def count(*claims: Claim) -> int:
    return len(independent_sources(claims))


def test_two_sites_with_words_of_their_own_are_two_independent_sources() -> None:
    assert count(claim("a", wording=words(1, 2, 3)), claim("b", wording=words(7, 8, 9))) == 2


def test_texts_without_any_wording_do_not_copy_each_other() -> None:
    assert count(claim("a"), claim("b")) == 2


def test_two_texts_of_one_site_are_one_whatever_the_source_is_called() -> None:
    other = claim("b", link="https://www.a.example/again")

    assert count(claim("a"), other) == 1
    assert count(claim("a", link=None), claim("a", link=None, piece="2")) == 1


def test_what_shares_half_of_its_wording_is_a_copy() -> None:
    assert count(claim("a", wording=words(1, 2, 3)), claim("b", wording=words(1, 4, 5))) == 2
    assert count(claim("a", wording=words(1, 2, 3)), claim("b", wording=words(1, 2, 5))) == 1


def test_what_names_one_origin_counts_once() -> None:
    cited = frozenset({"cicnews.com"})

    assert count(claim("a", origins=cited), claim("b", origins=cited)) == 1


def test_what_names_another_as_its_origin_counts_with_it() -> None:
    assert count(claim("a"), claim("b", origins=frozenset({"a.example"}))) == 1


def test_a_chain_of_copies_is_one_source() -> None:
    a = claim("a", wording=words(1, 2), first_seen=NOW)
    b = claim("b", wording=words(2, 1), origins=frozenset({"c"}), first_seen=NOW + HOUR)
    c = claim("d", origins=frozenset({"c"}), first_seen=NOW + 2 * HOUR)

    [group] = independent_sources([c, b, a])

    assert [t.source for t in group] == ["a", "b", "d"]


def test_a_figure_is_what_most_sources_say_and_copies_have_one_voice() -> None:
    copies = [
        claim("a", report=saying(cutoff=463), wording=words(1, 2)),
        claim("b", report=saying(cutoff=463), wording=words(1, 2)),
    ]
    right = [claim(name, report=saying(cutoff=476), first_seen=NOW + HOUR) for name in ("c", "d")]

    assert consensus(independent_sources([*copies, *right]))["cutoff"] == 476


def test_of_two_sources_that_disagree_the_first_stands_and_nothing_is_averaged() -> None:
    first = claim("a", report=saying(cutoff=463))
    second = claim("b", report=saying(cutoff=476), first_seen=NOW + HOUR)

    assert consensus(independent_sources([second, first]))["cutoff"] == 463


def test_what_the_first_does_not_say_another_does() -> None:
    first = claim("a", report=saying(invitations=None, number=None))
    second = claim("b", report=saying(number="385"), first_seen=NOW + HOUR)
    groups = independent_sources([first, second])

    assert consensus(groups)["invitations"] == 1000
    assert consensus(groups)["claimed"] == "385"


def test_a_printed_day_counts_for_more_than_one_of_publication() -> None:
    soft = claim("a", report=saying(date=date(2025, 12, 12), precision={"date": "published"}))
    printed = claim("b", first_seen=NOW + HOUR)

    assert consensus(independent_sources([soft, printed]))["date"] == date(2025, 12, 11)
    assert consensus(independent_sources([soft]))["date"] == date(2025, 12, 12)


def test_a_tie_break_known_by_its_day_is_not_taken_over() -> None:
    day = claim("a", report=saying(tie_break=NOW, precision={"tie_break": "day"}))

    assert "tie_break" not in consensus([[day]])


def test_the_official_round_takes_the_place_of_the_reported_one_however_wrong() -> None:
    reported = a_known_round("reported-1", confirmed=False, cutoff=1, invitations=2)
    other = a_known_round("reported-2", confirmed=False, category="cec", cutoff=520)

    assert find_predecessor(a_known_round("385"), [other, reported]) == reported


def test_a_claimed_number_names_the_predecessor_on_its_day_only() -> None:
    wrong = a_known_round("reported-1", confirmed=False, claimed="385", category="stem", cutoff=1)
    long_ago = a_known_round(
        "reported-2",
        confirmed=False,
        claimed="385",
        category="stem",
        cutoff=1,
        invitations=2,
        date=date(2025, 11, 2),
    )

    assert find_predecessor(a_known_round("385"), [wrong]) == wrong
    assert find_predecessor(a_known_round("385"), [long_ago]) is None


def test_a_reported_round_of_another_category_and_day_stays_what_it_is() -> None:
    other = a_known_round(
        "reported-1", confirmed=False, category="pnp", cutoff=729, invitations=399
    )

    assert find_predecessor(a_known_round("385"), [other]) is None
