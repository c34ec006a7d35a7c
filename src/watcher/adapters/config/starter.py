"""A few answers -> the first file of a newcomer, commented, ready to run."""

from dataclasses import dataclass

from watcher.adapters.config.writing import quoted
from watcher.core.settings import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class InitAnswers:
    """What ``init`` has asked; ``submitted`` is written as the file writes it."""

    name: str
    score: int
    categories: tuple[str, ...]
    channel: str
    address: str
    language: Language
    timezone: str
    submitted: str | None = None


def starter_config(answers: InitAnswers) -> str:
    """Write the file; whether it can be used is for ``load`` to say."""
    submitted = (
        f"submitted  = {answers.submitted}   # decides ties at the cut-off"
        if answers.submitted
        else "# submitted = 2025-11-20T15:00:00Z  # of your profile: decides ties"
    )
    return _TEMPLATE.format(
        timezone=quoted(answers.timezone),
        language=quoted(answers.language),
        key=quoted(answers.channel),
        address=quoted(answers.address),
        name=quoted(answers.name),
        categories=", ".join(map(quoted, answers.categories)),
        score=answers.score,
        submitted=submitted,
    )


_TEMPLATE = """\
# Configuration of watcher. Every key, explained: `watcher config --example`.
# Check it with `watcher check` after each change; a running service takes it over
# on SIGHUP (systemctl reload watcher) and keeps the old one where this one is wrong.

[watcher]
timezone = {timezone}
language = {language}   # en | fr
# contact = "me@example.org"   # stands in the User-Agent that IRCC sees

# Sites that report rounds carry you through the hours when IRCC's page is down; with
# any [[source]], IRCC's own is to be named too. `watcher sources` lists more of them.
# [[source]]
# preset = "ircc"
# [[source]]
# preset = "cic-news"

[channels]   # name = Apprise address: https://github.com/caronc/apprise/wiki
{key} = {address}

[operator]   # who is told when the source is blind or a channel is dead
channels = [{key}]

[[subscription]]
name       = {name}
categories = [{categories}]   # or ["all"]
score      = {score}   # CRS
{submitted}
channels   = [{key}]
# tell_when   = "every-round"   # not only of rounds that invite
# near        = 10              # also when short by at most so many points
# quiet_hours = "22:00-07:00"   # delays, never drops
# wake        = true            # but an invitation may pass
"""
