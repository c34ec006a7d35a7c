"""Values <-> JSON text, for the columns that hold them."""

from functools import cache
from typing import get_type_hints

from pydantic import TypeAdapter

from watcher.core.model import FIGURES, Alert, Figures, Message, Report, Round
from watcher.core.pool import Pool


def figures_to_json(figures: Figures) -> str:
    """Write what a report says, unknown figures left out."""
    said = {f: getattr(figures, f) for f in FIGURES if getattr(figures, f) is not None}
    # Not exclude_none: within a pool, a count that is not known must stay.
    return _figures().dump_json(Figures(**said), include=set(said)).decode()


def figures_from_json(text: str) -> Figures:
    """Read what :func:`figures_to_json` wrote."""
    return _figures().validate_json(text)


def figure_to_json(figure: str, value: object) -> str:
    """Write one figure of a round by the name of its field; unknown is ``null``."""
    return _figure(figure).dump_json(value).decode()


def figure_from_json(figure: str, text: str) -> object:
    """Read what :func:`figure_to_json` wrote."""
    return _figure(figure).validate_json(text)


def pool_to_json(pool: Pool | None) -> str | None:
    """Write a pool; unknown stays None."""
    return None if pool is None else _pool().dump_json(pool).decode()


def pool_from_json(text: str | None) -> Pool | None:
    """Read what :func:`pool_to_json` wrote."""
    return None if text is None else _pool().validate_json(text)


def report_to_json(report: Report) -> str:
    """Write a report with its quotes, what is not known or empty left out."""
    return _report().dump_json(report, exclude_defaults=True).decode()


def report_from_json(text: str) -> Report:
    """Read what :func:`report_to_json` wrote."""
    return _report().validate_json(text)


def alert_to_json(alert: Alert) -> str:
    """Write an alert with all that its message needs, as it was when queued."""
    return _alert().dump_json(alert).decode()


def alert_from_json(text: str) -> Alert:
    """Read what :func:`alert_to_json` wrote."""
    return _alert().validate_json(text)


def message_to_json(message: Message) -> str:
    """Write a message whose words are fixed: a notice to the operator."""
    return _message().dump_json(message, exclude={"picture"}).decode()


def message_from_json(text: str) -> Message:
    """Read what :func:`message_to_json` wrote."""
    return _message().validate_json(text)


def rounds_to_json(rounds: list[Round]) -> str:
    """Write rounds as a JSON array, for programs."""
    return TypeAdapter(list[Round]).dump_json(rounds).decode()


# Built when first needed: an adapter costs some 5 ms, and most polls change nothing.
@cache
def _figures() -> TypeAdapter[Figures]:
    return TypeAdapter(Figures)


@cache
def _figure(name: str) -> TypeAdapter[object]:
    return TypeAdapter(get_type_hints(Figures)[name])


@cache
def _report() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


@cache
def _pool() -> TypeAdapter[Pool]:
    return TypeAdapter(Pool)


@cache
def _alert() -> TypeAdapter[Alert]:
    return TypeAdapter(Alert)


@cache
def _message() -> TypeAdapter[Message]:
    return TypeAdapter(Message)
