"""Sentences -> mentions: stretches of text about one round."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Literal

from watcher.press.prose.categories import NamedCategory, category_by_name
from watcher.press.prose.cues import (
    Cue,
    find_cues,
    is_an_example,
    looks_back,
    names_several_rounds,
    opens_a_list,
)
from watcher.press.prose.facts import Facts, Figure, facts_of
from watcher.press.prose.text import MONTHS, Sentence, normalize, verbose
from watcher.press.prose.values import CalendarDay, same_day

#: ``own`` says that it is the news, ``plain`` does not say which round it means.
Referent = Literal["own", "plain", "other", "foreign"]


@dataclass(slots=True)
class Mention:
    """One stretch of a sentence about a round.

    ``passing``: a comparison, which nothing continues. ``several`` rounds at once. ``same``: "the draw", the round
    in question. ``inherited``: the sentence before names the round. ``labelled``: a line such as "Invitations:
    3,500". ``aside``: under a heading about other things, so that only mentions that name their round count.
    ``rank``: 3 if it identifies its round, 1 if it only completes it, 0 if it is of none.
    """

    sentence: Sentence
    refers_to: Referent = "plain"
    day: CalendarDay | None = None
    number: str | None = None
    figures: list[Figure] = field(default_factory=list)
    categories: list[NamedCategory] = field(default_factory=list)
    passing: bool = False
    several: bool = False
    same: bool = False
    inherited: bool = False
    example: bool = False
    title: bool = False
    labelled: bool = False
    aside: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class _Topic:
    """The round that the text goes on about."""

    refers_to: Referent = "plain"
    day: CalendarDay | None = None
    number: str | None = None
    example: bool = False


_ANY_ROUND = _Topic()


def read_mentions(
    text: Iterable[Sentence], title: str | None, published: datetime | None
) -> list[Mention]:
    """Read the text; *title* counts as one in front where the text does not begin with it."""
    reader = _TextReader(title or "", published)
    return [mention for sentence in text for mention in reader.read(sentence)]


class _TextReader:
    """Goes from block to block, and keeps the topic that leads into the next."""

    def __init__(self, title: str, published: datetime | None) -> None:
        self._title, self._published = title, published
        bare = normalize(title)
        own = any(cue.kind == "own" for cue in find_cues(bare))
        self._review = looks_back(bare) and not own and not facts_of(bare, None).figures
        self._topic = self._section = self._list = _ANY_ROUND
        self._aside = self._has_figures = False
        self._line_category: list[NamedCategory] = []

    def read(self, sentence: Sentence) -> list[Mention]:
        """Read the next sentence."""
        text = sentence.normalized
        as_title = bool(self._title) and sentence.text.casefold() == self._title.casefold()
        titled = sentence.kind == "title" or as_title
        if sentence.opens and not titled and self._is_heading(sentence):
            self._open_section(text)
        labelled = _LABELLED.match(text) is not None
        if sentence.opens and not _GOES_ON.match(text):
            short = sentence.kind == "item" or len(sentence.text) <= _SHORT
            self._list = self._list if labelled or short else _ANY_ROUND
            self._topic = self._section if self._list == _ANY_ROUND else self._list
        mentions, self._topic = _mentions_of(sentence, self._topic, self._published)
        if labelled and mentions:
            mentions[0].categories += self._line_category
        name = category_by_name(text) if sentence.opens else None
        line = sentence.text
        self._line_category = [NamedCategory(name, 3, 0, len(line), line)] if name else []
        if (labelled and self._topic.day) or sentence.leads_on:
            self._list = self._topic
        self._has_figures = self._has_figures or (not titled and any(m.figures for m in mentions))
        aside = self._aside or self._review or _ROW.match(text) is not None
        for mention in mentions:
            mention.title, mention.labelled, mention.aside = titled, labelled, aside
        return mentions

    def _open_section(self, heading: str) -> None:
        if category_by_name(heading) or _SALUTATION.match(heading):
            return
        facts = facts_of(heading, self._published)
        kinds = {cue.kind for cue in find_cues(heading)}
        many = opens_a_list(heading) and (self._has_figures or not _MILD.search(heading))
        self._aside = many and "own" not in kinds and not facts.days
        self._section = self._list = _ANY_ROUND
        if "foreign" in kinds:
            self._section = _Topic("foreign")
        elif facts.days or facts.numbers:
            day = facts.days[0] if facts.days else None
            self._section = _Topic("plain", day, facts.numbers[0].number if facts.numbers else None)
        elif "other" in kinds and "own" not in kinds:
            self._section = _Topic("other")

    def _is_heading(self, sentence: Sentence) -> bool:
        if sentence.kind != "paragraph":
            return sentence.kind == "heading"
        return (
            len(sentence.text) <= _HEADING
            and _PLAIN_HEADING.fullmatch(sentence.text) is not None
            and _SAYS.search(sentence.text) is None
        )


def _mentions_of(
    sentence: Sentence, topic: _Topic, published: datetime | None
) -> tuple[list[Mention], _Topic]:
    """Read a sentence in the context of *topic*; return the topic of the next one, too."""
    text = sentence.normalized
    facts, cues = facts_of(text, published), find_cues(text)
    reader = _SentenceReader(sentence, topic)
    reader.read(facts, cues)
    found = [m for m in reader.mentions if m.figures or m.categories or m.day or m.number]
    found = found or _without_facts(sentence, cues)
    example = is_an_example(text) or topic.example
    for mention in found:
        mention.example = example
    return found, replace(reader.next_topic(), example=example)


def _without_facts(sentence: Sentence, cues: Sequence[Cue]) -> list[Mention]:
    """Keep mentions without figures of several rounds, or of a province's."""
    if names_several_rounds(sentence.normalized):
        return [Mention(sentence, "other", several=True)]
    kinds = {cue.kind for cue in cues}
    if "foreign" in kinds and _DRAWN.search(sentence.normalized):
        return [Mention(sentence, "foreign")]
    if kinds == {"own"} and sentence.kind == "title":
        return [Mention(sentence, "own")]
    return []


