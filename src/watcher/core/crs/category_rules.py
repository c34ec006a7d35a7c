"""What each category of Express Entry asked for, and when: occupations, months of work, French.

Lists and rules were last seen on 2026-08-26. On 2026-11-03 the rules of the CRS changed; whether the categories did,
is not known. The instructions of a round may ask for more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: The last day on which a page with the lists was read.
LISTS_SEEN = date(2026, 8, 26)
_FIRST, _SECOND, _THIRD = date(2023, 5, 31), date(2025, 2, 27), date(2026, 2, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRule:
    """The rule of one category from ``since`` to ``until`` (its last day; None: not known to have ended).

    ``codes`` are occupations (NOC 2021), of which one asks for ``months`` of work in three years. ``french`` is the
    level of NCLC that all four abilities need. ``unheld``: no round of it was seen under this rule.
    """

    category: str
    since: date
    until: date | None = None
    codes: frozenset[str] = frozenset()
    months: int = 12
    continuous: bool = False
    in_canada: bool = False
    french: int | None = None
    unheld: bool = False
    source: str


_PAGE = "IRCC's page on category-based selection"
_SOURCES = {
    _FIRST: f"{_PAGE}, copy of November 2024; the lists as of 2023",
    _SECOND: f"{_PAGE}, of 2025",
    _THIRD: f"{_PAGE}, of 2026-06-22, transcribed twice",
}
_ENDS = {_FIRST: date(2025, 2, 26), _SECOND: date(2026, 2, 17), _THIRD: None}

_HEALTHCARE = """
31100 31101 31102 31103 31110 31111 31112 31120 31121 31200 31201 31202 31203 31209 31300 31301 31302
31303 32101 32102 32103 32104 32109 32111 32120 32121 32122 32123 32124 32129 32201 33101 33102 33103
41300 41301 42201"""
_HEALTHCARE_2023 = """
31100 31101 31102 31103 31110 31111 31112 31121 31200 31201 31202 31203 31204 31209 31300 31301 31302
31303 32101 32102 32103 32109 32120 32121 32122 32200 32201 32209 33101 33102 33103 33109 41301 41320
42203"""
_STEM = "20011 21220 21300 21301 21310 21321 21331 22300 22301 22310 63100"
_STEM_2023 = """
20010 20011 20012 21200 21201 21202 21203 21210 21211 21220 21221 21222 21223 21230 21231 21232 21233
21234 21300 21310 21311 21321 21322 41400"""
_TRADES = """
22303 70010 70011 72100 72102 72106 72200 72201 72300 72302 72310 72311 72320 72400 72401 72402 72422
72501 72999 73100 73110 73112 73113 82021"""
_TRADES_2023 = "72014 72106 72200 72300 72310 72400 72402 72405 72406 73200"
_TRANSPORT_2023 = "70020 72403 72404 72600 72601 72602 72603 72604 73300 93200"
_EDUCATION = "41220 41221 42202 42203 43100"


def _french(since: date) -> CategoryRule:
    return CategoryRule(
        category="french", since=since, until=_ENDS[since], french=7, source=_SOURCES[since]
    )


def _six_months(category: str, since: date, codes: str) -> CategoryRule:
    return CategoryRule(
        category=category,
        since=since,
        until=_ENDS[since],
        codes=frozenset(codes.split()),
        months=6,
        continuous=True,
        source=_SOURCES[since],
    )


def _twelve_months(
    category: str, codes: str, *, in_canada: bool = False, unheld: bool = False
) -> CategoryRule:
    return CategoryRule(
        category=category,
        since=_THIRD,
        codes=frozenset(codes.split()),
        in_canada=in_canada,
        unheld=unheld,
        source=_SOURCES[_THIRD],
    )


#: By category, the oldest first. Military recruits are never known by a code alone.
CATEGORY_RULES = (
    _french(_FIRST),
    _six_months("healthcare", _FIRST, _HEALTHCARE_2023),
    _six_months("stem", _FIRST, _STEM_2023),
    _six_months("trades", _FIRST, _TRADES_2023),
    _six_months("transport", _FIRST, _TRANSPORT_2023),
    _six_months("agriculture", _FIRST, "63201 82030 82031"),
    _french(_SECOND),
    _six_months("healthcare", _SECOND, _HEALTHCARE),
    _six_months("stem", _SECOND, _STEM),
    _six_months("trades", _SECOND, f"63200 {_TRADES}"),
    _six_months("education", _SECOND, _EDUCATION),
    _six_months("agriculture", _SECOND, "63201"),
    _french(_THIRD),
    _twelve_months("healthcare", _HEALTHCARE),
    _twelve_months("stem", _STEM),
    _twelve_months("trades", f"63201 {_TRADES}"),
    _twelve_months("education", _EDUCATION),
    _twelve_months("transport", "22313 72404 72410 72600"),
    _twelve_months("physicians", "31100 31101 31102", in_canada=True),
    _twelve_months("senior-managers", "00012 00013 00014 00015", in_canada=True),
    _twelve_months("researchers", "41200 41201", in_canada=True, unheld=True),
    CategoryRule(
        category="military",
        since=_THIRD,
        codes=frozenset({"40042", "42102", "43204"}),
        source="sites on immigration, of 2026; no copy of IRCC's own page was seen",
    ),
)


def category_rule(category: str, day: date) -> CategoryRule | None:
    """Return the rule of a category that holds on a day, None if it has none."""
    return next((r for r in CATEGORY_RULES if r.category == category and _holds(r, day)), None)


def last_category_rule(category: str, day: date) -> CategoryRule | None:
    """Return the last rule of a category that began by a day, be it over."""
    begun = [r for r in CATEGORY_RULES if r.category == category and r.since <= day]
    return begun[-1] if begun else None


def first_category_rule(category: str) -> CategoryRule:
    """Return the first rule that a category ever had."""
    return next(r for r in CATEGORY_RULES if r.category == category)


def listed_on(day: date) -> Mapping[str, tuple[str, ...]]:
    """Map each occupation that a category lists on a day to its categories."""
    listed: dict[str, tuple[str, ...]] = {}
    for rule in CATEGORY_RULES:
        if _holds(rule, day):
            listed |= {code: (*listed.get(code, ()), rule.category) for code in rule.codes}
    return listed


def _holds(rule: CategoryRule, day: date) -> bool:
    return rule.since <= day and (rule.until is None or day <= rule.until)
