"""What every language has to be able to say of an alert: sentences with gaps."""

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.core.model import VerdictKind
from watcher.messages.formatter import Formatter


@dataclass(frozen=True, slots=True, kw_only=True)
class PerVerdict:
    """A sentence for each kind of verdict, under its name; a language has them all."""

    not_in_pool: str
    other_category: str
    invited: str
    invited_on_tie_break: str
    missed_on_tie_break: str
    at_cutoff: str
    short: str
    unknown: str

    def of(self, kind: VerdictKind) -> str:
        """Pick the sentence for one kind: its field has the kind's name."""
        sentence: str = getattr(self, kind.name.lower())
        return sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What stands in bold before a figure, colon included."""

    round: str
    printed: str
    cutoff: str
    score: str
    tie_break: str
    invitations: str
    held: str
    previous: str
    corrected: str
    next_steps: str
    first_seen: str
    details: str
    source: str
    subscription: str
    correction_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedWords:
    """What is said otherwise of a round that is not confirmed, or now is.

    ``according_to`` to ``confirmed_seen`` are labels, colon included; ``single`` to
    ``partly`` say how far several sources count; ``missing_seconds`` and ``seconds``
    are about a tie-break that is known to the minute only.
    """

    title: str
    title_corrected: str
    title_confirmed: str
    title_otherwise: str
    dated: str
    undated: str
    numbered: str
    unnumbered: str
    one_before: str
    one_before_unnumbered: str
    according_to: str
    printed: str
    first_report: str
    published: str
    first_seen: str
    confirmed_seen: str
    reasons: PerVerdict
    missing_seconds: str
    seconds: str
    not_confirmed: str
    sources: str
    others: str
    other_sources: str
    single: str
    copies: str
    independent: str
    partly: str
    may_be_wrong: str
    follows: str
    earlier: str
    instead: str
    added: str
    steps: PerVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: sentences, their gaps in braces.

    ``title`` to ``late`` are in the order in which a message uses them; ``figures``
    names every figure that can be corrected; ``steps`` has one step a line.
    """

    labels: Labels
    unknown: str
    unknown_category: str
    point: str
    points: str
    title: str
    title_corrected: str
    best_of: str
    one_of: str
    verdicts: PerVerdict
    reasons: PerVerdict
    missing_cutoff: str
    missing_category: str
    missing_tie_break: str
    missing_submitted: str
    missing_both: str
    person_label: str
    person: str
    person_corrected: str
    more: str
    earlier: str
    figures: Mapping[str, str]
    from_to: str
    in_detail: str
    distances: PerVerdict
    meanings: PerVerdict
    at_the_instant: str
    untimed: str
    time_unknown: str
    dates_disagree: str
    compared: str
    compared_same_day: str
    compared_days_unknown: str
    higher: str
    lower: str
    unchanged: str
    not_comparable: str
    no_previous: str
    steps_of_several: PerVerdict
    steps: PerVerdict
    deadline: str
    deadline_unknown: str
    give_submitted: str
    tie_follows: str
    first_seen: str
    first_seen_after: str
    late: str
    seen_late: str
    days_left: str
    reported: ReportedWords


@dataclass(frozen=True, slots=True)
class Voice:
    """One language for one reader's zone."""

    words: Words
    local: Formatter

    def say(self, sentence: str, **gaps: str) -> str:
        """Fill the gaps of a sentence, with the language's spaces."""
        return self.local.say(sentence, **gaps)

    def points(self, points: int) -> str:
        """Count CRS points; French counts zero as singular."""
        one = points <= 1 if self.local.language == "fr" else points == 1
        sentence = self.words.point if one else self.words.points
        return self.say(sentence, n=str(points))
