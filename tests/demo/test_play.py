"""The whole demo against an independent oracle."""

import csv
import io
from collections import Counter
from datetime import time
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

import watcher.demo
from watcher.demo.people import DemoOutcome
from watcher.demo.play import play
from watcher.demo.screen import Screen, Tempo

TABLE = Path(watcher.demo.__file__).with_name("rounds.csv")
# Name: what its rounds are called, the score, the first submission, short by at most.
RULES = {
    "Amara": ("Healthcare", 470, "2025-03-01T14:00:00Z", 0),
    "Mei": ("Healthcare", 500, "", 0),
    "Joseph": ("Healthcare", 480, "", 0),
    "Devraj": ("Canadian Experience Class", 521, "2024-11-18T22:30:00Z", 0),
    "Élodie": ("French", 416, "2025-08-30T09:00:00Z", 0),
    "Ravi": ("Provincial Nominee", 752, "", 0),
    "Noor": ("Canadian Experience Class", 506, "2024-10-07T16:45:00Z", 15),
}


class Seen:
    """What was played, and what stood on the screen."""

    def __init__(self, *years: int, full: bool = False, stop: bool = False) -> None:
        self.out = io.StringIO()
        stopped = Event()
        if stop:
            stopped.set()
        console = Console(file=self.out, width=120, highlight=False, markup=False)
        screen = Screen(console, full=full, tempo=Tempo(0, stopped))
        self.outcome: DemoOutcome = play(screen, years=years, stop=stopped)

    @property
    def text(self) -> str:
        return self.out.getvalue()

    def titles(self, name: str) -> list[str]:
        return [a.title for a in self.outcome.arrivals if a.to == name]

    def heard(self, number: str) -> list[tuple[str, str, str]]:
        """Return when (UTC), to whom and under which title a round was told of."""
        return [
            (f"{a.at:%H:%M}", a.to, a.title)
            for a in self.outcome.arrivals
            if a.title.startswith(f"#{number} ")
        ]


@pytest.fixture(scope="module")
def both_years() -> Seen:
    return Seen(2025, 2026)


def oracle(name: str) -> Counter[str]:
    """Count what a person must be told: the round, and how it concerns them."""
    rounds, score, submitted, near = RULES[name]
    due: Counter[str] = Counter()
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            above = score - int(row["cutoff"])
            wanted = row["date"] >= "2025" and row["name"].startswith(rounds)
            in_pool = submitted <= (row["drawn"] or f"{row['date']}T23:59:59Z")
            if not wanted or above < -near or not in_pool:
                continue
            if above:
                reading = "invited" if above > 0 else "short"
            else:
                in_time = submitted <= row["tie_break"]
                reading = f"{'invited' if in_time else 'missed'} on the tie-break"
            due[f"#{row['number']} {reading}"] += 1
    return due


def read(title: str) -> str:
    """Make of a message's title what the oracle says."""
    number, _, verdict = title.partition(" ")
    for french, english in {
        "invitation au bris": "invited on the tie-break,",
        "invitation": "invited",
    }.items():
        verdict = verdict.replace(f": {french}", f": {english}", 1)
    _, _, words = verdict.rpartition(": ")
    reading = words.partition(",")[0].partition(" by ")[0]
    return f"{number} {reading}"


@pytest.mark.parametrize("name", ["Mei", "Joseph", "Élodie", "Ravi", "Noor"])
def test_each_alert_that_is_due_arrives_once_and_no_other(both_years: Seen, name: str) -> None:
    assert Counter(map(read, both_years.titles(name))) == oracle(name)


def test_a_misprinted_tie_break_costs_one_more_alert_and_only_whom_it_concerns(
    both_years: Seen,
) -> None:
    told = [read(title) for title in both_years.titles("Devraj")]

    assert Counter(told) == oracle("Devraj") + Counter({"#335 at the cut-off": 1})
    assert told[:2] == ["#335 at the cut-off", "#335 missed on the tie-break"]
    corrections = [a.to for a in both_years.outcome.arrivals if "corrected" in a.title]
    assert corrections == ["Devraj"]


