"""What the programs of Express Entry ask for, in sentences, and the money that a family has to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watcher.core.crs.rules import Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRule:
    """What a program, or a round without a list, asks for, and where that was read, on which day."""

    text: str
    source: str
    seen: date
    certainty: Certainty = "official copy"


_SEEN = date(2025, 10, 7)
PROGRAM_RULES: Mapping[str, ProgramRule] = {
    "cec": ProgramRule(
        text="a year of skilled work in Canada (TEER 0 to 3; 1,560 hours) in the three years before applying, "
        "authorised, not self-employed and not as a full-time student; "
        "CLB 7 for work of TEER 0 and 1, CLB 5 for TEER 2 and 3",
        source="IRCC's page on the Canadian Experience Class",
        seen=_SEEN,
    ),
    "fsw": ProgramRule(
        text="a year of skilled work (TEER 0 to 3; 1,560 hours) on end, in one occupation, in the last ten years; "
        "CLB 7; secondary education or more; 67 of 100 points; funds",
        source="IRCC's page on the Federal Skilled Worker Program",
        seen=_SEEN,
    ),
    "fst": ProgramRule(
        text="two years (3,120 hours) of work in one skilled trade in the last five years; "
        "CLB 5 in speaking and listening, 4 in reading and writing; "
        "a job offer of a year or a Canadian certificate of qualification; funds",
        source="IRCC's page on the Federal Skilled Trades Program",
        seen=_SEEN,
    ),
    "general": ProgramRule(
        text="one of the three programs; if several fit, the first of CEC, FSW and FST is applied",
        source="IRCC's page on rounds of invitations",
        seen=_SEEN,
    ),
    "pnp": ProgramRule(
        text="a nomination of a province or territory, valid until the application, and one of the three programs",
        source="IRCC's pages on Express Entry",
        seen=_SEEN,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsTable:
    """The money that a family of one to seven has to show since a day, in Canadian dollars."""

    since: date
    amounts: tuple[int, ...]


#: It changes each summer (several sites, 2024 and 2025); that of 2026 is not known here.
FUNDS = (
    FundsTable(since=date(2024, 5, 27), amounts=(14690, 18288, 22483, 27297, 30690, 34917, 38875)),
    FundsTable(since=date(2025, 7, 7), amounts=(15263, 19001, 23360, 28362, 32168, 36280, 40392)),
)


def funds_on(day: date) -> FundsTable | None:
    """Return the last known table of a day."""
    return next((table for table in reversed(FUNDS) if table.since <= day), None)
