"""Sentences -> mentions: stretches of text that speak of one round."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from watcher.press.prose.cues import Sign, an_example, find_signs, several_rounds
from watcher.press.prose.dates import Day, same_day
from watcher.press.prose.facts import Facts, Figure, facts_of
from watcher.press.prose.kinds import Named
from watcher.press.prose.sentences import Sentence

#: ``own`` says that it is the news, ``plain`` does not say which round it means.
Stance = Literal["own", "plain", "other", "foreign"]


@dataclass(slots=True, kw_only=True)
class Mention:
    """What one stretch says; ``passing``: a comparison, which nothing goes on from.

    ``several`` rounds at once; ``same``: the round spoken of, named by "the draw" alone;
    ``inherited``: which round is meant was said in the sentence before.
    """

    sentence: Sentence
    stance: Stance = "plain"
    day: Day | None = None
    number: str | None = None
    figures: list[Figure] = field(default_factory=list)
    kinds: list[Named] = field(default_factory=list)
    passing: bool = False
    several: bool = False
    same: bool = False
    inherited: bool = False
    example: bool = False

    def says(self) -> bool:
        """Say whether anything stands in it that is of use."""
        return bool(self.figures or self.kinds or self.day or self.number)


@dataclass(frozen=True, slots=True)
class Topic:
    """Which round the text goes on about."""

    stance: Stance = "plain"
    day: Day | None = None
    number: str | None = None
    example: bool = False


ANY = Topic()


def mentions_of(
    sentence: Sentence, topic: Topic, published: datetime | None
) -> tuple[list[Mention], Topic]:
    """Read a sentence that *topic* leads into; give what leads into the next one."""
    text = sentence.flat
    facts, signs = facts_of(text, published), find_signs(text)
    scan = _Scan(sentence, topic)
    for _, act, what in sorted(_events(facts, signs), key=lambda event: event[:2]):
        scan.take(act, what)
    found = [mention for mention in scan.mentions if mention.says()]
    found = found or _said_of_many(sentence, signs)
    example = an_example(text) or topic.example
    for mention in found:
        mention.example = example
    return found, replace(scan.next_topic(), example=example)


def _said_of_many(sentence: Sentence, signs: Sequence[Sign]) -> list[Mention]:
    """Keep that a sentence without figures tells of several rounds, or a province's."""
    text = sentence.flat
    if several_rounds(text):
        return [Mention(sentence=sentence, stance="other", several=True)]
    sorts = {sign.sort for sign in signs}
    if "foreign" in sorts and _DRAWN.search(text):
        return [Mention(sentence=sentence, stance="foreign")]
    if sorts == {"own"} and sentence.kind == "title":
        return [Mention(sentence=sentence, stance="own")]
    return []


_DRAWN = re.compile(r"\b(?:draws?|rounds?|invit\w+|tirages?|rondes?)\b", re.IGNORECASE)
_OF_THIS = re.compile(
    r"\W*(?:this|today's|ce)\s+(?:[\w-]+\s+){0,3}?(?:draw|round|tirage)\b", re.IGNORECASE
)
_What = Sign | Day | str | Figure | Named
# At one place the sign comes first, then who, when, and how many.
_BACK, _SIGN, _NUMBER, _DAY, _KIND, _FIGURE = range(6)


def _events(facts: Facts, signs: Sequence[Sign]) -> Iterator[tuple[int, int, _What]]:
    for sign in signs:
        yield sign.start, _SIGN, sign
        if sign.sort == "beside":
            yield sign.until, _BACK, sign
    for number in facts.numbers:
        yield number.start, _NUMBER, number.number
    for day in facts.days:
        yield day.start, _DAY, day
    for kind in facts.kinds:
        yield kind.start, _KIND, kind
    for figure in facts.figures:
        yield figure.start, _FIGURE, figure


_DRAW_ON = re.compile(
    r"(?:\s*\([A-Z]{2,6}\))?[\s-]+(?:only\s+|specific\s+)?(?:draw|round)"
    r"(?:\s+(?:was\s+)?(?:held|conducted))?\s+(?:on|of)\s+(?:the\s+)?",
    re.IGNORECASE,
)


class _Scan:
    """Goes through a sentence; ``_now`` is the mention that what comes belongs to."""

    def __init__(self, sentence: Sentence, topic: Topic) -> None:
        self._sentence = sentence
        self._now = Mention(
            sentence=sentence,
            stance=topic.stance,
            day=topic.day,
            number=topic.number,
            inherited=topic != ANY,
        )
        self.mentions = [self._now]
        self._before: list[tuple[Sign, Mention]] = []

    def take(self, act: int, what: _What) -> None:
        """Take the next thing in the order of the text."""
        if isinstance(what, Sign):
            self._back(what) if act == _BACK else self._sign(what)
        elif isinstance(what, Figure):
            self._now.figures.append(what)
        elif isinstance(what, Named):
            self._now.kinds.append(what)
        elif isinstance(what, str):
            self._numbered(what)
        else:
            self._dated(what)

    def next_topic(self) -> Topic:
        """Give what the next sentence of the paragraph goes on about."""
        lasting = [m for m in self.mentions if not m.passing]
        if any(m.stance == "own" for m in lasting):
            return ANY
        last = lasting[-1]
        if _OF_THIS.match(self._sentence.flat) and self.mentions[0].stance == "plain":
            last = self.mentions[0]
        if last.several:
            return ANY
        return Topic(last.stance, last.day, last.number)

    def _new(self, stance: Stance, *, passing: bool = False) -> None:
        self._now = Mention(sentence=self._sentence, stance=stance, passing=passing)
        self.mentions.append(self._now)

    def _sign(self, sign: Sign) -> None:
        now = self._now
        match sign.sort:
            case "own":
                self._owned()
            case "same":
                now.same = now.stance != "other" and not now.inherited
            case "other" | "others":
                if now.stance != "other" or now.figures or now.inherited:
                    self._new("other", passing=now.passing)
                self._now.several = sign.sort == "others"
            case "beside":
                self._before.append((sign, now))
                self._new("other", passing=True)
            case "foreign":
                self._new("foreign")

    def _owned(self) -> None:
        if self._now.stance == "foreign":
            return
        if self._now.stance == "plain" and not self._now.inherited:
            self._now.stance = "own"
        elif self._now.stance != "own":
            self._new("own")

    def _back(self, sign: Sign) -> None:
        for opened, before in self._before:
            if opened is sign and self._now.stance == "other" and self._now.passing:
                self._now = before

    def _numbered(self, number: str) -> None:
        now = self._now
        if now.number is None or (now.inherited and not now.figures):
            now.number = number
        elif now.number != number:
            self._new("plain")
            self._now.number = number

    def _dated(self, day: Day) -> None:
        now = self._now
        if now.day is None:
            now.day = day
        elif not same_day(now.day, day):
            # "the PNP draw on June 2 and a CEC draw on May 13": the name goes before.
            last = now.kinds[-1] if now.kinds else None
            text = self._sentence.flat
            own = last is not None and _DRAW_ON.fullmatch(text, last.end, day.start)
            self._new("other" if now.several else "plain")
            self._now.day, self._now.several = day, now.several
            if own and last is not None:
                now.kinds.remove(last)
                self._now.kinds.append(last)
