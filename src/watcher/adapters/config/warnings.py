"""Warnings about settings that are allowed but hardly meant."""

import re
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from watcher.adapters.config.checks import entries
from watcher.adapters.config.environment import PREFIX, expand, written_secrets
from watcher.adapters.config.faults import printable
from watcher.adapters.config.files import TomlDocument, read_toml
from watcher.adapters.config.folder import FOLDER, files_beside
from watcher.adapters.config.tables import WatcherTable
from watcher.adapters.extras import how_to_install
from watcher.core.category import ALL, CATEGORIES
from watcher.core.crs.cautions import score_warnings
from watcher.core.crs.rules import rules_on
from watcher.core.crs.score import crs_score
from watcher.core.errors import first_of_each_kind
from watcher.core.people import channel_and_target
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Secret, Settings, Subscription

_OF_SECONDARY = frozenset({"robots", "allow_private"})
_BARE_VARIABLE = re.compile(r"\$([A-Z][A-Z0-9_]+)")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


ChannelWarnings = Callable[[Secret], Sequence[str]]
"""Returns what in a channel's address can be used but is hardly meant."""


def warnings(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    channel_warnings: ChannelWarnings,
    now: datetime,
    used_by_people: Collection[str] = (),
) -> tuple[str, ...]:
    """List settings that will work, but probably not as meant; reads the file again.

    *used_by_people*: the channels on which people are told who stand in no file.
    """
    path = Path(settings.file)
    document = read_toml(path)
    return (
        *_readable_by_others(path, document, environ),
        *(w for f in files_beside(path) for w in _readable_by_others(f, read_toml(f), environ)),
        *_unknown_variables(path, environ),
        *_channels(settings, used_by_people),
        *_addresses(settings, environ, channel_warnings),
        *_sources(settings, document),
        *(w for s in settings.subscriptions for w in _subscription(s)),
        *_profiles(settings, now.astimezone(OTTAWA).date()),
        *_early(settings),
        *_pictures(settings),
        *_bot(settings),
    )


def summarized_warnings(found: Sequence[str]) -> tuple[str, ...]:
    """Keep the first few warnings of each kind."""
    return tuple(first_of_each_kind((_kind(warning), warning) for warning in found))


def _kind(warning: str) -> str:
    about = re.sub(r"^(subscription .*?|source .*?|channels\..*?): ", "", warning)
    return re.sub(r"[0-9]+", "", about)


def _channels(settings: Settings, used_by_people: Collection[str]) -> Iterator[str]:
    if not (
        settings.subscriptions or used_by_people or settings.bot.enabled or settings.signup.enabled
    ):
        yield "there is no [[subscription]]: nobody is told of any round"
    if not settings.operator.channels:
        yield (
            "[operator] has no channels: nobody is told when a source is blind or a channel dead"
        )
    used = {
        *used_by_people,
        *settings.operator.channels,
        settings.signup.channel,
        settings.bot.channel,
    }
    used.update(
        channel_and_target(name, settings.channels)[0]
        for s in settings.subscriptions
        for name in s.channels
    )
    for name in settings.channels:
        if name not in used:
            yield f"channels.{printable(name)}: nobody uses it"


def _addresses(
    settings: Settings, environ: Mapping[str, str], channel_warnings: ChannelWarnings
) -> Iterator[str]:
    for name, channel in settings.channels.items():
        for warning in channel_warnings(channel.url):
            yield f"channels.{printable(name)}: {warning}"
        for variable in _BARE_VARIABLE.findall(channel.url.value):
            if variable in environ:
                yield (
                    f"channels.{printable(name)}: ${variable} is taken as it is; "
                    f"${{{variable}}} stands for the environment variable"
                )


def _sources(settings: Settings, document: TomlDocument) -> Iterator[str]:
    if all(source.trust == "secondary" for source in settings.sources):
        yield (
            "no source is official, so that no round is ever confirmed; "
            'a [[source]] with preset = "ircc" adds the feed of IRCC'
        )
    # There is no entry for the built-in feed.
    for source, entry in zip(settings.sources, entries(document, "source"), strict=False):
        if source.trust == "secondary":
            host = urlsplit(source.url).hostname or ""
            if not source.allow_private and _is_private(host):
                yield (
                    f"source {source.name}: {host} is no public address, and is not asked "
                    "without `allow_private`"
                )
            continue
        for key in sorted(_OF_SECONDARY & entry.keys()):
            yield f"source {source.name}: `{key}` does nothing with an official source"


