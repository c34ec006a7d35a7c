"""``score FILE``: the CRS score of a profile, and what changes are worth."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters.profiles import read_profiles
from watcher.answers.score import ScoreAnswer, score_answer
from watcher.cli import output
from watcher.cli.context import day_of, refuse_name, require_profiles
from watcher.cli.group import JsonOption, parse_day_option
from watcher.core.crs.rules import RULE_SETS, RuleSet, rules_on
from watcher.core.crs.score import ScorePart, ScoreSection
from watcher.core.pool import HIGHEST_CRS

_RULES = {rules.id: rules for rules in RULE_SETS}
_File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A profile in TOML or JSON, or a list of them.")
]
_Rules = Annotated[
    str | None,
    typer.Option(
        "--rules",
        metavar="ID",
        help=f"Of this set of rules: {', '.join(_RULES)}.",
        autocompletion=lambda: list(_RULES),
    ),
]
_AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day_option,
        metavar="DAY",
        help="As of this day: its rules, and age and years counted up to it.",
    ),
]
_Improve = Annotated[
    bool, typer.Option("--improve", help="What single changes are worth, best first.")
]
_SECTIONS = {
    "core": "Core",
    "spouse": "Spouse or partner",
    "transferability": "Skill transferability",
    "additional": "Additional",
}
_FACTORS = {
    "age": "age",
    "education": "education",
    "first_language": "first official language",
    "second_language": "second official language",
    "language": "first official language",
    "canadian_work": "Canadian work",
    "education_language": "education and language",
    "education_canadian_work": "education and Canadian work",
    "foreign": "foreign work",
    "foreign_language": "foreign work and language",
    "foreign_canadian_work": "foreign and Canadian work",
    "certificate": "certificate of qualification",
    "nomination": "provincial nomination",
    "sibling": "brother or sister in Canada",
    "french": "French",
    "study": "study in Canada",
    "arranged": "arranged employment",
}


def score_command(
    file: _File,
    *,
    rules: _Rules = None,
    as_of: _AsOf = None,
    improve: _Improve = False,
    as_json: JsonOption = False,
) -> None:
    """Count the CRS score of a profile: every factor with its points and its cap.

    Of today, unless --as-of names a day. Which rules were used is said, and
    where they may not hold any more. What stands in FILE: docs/your-case.md.

    [bold]Examples[/]
      watcher score amara.toml
      watcher score amara.toml --improve
      watcher score amara.toml --as-of 2027-03-01
      watcher score amara.json --rules 2016-11-19 --json
    """
    if rules is not None and rules not in _RULES:
        refuse_name("set of rules", rules, list(_RULES), "--rules")
    read, day = read_profiles(file), day_of(as_of)
    chosen = rules_on(day) if rules is None else _RULES[rules]
    answers = [score_answer(profile, chosen, day, improve=improve) for profile in read.profiles]
    if as_json:
        output.print_json(answers if read.is_list else answers[0])
        return
    require_profiles(read, file)
    for place, answer in enumerate(answers):
        _print_score(answer, chosen, f"Profile {place + 1}" if read.is_list else "This profile")


def _print_score(answer: ScoreAnswer, rules: RuleSet, called: str) -> None:
    typer.echo(
        f"{output.without_control(answer.name or called)}: {answer.total} points, by the rules of "
        f"{rules.id}, as of {answer.as_of}"
    )
    rows: list[tuple[str, str, str]] = []
    for name, section in answer.score.sections.items():
        rows += _rows(_SECTIONS[name], section)
    rows.append(("Total", str(answer.total), f"{HIGHEST_CRS:,}"))
    output.print_table(["", ">points", ">at most"], rows)
    output.print_paragraph(f"These rules: {rules.certainty}, {rules.source}")
    for warning in answer.warnings:
        output.print_paragraph(f"Warning: {warning}.")
    if answer.improvements is not None:
        _print_improvements(answer)


def _rows(title: str, section: ScoreSection) -> list[tuple[str, str, str]]:
    return [
        (title, str(section.total), str(section.cap)),
        *(
            (f"{'    ' if part.within else '  '}{_FACTORS[name]}", str(part.points), str(part.cap))
            for name, part in _outer_first(section)
        ),
    ]


def _outer_first(section: ScoreSection) -> list[tuple[str, ScorePart]]:
    """List factors, those that a part has in its sum after it."""
    parts = section.parts.items()
    return [
        found
        for name, part in parts
        if part.within is None
        for found in ((name, part), *((n, p) for n, p in parts if p.within == name))
    ]


def _print_improvements(answer: ScoreAnswer) -> None:
    changes = answer.improvements or ()
    typer.echo()
    if changes:
        output.print_table(
            [">+", ">then", "change", "mind"],
            [
                (
                    output.format_difference(change.points),
                    str(change.after),
                    change.change,
                    change.note or "",
                )
                for change in changes
            ],
            title="What single changes are worth, everything else as it is",
        )
    else:
        typer.echo("No single change that is known here brings points.")
    for reason in answer.unknown or ():
        output.print_paragraph(f"Not known: {reason}.")
