"""``eligible FILE``: the programs and categories that a person may be in, and why not in the others."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters.profiles import read_profiles
from watcher.answers.eligible import EligibilityReport, eligible
from watcher.cli import output
from watcher.cli.context import day_of, require_profiles
from watcher.cli.group import JsonOption, parse_day_option
from watcher.core.crs.fsw import FSW_MOST, FSW_PASS, FswPoints
from watcher.core.crs.rules import Certainty
from watcher.insight.eligibility import PROGRAMS, Eligibility, EligibilityStanding

_ALWAYS = (
    "the instructions of a round may ask for more than the rule of its category; "
    "only IRCC says who is in it"
)
_CERTAINTIES: Mapping[Certainty, str] = {
    "official copy": "read in a copy of the page",
    "several sources": "as several sites give it alike",
    "one source": "as one site gives it",
}
_File = Annotated[Path, typer.Argument(metavar="FILE", help="A profile, as TOML or JSON.")]
_Day = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day_option,
        metavar="DAY",
        help="By the rules, the work and the age of this day.",
    ),
]


def eligible_command(file: _File, *, as_of: _Day = None, as_json: JsonOption = False) -> None:
    """Say which programs and categories a person may be in.

    The three programs of Express Entry and every category: "may qualify",
    "does not, because", or "cannot tell, because", with the rule, where it
    was read and when. The instructions of a round may ask for more: only
    IRCC says who is in a category. Work is counted from the dated jobs of
    the profile, at most 30 hours a week.

    [bold]Examples[/]
      watcher eligible amara.toml
      watcher eligible amara.toml --as-of 2025-06-01
      watcher eligible people.json --json
    """
    read, day = read_profiles(file), day_of(as_of)
    reports = [eligible(profile, day) for profile in read.profiles]
    if as_json:
        output.print_json(reports if read.is_list else reports[0])
        return
    require_profiles(read, file)
    for number, report in enumerate(reports, start=1):
        if read.is_list:
            typer.echo(f"== {report.name or f'profile {number}'}")
        _print_report(report)


def _print_report(report: EligibilityReport) -> None:
    """Print each standing; where a rule was read is a note, as most were read in one place."""
    typer.echo(f"On {report.as_of}:")
    every = (*report.programs, *report.categories)
    output.print_facts(
        (f"  {standing}", ", ".join(f.category for f in every if f.standing is standing) or "none")
        for standing in EligibilityStanding
    )
    sources: dict[str, int] = {}
    for found in every:
        source = f"{found.source}; as of {found.seen}, {_CERTAINTIES[found.certainty]}"
        _print_standing(found, sources.setdefault(source, len(sources) + 1))
    typer.echo("")
    for source, number in sources.items():
        output.print_paragraph(f"[{number}] {source}")
    typer.echo("")
    for remark in (*report.remarks, _ALWAYS):
        output.print_paragraph(remark[:1].upper() + remark[1:] + ".")


def _print_standing(found: Eligibility, source: int) -> None:
    why = f", because {'; '.join(found.because)}" if found.because else ""
    typer.echo("")
    output.print_paragraph(f"{found.name} ({found.category}): {found.standing}{why}")
    output.print_paragraph(f"rule [{source}]: {found.rule}", indent="  ")
    if found.category in PROGRAMS or found.standing is not EligibilityStanding.DOES_NOT:
        output.print_clauses(found.clauses)
    if found.fsw is not None:
        output.print_paragraph(_points_text(found.fsw), indent="  ")


def _points_text(points: FswPoints) -> str:
    factors = (
        f"{name.replace('_', ' ')} {getattr(points, name)} of {most}"
        for name, most in FSW_MOST.items()
    )
    return f"points: {points.total} of 100 ({', '.join(factors)}), {FSW_PASS} are needed"
