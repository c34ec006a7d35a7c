"""``report N``: the proof: who was told of a round, when and by which channel, and who was not, and why."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from functools import partial
from typing import Annotated, TypedDict

import typer

from watcher.answers.report import (
    DeliveryState,
    NotConcerned,
    RoundReport,
    ToldLine,
    VerdictKind,
    not_concerned,
    round_report,
    told_lines,
)
from watcher.answers.serialize import json_object, to_json
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import known_round, settings_of, time_of
from watcher.cli.group import NOTHING, USAGE, AsOfOption, JsonOption, RoundArgument, end
from watcher.messages.formatter import english_span

_State = Annotated[
    list[DeliveryState] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="Only deliveries that are queued, sending, sent, refused, expired, superseded or suppressed.",
    ),
]
_Verdict = Annotated[
    list[str] | None,
    typer.Option(
        "--verdict", metavar="WORD", help='Only this verdict: invited, short, "other category" ...'
    ),
]
_Person = Annotated[
    str | None,
    typer.Option("--person", metavar="NAME", help="Only this person, or this subscription."),
]
_NotConcerned = Annotated[
    bool, typer.Option("--not-concerned", help="List who was told nothing instead, and why.")
]
_Csv = Annotated[bool, typer.Option("--csv", help="Print every line, for a spreadsheet.")]
_Limit = Annotated[int, typer.Option(min=0, metavar="N", help="Lines of the table; 0 prints all.")]
_Line = ToldLine | NotConcerned


class _Chosen(TypedDict):
    verdicts: Sequence[VerdictKind]
    person: str | None


# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_command(
    ctx: typer.Context,
    number: RoundArgument,
    *,
    state: _State = None,
    verdict: _Verdict = None,
    person: _Person = None,
    no_news: _NotConcerned = False,
    limit: _Limit = 50,
    as_csv: _Csv = False,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report who was told of a round, when and by which channel, and who was not.

    A line is one delivery: the verdict, when it was queued and sent, what the
    server answered. Everybody else is judged again, to say why nothing was told:
    5 s for 200,000 people. --csv and --json print every line as it is read.

    [bold]Examples[/]
      watcher report 437
      watcher report 437 --state refused
      watcher report 437 --csv > round-437.csv
    """
    _refuse_odd(as_csv=as_csv, as_json=as_json, states_of_nobody=no_news and bool(state))
    chosen = _Chosen(verdicts=list(map(_verdict, verdict or ())), person=person)
    settings = settings_of(ctx)
    with open_snapshot(settings, time_of(as_of)) as snapshot:
        found = known_round(snapshot, number)
        lines: Iterator[_Line] = told_lines(snapshot, found, states=state or (), **chosen)
        if no_news:
            lines = not_concerned(snapshot, found, **chosen)
        kind = NotConcerned if no_news else ToldLine
        show = _print_json if as_json else partial(_print_table, settings.timezone, limit)
        if as_csv:
            printed = _print_csv(kind, lines)
        else:
            printed = show(round_report(snapshot, found), kind, lines)
    if not printed:
        end("nobody matches" if no_news else "no delivery matches", NOTHING)


def _refuse_odd(*, as_csv: bool, as_json: bool, states_of_nobody: bool) -> None:
    if as_csv and as_json:
        end("--csv and --json are two formats; choose one", USAGE)
    if states_of_nobody:
        end("--state is of deliveries; who was told nothing has none", USAGE)


def _verdict(word: str) -> VerdictKind:
    """Find a verdict by its words; raises a usage error that lists them."""
    asked = word.strip().lower().replace("-", " ")
    for kind in VerdictKind:
        if kind.value.replace("-", " ") == asked:
            return kind
    known = ", ".join(f'"{kind.value}"' for kind in VerdictKind)
    raise typer.BadParameter(f"{word!r} is no verdict; there are {known}", param_hint="--verdict")


def _print_csv(kind: type[_Line], lines: Iterable[_Line]) -> int:
    names = [field.name for field in fields(kind)]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    printed = 0
    for line in lines:
        writer.writerow([_plain(getattr(line, name)) for name in names])
        printed += 1
    return printed


def _plain(value: object) -> str | int | float | None:
    """Write a value for a spreadsheet, which must not take it for a formula."""
    made = to_json(value)
    if isinstance(made, str):
        return f"'{made}" if made.startswith(_FORMULA) else made
    return made if made is None or isinstance(made, int | float) else json.dumps(made)


