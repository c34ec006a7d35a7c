"""Options of the program may stand after the verb too: they are moved before it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer._click import Command, Parameter

TakesValue = Mapping[str, bool]
"""The options that a command knows: whether each takes the next word as its value."""


def moved_before_verb(
    words: Sequence[str], own: TakesValue, verbs: Mapping[str, TakesValue]
) -> list[str]:
    """Move the program's options from behind the verb to its front.

    What the verb knows by the same name stays the verb's, as does a value that looks
    like an option, and whatever stands behind ``--``.
    """
    at = _place_of_verb(words, own)
    of_verb = verbs.get(words[at]) if at < len(words) else None
    if of_verb is None:
        return list(words)
    moved, kept, rest = list(words[:at]), [words[at]], list(words[at + 1 :])
    while rest:
        word = rest.pop(0)
        name = word.partition("=")[0]
        if word == "--":
            kept += [word, *rest]
            break
        belongs, known = (kept, of_verb) if name in of_verb else (moved, own)
        if name not in known:
            kept.append(word)
            continue
        belongs.append(word)
        if known[name] and "=" not in word:
            if not rest:  # the last word is told that its value is missing
                return moved if belongs is moved else moved + kept
            belongs.append(rest.pop(0))
    return moved + kept


def options_of(parameters: "Iterable[Parameter]") -> dict[str, bool]:
    """List the options among parameters."""
    return {
        name: not getattr(parameter, "is_flag", False)
        for parameter in parameters
        if parameter.param_type_name == "option"
        for name in (*parameter.opts, *parameter.secondary_opts)
    }


def options_of_each(commands: "Mapping[str, Command]") -> dict[str, dict[str, bool]]:
    """List the options of each command."""
    return {name: options_of(command.params) for name, command in commands.items()}


def _place_of_verb(words: Sequence[str], own: TakesValue) -> int:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if own.get(words[at]) else 1
    return at