class _SentenceReader:
    """Goes through a sentence; ``_now`` is the mention that the next part belongs to."""

    def __init__(self, sentence: Sentence, topic: _Topic) -> None:
        self._sentence = sentence
        inherited = topic != _ANY_ROUND
        self._now = Mention(sentence, topic.refers_to, topic.day, topic.number, inherited=inherited)
        self.mentions = [self._now]
        self._comparisons: list[tuple[Cue, Mention]] = []

    def read(self, facts: Facts, cues: Sequence[Cue]) -> None:
        """Read the parts in the order of the text.

        At one place a comparison ends first, then come the cue, who, when, and how many.
        """
        steps: list[tuple[int, int, Callable[[], None]]] = [
            *((c.until, 0, partial(self._end_comparison, c)) for c in cues if c.kind == "beside"),
            *((cue.start, 1, partial(self._turn, cue)) for cue in cues),
            *((n.start, 2, partial(self._take_number, n.number)) for n in facts.numbers),
            *((day.start, 3, partial(self._take_day, day)) for day in facts.days),
            *((c.start, 4, partial(self._take_category, c)) for c in facts.categories),
            *((f.start, 5, partial(self._take_figure, f)) for f in facts.figures),
        ]
        for _, _, step in sorted(steps, key=itemgetter(0, 1)):
            step()

    def next_topic(self) -> _Topic:
        """Return the topic of the next sentence of the paragraph."""
        lasting = [m for m in self.mentions if not m.passing]
        if any(m.refers_to == "own" for m in lasting):
            return _ANY_ROUND
        last = lasting[-1]
        if _OF_THIS.match(self._sentence.normalized) and self.mentions[0].refers_to == "plain":
            last = self.mentions[0]
        return _ANY_ROUND if last.several else _Topic(last.refers_to, last.day, last.number)

    def _begin(self, refers_to: Referent, *, passing: bool = False) -> None:
        self._now = Mention(self._sentence, refers_to, passing=passing)
        self.mentions.append(self._now)

    def _turn(self, cue: Cue) -> None:
        now = self._now
        match cue.kind:
            case "own":
                self._turn_to_own()
            case "same":
                now.same = now.refers_to != "other" and not now.inherited
            case "other" | "others":
                if now.refers_to != "other" or now.figures or now.inherited:
                    self._begin("other", passing=now.passing)
                self._now.several = cue.kind == "others"
            case "beside":
                self._comparisons.append((cue, now))
                self._begin("other", passing=True)
            case "foreign":
                self._begin("foreign")

    def _turn_to_own(self) -> None:
        if self._now.refers_to == "plain" and not self._now.inherited:
            self._now.refers_to = "own"
        elif self._now.refers_to not in ("own", "foreign"):
            self._begin("own")

    def _end_comparison(self, cue: Cue) -> None:
        for opened, before in self._comparisons:
            if opened is cue and self._now.refers_to == "other" and self._now.passing:
                self._now = before

    def _take_figure(self, figure: Figure) -> None:
        self._now.figures.append(figure)

    def _take_category(self, category: NamedCategory) -> None:
        self._now.categories.append(category)

    def _take_number(self, number: str) -> None:
        now = self._now
        if now.number is None or (now.inherited and not now.figures):
            now.number = number
        elif now.number != number:
            self._begin("plain")
            self._now.number = number

    def _take_day(self, day: CalendarDay) -> None:
        now = self._now
        if now.day is None:
            now.day = day
        elif not same_day(now.day, day):
            # "the PNP draw on June 2 and a CEC draw on May 13": the name goes before.
            last = now.categories[-1] if now.categories else None
            text = self._sentence.normalized
            self._begin("other" if now.several else "plain")
            self._now.day, self._now.several = day, now.several
            if last is not None and _DRAW_ON.fullmatch(text, last.end, day.start):
                now.categories.remove(last)
                self._now.categories.append(last)


