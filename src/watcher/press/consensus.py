"""Figures of reported rounds: those of most independent sources. Nothing is averaged, and copies count once."""

import heapq
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import chain
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from watcher.core.claims import Claim, conflicts
from watcher.core.model import FIGURES, Round

SHINGLE = 6  # words
SKETCH = 256  # hashes kept of a text
# Two short texts share "invited ... candidates in the Canadian Experience Class" by chance.
_FEWEST = 8
_FIGURES = 3  # in a run: with more it is an instant, "0 0 at 0 0 0", and no wording
_ALL = 2**48
_LONGEST = 200_000
# The share of the wording, IRCC's own labels left out. Of 72 texts of 40 sites, two of
# different sites share 0.25 at most; a copy of which a third was rewritten keeps 0.48.
COPIED = 0.4
_UNWEIGHED = frozenset({"pool", "url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """A source's reports of confirmed rounds, compared with the official figures.

    Of ``rounds``, ``wrong`` had a differing figure. ``lead`` is the median of how much later than the official page
    it was seen to report one (negative if earlier), from ``timed`` rounds; None without any. ``unjoined`` fit no
    round.
    """

    rounds: int
    wrong: int
    lead: timedelta | None
    timed: int
    unjoined: int


def independent_sources(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Group claims that go back to one text, the first seen first in each group.

    Claims belong together if they share a site, an origin or their wording, or one's site is the other's origin; so
    does a chain of these.
    """
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=_seen):
        alike = [g for g in groups if any(_is_copy(claim, other) for other in g)]
        groups = [g for g in groups if g not in alike]
        groups.append(sorted([claim, *chain.from_iterable(alike)], key=_seen))
    return tuple(tuple(group) for group in sorted(groups, key=lambda g: _seen(g[0])))


def consensus(groups: Sequence[Sequence[Claim]]) -> dict[str, Any]:
    """Return each figure as most independent *groups* give it (of equals the first), and the number as ``claimed``.

    A tie-break known only by its day is left out: no verdict could be drawn from it.
    """
    weighed = ((figure, _weighed(groups, figure)) for figure in FIGURES if figure not in _UNWEIGHED)
    figures = {figure: value for figure, value in weighed if value is not None}
    return {**figures, "claimed": _weighed(groups, "number")}


def track_record(
    claims: Sequence[Claim], rounds: Mapping[str, Round], official: Mapping[str, datetime]
) -> TrackRecord:
    """Sum up *claims*, all of one source.

    *official* has when the official page was first seen to show each round that it did not show from the start.
    What the source had when it was first read is history, and no measure of how early it is.
    """
    began = min((claim.first_seen for claim in claims), default=None)
    first: dict[str, datetime] = {}
    wrong: set[str] = set()
    reported: set[str] = set()
    for claim in claims:
        round_ = rounds.get(claim.number or "")
        if round_ is None or not round_.confirmed or not claim.is_news:
            continue
        reported.add(round_.number)
        if any(conflicts(claim.report, round_)):
            wrong.add(round_.number)
        if claim.first_seen != began and round_.number in official:
            first.setdefault(round_.number, claim.first_seen)
    leads = [at - official[number] for number, at in first.items()]
    return TrackRecord(
        rounds=len(reported),
        wrong=len(wrong),
        lead=median(leads) if leads else None,  # type: ignore[type-var] # any that can be halved
        timed=len(leads),
        unjoined=sum(claim.number is None and claim.is_news for claim in claims),
    )


def _seen(claim: Claim) -> tuple[object, ...]:
    return claim.first_seen, claim.source, claim.piece, claim.position


def _is_copy(one: Claim, other: Claim) -> bool:
    return bool(
        one.source == other.source
        or one.site == other.site
        or one.origins & other.origins
        or one.site in other.origins
        or other.site in one.origins
        or overlap(one.wording, other.wording) >= COPIED
    )


def _weighed(groups: Sequence[Sequence[Claim]], figure: str) -> object:
    # A day that only a publication gives counts where no text prints one.
    for unfit in ({"day", "published"}, {"day"}):
        values = [v for group in groups if (v := _first_said(group, figure, unfit)) is not None]
        if values:
            return Counter(values).most_common(1)[0][0]  # of equals, the one counted first
    return None


def _first_said(group: Sequence[Claim], figure: str, unfit: set[str]) -> object:
    """Return the figure from the first of a group to give it precisely enough."""
    fit = (c.report for c in group if c.report.precision.get(figure) not in unfit)
    values = (getattr(report, figure) for report in fit)
    return next((value for value in values if value is not None), None)


def sketch(text: str) -> tuple[int, ...]:
    """Sketch the wording: the smallest hashes of its runs of six words, in order.

    Figures count as one and the same, so that a copy with another cut-off is a copy. IRCC's own labels, quoted by
    everybody, are left out.
    """
    found: set[int] = set()
    for part in _OFFICIAL.split(" ".join(text[:_LONGEST].split())):
        words = _WORD.findall(part.casefold())
        found.update(_hashes(["0" if word[0].isdigit() else word for word in words]))
    return tuple(heapq.nsmallest(SKETCH, found))


def overlap(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate the share of the shorter text that the longer one contains; 0 for texts too short to compare."""
    # A full sketch knows nothing of what lies above its last hash.
    reaches = [sketched[-1] for sketched in (one, other) if len(sketched) >= SKETCH]
    reach = min(reaches, default=_ALL)
    mine = {h for h in one if h <= reach}
    theirs = {h for h in other if h <= reach}
    fewest = min(len(mine), len(theirs))
    return len(mine & theirs) / fewest if fewest >= _FEWEST else 0.0


def origins(text: str, url: str = "") -> frozenset[str]:
    """Return the outlets that a text credits for its news: known ones by their host, others in lower case.

    IRCC, everybody's origin, and the text's own site are left out.
    """
    own = (urlsplit(url).hostname or "").removeprefix("www.")
    plain = _IRCC.sub("IRCC", text[:_LONGEST])
    found = {_outlet(name) for name in _credited_names(plain)}
    mine = {own, own.partition(".")[0]}
    return frozenset(name for name in found if name and not {name, name.replace(" ", "")} & mine)


def _hashes(words: list[str]) -> Iterator[int]:
    for start in range(len(words) - SHINGLE + 1):
        run = words[start : start + SHINGLE]
        if run.count("0") <= _FIGURES:
            wording = " ".join(run).encode("utf-8", "replace")
            yield int.from_bytes(blake2b(wording, digest_size=6).digest())


def _credited_names(text: str) -> Iterator[str]:
    for found in _CREDITED.finditer(text):
        yield from _LIST.split(found["names"])
    for found in _QUOTED.finditer(text):
        yield found["name"]
    for found in _CREDITED_SITE.finditer(text):
        yield found["host"]


def _outlet(name: str) -> str | None:
    # "... and CIC News. It": the next sentence is none of the name.
    own = re.split(r"\.\s", name, maxsplit=1)[0]
    folded = " ".join(_WORD.findall(own.casefold())).removeprefix("the ")
    if not folded or _COMMON.search(folded):
        return None
    for host, pattern in _OUTLETS:
        if pattern.search(folded):
            return host
    host = own.casefold().rstrip(".").removeprefix("www.")
    return host if _HOST.fullmatch(host) else folded


_WORD = re.compile(r"[^\W_]+")
_OFFICIAL = re.compile(
    r"number of invitations issued|rank required to be invited to apply"
    r"|date and time of round|crs score of (?:the )?lowest[- ]ranked candidate invited"
    r"|tie[- ]breaking rule|crs score distribution of candidates in the express entry pool"
    r"|nombre d.invitations (?:\u00e9mises|envoy\u00e9es)|date et heure de la ronde"
    r"|note du scg du candidat le moins bien class\u00e9|r\u00e8gle de bris d.\u00e9galit\u00e9"
    r"|if more than one candidate has the lowest score[^.]{0,140}\.?"
    r"|si plus d.un candidat obtient la note la plus faible[^.]{0,160}\.?",
    re.IGNORECASE,
)
# No word of a name is longer; without an end, each letter of "AAAA..." begins another.
_PART = r"(?<![\w&.'\u2019-])[A-Z][\w&.'\u2019-]{0,40}"
_NAME = rf"{_PART}(?:\s+(?:of\s+|for\s+)?{_PART}){{0,4}}"
_NAMES = rf"{_NAME}(?:\s*\([A-Z]{{2,6}}\))?(?:(?:\s*,\s*(?:and\s+|et\s+)?|\s+(?:and|et)\s+){_NAME}){{0,4}}"
# Seen: according to Immigration News Canada (INC); verified reports from A, B, and C;
# first appeared on CIC News; selon CIC News; and a line that begins with the word Source.
_CREDIT = r"""(?i:according\s+to(?:\s+(?:analysis|reports?|data)\s+(?:by|from))?
    |(?:as\s+)?(?:first\s+)?reported\s+by|reports?\s+(?:from|by)|as\s+per
    |(?:notes|quoting|citing|cites)(?:\s+a)?(?:\s+report)?(?:\s+(?:from|by))?
    |via|courtesy\s+of|(?:first|originally)\s+(?:published|appeared)\s+(?:on|by|in)
    |appeared\s+first\s+on|selon|d['\u2019]apr\u00e8s|rapport\u00e9e?\s+par|sources?\s*:)
    \s+(?i:the\s+|le\s+|la\s+)?"""
_CREDITED = re.compile(rf"{_CREDIT} (?P<names>{_NAMES})", re.VERBOSE)
_QUOTED = re.compile(
    rf"(?P<name>{_NAME})\s+(?:reported|reports|has\s+reported|says|said|wrote"
    r"|rapporte|indique|a\s+(?:rapport\u00e9|indiqu\u00e9))\b"
)
# "Source: https://www.cicnews.com/2025/12/...": a name in small letters.
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}(?:ca|co|com|in|info|net|news|org|uk)")
_CREDITED_SITE = re.compile(
    rf"{_CREDIT} (?:https?://)?(?P<host>(?i:{_HOST.pattern}))\b", re.VERBOSE
)
_IRCC = re.compile(
    r"Immigration,? (?:Refugees,? and Citizenship|R\u00e9fugi\u00e9s,? et Citoyennet\u00e9)"
    r" Canada(?:['\u2019]s)?(?:\s*\(IRCC\))?"
)
_LIST = re.compile(r"\s*,\s*(?:and\s+|et\s+)?|\s+(?:and|et)\s+")
# The one origin that all have, and what is no outlet at all.
_COMMON = re.compile(
    r"\b(?:ircc|immigration refugees|government of canada|gouvernement du canada|gc ca"
    r"|canada ca|the department|minister\w*|officials?|express entry|spokesperson|ottawa"
    r"|r[\u00e9e]fugi[\u00e9e]s|crs|comprehensive ranking|noc|statistics canada|universal time"
    r"|pnp|program\w*|spousal\w*|whatsapp|telegram|linkedin|facebook|youtube|instagram"
    r"|he|she|they|it|we|this)\b"
    r"|^(?:canada|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)(?: s)?$"
)
_OUTLETS = tuple(
    (host, re.compile(rf"\b(?:{pattern})\b"))
    for host, pattern in (
        ("cicnews.com", "cic ?news|cicnews"),
        ("immigrationnewscanada.ca", "immigration news canada|^inc$"),
        ("canadim.com", "canadim"),
        ("visaverge.com", "visaverge"),
        ("canadavisa.com", "canada ?visa"),
        ("immigrationcoach.ca", "immigration ?coach|aces canada"),
        ("cadimmigration.com", "cad ?immigration"),
        ("moving2canada.com", "moving ?2 ?canada"),
        ("nairametrics.com", "nairametrics"),
        ("economictimes.com", "economic times"),
        ("visahq.com", "visa ?hq"),
    )
)
