"""The figures of a known round, worded in many ways, are read back or left unknown."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press.prose.texts import main, page
from watcher.core.model import Report
from watcher.press.blocks import DocumentInfo
from watcher.press.prose.page import read_page

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
# What a text may call each category, in a sentence about whom a round invited.
CALLED = {
    "pnp": ("Provincial Nominee Program (PNP)", "provincial nominees", "PNP"),
    "cec": ("Canadian Experience Class", "Canadian Experience Class (CEC)", "CEC"),
    "french": ("French-language proficiency", "French language proficiency"),
    "healthcare": ("healthcare and social services", "Healthcare occupations"),
    "trades": ("Trade occupations", "Trades Occupations"),
    "stem": ("STEM occupations",),
    "education": ("Education occupations",),
    "physicians": ("Physicians with Canadian work experience",),
    "senior-managers": ("Senior managers with Canadian work experience",),
}


@dataclass(frozen=True)
class Facts:
    """A round as it was; ``old`` is the one before."""

    number: int
    day: date
    category: str
    called: str
    cutoff: int
    invitations: int
    tie_break: datetime
    old: tuple[date, int, int]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    day = draw(st.dates(date(2018, 1, 1), date(2026, 10, 1)))
    category = draw(st.sampled_from(sorted(CALLED)))
    back = draw(st.integers(2, 350))
    seconds = draw(st.integers(0, 86_399))
    cutoff = draw(st.integers(300, 590) | st.integers(660, 900))
    invitations = draw(st.integers(2, 300).map(lambda n: n * 25) | st.integers(4, 999))
    old_cutoff = draw(st.integers(300, 900).filter(lambda n: n != cutoff))
    old_count = draw(st.integers(1001, 6000).filter(lambda n: n != invitations))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Facts(
        number=draw(st.integers(100, 460)),
        day=day,
        category=category,
        called=draw(st.sampled_from(CALLED[category])),
        cutoff=cutoff,
        invitations=invitations,
        tie_break=start - timedelta(days=back) + timedelta(seconds=seconds),
        old=(day - timedelta(days=draw(st.integers(1, 40))), old_cutoff, old_count),
    )


def days(day: date) -> tuple[str, ...]:
    month = MONTHS[day.month - 1]
    return (
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day:02}, {day.year}",
        day.isoformat(),
    )


def times(at: datetime) -> tuple[str, ...]:
    half = "a.m." if at.hour < 12 else "p.m."
    hour = at.hour % 12 or 12
    twelve = f"{hour}:{at.minute:02} {half} UTC"
    return tuple(
        text
        for day in days(at.date())
        for text in (
            f"{day} at {at:%H:%M:%S} UTC",
            f"{day}, at {at:%H:%M} UTC",
            f"{twelve} on {day}",
            f"{day}, at {twelve}",
            f"{at:%H:%M:%S} UTC on {day}",
        )
    )


def counts(number: int) -> tuple[str, ...]:
    return (f"{number:,}", str(number))


@st.composite
def english(draw: st.DrawFn, it: Facts) -> list[str]:
    day, tie = (draw(st.sampled_from(days(it.day))), draw(st.sampled_from(times(it.tie_break))))
    n, c = draw(st.sampled_from(counts(it.invitations))), it.cutoff
    own = (
        f"On {day}, IRCC invited {n} candidates in Express Entry Draw #{it.number}.",
        f"The {it.number}th Express Entry draw took place on {day}.",
        f"Invitations went to candidates with a CRS score of {c} or higher.",
        f"The minimum Comprehensive Ranking System (CRS) score was {c}.",
        f"A total of {n} invitations were issued under the {it.called} category.",
        f"In today's draw, {n} candidates received invitations to apply (ITAs).",
        f"The latest Express Entry draw was only for {it.called} candidates.",
        f"The cut-off for the latest draw was set at {c}.",
        f"The tie-breaking rule of Draw #{it.number} was {tie}.",
        f"Only profiles created before {tie} were invited.",
        f"CRS cut-off: {c}",
        f"Number of invitations issued: {n}",
        f"Draw type: {it.called}",
        f"Date of draw: {day}",
        f"Tie-breaking rule: {tie}",
    )
    return draw(st.lists(st.sampled_from(own), min_size=2, max_size=8, unique=True))


@st.composite
def french(draw: st.DrawFn, it: Facts) -> list[str]:
    jour = f"{it.day.day} {MOIS[it.day.month - 1]} {it.day.year}"
    tie = it.tie_break
    avant = f"{tie.day} {MOIS[tie.month - 1]} {tie.year} \u00e0 {tie.hour} h {tie.minute:02} UTC"
    n = f"{it.invitations:,}".replace(",", draw(st.sampled_from(" \u00a0\u202f")))
    own = (
        f"Le {jour}, IRCC a invit\u00e9 {n} candidats lors du {it.number}e tirage.",
        f"La note minimale \u00e9tait de {it.cutoff}.",
        f"IRCC a \u00e9mis {n} invitations \u00e0 pr\u00e9senter une demande.",
        f"Il fallait un score SCG d\u2019au moins {it.cutoff}.",
        f"Les profils devaient \u00eatre soumis avant le {avant}.",
        f"Nombre d\u2019invitations \u00e9mises : {n}",
        f"R\u00e8gle de bris d\u2019\u00e9galit\u00e9 : {avant}",
        f"Le tirage n\u00b0 {it.number} a eu lieu le {jour}.",
    )
    return draw(st.lists(st.sampled_from(own), min_size=2, max_size=6, unique=True))


@st.composite
def others(draw: st.DrawFn, it: Facts) -> list[str]:
    day, cutoff, count = it.old
    when = draw(st.sampled_from(days(day)))
    theirs = (
        f"The previous draw, on {when}, invited {count:,} candidates with a score of {cutoff}.",
        f"In the last round, the cut-off was {cutoff}.",
        f"That is {abs(cutoff - it.cutoff)} points from the draw of {when}.",
        f"So far this year, IRCC has issued {count * 11:,} invitations.",
        f"IRCC has issued {count * 7:,} ITAs in {it.day.year}.",
        "A provincial nomination adds 600 points to a CRS score.",
        "The next draw could have a cut-off around 455.",
        "A candidate with a score of 401 would have had to wait.",
        "IRCC plans to issue 3,300 invitations in the second half of the year.",
        "Eligible are NOC 31100, 31101 and 31102.",
        "Processing takes 6 months, and candidates have 60 days to apply.",
        f"Ontario invited {count:,} Express Entry candidates with scores of 336 to 506.",
        "There are 13,174 candidates with scores between 491 and 500.",
        "Canada will admit 109,020 immigrants through Express Entry.",
        "It was the fifth draw of the year, and the 2nd this month.",
        "Le tirage pr\u00e9c\u00e9dent avait invit\u00e9 1 234 candidats avec une note de 511.",
    )
    return draw(st.lists(st.sampled_from(theirs), max_size=6, unique=True))


@st.composite
def articles(draw: st.DrawFn, language: st.SearchStrategy[list[str]], it: Facts) -> list[str]:
    lines = draw(st.permutations(draw(language) + draw(others(it))))
    paragraphs: list[str] = []
    for line in lines:
        joined: bool = draw(st.booleans())
        if paragraphs and joined and ":" not in paragraphs[-1] + line:
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return paragraphs


def wrong(report: Report | None, it: Facts) -> list[str]:
    if report is None:
        return []
    pairs = {
        "number": (report.number, str(it.number)),
        "date": (report.date, it.day),
        "category": (report.category, it.category),
        "cutoff": (report.cutoff, it.cutoff),
        "invitations": (report.invitations, it.invitations),
        "tie_break": (_minute(report.tie_break), _minute(it.tie_break)),
    }
    return [f"{n}: {a} for {b}" for n, (a, b) in pairs.items() if a is not None and a != b]


def _minute(at: datetime | None) -> datetime | None:
    return at.replace(second=0) if at else None


@given(data=st.data(), it=facts())
@settings(max_examples=250, deadline=None)
def test_english_figures_are_read_back_or_unknown(data: st.DataObject, it: Facts) -> None:
    lines = data.draw(articles(english(it), it))
    assert wrong(main("Express Entry news", *lines), it) == []


@given(data=st.data(), it=facts())
@settings(max_examples=150, deadline=None)
def test_french_figures_are_read_back_or_unknown(data: st.DataObject, it: Facts) -> None:
    lines = data.draw(articles(french(it), it))
    assert wrong(main("Nouvelles d\u2019Entr\u00e9e express", *lines), it) == []


@given(data=st.data(), it=facts())
@settings(max_examples=100, deadline=None)
def test_in_plain_words_every_figure_is_read(data: st.DataObject, it: Facts) -> None:
    day = data.draw(st.sampled_from(days(it.day)))
    tie = data.draw(st.sampled_from(times(it.tie_break)))
    lines = (
        (
            f"On {day}, IRCC issued {it.invitations:,} invitations in its {it.number}th "
            f"Express Entry draw, a draw for {it.called} candidates."
        ),
        (
            f"The minimum CRS score was {it.cutoff}. Only profiles submitted before {tie} "
            "were considered."
        ),
    )
    (report,) = read_page(page("Express Entry news", *lines), DocumentInfo())
    assert wrong(report, it) == []
    assert None not in (
        report.number,
        report.date,
        report.category,
        report.cutoff,
        report.invitations,
        report.tie_break,
    )