_HEADING, _SHORT = 80, 130
_DRAWN = verbose(r"\b(?:draws?|rounds?|invit\w+|tirages?|rondes?)\b")
_OF_THIS = verbose(r"\W*(?:this|today's|ce)\s+(?:[\w-]+\s+){0,3}?(?:draw|round|tirage)\b")
_DRAW_ON = verbose(r"""(?:\s*\([A-Z]{2,6}\))?[\s-]+(?:only\s+|specific\s+)?(?:draw
      |round)(?:\s+(?:was\s+)?(?:held|conducted))?\s+(?:on|of)\s+(?:the\s+)?""")
_SALUTATION = verbose(r"""\W*(?:hello|hi|hey|dear|greetings|welcome
      |good\s+(?:morning|day|afternoon|evening)|namaste|bonjour|salut|chers?|chères?)\b""")
# Under "Express Entry trends" a text may begin; below its figures it is a look back.
_MILD = verbose(r"\b(?:trends?|all|about|tendances)\b")
# "April 23 General 2,095 529": a row of a table that was printed as a line.
_ROW = verbose(rf"""\W*(?:(?:\#?[0-9]{{1,3}}\s+)?{MONTHS}\s*[0-9]{{1,2}}(?:st|nd|rd
      |th)?,?(?:\s+20[0-9]{{2}})?|20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}
      |[0-9]{{1,2}}\s+{MONTHS}(?:\s+20[0-9]{{2}})?)
    \s+(?:[^.:;0-9]{{0,90}}\s)?[0-9][0-9,]{{0,6}}\s+[0-9][0-9,]{{1,6}}(?![^\s])""")
# Plain texts lose their headings: a short line without a stop or a figure is one.
_PLAIN_HEADING = re.compile(
    r"(?=[\W_]*[A-ZÀ-Þ0-9])[^.!?:;|0-9]{3,}(?:20[0-9]{2})?[^.!:;|0-9]{0,20}\??"
)
# "For this draw, ..." at the head of a paragraph is of the round before it.
_GOES_ON = verbose(r"""\W*(?:(?:for|in|during|at)\s+)?(?:this|that)\s+(?:\w+\s+)?(?:draw|round
      |case)\b""")
_SAYS = verbose(r"""\b(?:invit|issu|announc|held|holds?\b|will\b|sen[dt]s?\b|has\b|have\b|is\b|are\b
      |was\b|were\b)""")
_LABELLED = verbose(r"""[\W_]*(?=[^:]{0,80}\b(?:invit|ITA|CRS|SCG|scor|cut|draw|round|date|tie
      |categor|program|rank|number|tirage|ronde|seuil|note|rang|nombre|catégorie|règle|type))
    [^:0-9]{2,80}:\s*\S.{0,110}$""")