def test_a_wrong_report_costs_one_more_word_and_only_whom_it_concerns(both_years: Seen) -> None:
    told = [read(title) for title in both_years.titles("Amara")]

    early = Counter({"#385 invited": 1, "#385 short": 1})
    assert Counter(told) == oracle("Amara") + early
    healthcare = "Healthcare and social services occupations"
    reported = f"(reported, not confirmed), {healthcare}: invited"
    assert both_years.heard("385") == [
        ("15:21", "Mei", f"#385 {reported}, 37 points above the cut-off"),
        ("15:25", "Amara", f"#385 {reported}, 7 points above the cut-off"),
        ("16:50", "Amara", f"#385 {healthcare}, confirmed, but not as reported: short by 6 points"),
        ("16:50", "Joseph", f"#385 {healthcare}: invited, 4 points above the cut-off"),
    ]


def test_an_alert_on_a_report_says_so_and_the_next_one_what_is_different(both_years: Seen) -> None:
    early, official = (
        a.text
        for a in both_years.outcome.arrivals
        if a.to == "Amara" and a.title.startswith("#385 ")
    )
    assert "Reported, not confirmed" in early
    assert "According to: harbour-news (1 source)" in early
    assert "What we told you from the reports was: invited, 7 points above" in official
    assert "• cut-off: 476 (reported: 463)" in official


def test_the_operator_hears_once_of_each_trouble_and_once_of_its_end(both_years: Seen) -> None:
    assert Counter(both_years.titles("operator")) == {
        "[watcher] Source ircc: 331 rounds recorded": 1,
        "[watcher] Source ircc: invalid JSON": 1,
        "[watcher] Source ircc: HTML instead of data": 1,
        "[watcher] Source ircc: unreachable": 1,
        "[watcher] Source ircc: read again": 3,
        "[watcher] Channel Devraj: dead": 1,
        "[watcher] Channel Devraj: works again": 1,
        # #335, #357, and the ten rounds whose time of day the table does not know
        "[watcher] Source ircc: figures that cannot be read (1)": 12,
    }


def test_an_alert_whose_channel_was_down_arrives_when_it_is_up(both_years: Seen) -> None:
    devraj, noor = (
        next(
            a.at for a in both_years.outcome.arrivals if a.to == name and a.title.startswith("#353")
        )
        for name in ("Devraj", "Noor")
    )
    assert both_years.outcome.failed_sends == 5
    assert (devraj - noor).total_seconds() == 30 * 60


def test_nobody_is_woken_in_quiet_hours(both_years: Seen) -> None:
    mumbai = ZoneInfo("Asia/Kolkata")
    at = [a.at.astimezone(mumbai) for a in both_years.outcome.arrivals if a.to == "Ravi"]

    assert all(time(7) <= arrived.time() < time(22) for arrived in at)


def test_the_french_are_told_in_french(both_years: Seen) -> None:
    texts = [a.text for a in both_years.outcome.arrivals if a.to == "Élodie"]
    assert all("selon les chiffres publiés" in text for text in texts)
    assert all("(Europe/Paris)" in text for text in texts)


def test_the_figures_of_the_end_are_those_of_the_replay(both_years: Seen) -> None:
    outcome = both_years.outcome

    assert outcome.finished
    assert outcome.sound
    assert (outcome.history, outcome.rounds) == (331, 117)
    # Every poll that does not change the page, but those of maintenance and of a
    # source that is blind or stale, whose validators are not kept. The news is read
    # twice: when it is first asked, and when it tells of #385.
    assert outcome.not_modified == 239 + 365
    assert outcome.polls == 2 * 367
    assert outcome.waiting == outcome.told_twice == 0
    assert outcome.astray == []
    assert len(outcome.faults) == 8


def test_the_screen_names_each_round_and_shows_a_few_messages_whole(both_years: Seen) -> None:
    text = both_years.text

    assert [n for n in range(331, 448) if f"#{n}" not in text] == []
    whole = [line for line in text.splitlines() if "│ Source" in line]
    assert len(whole) == 5
    assert "│ First report: https://harbour-news.example/express-entry-385" in text
    assert "│ Votre note de 416 est exactement le seuil, et votre profil a été soumis" in text
    assert "alerts" in text
    assert "Amara 5, Mei 8, Joseph 8, Devraj 22, Élodie 11, Ravi 25, Noor 21" in text
    assert text.rstrip().splitlines()[-2].startswith("  watcher init")


def test_it_can_be_stopped() -> None:
    seen = Seen(2026, stop=True)

    assert not seen.outcome.finished
    assert seen.outcome.polls == 0
    assert seen.text.endswith("Stopped; nothing was left behind.\n")