def _print_json(report: RoundReport, kind: type[_Line], lines: Iterable[_Line]) -> int:
    """Print one object, its list of lines as they are read."""
    key = "people" if kind is NotConcerned else "deliveries"
    sums = json.dumps(json_object(report), ensure_ascii=False)
    typer.echo(f'{sums[:-1]}, "{key}": [', nl=False)
    printed = 0
    for printed, line in enumerate(lines, start=1):
        typer.echo(",\n" if printed > 1 else "\n", nl=False)
        typer.echo(json.dumps(json_object(line), ensure_ascii=False), nl=False)
    typer.echo("\n]}")
    return printed


def _print_sums(report: RoundReport, zone: str) -> None:
    head, totals = report.head, report.totals
    typer.echo(
        f"#{head.round} {head.category or 'of an unknown category'}, cut-off "
        f"{output.text_of(head.cutoff) or 'unknown'}; drawn "
        f"{output.format_instant(head.drawn_at, zone) or 'at an unknown time'}, first seen "
        f"{output.format_instant(head.first_seen, zone)}"
    )
    # Somebody may have several rules and addresses: people, deliveries and rules differ in number.
    people = output.counted(totals.people, "person", "people")
    deliveries = output.counted(sum(totals.states.values()), "delivery", "deliveries")
    rules = output.counted(sum(report.not_told.values()), "rule", "rules")
    facts = [
        (
            "told",
            f"{people} in {deliveries}: {_listed(totals.states)}" if totals.states else "nobody",
        ),
        ("verdicts", _listed(totals.verdicts) or "none"),
        ("told nothing", f"{rules}: {_listed(report.not_told)}" if report.not_told else "nobody"),
    ]
    if totals.slowest is not None:
        facts.append(("slowest", f"sent {english_span(totals.slowest)} after it was due"))
    if totals.doubtful:
        facts.append(("maybe twice", str(totals.doubtful)))
    facts += [("answer", f"{one.count} x {one.answer}") for one in report.reasons]
    output.print_facts(facts)


def _listed(counts: Mapping[str, int]) -> str:
    # Verdicts and reasons have commas of their own.
    return "; ".join(f"{count:,} {what}" for what, count in counts.items())


def _print_table(
    zone: str, limit: int, sums: RoundReport, kind: type[_Line], lines: Iterable[_Line]
) -> int:
    """Print the sums, and of the lines so many."""
    _print_sums(sums, zone)
    rows: list[tuple[str | None, ...]] = []
    more = False
    for line in lines:
        if limit and len(rows) == limit:
            more = True
            break
        rows.append(_cells(line, zone))
    columns = (
        (
            "to",
            "verdict",
            ">score",
            "channel",
            "state",
            f"queued ({output.zone_city(zone)})",
            "sent",
            "answer",
        )
        if kind is ToldLine
        else ("who", "verdict", ">score", "why nothing was told")
    )
    if rows:
        output.print_table(columns, rows)
    if more:
        typer.echo(
            f"the first {limit}; --limit 0 shows them all, --csv for a spreadsheet", err=True
        )
    return len(rows)


def _cells(line: _Line, zone: str) -> tuple[str | None, ...]:
    score = output.text_of(line.score) or "-"
    verdict = _with_distance(line.verdict, line.points, getattr(line, "margin", None))
    if isinstance(line, NotConcerned):
        return line.subscription, verdict, score, line.why
    sent = output.format_clock(line.ended_at, zone) if line.ended_at else ""
    marks = [
        *([f"r{line.revision}"] if line.change == "corrected" else []),
        *([line.change] if line.change in {"reported", "confirmed"} else []),
        *(["held"] if line.held else []),
        *(["maybe twice"] if line.doubtful else []),
    ]
    state = line.state.value + (f" ({', '.join(marks)})" if marks else "")
    place = f"{line.channel} {line.target}".strip()
    queued = output.format_clock(line.queued_at, zone)
    return line.subscription, verdict, score, place, state, queued, sent, line.answer or ""


def _with_distance(kind: VerdictKind, points: int | None, margin: timedelta | None) -> str:
    if margin is not None:
        return f"{kind.value} by {english_span(margin)}"
    return f"{kind.value} by {points}" if points and kind is VerdictKind.SHORT else kind.value
