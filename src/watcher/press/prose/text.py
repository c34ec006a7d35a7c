"""Sentences in normalized characters, and helpers for patterns on them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from watcher.press.blocks import PageBlock, TextBlock


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the ``block`` with that index; ``opens``: the first of its block.

    ``normalized`` has plain quotes, spaces and hyphens, each character in its place. ``leads_on``: it ends in a
    colon.
    """

    text: str
    normalized: str
    block: int
    kind: Literal["title", "heading", "paragraph", "item"]
    opens: bool
    leads_on: bool


def readable_sentences(blocks: Sequence[PageBlock]) -> tuple[list[Sentence], bool]:
    """Return the sentences that can be read, and whether any was left out.

    The cost grows with the figures: a run of them is no sentence, and reading stops after more than any text has.
    Tables are left out, but counted.
    """
    read: list[Sentence] = []
    left, cut = MOST_FIGURES, False
    for sentence in _sentences(blocks):
        figures = len(_FIGURE.findall(sentence.normalized))
        if figures > _MOST_OF_ONE:
            cut = True
        elif figures > left:
            return read, True
        else:
            read.append(sentence)
            left -= figures
    return read, cut


def normalize(text: str) -> str:
    """Return a text with plain quotes, spaces and hyphens; no character changes its place."""
    return text.translate(_NORMAL)


def _sentences(blocks: Sequence[PageBlock]) -> Iterator[Sentence]:
    for index, block in enumerate(blocks):
        if isinstance(block, TextBlock):
            for place, text in enumerate(_pieces(block.text)):
                leads_on = text.endswith(":")
                yield Sentence(text, normalize(text), index, block.kind, place == 0, leads_on)


def _pieces(text: str) -> Iterator[str]:
    """Split into sentences, and overlong ones at spaces: each pattern is tried at every place."""
    for sentence in _cut(" ".join(text.split())):
        rest = sentence
        while len(rest) > _LONGEST:
            end = rest.rfind(" ", _LONGEST // 2, _LONGEST)
            end = end if end > 0 else _LONGEST
            yield rest[:end]
            rest = rest[end:].lstrip()
        if rest:
            yield rest


def _cut(text: str) -> Iterator[str]:
    start = 0
    for found in _END.finditer(text):
        end = found.end(1) if found[1] else found.start()
        if not _ABBREVIATED.search(text[max(0, end - 12) : end]):
            yield text[start:end].strip(_MARKS)
            start = found.end()
    yield text[start:].strip(_MARKS)


def verbose(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in verbose form that ignores case."""
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def left_of(text: str, place: int, length: int) -> str:
    """Return up to *length* characters before a place."""
    return text[max(0, place - length) : place]


MONTHS = r"""(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?
      |aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|janvier
      |f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)"""

_MARKS_LIKE = (
    "\u2018\u2019\u02bc\u00b4`\u201c\u201d\u00ab\u00bb\u00a0\u202f\u2009\u2010\u2011\u00ad"
)
# Copies hide from search engines behind Greek and Cyrillic letters that look like Latin ones.
_GREEK = "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03bf\u03bd"
_CYRILLIC = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0430\u0435\u043e"
    "\u0440\u0441\u0443\u0445\u0456\u0406"
)
_NORMAL = str.maketrans(
    _MARKS_LIKE + _GREEK + _CYRILLIC,
    "'''''\"\"\"\"   ---" + "ABEHIKMNOPTXov" + "ABEKMHOPCTXaeopcyxiI",
)
#: Of a text; the richest of 116 articles had 90, and a sentence 13.
MOST_FIGURES, _MOST_OF_ONE = 3_000, 60
_FIGURE = re.compile(r"[0-9]+")
_LONGEST = 700  # characters; the longest sentence with a figure that was seen has 420
_MARKS = " \t\n•*·▪●|\u2013\u2014"
# A stop before a capital, a digit or a mark; "[...]" where a text was shortened; and a list that lost its lines: "...
# a cut-off of 547 May 12: 511 invitations ...".
_END = re.compile(
    rf"""( [.!?…]["\u201d\u2019\u00bb)\]]{{0,2}} ) \s+ (?= ["\u201c\u2018\u00ab(\[]{{0,2}}[A-ZÀ-ÖØ-Þ0-9#•\u2013-] )
    | \s*(\[(?:\.{{3}}|…)\])\s* | (?<=[0-9])\s+(?=(?i:{MONTHS})\s[0-9]{{1,2}}(?:,\s20[0-9]{{2}})?:\s)""",
    re.VERBOSE,
)
# "3:25 a.m. UTC", "No. 385", "Feb. 5", "the U.S. and", "B.C. PNP".
_ABBREVIATED = verbose(r"""(?: \b[ap]\.\s?m | \b(?: no|nos|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov
      |dec|janv|f[ée]vr?|avr|juill?|d[ée]c|dr|mr|ms|mrs|st|vs|approx|e\.g|i\.e|min|max )
    | \b[A-Z] )\.$""")
