"""The configuration: one TOML file, environment and flags -> settings, or every fault.

places       where the file is looked for, where the database lies by default
file         bytes on disk -> a TOML document, or the sentence why not
layers       environment and flags over the file's [watcher] table
hidden       ``${NAME}`` and ``_file`` twins -> the secrets themselves
tables       the shape of the file, and what each key may hold (values)
references   what tables say of each other: channels that exist, names used once
sources      what the keys of one source say together: presets, kinds, trust
misfits      what does not fit the shape, with "did you mean"
complaints   anything wrong -> a fault with key path, hint and no secret
loading      all of it in order -> settings
advice       what is allowed, but hardly meant
disclosure   settings -> what may be shown
starter      a few answers -> the first file
"""

from watcher.adapters.config.loading import (
    ChannelProblem,
    DatabaseProblem,
    check,
    load,
    subscription_problem,
)
from watcher.adapters.config.places import find, new_file
from watcher.adapters.config.redaction import redacted, secrets
from watcher.adapters.config.starter import Answers, starter
from watcher.adapters.config.tables import schema
from watcher.adapters.config.warnings import brief_warnings, warnings
from watcher.adapters.config.writing import toml

__all__ = [
    "Answers",
    "ChannelProblem",
    "DatabaseProblem",
    "brief_warnings",
    "check",
    "find",
    "load",
    "new_file",
    "redacted",
    "schema",
    "secrets",
    "starter",
    "subscription_problem",
    "toml",
    "warnings",
]
