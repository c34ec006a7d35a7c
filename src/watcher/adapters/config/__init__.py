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
    check_config,
    load,
    subscription_problem,
)
from watcher.adapters.config.places import find_config, new_config_path
from watcher.adapters.config.redaction import all_secrets, redacted_settings
from watcher.adapters.config.starter import InitAnswers, starter_config
from watcher.adapters.config.tables import json_schema
from watcher.adapters.config.warnings import summarized_warnings, warnings
from watcher.adapters.config.writing import to_toml

__all__ = [
    "ChannelProblem",
    "DatabaseProblem",
    "InitAnswers",
    "all_secrets",
    "check_config",
    "find_config",
    "json_schema",
    "load",
    "new_config_path",
    "redacted_settings",
    "starter_config",
    "subscription_problem",
    "summarized_warnings",
    "to_toml",
    "warnings",
]
