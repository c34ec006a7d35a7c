"""The person of a request, from the address or a subscription of a session. Nothing of it is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from difflib import get_close_matches
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from watcher.answers.rounds import known_categories, known_rounds
from watcher.answers.serialize import utc
from watcher.core.category import ALL, CATEGORIES
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA
from watcher.core.scores import DatedScore, score_on, unnamed_subscription
from watcher.core.settings import Subscription
from watcher.web.request import YEARS, RequestContext, WebRequest, whole_number

_SHOWN = 80  # characters of an invalid value
_MOST_MISREAD = 3
# Links to these are the same for everybody.
_FOR_PROGRAMS = ("/static/", "/pictures/", "/feeds/", "/api/", "/metrics", "/healthz", "/readyz")
_FILES = (".csv", ".ics", ".png", ".webmanifest")
_LINK = re.compile(r'href="(/(?!/)[^"?#]*)(\?[^"#]*)?(#[^"]*)?"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Misreading:
    """A parameter that was left out; ``near`` is the category that may be meant."""

    parameter: str
    given: str
    near: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: ``rule`` and ``score``, which is that of today, are None while no score is known.

    ``subscription`` names the one that the rule is of, ``values`` carry the person through links
    and forms, ``submitted`` is written for a field.
    """

    rule: Subscription | None = None
    score: DatedScore | None = None
    subscription: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    submitted: str = ""
    misread: tuple[Misreading, ...] = ()

    @property
    def points(self) -> int | None:
        """The points of the score."""
        return None if self.score is None else self.score.points

    @property
    def query(self) -> str:
        """The values as the query of an address."""
        return urlencode(self.values, safe=",:")

    @property
    def categories(self) -> Sequence[str]:
        """The categories that were chosen, in the order of the registry; none: all."""
        chosen = frozenset() if self.rule is None else self.rule.categories - {ALL}
        return sorted(chosen, key=lambda slug: (_place(slug), slug))


def person_of(context: RequestContext, request: WebRequest) -> Asker:
    """Read the person of a request: the address goes before a subscription."""
    if not request.parameter("score"):
        return _subscribed(context, request)
    misread: list[Misreading] = []
    score = _score(request.parameter("score"), misread)
    categories = frozenset(_categories(context, request, misread))
    submitted = _submitted(request, misread)
    if score is None:
        return Asker(misread=tuple(misread))
    rule = unnamed_subscription(score, categories, submitted)
    values = {"score": str(score)}
    if categories:
        values["categories"] = ",".join(sorted(categories))
    if submitted is not None:
        values["submitted"] = utc(submitted)
    return _person(context, rule, values, request, misread=misread)


def carry(html: str, person: Asker) -> str:
    """Let every link to a page carry the person, unless it names one itself."""
    if not person.query:
        return html
    more = person.query.replace("&", "&amp;")

    def _carried(link: re.Match[str]) -> str:
        path, query, anchor = (part or "" for part in link.groups())
        for_programs = path.startswith(_FOR_PROGRAMS) or path.endswith(_FILES)
        if for_programs or "score=" in query or "person=" in query:
            return link.group()
        return f'href="{path}{query}{"&amp;" if query else "?"}{more}{anchor}"'

    return _LINK.sub(_carried, html)


def _subscribed(context: RequestContext, request: WebRequest) -> Asker:
    """Read the subscription that was chosen in a session; the only one need not be."""
    if request.session is None:
        return Asker()
    subscriptions = {one.name: one for one in context.settings.subscriptions}
    chosen = request.parameter("person")
    if not chosen and "score" not in request.query and len(subscriptions) == 1:
        chosen = next(iter(subscriptions))
    if chosen not in subscriptions:
        return Asker()
    return _person(context, subscriptions[chosen], {"person": chosen}, request, name=chosen)


def _person(
    context: RequestContext,
    rule: Subscription,
    values: Mapping[str, str],
    request: WebRequest,
    *,
    name: str | None = None,
    misread: Sequence[Misreading] = (),
) -> Asker:
    zone, submitted = ZoneInfo(request.reader.timezone), ""
    if rule.submitted is not None:
        local = rule.submitted.astimezone(zone).replace(tzinfo=None)
        submitted = local.isoformat(timespec="seconds" if local.second else "minutes")
    return Asker(
        rule=rule,
        score=score_on(rule, context.today),
        subscription=name,
        values=values,
        submitted=submitted,
        misread=tuple(misread),
    )


def _score(text: str, misread: list[Misreading]) -> int | None:
    score = whole_number(text, 1, HIGHEST_CRS)
    if score is None:
        misread.append(Misreading(parameter="score", given=text[:_SHOWN]))
    return score


def _categories(
    context: RequestContext, request: WebRequest, misread: list[Misreading]
) -> list[str]:
    known = known_categories(known_rounds(context, pools=False))
    parts = (part for value in request.query.get("categories", ()) for part in value.split(","))
    given = {slug for part in parts if (slug := part.strip().casefold()) not in {"", ALL}}
    for slug in sorted(given.difference(known))[:_MOST_MISREAD]:
        shown = slug[:_SHOWN]
        near = next(iter(get_close_matches(shown, known, n=1)), None)
        misread.append(Misreading(parameter="categories", given=shown, near=near))
    return sorted(given.intersection(known))


def typed_instant(text: str, timezone: str) -> datetime | None:
    """Read an instant as it was typed; without a zone it is of this one, a day alone is that day's end in Ottawa.

    The end, and the second of two hours that a clock shows, so that a tie is never promised.
    """
    try:
        at = datetime.fromisoformat(text)
        if len(text) <= len("2025-11-20"):
            at = datetime.combine(at, time(23, 59, 59), OTTAWA)
        elif at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(timezone), fold=1)
        at = at.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return at if at.year in range(*YEARS) else None


def _submitted(request: WebRequest, misread: list[Misreading]) -> datetime | None:
    text = request.parameter("submitted")
    if not text:
        return None
    at = typed_instant(text, request.reader.timezone)
    if at is not None:
        return at
    misread.append(Misreading(parameter="submitted", given=text[:_SHOWN]))
    return None


def _place(slug: str) -> int:
    return list(CATEGORIES).index(slug) if slug in CATEGORIES else len(CATEGORIES)