def _is_private(host: str) -> bool:
    # Which address a name has is seen when it is asked.
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def _subscription(subscription: Subscription) -> Iterator[str]:
    where = f"subscription {subscription.name}"
    for category in sorted(subscription.categories - CATEGORIES.keys() - {ALL}):
        yield (
            f'{where}: "{category}" is no category known so far; '
            "it waits for a round that bears this name"
        )
    if subscription.submitted is None:
        score = "its score" if subscription.score is None else subscription.score
        yield f"{where}: without `submitted` a round cut off at {score} cannot be decided"
    if subscription.wake and subscription.quiet_hours is None:
        yield f"{where}: `wake` does nothing without `quiet_hours`"
    if subscription.reminders and subscription.profile is None:
        yield f"{where}: `reminders` does nothing without `profile`, which has the dates"
    if subscription.near is not None and subscription.tell_when == "every-round":
        yield f'{where}: `near` does nothing with tell_when = "every-round"'


def _profiles(settings: Settings, today: date) -> Iterator[str]:
    """Say what a score of today leaves in doubt."""
    for subscription in settings.subscriptions:
        if subscription.profile is None:
            continue
        where = f"subscription {subscription.name}: {subscription.profile_file}"
        if subscription.profile.born is None:
            yield f"{where}: `age` stays as it is; with `born` the score follows the birthdays"
        rules = rules_on(today)
        score = crs_score(subscription.profile, rules, today)
        for warning in score_warnings(subscription.profile, score, rules):
            yield f"{where}: {warning}"


def _early(settings: Settings) -> Iterator[str]:
    if any(source.trust == "secondary" for source in settings.sources):
        return
    for subscription in settings.subscriptions:
        if subscription.early == "always":
            yield (
                f'subscription {subscription.name}: early = "always" does nothing '
                "without a secondary source; `watcher sources` lists presets of some"
            )


def _pictures(settings: Settings) -> Iterator[str]:
    if not any(subscription.picture for subscription in settings.subscriptions):
        return
    if find_spec("resvg_py") is None:
        yield (
            "alerts are to carry pictures, and there is nothing to draw them with: "
            f"{how_to_install('chart')}; until then they go without"
        )


def _bot(settings: Settings) -> Iterator[str]:
    if settings.bot.enabled and find_spec("telegram") is None:
        yield (
            "[bot] is switched on, and its library is not installed: "
            f"{how_to_install('bot')}; until then nobody is answered"
        )


def _readable_by_others(
    path: Path, document: TomlDocument, environ: Mapping[str, str]
) -> Iterator[str]:
    secrets, twins = written_secrets(document)
    files = [path] if any(_is_secret(key, text) for key, text in secrets) else []
    folder = path.absolute().parent
    folder = folder.parent if folder.name == FOLDER else folder
    files += [folder / expand(twin, environ)[0] for twin in twins]
    for file in files:
        if file.exists() and file.stat().st_mode & stat.S_IROTH:
            yield f"{file} holds secrets and every user may read it: chmod o-r {file}"


def _is_secret(key: str, text: str) -> bool:
    scheme, _, rest = text.partition("://")
    is_address = bool(rest) and not scheme.startswith("sqlite")
    return "${" not in text and (is_address or key == "token")


def _unknown_variables(path: Path, environ: Mapping[str, str]) -> Iterator[str]:
    known = {PREFIX + key.upper() for key in WatcherTable.model_fields}
    known.add(f"{PREFIX}CONFIG")
    texts = (file.read_text(encoding="utf-8-sig") for file in (path, *files_beside(path)))
    meant = known.union(*(_VARIABLE.findall(text) for text in texts))
    for name in sorted(environ):
        near = get_close_matches(name, known, n=1, cutoff=0.85)
        if name.startswith(PREFIX) and name not in meant and near:
            yield f"environment: {name} is read by nobody; did you mean {near[0]}?"
