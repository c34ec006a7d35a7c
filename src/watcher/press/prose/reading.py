"""A page in reading order -> what it says of rounds, mention by mention."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from watcher.press.prose.cues import find_signs, looks_back, many_rounds
from watcher.press.prose.facts import facts_of
from watcher.press.prose.kinds import Named, whole_name
from watcher.press.prose.mentions import ANY, Mention, Topic, mentions_of
from watcher.press.prose.sentences import Sentence, flat
from watcher.press.prose.words import MONTHS


@dataclass(slots=True, kw_only=True)
class Placed:
    """A mention and where it stands.

    ``labelled``: in a line such as "Invitations: 3,500". ``aside``: under a heading
    that is not about one round, so that only what names its round counts.
    """

    mention: Mention
    title: bool = False
    labelled: bool = False
    aside: bool = False


@dataclass(slots=True)
class _Place:
    """What leads into the next block."""

    published: datetime | None = None
    topic: Topic = ANY
    section: Topic = ANY
    aside: bool = False
    review: bool = False
    told: bool = False
    list_topic: Topic = ANY
    names: list[Named] = field(default_factory=list)


def read_mentions(
    text: Sequence[Sentence], title: str | None, published: datetime | None
) -> list[Placed]:
    """Read the text; *title* counts as one in front where it does not begin with it."""
    place, placed = _Place(published=published), list[Placed]()
    place.review = _review(flat(title or ""))
    for sentence in text:
        heading = sentence.opens and _is_heading(sentence, title)
        titled = sentence.kind == "title" or _same_words(sentence.text, title)
        if heading and not titled:
            _enter(place, sentence)
        placed += _read(place, sentence, titled=titled)
    return placed


def _read(place: _Place, sentence: Sentence, *, titled: bool) -> list[Placed]:
    labelled = _LABELLED.match(sentence.flat) is not None
    topic = place.topic
    if sentence.opens and not _GOES_ON.match(sentence.flat):
        topic = place.list_topic if labelled or _short(sentence) else ANY
        if topic == ANY:
            place.list_topic = ANY
            topic = place.section
    mentions, place.topic = mentions_of(sentence, topic, place.published)
    if place.names and labelled and mentions:
        mentions[0].kinds += place.names
    name = whole_name(sentence.flat) if sentence.opens else None
    line = sentence.text
    place.names = [Named(name, 3, 0, len(line), line)] if name else []
    if (labelled and place.topic.day) or sentence.leads_on:
        place.list_topic = place.topic
    place.told = place.told or any(m.figures for m in mentions if not titled)
    aside = place.aside or place.review or _ROW.match(sentence.flat) is not None
    return [Placed(mention=m, title=titled, labelled=labelled, aside=aside) for m in mentions]


def _review(title: str) -> bool:
    own = any(sign.sort == "own" for sign in find_signs(title))
    return looks_back(title) and not own and not facts_of(title, None).figures


def _enter(place: _Place, heading: Sentence) -> None:
    if whole_name(heading.flat) or _SALUTATION.match(heading.flat):
        return
    facts, signs = facts_of(heading.flat, place.published), find_signs(heading.flat)
    sorts = {sign.sort for sign in signs}
    place.list_topic = ANY
    place.section = ANY
    many = many_rounds(heading.flat) and (place.told or not _MILD.search(heading.flat))
    place.aside = many and "own" not in sorts and not facts.days
    if "foreign" in sorts:
        place.section = Topic("foreign")
    elif facts.days or facts.numbers:
        place.section = Topic(
            "plain",
            facts.days[0] if facts.days else None,
            facts.numbers[0].number if facts.numbers else None,
        )
    elif "other" in sorts and "own" not in sorts:
        place.section = Topic("other")


def _is_heading(sentence: Sentence, title: str | None) -> bool:
    if sentence.kind in ("heading", "title"):
        return True
    return (
        sentence.kind == "paragraph"
        and len(sentence.text) <= _HEADING
        and _PLAIN_HEADING.fullmatch(sentence.text) is not None
        and _SAYS.search(sentence.text) is None
        and not _same_words(sentence.text, title)
    )


def _short(sentence: Sentence) -> bool:
    return sentence.kind == "item" or len(sentence.text) <= _SHORT


def _same_words(text: str, title: str | None) -> bool:
    return bool(title) and text.casefold() == (title or "").casefold()


_HEADING, _SHORT = 80, 130
_SALUTATION = re.compile(
    r"""\W*(?:hello|hi|hey|dear|greetings|welcome|good\s+(?:morning|day|afternoon|evening)
      |namaste|bonjour|salut|chers?|chères?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# Under "Express Entry trends" a text may begin; below its figures it is a look back.
_MILD = re.compile(r"\b(?:trends?|all|about|tendances)\b", re.IGNORECASE)
# "April 23 General 2,095 529": a row of a table that was printed as a line.
_ROW = re.compile(
    rf"""\W*(?:(?:\#?[0-9]{{1,3}}\s+)?{MONTHS}\s*[0-9]{{1,2}}(?:st|nd|rd|th)?,?(?:\s+20[0-9]{{2}})?
      |20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}\s+{MONTHS}(?:\s+20[0-9]{{2}})?)
      \s+(?:[^.:;0-9]{{0,90}}\s)?[0-9][0-9,]{{0,6}}\s+[0-9][0-9,]{{1,6}}(?![^\s])""",
    re.VERBOSE | re.IGNORECASE,
)
# Plain texts lose their headings: a short line without a stop or a figure is one.
_PLAIN_HEADING = re.compile(
    r"(?=[\W_]*[A-ZÀ-Þ0-9])[^.!?:;|0-9]{3,}(?:20[0-9]{2})?[^.!:;|0-9]{0,20}\??"
)
# "For this draw, ..." at the head of a paragraph is of the round before it.
_GOES_ON = re.compile(
    r"\W*(?:(?:for|in|during|at)\s+)?(?:this|that)\s+(?:\w+\s+)?(?:draw|round|case)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:invit|issu|announc|held|holds?\b|will\b|sen[dt]s?\b|has\b|have\b|is\b|are\b|was\b|were\b)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"""[\W_]*(?=[^:]{0,80}\b(?:invit|ITA|CRS|SCG|scor|cut|draw|round|date|tie|categor
      |program|rank|number|tirage|ronde|seuil|note|rang|nombre|catégorie|règle|type))
      [^:0-9]{2,80}:\s*\S.{0,110}$""",
    re.VERBOSE | re.IGNORECASE,
)
